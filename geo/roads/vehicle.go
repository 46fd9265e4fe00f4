package roads

import (
	"slices"
	"sync"
)

// The largest vehicle that may be asked about, inclusive.
const (
	MaxHeight = 10.0  // metres
	MaxLength = 100.0 // metres
	MaxWeight = 300.0 // tonnes
)

// Vehicle is the size of a truck; 0 is not said, and fits everywhere. It
// marshals as the vehicle of a request in openapi.yaml.
type Vehicle struct {
	HeightM float64 `json:"height_m,omitempty"` // metres
	LengthM float64 `json:"length_m,omitempty"` // metres
	WeightT float64 `json:"weight_t,omitempty"` // tonnes, as loaded
}

// Plausible reports whether every number is 0 or more and within its largest.
func (v Vehicle) Plausible() bool {
	return v.HeightM >= 0 && v.HeightM <= MaxHeight &&
		v.LengthM >= 0 && v.LengthM <= MaxLength &&
		v.WeightT >= 0 && v.WeightT <= MaxWeight
}

// For returns the graph as a vehicle sees it: under version 2 the edges that
// it does not fit are closed to trucks. It shares all else with g and must not
// be used after g is closed. A vehicle that fits everywhere gives g itself.
//
// It costs about as much as one search of the whole network; keep the result.
func (g *Graph) For(v Vehicle) *Graph {
	var closed []EdgeID
	for _, l := range g.limits {
		if !l.Fits(v) && g.permits[l.Edge].Open(Truck2) {
			closed = append(closed, l.Edge)
		}
	}
	if len(closed) == 0 {
		return g
	}
	fit := *g
	fit.unmap, fit.derived = nil, new(derived)
	fit.permits = slices.Clone(g.permits)
	for _, e := range closed {
		fit.permits[e] &^= 3 << (2 * Truck2)
	}
	fit.out[Truck2] = fit.outward(Truck2)
	fit.in[Truck2] = fit.out[Truck2].reversed()
	weak := fit.join(Truck2, fit.measure(), g.info.MinComponent)
	fit.tree = g.tree.marked(Truck2, func(e EdgeID) bool { return weak.ties(&fit, Truck2, e) })
	return &fit
}

// Fleet remembers the graphs that were last fitted to vehicles, so that the
// questions about one lorry share a graph. The zero Fleet is ready to use. It
// is safe for concurrent use; who asks for a graph that is being made waits.
type Fleet struct {
	mu   sync.Mutex
	kept []*fitted // oldest first
}

// fitted is a graph as a vehicle sees it.
type fitted struct {
	of      *Graph
	vehicle Vehicle
	once    sync.Once
	graph   *Graph
}

// keptFitted is how many graphs a Fleet remembers: each has stars and an index
// of its own, some 30 MB for a city of 150,000 nodes.
const keptFitted = 4

// For returns g.For(v). What g.For says of closing g holds.
func (f *Fleet) For(g *Graph, v Vehicle) *Graph {
	if v == (Vehicle{}) {
		return g
	}
	fit := f.find(g, v)
	fit.once.Do(func() { fit.graph = g.For(v) })
	return fit.graph
}

// find returns the entry of a graph and a vehicle and makes it the newest.
func (f *Fleet) find(g *Graph, v Vehicle) *fitted {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.kept, func(k *fitted) bool { return k.of == g && k.vehicle == v })
	fit := &fitted{of: g, vehicle: v}
	switch {
	case i >= 0:
		fit = f.kept[i]
		f.kept = slices.Delete(f.kept, i, i+1)
	case len(f.kept) == keptFitted:
		f.kept = slices.Delete(f.kept, 0, 1)
	}
	f.kept = append(f.kept, fit)
	return fit
}
