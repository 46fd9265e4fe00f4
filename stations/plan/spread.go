package plan

import (
	"math"

	"yizhan/geo/radix"
	"yizhan/geo/roads"
)

// Spread says how long people travel to the station that counts, the k-th
// nearest for the asked k. It speaks of the demand whose cell has a time;
// Timed is its share of all.
type Spread struct {
	Timed  *float64 `json:"timed_share"`    // nil when there is no demand
	Mean   *float64 `json:"mean_minutes"`   // weighted by demand, 3 decimals; nil when nobody has a time
	Median *float64 `json:"median_minutes"` // the least time within which half of them are
	P90    *float64 `json:"p90_minutes"`    // … and nine tenths
}

// Bin is the demand whose time is more than the bin before and at most To.
type Bin struct {
	To     float64 `json:"to_minutes"`
	Demand float64 `json:"demand"`
}

// trip is how long the people of a cell travel.
type trip struct {
	time   roads.Millis
	demand float64
}

// trips are those of the cells that have a time, shortest first.
type trips struct {
	list  []trip
	timed float64 // demand with a time
	total float64 // all demand
}

// tripsOf collects the trips of the cells that are wanted.
func tripsOf(cells []spot, wanted func(*spot) bool) trips {
	members := make([]int32, 0, len(cells))
	for i := range cells {
		if wanted(&cells[i]) {
			members = append(members, int32(i))
		}
	}
	return tripsIn(cells, members, byTime(cells, members))
}

// byTime returns those of the members, which ascend, that have a time, shortest
// first, of equal ones the first cell.
func byTime(cells []spot, members []int32) []int32 {
	items := make([]radix.Item, 0, len(members))
	for _, i := range members {
		if t := cells[i].Time; t != roads.Never {
			items = append(items, radix.Keyed(uint64(t), uint32(i)))
		}
	}
	radix.Sort(items)
	order := make([]int32, len(items))
	for n, it := range items {
		order[n] = int32(it.Owner)
	}
	return order
}

// tripsIn collects the trips of the members, which ascend; order is theirs by
// time. So sums are the same in every run.
func tripsIn(cells []spot, members, order []int32) trips {
	t := trips{list: make([]trip, len(order))}
	var total, timed sum
	for _, i := range members {
		c := &cells[i]
		total.add(c.Demand)
		if c.Time != roads.Never {
			timed.add(c.Demand)
		}
	}
	for n, i := range order {
		t.list[n] = trip{cells[i].Time, cells[i].Demand}
	}
	t.total, t.timed = total.value(), timed.value()
	return t
}

func (t trips) spread() Spread {
	s := Spread{Timed: shareOf(t.timed, t.total)}
	if len(t.list) == 0 || t.timed == 0 {
		return s
	}
	var weighted sum
	for _, trip := range t.list {
		weighted.add(float64(trip.time) * trip.demand)
	}
	mean := round(weighted.value()/t.timed/60000, 1e3)
	s.Mean, s.Median, s.P90 = &mean, t.quantile(0.5), t.quantile(0.9)
	return s
}

// quantile returns the least time, in minutes, within which at least the
// share q of the timed demand is (the inverse of the weighted distribution
// function; R. J. Hyndman and Y. Fan, "Sample quantiles in statistical
// packages", The American Statistician 50, 1996, definition 1).
func (t trips) quantile(q float64) *float64 {
	var below sum
	for _, trip := range t.list {
		below.add(trip.demand)
		if below.value() >= q*t.timed*(1-1e-12) {
			m := inMinutes(trip.time)
			return &m
		}
	}
	return nil
}

// mostBins bounds a distribution; five minutes is its finest step.
const mostBins = 24

// distribution deals the timed demand out to bins of equal width up to the
// horizon.
func (t trips) distribution(horizon float64) []Bin {
	width := 5 * math.Ceil(horizon/(5*mostBins))
	bins := make([]Bin, int(math.Ceil(horizon/width)))
	sums := make([]sum, len(bins))
	for i := range bins {
		bins[i].To = width * float64(i+1)
	}
	for _, trip := range t.list {
		i := int(math.Ceil(float64(trip.time)/60000/width)) - 1
		sums[min(max(i, 0), len(sums)-1)].add(trip.demand)
	}
	for i := range bins {
		bins[i].Demand = sums[i].value()
	}
	return bins
}
