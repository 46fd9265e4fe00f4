package main

import (
	"fmt"

	"yizhan/stations/jobs"
	"yizhan/stations/store"
)

// migrateCmd brings the tables of a store up to date.
type migrateCmd struct {
	storeFlag
}

// Run prints one line per migration that it applied.
func (c migrateCmd) Run(g *globals) error {
	applied, err := store.Migrate(g.Ctx, c.Store)
	if err == nil {
		var queue []string
		queue, err = jobs.Migrate(g.Ctx, c.Store)
		applied = append(applied, queue...)
	}
	for _, name := range applied {
		fmt.Fprintf(g.Stdout, "已应用 applied %s\n", name)
	}
	if err != nil {
		return err
	}
	if len(applied) == 0 {
		fmt.Fprintln(g.Stdout, "已是最新 the store is up to date")
	}
	return nil
}
