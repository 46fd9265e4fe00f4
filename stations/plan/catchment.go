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

// share goes through the stations once and gives each cell what it has within
// the minutes: how many stations, their capacity, and its part of them.
//
// The part is the two-step floating catchment area of W. Luo and F. Wang
// ("Measures of spatial accessibility to health care in a GIS environment",
// Environment and Planning B 30, 2003): a station's capacity is divided among
// all who reach it in time, and a cell adds up these ratios over all stations
// that it reaches in time. Both steps are made station by station, so that no
// list of pairs is ever held: it takes 56 bytes for each cell.
func (in *inputs) share(ctx context.Context, s sources, cells []spot, capacity string) ([]AccessCell, error) {
	out := make([]AccessCell, len(cells))
	var ties []roads.Tie
	var index []int // of the tied cells
	for i := range cells {
		if cells[i].tied {
			ties, index = append(ties, cells[i].tie), append(index, i)
		}
	}
	around := reach.NewCatchment(in.graph, in.mode, ties)
	var users []user
	for i, tie := range s.ties {
		users = users[:0]
		err := around.Each(ctx, tie.Tie, in.Request.limit(), func(place int, t roads.Millis) {
			users = append(users, user{cell: index[place], weight: in.zoneWeight(t)})
		})
		if err != nil {
			return nil, err
		}
		divide(capacityOf(s.used[i], capacity), users, cells, out)
	}
	return out, nil
}

// user is a cell whose people reach the station in time.
type user struct {
	cell   int
	weight float64 // of its zone
}

// divide gives the users their parts of a station.
func divide(capacity float64, users []user, cells []spot, out []AccessCell) {
	var people, weighted sum
	for _, u := range users {
		people.add(cells[u.cell].Demand)
		weighted.add(cells[u.cell].Demand * u.weight)
	}
	for _, u := range users {
		c := &out[u.cell]
		c.Stations++
		c.Capacity += capacity
		c.TwoStep += capacity / people.value()
		c.Enhanced += capacity / weighted.value() * u.weight
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
