package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// demandCmd is `yizhan demand …`.
type demandCmd struct {
	Import demandImportCmd `cmd:"" help:"导入需求 Import a layer of demand, replacing it."`
}

// demandImportCmd replaces a layer by a file's rows.
type demandImportCmd struct {
	storeFlag
	File  string   `arg:"" type:"existingfile" help:"文件 CSV of H3 cells, or of lon and lat, with a weight, or with one for each hour in w00 … w23 or in rows with an hour."`
	Layer string   `default:"population" help:"图层 Layer to replace."`
	Map   []string `sep:"none" placeholder:"COLUMN=FIELD" help:"列对应 Column that holds h3, weight, lon, lat or hour; repeatable."`
	Datum string   `help:"坐标系 Datum of lon and lat; required when they are read."`
	JSON  bool     `help:"以 JSON 输出 Write one JSON document."`
}

// demandReport is the JSON of demand import.
type demandReport struct {
	Layer    string             `json:"layer"`
	Read     int                `json:"read"`
	Accepted int                `json:"accepted"`
	Rejected int                `json:"rejected"`
	Total    float64            `json:"total"`
	Cells    int                `json:"cells"`
	ByHour   bool               `json:"by_hour"`
	Version  string             `json:"version"`
	Problems []exchange.Problem `json:"problems"`
}

// Run imports the file in one transaction. A file of which nothing is
// accepted replaces nothing.
func (c demandImportCmd) Run(g *globals) error {
	file, err := c.read()
	if err != nil {
		return err
	}
	r := demandReport{
		Layer: c.Layer, Read: file.Read, Accepted: file.Read - file.Rejected, Rejected: file.Rejected,
		Cells: file.Cells, ByHour: file.ByHour, Problems: file.Problems,
	}
	if len(file.Rows) == 0 && file.Rejected == 0 {
		return stations.Errorf(stations.Invalid, "文件没有数据行 the file has no rows; the layer is left as it is")
	}
	if len(file.Rows) > 0 {
		layer, err := c.put(g, file.Rows)
		if err != nil {
			return err
		}
		r.Total, r.Version = layer.Total, layer.Version
	}
	return c.report(g, r)
}

func (c demandImportCmd) read() (*exchange.DemandFile, error) {
	options := exchange.DemandOptions{}
	var err error
	if options.Map, err = parseMap(c.Map); err != nil {
		return nil, err
	}
	if c.Datum != "" {
		if options.Datum, err = parseDatum(c.Datum); err != nil {
			return nil, err
		}
	}
	in, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	file, err := exchange.ReadDemand(in, options)
	var bad *stations.Error
	if errors.As(err, &bad) && len(bad.Fields) == 1 && bad.Fields[0].Field == "datum" {
		return nil, usage("--datum: 要读经纬度，须指定坐标系 is required: the file's lon and lat are read")
	}
	return file, mapError(err)
}

func (c demandImportCmd) put(g *globals, rows []stations.Demand) (stations.DemandLayer, error) {
	store, err := c.open(g.Ctx)
	if err != nil {
		return stations.DemandLayer{}, err
	}
	defer store.Close()
	return store.PutDemand(g.Ctx, c.Layer, rows)
}

func (c demandImportCmd) report(g *globals, r demandReport) error {
	if c.JSON {
		if err := writeJSON(g.Stdout, r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(g.Stdout, "需求 demand %s: 读取 read %d, 接受 accepted %d, 拒绝 rejected %d, 合计 total %g\n",
			r.Layer, r.Read, r.Accepted, r.Rejected, r.Total)
		listProblems(g.Stdout, r.Problems)
	}
	return rejected(r.Rejected)
}

// parseMap reads COLUMN=FIELD flags: column → field. It cuts at the last equals
// sign: fields have none, columns may.
func parseMap(flags []string) (map[string]string, error) {
	fields := map[string]string{}
	for _, flag := range flags {
		i := strings.LastIndex(flag, "=")
		if i <= 0 || i == len(flag)-1 {
			return nil, usage("--map %q: 应写成 列名=字段 want COLUMN=FIELD", flag)
		}
		fields[strings.TrimSpace(flag[:i])] = strings.TrimSpace(flag[i+1:])
	}
	return fields, nil
}

// mapError makes wrong usage of an error about a field that no file has. A
// column that this file lacks is not: the words are right for another one.
func mapError(err error) error {
	var bad *stations.Error
	if errors.Is(err, exchange.ErrField) && errors.As(err, &bad) {
		return usage("--map: %s", bad.Fields[0].Problem)
	}
	return err
}

// writeJSON writes v as one indented document.
func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// listProblems writes a line for each problem.
func listProblems(w io.Writer, problems []exchange.Problem) {
	for _, p := range problems {
		fmt.Fprint(w, "  ", line(p))
	}
}

// rejected is the outcome of an import that rejected n rows: exit code 3
// unless n is 0.
func rejected(n int) error {
	if n == 0 {
		return nil
	}
	return &exitError{Code: exitRejected, Err: fmt.Errorf("%d 行被拒绝 rows were rejected", n)}
}
