// Package plan computes what a registry of stations covers on a real road
// network: who reaches a station in time, which patches do not, and how each
// division stands. The numbers mean exactly what docs/en/numbers.md says, so
// that anyone can recompute them.
//
// A coverage is made in four steps, a function and a file each:
//
//	sources  the stations that count, tied to the road
//	cells    the demand, cell by cell, tied to the road
//	reach    travel times from each cell to the k nearest stations
//	gaps     connected patches of cells with too few stations in time
//
// What that leaves open is read so:
//
//   - no_way_out counts tied cells from which no used station can be reached
//     however long one travels, although one lies in the same weak component:
//     only one-way rules are in the way. It does not depend on the horizon.
//   - A filter by service without a moment looks at the services as of the
//     minute of the request; that minute is kept with the run.
//   - Without a layer's name and without a default layer, the only layer is
//     meant; with several, one must be named.
//   - Areas that nest are each reported. An adcode reports all areas loaded in
//     and below it, a box those with a cell in the box.
//   - Sums of demand are compensated and run in ascending order of H3 index.
package plan

import (
	"context"
	"runtime"
	"time"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/calendar"
	"yizhan/stations/memo"
)

// Planner computes coverages from what a store and road files hold. It is
// safe for concurrent use; computations beyond the number of processors wait.
type Planner struct {
	store stations.Store
	roads []*roads.Graph
	now   func() time.Time

	calendar *calendar.Calendar

	fleet     roads.Fleet
	searchers searchers
	results   *memo.Flights[*Coverage] // by MemoryKey
	demand    *memo.Recent[string, demand]
	areas     *memo.Recent[string, []stations.Area]
	snapshots *memo.Recent[stations.Mark, []*stations.Station]
	grounds   *memo.Recent[string, []spot] // by inputs.ground
	anchors   *memo.Recent[string, map[stations.ID]anchor]
	rotas     *memo.Recent[string, *rota]
	warmth    *warmth
}

// How much a planner remembers. A result of 100,000 cells is about 7 MB.
const (
	keptResults   = 16
	keptDemands   = 4 // layers, and sums and hours of them
	keptAreas     = 2
	keptSnapshots = 2
	keptGrounds   = 4
	keptAnchors   = 2 // 100 bytes for each station
	keptRotas     = 2 // up to maxRota pairs each
)

// NewPlanner returns a planner over the store and the road networks, of which
// there may be none: then each question is Unavailable. The planner closes
// neither. now is the clock, which decides how old a run may be and how long
// a computation took, and nothing else about a result.
func NewPlanner(store stations.Store, networks []*roads.Graph, now func() time.Time) *Planner {
	return &Planner{
		store:     store,
		roads:     networks,
		now:       now,
		calendar:  calendar.China(),
		results:   memo.NewFlights[*Coverage](keptResults, runtime.GOMAXPROCS(0)),
		demand:    memo.NewRecent[string, demand](keptDemands),
		areas:     memo.NewRecent[string, []stations.Area](keptAreas),
		snapshots: memo.NewRecent[stations.Mark, []*stations.Station](keptSnapshots),
		grounds:   memo.NewRecent[string, []spot](keptGrounds),
		anchors:   memo.NewRecent[string, map[stations.ID]anchor](keptAnchors),
		rotas:     memo.NewRecent[string, *rota](keptRotas),
		warmth:    newWarmth(),
	}
}

// ReadBy lets the planner read hours by another calendar than
// calendar.China, and returns it. It is for before the first question.
func (p *Planner) ReadBy(c *calendar.Calendar) *Planner {
	p.calendar = c
	return p
}

// Coverage computes the coverage that r asks for from the latest stations,
// demand and areas, and keeps the run in the store, so that Recall can make it
// again. Equal inputs give an equal result, whose id names them; a recent one
// is answered from memory, and one that is being computed is waited for.
//
// Errors: Invalid names each field that breaks a rule, among them an area or
// a layer that is not loaded and an area without roads; Unavailable when no
// roads are loaded; errors of the store; ctx's error when it ends first.
func (p *Planner) Coverage(ctx context.Context, r Request) (*Coverage, error) {
	began := p.now()
	question, err := r.question(began)
	if err != nil {
		return nil, err
	}
	in, err := p.gather(ctx, question, latest)
	if err != nil {
		return nil, err
	}
	return p.results.Do(ctx, MemoryKey(in.epoch, in.id), func(ctx context.Context) (*Coverage, error) {
		c, err := p.compute(ctx, in)
		if err != nil {
			return nil, err
		}
		c.TookMS = p.now().Sub(began).Milliseconds()
		return c, p.keep(ctx, in)
	})
}

// compute is the computation itself: it depends on nothing but the inputs.
func (p *Planner) compute(ctx context.Context, in *inputs) (*Coverage, error) {
	w, err := p.work(ctx, in)
	return w.Coverage, err
}

// working is a coverage and what it was added up from.
type working struct {
	*Coverage
	cells     []spot
	divisions []division // those of Areas
}

func (p *Planner) work(ctx context.Context, in *inputs) (working, error) {
	if err := p.fasten(ctx, in); err != nil {
		return working{}, err
	}
	sources := in.sources()
	cells, err := p.cells(ctx, in)
	if err != nil {
		return working{}, err
	}
	loads, err := in.reach(ctx, sources, cells)
	if err != nil {
		return working{}, err
	}
	w := working{in.result(sources, cells), cells, in.divisions(cells)}
	w.Areas, w.Gaps, w.Loads = sharesOf(w.divisions, cells), in.gaps(cells), loads
	if in.Request.VerifiedDays > 0 {
		w.Verified, err = in.verified(ctx, sources, cells)
	}
	return w, err
}
