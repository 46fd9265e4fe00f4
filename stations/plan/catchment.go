package plan

import (
	"context"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// zoneWeights are those of three zones of equal width, near to far, as W. Luo
// and Y. Qi take them for ten minutes each ("An enhanced two-step floating
// catchment area (E2SFCA) method for measuring spatial accessibility to
// primary care physicians", Health & Place 15, 2009).
func zoneWeights() [3]float64 { return [3]float64{1, 0.68, 0.22} }

// shareParts is in how many parts stations are gone through, so that as many
// processors can. It is fixed: sums of other parts could differ in the last bit.
const shareParts = 4

// portion is what a cell has of some stations.
type portion struct {
	stations                    int
	capacity, twoStep, enhanced float64
}

// share goes through the stations once and gives each cell what it has within
// the minutes: how many stations, their capacity, and its part of them.
//
// The part is the two-step floating catchment area of W. Luo and F. Wang
// ("Measures of spatial accessibility to health care in a GIS environment",
// Environment and Planning B 30, 2003): a station's capacity is divided among
// all who reach it in time, and a cell adds up these ratios over all stations
// that it reaches in time. Both steps are made station by station, so that no
// list of pairs is ever held: it takes 32 bytes for each cell and part.
func (in *inputs) share(ctx context.Context, s sources, cells []spot, capacity string) ([]portion, error) {
	sh := sharing{inputs: in, sources: s, cells: cells, capacity: capacity}
	for i := range cells {
		if cells[i].tied {
			sh.places, sh.index = append(sh.places, cells[i].from), append(sh.index, i)
		}
	}
	size := max(1, (len(s.used)+shareParts-1)/shareParts)
	var parts [shareParts][]portion
	err := inTurn(ctx, min(shareParts, (len(s.used)+size-1)/size), func() func(int) error {
		return func(part int) (err error) {
			parts[part], err = sh.part(ctx, part*size, min((part+1)*size, len(s.used)))
			return err
		}
	})
	out := make([]portion, len(cells))
	for _, part := range parts {
		for i, p := range part {
			out[i].add(p)
		}
	}
	return out, err
}

func (p *portion) add(o portion) {
	p.stations += o.stations
	p.capacity += o.capacity
	p.twoStep += o.twoStep
	p.enhanced += o.enhanced
}

// sharing is the work of share; its parts only read it.
type sharing struct {
	*inputs
	sources
	cells    []spot
	capacity string
	places   []reach.Place // of the tied cells
	index    []int         // of places in cells
}

// part goes through the stations from first to before last.
func (sh *sharing) part(ctx context.Context, first, last int) ([]portion, error) {
	out := make([]portion, len(sh.cells))
	around := reach.NewCatchment(sh.graph, sh.mode, sh.places)
	var users []user
	for i := first; i < last; i++ {
		users = users[:0]
		err := around.Each(ctx, sh.ties[i].Tie, sh.Request.limit(), func(place int, t roads.Millis) {
			users = append(users, user{cell: sh.index[place], weight: sh.zoneWeight(t)})
		})
		if err != nil {
			return nil, err
		}
		divide(capacityOf(sh.used[i], sh.capacity), users, sh.cells, out)
	}
	return out, nil
}

// user is a cell whose people reach the station in time.
type user struct {
	cell   int
	weight float64 // of its zone
}

// divide gives the users their parts of a station.
func divide(capacity float64, users []user, cells []spot, out []portion) {
	var people, weighted sum
	for _, u := range users {
		people.add(cells[u.cell].Demand)
		weighted.add(cells[u.cell].Demand * u.weight)
	}
	for _, u := range users {
		c := &out[u.cell]
		c.add(portion{1, capacity, capacity / people.value(), capacity / weighted.value() * u.weight})
	}
}

// zoneWeight returns the weight of a time within the limit: zones include
// their outer bound.
func (in *inputs) zoneWeight(t roads.Millis) float64 {
	weights, limit := zoneWeights(), uint64(in.Request.limit())
	for zone, weight := range weights {
		if uint64(t)*uint64(len(weights)) <= limit*uint64(zone+1) {
			return weight
		}
	}
	return 0
}

// capacityOf returns how many a station serves at a time. A record knows that
// of truck parks only, the bays; every other station counts as one.
func capacityOf(s *stations.Station, by string) float64 {
	if by == CapacitySpaces && s.Truck != nil && s.Truck.Spaces > 0 {
		return float64(s.Truck.Spaces)
	}
	return 1
}
