package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/snapshot"
)

// snapshotCmd writes what riders see into files, as /v1/snapshots gives them:
// the same bytes for the same revision.
type snapshotCmd struct {
	storeFlag
	Dir    string   `arg:"" optional:"" default:"." help:"目录 Directory for the files (default ${default})."`
	Format []string `enum:"parquet,csv" default:"parquet,csv" help:"格式 parquet (GeoParquet), csv, or both (${default})."`
	JSON   bool     `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// snapshotFile is a file as --json tells it.
type snapshotFile struct {
	File     string            `json:"file"`
	Revision stations.Revision `json:"revision"`
	Stations int               `json:"stations"`
	Bytes    int               `json:"bytes"`
	SHA256   string            `json:"sha256"`
}

// Run writes stations-REVISION.FORMAT and beside it its checksum as sha256sum
// writes it, each whole or not at all, and prints where they are.
func (c snapshotCmd) Run(g *globals) error {
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	revision, all, err := store.Snapshot(g.Ctx, 0)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil { //nolint:gosec // what riders see may be read by all
		return &stations.Error{Code: stations.Internal, Text: "cannot make the directory", Err: err}
	}
	written := []snapshotFile{}
	for _, format := range c.Format {
		f, err := api.StationTable().Make(snapshot.Format(format), revision, seenBy(all, stations.Public()))
		if err != nil {
			return err
		}
		path, err := c.keep(f)
		if err != nil {
			return &stations.Error{Code: stations.Internal, Text: "cannot write the snapshot", Err: err}
		}
		written = append(written, snapshotFile{path, f.Revision, f.Stations, len(f.Bytes), hex.EncodeToString(f.Sum[:])})
	}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(map[string][]snapshotFile{"files": written})
	}
	for _, f := range written {
		if _, err := fmt.Fprintln(g.Stdout, f.File); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a file and its checksum, and returns where the file is.
func (c snapshotCmd) keep(f *snapshot.File) (path string, err error) {
	path = filepath.Join(c.Dir, f.Name())
	write := func(text []byte) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		}
	}
	if err := replaceFile(path, write(f.Bytes)); err != nil {
		return path, err
	}
	return path, replaceFile(path+".sha256", write(f.SumLine()))
}

// seenBy yields the stations that the filter keeps now.
func seenBy(all []*stations.Station, filter stations.Filter) iter.Seq[*stations.Station] {
	now := time.Now()
	return func(yield func(*stations.Station) bool) {
		for _, s := range all {
			if filter.Match(s, now) && !yield(s) {
				return
			}
		}
	}
}
