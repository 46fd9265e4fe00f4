package features

import (
	"context"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/memo"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

// Catalogue finds collections. It is safe for concurrent use.
type Catalogue struct {
	store   stations.Store
	finder  *nearby.Finder
	planner *plan.Planner
	now     func() time.Time

	counts  *memo.Recent[string, int]
	extents *memo.Recent[stations.Mark, orb.MultiPoint]
	areas   *memo.Recent[string, []stations.Area]
	boxes   *memo.Recent[string, []orb.Bound] // of a table's shapes, by its collection and version
}

// How much a catalogue remembers.
const (
	keptCounts  = 64
	keptExtents = 2
	keptAreas   = 1
	keptBoxes   = 8
)

// NewCatalogue returns a catalogue of what the store holds and the planner
// computes. finder follows the store.
func NewCatalogue(store stations.Store, finder *nearby.Finder, planner *plan.Planner, now func() time.Time) *Catalogue {
	return &Catalogue{
		store: store, finder: finder, planner: planner, now: now,
		counts:  memo.NewRecent[string, int](keptCounts),
		extents: memo.NewRecent[stations.Mark, orb.MultiPoint](keptExtents),
		areas:   memo.NewRecent[string, []stations.Area](keptAreas),
		boxes:   memo.NewRecent[string, []orb.Bound](keptBoxes),
	}
}

// Sight is what an asker may see.
type Sight struct {
	Inside bool // stations of every stage of life
	Plans  bool // coverages
}

// maxRuns is how many coverages a list of collections names: the latest ones.
// Older ones are found by their id.
const maxRuns = 20

// List returns the collections: the stations, the areas, and for who may see
// plans the cells and gaps of the latest coverages.
func (c *Catalogue) List(ctx context.Context, sight Sight) ([]Collection, error) {
	areas, err := c.divisions(ctx)
	if err != nil {
		return nil, err
	}
	list := []Collection{c.stations(!sight.Inside), areas}
	if !sight.Plans {
		return list, nil
	}
	runs, err := c.planner.Latest(ctx, maxRuns)
	for _, run := range runs {
		list = append(list, describeCells(run), describeGaps(run))
	}
	return list, err
}

// Find returns a collection of List, or of an older coverage: cells-ID or
// gaps-ID. The error is NotFound when there is none or the asker may not see
// it, or that of plan.Planner.Recall.
func (c *Catalogue) Find(ctx context.Context, sight Sight, id string) (Collection, error) {
	kind, run, isRun := strings.Cut(id, "-")
	switch {
	case id == "stations":
		return c.stations(!sight.Inside), nil
	case id == "areas":
		return c.divisions(ctx)
	case !isRun || !sight.Plans || kind != "cells" && kind != "gaps" || !plan.ValidID(run):
		return Collection{}, stations.Errorf(stations.NotFound, "没有这个集合 there is no such collection")
	}
	coverage, err := c.planner.Recall(ctx, run)
	if err != nil {
		return Collection{}, err
	}
	if kind == "cells" {
		return c.cells(coverage), nil
	}
	return c.gaps(coverage), nil
}
