package main

import (
	"context"
	"os"
	"strings"

	"yizhan/stations"
	"yizhan/stations/store"
)

// storeFlag names the store that a verb works on. Verbs embed it.
type storeFlag struct {
	Store string `env:"YIZHAN_STORE" default:"sqlite:yizhan.db" placeholder:"DSN" help:"数据库 Store: sqlite:PATH or postgres://… (${env}, default ${default})."`
}

// Validate refuses what names no store: wrong usage, whatever the verb. kong
// calls it.
func (f storeFlag) Validate() error { return store.Check(f.Store) }

// open opens the store; the caller closes it.
func (f storeFlag) open(ctx context.Context) (stations.Store, error) {
	return store.Open(ctx, f.Store)
}

// existing opens a store that is there, for verbs that only read or mend: a
// misspelt name would make an empty one, and they would tell of nothing.
func (f storeFlag) existing(ctx context.Context) (stations.Store, error) {
	if path, ok := strings.CutPrefix(f.Store, "sqlite:"); ok {
		if _, err := os.Stat(path); err != nil {
			return nil, &stations.Error{Code: stations.NotFound, Text: "没有这个库 there is no such store", Err: err}
		}
	}
	return f.open(ctx)
}
