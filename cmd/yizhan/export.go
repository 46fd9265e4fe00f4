package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// exportCmd writes the store's stations to a file that import reads back.
type exportCmd struct {
	storeFlag
	Format string `required:"" enum:"csv,xlsx,geojson" placeholder:"csv|xlsx|geojson" help:"格式 csv (UTF-8 with a byte order mark, for Excel), xlsx or geojson."`
	Datum  string `default:"wgs84" help:"坐标系 Datum to write coordinates in: wgs84, gcj02 or bd09."`
	Output string `short:"o" placeholder:"FILE" help:"输出文件 File to write; standard output without it."`
}

// Run exports every station as of one moment.
func (c exportCmd) Run(g *globals) error {
	d, err := parseDatum(c.Datum)
	if err != nil {
		return err
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	_, all, err := store.Snapshot(g.Ctx, 0)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return exchange.Write(w, c.Format, d, all) }
	if c.Output == "" {
		return write(g.Stdout)
	}
	if err := replaceFile(c.Output, write); err != nil {
		return &stations.Error{Code: stations.Internal, Text: "cannot write the export", Err: err}
	}
	fmt.Fprintf(g.Stderr, "导出 exported %d\n", len(all))
	return nil
}

// replaceFile writes a file beside path and then moves it there, so that
// path is never half-written.
func replaceFile(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // gone already when all went well
	if err := errors.Join(write(file), file.Chmod(0o644), file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(file.Name(), path)
}
