package main

import (
	"context"
	"fmt"
	"os"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/intake"
	"yizhan/stations/plan"
)

// areasCmd is `yizhan areas …`.
type areasCmd struct {
	Import areasImportCmd `cmd:"" help:"导入行政区 Import divisions."`
}

// areasImportCmd adds divisions, or replaces those of the same adcode.
type areasImportCmd struct {
	storeFlag
	File  string `arg:"" type:"existingfile" help:"文件 GeoJSON FeatureCollection with adcode and name."`
	Datum string `required:"" placeholder:"wgs84|gcj02|bd09" help:"坐标系 Datum of the file: wgs84, gcj02 or bd09."`
	Own   bool   `help:"镜像自己的行政区 Into a mirror that is followed with --no-areas: its own divisions."`
	JSON  bool   `help:"以 JSON 输出 Write one JSON document."`
}

// areasReport is the JSON of areas import.
type areasReport struct {
	Read     int    `json:"read"`
	Accepted int    `json:"accepted"`
	Rejected int    `json:"rejected"`
	Version  string `json:"version"`
	intake.Assignment
	Problems []exchange.Problem `json:"problems"`
}

// Run imports the file in one transaction and then gives the stations their
// divisions; those of a mirror have their origin's.
func (c areasImportCmd) Run(g *globals) error {
	d, err := parseDatum(c.Datum)
	if err != nil {
		return err
	}
	in, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	file, err := plan.ReadAreas(in, d)
	if err != nil {
		return err
	}
	store, err := c.open(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	mirror, err := c.mirror(g.Ctx, store)
	if err != nil {
		return err
	}
	if len(file.Areas) > 0 {
		if err := store.PutAreas(g.Ctx, file.Areas); err != nil {
			return err
		}
	}
	r := areasReport{Read: file.Read, Accepted: len(file.Areas), Rejected: file.Rejected, Problems: file.Problems}
	if r.Version, err = store.AreasVersion(g.Ctx); err != nil {
		return err
	}
	r.Elsewhere = []intake.Elsewhere{}
	if !mirror {
		assigned, err := intake.Assign(g.Ctx, store, "areas import")
		if err != nil {
			return err
		}
		r.Assignment = *assigned
	}
	return c.report(g, r)
}

// mirror reports whether the store is a mirror; one that is not said to have
// divisions of its own is refused.
func (c areasImportCmd) mirror(ctx context.Context, store stations.Store) (bool, error) {
	scope, err := store.Mirrored(ctx)
	if err == nil && scope != "" && !c.Own {
		err = stations.Errorf(stations.Conflict, "此库是镜像，行政区会被源站的替换；若镜像时用 --no-areas，请加 --own the store is a mirror, whose origin's divisions take the place of these: import them there, or with --own into one that is followed with --no-areas")
	}
	return scope != "", err
}

func (c areasImportCmd) report(g *globals, r areasReport) error {
	if c.JSON {
		if err := writeJSON(g.Stdout, r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(g.Stdout, "行政区 areas: 读取 read %d, 接受 accepted %d, 拒绝 rejected %d\n", r.Read, r.Accepted, r.Rejected)
		fmt.Fprintf(g.Stdout, "站点 stations: 归入行政区 assigned %d, 与所报行政区不符 elsewhere than stated %d\n", r.Assigned, len(r.Elsewhere))
		for _, e := range r.Elsewhere {
			fmt.Fprintf(g.Stdout, "  %s: 所报 stated %s, 实在 lies in %s\n", e.Station, e.Adcode, e.Found)
		}
		listProblems(g.Stdout, r.Problems)
	}
	return rejected(r.Rejected)
}

// parseDatum reads a --datum flag.
func parseDatum(name string) (datum.Datum, error) {
	d, err := datum.Parse(name)
	if err != nil {
		return 0, usage("--datum: %w", err)
	}
	return d, nil
}
