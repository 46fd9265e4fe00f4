package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yizhan/migrations"
	"yizhan/stations"
	"yizhan/stations/archive"
)

// backupCmd copies a store into a file while servers go on writing.
type backupCmd struct {
	storeFlag
	File string `arg:"" help:"文件 Where to write the backup; it must not exist. - is standard output."`
}

// Run writes the backup. The file gets its name when it is whole and on disk.
func (c backupCmd) Run(g *globals) error {
	schema, err := migrations.Newest()
	if err != nil {
		return err
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	var rows int64
	err = writeWhole(c.File, g.Stdout, func(w io.Writer) (err error) {
		rows, err = archive.Write(g.Ctx, w, store, schema)
		return err
	})
	if err == nil {
		fmt.Fprintf(g.Stderr, "已备份 backed up %d 行 rows\n", rows)
	}
	return err
}

// writeWhole writes a new file that has its name only when it is whole;
// standard output for "-".
func writeWhole(name string, stdout io.Writer, write func(io.Writer) error) (err error) {
	if name == "-" {
		return write(stdout)
	}
	if _, err := os.Lstat(name); err == nil {
		return stations.Errorf(stations.Conflict, "已有这个文件 %s exists already", name)
	}
	part, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	if err := errors.Join(write(part), part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), name)
}
