package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// MaxCells is the most cells that one coverage computes.
const MaxCells = 2_000_000

// demand is what is loaded of one layer or of several; none when its version
// is "".
type demand struct {
	layer   string // names, ascending, with commas
	version string // of the layers, in the same order, and the hour when it matters
	rows    []stations.Demand
	bound   orb.Bound // of the places of rows
	byHour  bool      // some rows have weights by hour
	day     *demand   // rows with all their hours, when those here are of one hour
}

// loadDemand returns the rows of the layers that the question names, and of
// the hour that it names. For "" it is the default layer, else the only one,
// else none. It notes in the question what unmet searches are counted.
func (p *Planner) loadDemand(ctx context.Context, q *question) (demand, error) {
	layers, err := p.store.DemandLayers(ctx)
	if err != nil {
		return demand{}, err
	}
	chosen, err := chooseLayers(layers, q.Request.Layer)
	if err != nil || len(chosen) == 0 {
		return demand{}, err
	}
	parts := make([]demand, len(chosen))
	for i, l := range chosen {
		if parts[i], err = p.loadLayer(ctx, l, q); err != nil {
			return demand{}, err
		}
	}
	return p.during(p.joined(parts), q.Request), nil
}

// loadLayer returns one layer.
func (p *Planner) loadLayer(ctx context.Context, l stations.DemandLayer, q *question) (demand, error) {
	if l.Version == "" { // no layer of the store
		return p.loadUnmet(ctx, q)
	}
	if d, ok := p.demand.Get(l.Name + " " + l.Version); ok {
		return d, nil
	}
	l, rows, err := p.store.Demand(ctx, l.Name)
	if err != nil {
		return demand{}, err
	}
	d := newDemand(l.Name, l.Version, rows)
	p.demand.Put(d.key(), d)
	return d, nil
}

func newDemand(layer, version string, rows []stations.Demand) demand {
	byHour := slices.ContainsFunc(rows, func(d stations.Demand) bool { return d.Hours != nil })
	return demand{layer: layer, version: version, rows: rows, bound: boundOf(rows), byHour: byHour}
}

func (d *demand) key() string { return d.layer + " " + d.version }

// joined puts the rows of several layers behind one another: cells add them up.
func (p *Planner) joined(parts []demand) demand {
	if len(parts) == 1 {
		return parts[0]
	}
	var names, versions []string
	var rows []stations.Demand
	for _, d := range parts {
		names, versions = append(names, d.layer), append(versions, d.version)
	}
	all := demand{layer: strings.Join(names, ","), version: strings.Join(versions, "+")}
	if known, ok := p.demand.Get(all.key()); ok {
		return known
	}
	for _, d := range parts {
		rows = append(rows, d.rows...)
	}
	all = newDemand(all.layer, all.version, rows)
	p.demand.Put(all.key(), all)
	return all
}

// during keeps the weights of the hour that the request asks about. Demand
// without weights by hour stays as it is, and so does its version.
func (p *Planner) during(d demand, r Request) demand {
	at, asked := r.moment()
	if !asked || !d.byHour {
		return d
	}
	one := demand{layer: d.layer, version: fmt.Sprintf("%s@%02d", d.version, at.Hour())}
	if known, ok := p.demand.Get(one.key()); ok {
		return known
	}
	rows := make([]stations.Demand, len(d.rows))
	for i, row := range d.rows {
		rows[i] = row.During(at.Hour())
	}
	one.rows, one.bound, one.day = rows, d.bound, &d
	p.demand.Put(one.key(), one)
	return one
}

func boundOf(rows []stations.Demand) orb.Bound {
	b := nowhere()
	for _, row := range rows {
		if row.Weight > 0 || row.Hours != nil {
			b = b.Extend(rowPlace(row))
		}
	}
	return b
}

func rowPlace(row stations.Demand) orb.Point {
	if row.Cell != 0 {
		return row.Cell.Centre()
	}
	return row.Point
}

// weights deals the rows out to cells of resolution res: a point to its cell,
// a finer cell to its parent, a coarser one in equal shares to its children.
// Each cell adds up its rows in their order, so the result is the same to the
// bit every time. It stops with an error when there are over limit cells.
func weights(rows []stations.Demand, res, limit int) (map[hex.Cell]float64, error) {
	w := make(map[hex.Cell]float64, len(rows))
	for _, row := range rows {
		if row.Weight == 0 {
			continue
		}
		cells := cellsOf(row, res)
		if len(cells) == 0 || len(w)+len(cells) > limit+len(rows) {
			return nil, tooFine(limit)
		}
		part := row.Weight / float64(len(cells))
		for _, c := range cells {
			w[c] += part
		}
	}
	if len(w) > limit {
		return nil, tooFine(limit)
	}
	return w, nil
}

func cellsOf(row stations.Demand, res int) []hex.Cell {
	switch own := row.Cell.Resolution(); {
	case row.Cell == 0:
		return []hex.Cell{hex.At(row.Point, res)}
	case own >= res:
		return []hex.Cell{row.Cell.Parent(res)}
	}
	return row.Cell.Children(res)
}

func tooFine(limit int) error {
	return stations.BadField("res", fmt.Sprintf("is too fine here: it would make more than %d cells", limit))
}

// sortedCells returns the keys of w, ascending.
func sortedCells(w map[hex.Cell]float64) []hex.Cell {
	cells := make([]hex.Cell, 0, len(w))
	for c := range w {
		cells = append(cells, c)
	}
	slices.Sort(cells)
	return cells
}
