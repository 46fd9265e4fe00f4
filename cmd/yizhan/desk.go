package main

import (
	"context"
	"fmt"
	"time"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// desk is what a verb plans at: a store and road networks, and the planner
// over them.
type desk struct {
	store    stations.Store
	networks []*roads.Graph
	planner  *plan.Planner
}

// openDesk opens the store and the road files; the caller closes the desk.
func openDesk(ctx context.Context, store storeFlag, holidays calendarFlag, files []string) (*desk, error) {
	days, err := holidays.calendar()
	if err != nil {
		return nil, err
	}
	networks, err := openRoads(files)
	if err != nil {
		return nil, err
	}
	opened, err := store.existing(ctx)
	if err != nil {
		closeRoads(networks)
		return nil, err
	}
	return &desk{opened, networks, plan.NewPlanner(opened, networks, time.Now).ReadBy(days)}, nil
}

func (d *desk) close() {
	d.store.Close()
	closeRoads(d.networks)
}

// openRoads opens the road files; closeRoads closes them.
func openRoads(paths []string) ([]*roads.Graph, error) {
	var networks []*roads.Graph
	for _, path := range paths {
		g, err := roads.Open(path)
		if err != nil {
			closeRoads(networks)
			return nil, fmt.Errorf("--roads %s: %w", path, err)
		}
		networks = append(networks, g)
	}
	return networks, nil
}

func closeRoads(networks []*roads.Graph) {
	for _, g := range networks {
		g.Close()
	}
}
