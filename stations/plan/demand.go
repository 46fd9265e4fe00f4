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

// demand is a loaded layer; none when its version is "".
type demand struct {
	layer   string
	version string
	rows    []stations.Demand
	bound   orb.Bound // of the places of rows
}

// loadDemand returns the layer of that name. For "" it is the default layer,
// else the only one, else none.
func (p *Planner) loadDemand(ctx context.Context, name string) (demand, error) {
	layers, err := p.store.DemandLayers(ctx)
	if err != nil {
		return demand{}, err
	}
	layer, err := chooseLayer(layers, name)
	if err != nil || layer.Name == "" {
		return demand{}, err
	}
	if d, ok := p.demand.get(layer.Name + " " + layer.Version); ok {
		return d, nil
	}
	layer, rows, err := p.store.Demand(ctx, layer.Name)
	if err != nil {
		return demand{}, err
	}
	d := demand{layer: layer.Name, version: layer.Version, rows: rows, bound: boundOf(rows)}
	p.demand.put(layer.Name+" "+layer.Version, d)
	return d, nil
}

// chooseLayer returns the layer that is meant, or one without a name when
// none is loaded.
func chooseLayer(layers []stations.DemandLayer, name string) (stations.DemandLayer, error) {
	wanted := name
	if name == "" {
		wanted = stations.DefaultLayer
	}
	for _, l := range layers {
		if l.Name == wanted {
			return l, nil
		}
	}
	switch {
	case name == "" && len(layers) == 0:
		return stations.DemandLayer{}, nil
	case name == "" && len(layers) == 1:
		return layers[0], nil
	case name == "":
		return stations.DemandLayer{}, stations.BadField("layer", "name one of "+layerNames(layers))
	}
	return stations.DemandLayer{}, stations.BadField("layer", "没有这个需求图层 is not loaded; loaded: "+layerNames(layers))
}

func layerNames(layers []stations.DemandLayer) string {
	if len(layers) == 0 {
		return "none"
	}
	var names []string
	for _, l := range layers {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

func boundOf(rows []stations.Demand) orb.Bound {
	b := nowhere()
	for _, row := range rows {
		if row.Weight > 0 {
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
