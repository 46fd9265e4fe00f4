package main

import (
	"context"

	"yizhan/stations"
)

// storeFlag names the store that a verb works on. Verbs embed it.
type storeFlag struct {
	Store string `env:"YIZHAN_STORE" default:"sqlite:yizhan.db" placeholder:"DSN" help:"Store: sqlite:PATH or postgres://… (${env}, default ${default})."`
}

// open opens the store; the caller closes it. Until stations/store has
// landed there is none to open.
func (f storeFlag) open(context.Context) (stations.Store, error) {
	return nil, stations.Errorf(stations.Unavailable, "no store is built in to open %s", f.Store)
}
