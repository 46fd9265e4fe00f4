package plan

import (
	"encoding/json"
	"maps"
	"slices"

	"yizhan/geo/roads"
	"yizhan/stations"
)

// Second is the demand that travels so many seconds, rounded up. Lists of them
// from several cities can be put together, which medians cannot: what is read
// off the sum is good to a second.
type Second struct {
	Time   int
	Demand float64
}

// MarshalJSON writes [time, demand].
func (s Second) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]float64{float64(s.Time), s.Demand})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Second) UnmarshalJSON(data []byte) error {
	var pair []float64
	if err := json.Unmarshal(data, &pair); err != nil || len(pair) != 2 {
		return stations.BadField("seconds", "must be pairs of a time and a demand")
	}
	s.Time, s.Demand = int(pair[0]), pair[1]
	return nil
}

// inSeconds deals the demand of the cells with a time out to seconds,
// ascending.
func inSeconds(cells []spot) []Second {
	var all seconds
	for i := range cells {
		if c := &cells[i]; c.Time != roads.Never {
			all.add(c.second())
		}
	}
	return all.list()
}

// inSeconds is that of the division's cells.
func (d division) inSeconds(cells []spot) []Second {
	var all seconds
	for _, i := range d.order {
		all.add(cells[i].second())
	}
	return all.list()
}

func (c *spot) second() Second { return Second{int((uint64(c.Time) + 999) / 1000), c.Demand} }

// seconds adds up.
type seconds map[int]*sum

func (s *seconds) add(one Second) {
	if *s == nil {
		*s = seconds{}
	}
	if (*s)[one.Time] == nil {
		(*s)[one.Time] = &sum{}
	}
	(*s)[one.Time].add(one.Demand)
}

func (s seconds) list() []Second {
	out := make([]Second, 0, len(s))
	for _, time := range slices.Sorted(maps.Keys(s)) {
		out = append(out, Second{time, s[time].value()})
	}
	return out
}

// trips are those of the seconds, with no other demand beside.
func (s seconds) trips() trips {
	var t trips
	var timed sum
	for _, one := range s.list() {
		t.list = append(t.list, trip{roads.Millis(one.Time) * 1000, one.Demand})
		timed.add(one.Demand)
	}
	t.timed, t.total = timed.value(), timed.value()
	return t
}

// medley is the times of several cities, or of their parts of a division.
type medley struct {
	total, timed sum // demand
	weighted     sum // minutes by demand
	seconds      seconds
}

// add adds a part whose demand travels as spread says, and second by second as
// list says.
func (m *medley) add(demand float64, spread Spread, list []Second) {
	m.total.add(demand)
	if spread.Timed != nil && spread.Mean != nil {
		m.timed.add(*spread.Timed * demand)
		m.weighted.add(*spread.Mean * *spread.Timed * demand)
	}
	for _, s := range list {
		m.seconds.add(s)
	}
}

// spread sums the parts up: the mean from theirs, the others good to a second.
func (m *medley) spread() Spread {
	trips := m.seconds.trips()
	s := Spread{Timed: shareOf(m.timed.value(), m.total.value()), Median: trips.quantile(0.5), P90: trips.quantile(0.9)}
	if mean := shareOf(m.weighted.value(), m.timed.value()); mean != nil {
		*mean = round(*mean, 1e3)
		s.Mean = mean
	}
	return s
}
