package plan

import (
	"cmp"
	"context"
	"slices"

	"yizhan/geo/reach"
)

// roster is which stations are open when, and where they are tied.
type roster struct {
	doors   []openings // by station
	anchors []anchor   // by station
	relays  []relay
}

// shift is the hours with the same open doors: they share one search.
type shift []int

// relay is shifts of which each has the open doors of the one before it, and
// more: its search goes on from there. A town opens in the morning and closes
// at night, so most days make two of them.
type relay []shift

// open appends the stations that are open in an hour and, unless before is
// negative, were not then.
func (r *roster) open(hour, before int, ties []reach.Source) []reach.Source {
	for i, a := range r.anchors {
		if a.ok && r.doors[i].open.has(hour) && (before < 0 || !r.doors[i].open.has(before)) {
			ties = append(ties, reach.Source{Tie: a.tie, Station: int32(i)})
		}
	}
	return ties
}

// divide puts the hours together that no set of open hours tells apart, and
// the shifts into relays, the fewest stations first: each follows the largest
// that it takes over from whole.
func (r *roster) divide(sets map[week]int, hours []Hour) {
	shifts := shiftsOf(sets, len(hours))
	slices.SortStableFunc(shifts, func(a, b shift) int { return cmp.Compare(hours[a[0]].Stations, hours[b[0]].Stations) })
	for _, s := range shifts {
		best, most := -1, -1
		for i, known := range r.relays {
			last := known[len(known)-1][0]
			if n := hours[last].Stations; n > most && subset(sets, last, s[0]) {
				best, most = i, n
			}
		}
		if best < 0 {
			best, r.relays = len(r.relays), append(r.relays, nil)
		}
		r.relays[best] = append(r.relays[best], s)
	}
}

func shiftsOf(sets map[week]int, hours int) (shifts []shift) {
	for h := range hours {
		same := slices.IndexFunc(shifts, func(s shift) bool { return subset(sets, h, s[0]) && subset(sets, s[0], h) })
		if same < 0 {
			same, shifts = len(shifts), append(shifts, nil)
		}
		shifts[same] = append(shifts[same], h)
	}
	return shifts
}

// subset reports whether every door that is open in one hour is in the other.
func subset(sets map[week]int, hour, other int) bool {
	for set := range sets {
		if set.has(hour) && !set.has(other) {
			return false
		}
	}
	return true
}

// daylong is the work of computing the cover of each hour of a roster.
type daylong struct {
	*roster
	in     *inputs
	cells  []spot
	people []*crowd // of each hour
	covers []cover  // of each hour
}

// each computes the cover of each hour, as many relays at once as there are
// processors. people are those of each hour.
func (in *inputs) each(ctx context.Context, r *roster, cells []spot, people []*crowd) ([]cover, error) {
	d := &daylong{r, in, cells, people, make([]cover, len(people))}
	return d.covers, inTurn(ctx, len(r.relays), func() func(int) error {
		ties := make([]reach.Source, 0, len(in.stations))
		return func(i int) error {
			return in.searchers.lend(in.graph, in.mode, in.Request.K, func(field *reach.Field) error {
				return d.run(ctx, field, r.relays[i], ties)
			})
		}
	})
}

// run searches from shift to shift of a relay. ties is room for stations.
func (d *daylong) run(ctx context.Context, field *reach.Field, shifts relay, ties []reach.Source) error {
	if err := field.Run(ctx, nil, d.in.Request.limit()); err != nil {
		return err
	}
	before := -1
	for _, s := range shifts {
		if err := field.Add(ctx, d.open(s[0], before, ties)); err != nil {
			return err
		}
		d.tell(field, s)
		before = s[0]
	}
	return nil
}

// tell sums up the hours of a shift from the field of its stations.
func (d *daylong) tell(field *reach.Field, s shift) {
	for n, h := range s {
		if n > 0 && d.people[h] == d.people[s[0]] {
			d.covers[h] = d.covers[s[0]]
		} else {
			d.covers[h] = d.in.covered(field, d.cells, d.people[h])
		}
	}
}
