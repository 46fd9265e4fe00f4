package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"yizhan/migrations"
	"yizhan/stations/archive"
)

// restoreCmd fills a store from a backup, which may be of the other kind of
// store.
type restoreCmd struct {
	storeFlag
	File  string `arg:"" help:"文件 A file of yizhan backup; - is standard input."`
	Force bool   `help:"替换库中的全部内容 Replace everything that the store holds."`
}

// Run restores all or nothing. Servers on the store go on from it within a
// second.
func (c restoreCmd) Run(g *globals) error {
	schema, err := migrations.Newest()
	if err != nil {
		return err
	}
	file, cleanUp, err := openTwice(c.File)
	if err != nil {
		return err
	}
	defer cleanUp()
	store, err := c.open(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	rows, err := archive.Read(g.Ctx, file, store, archive.Options{Schema: schema, Replace: c.Force})
	if err == nil {
		fmt.Fprintf(g.Stderr, "已恢复 restored %d 行 rows\n", rows)
	}
	return err
}

// openTwice opens a file that can be read more than once; standard input goes
// into a file of its own first.
func openTwice(name string) (file io.ReadSeeker, cleanUp func(), err error) {
	in, err := openInput(name)
	if err != nil {
		return nil, nil, err
	}
	if f, ok := in.(*os.File); ok {
		return f, func() { f.Close() }, nil
	}
	copied, err := os.CreateTemp("", "yizhan-restore-*")
	if err != nil {
		return nil, nil, err
	}
	cleanUp = func() {
		copied.Close()
		os.Remove(copied.Name())
	}
	_, err = io.Copy(copied, in)
	if err == nil {
		_, err = copied.Seek(0, io.SeekStart)
	}
	if err != nil {
		cleanUp()
		return nil, nil, fmt.Errorf("read the backup: %w", errors.Join(err, in.Close()))
	}
	return copied, cleanUp, nil
}
