package plan

import (
	"context"
	"math/bits"
	"time"

	"yizhan/stations"
)

// weekHours is how many hours a week has; China keeps no summer time.
const weekHours = 7 * 24

// week is a set of hours of a week.
type week [(weekHours + 63) / 64]uint64

func (w *week) add(hour int) { w[hour/64] |= 1 << (hour % 64) }

func (w week) has(hour int) bool { return w[hour/64]&(1<<(hour%64)) != 0 }

// each calls do with every hour of the set, ascending.
func (w week) each(do func(hour int)) {
	for i, word := range w {
		for ; word != 0; word &= word - 1 {
			do(i*64 + bits.TrailingZeros64(word))
		}
	}
}

func (w week) or(o week) week {
	for i := range w {
		w[i] |= o[i]
	}
	return w
}

func (w week) and(o week) week {
	for i := range w {
		w[i] &= o[i]
	}
	return w
}

// Week computes the coverage of each hour of seven days, from midnight of the
// day that r.At names as for Atlas. Each hour is what Coverage says for that
// moment; sums may differ in the last bit, because people who are covered in
// the same hours are added up together.
//
// It does not search hour by hour: who reaches which station in time does not
// hang on the hour, so each station is gone to once (see rota), and that is
// remembered for the next question about the same ground.
//
// Errors are those of Coverage.
func (p *Planner) Week(ctx context.Context, r Request) (*Atlas, error) {
	return p.byHours(ctx, r, func(in, all *inputs, cells []spot) ([]Hour, error) {
		rota, err := p.rotaOf(ctx, all, in.anchors, cells)
		if err != nil {
			return nil, err
		}
		return in.week(rota, cells)
	})
}

// onSomeDay makes the question one about the day of now unless it names one.
func (q *question) onSomeDay(now time.Time) {
	if q.Request.At == "" {
		q.Request.At = now.In(stations.Zone()).Format(time.RFC3339Nano)
	}
}

// midnight is the beginning of the day that the question is about.
func (q question) midnight() time.Time {
	at, _ := q.Request.moment()
	year, month, date := at.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, stations.Zone())
}

// week tells the hours from who reaches which station in time.
func (in *inputs) week(r *rota, cells []spot) ([]Hour, error) {
	hours, first := in.hoursOf(weekHours)
	doors := in.doorsFrom(first, weekHours)
	count(hours, doors, r.tied)
	served := newTally(len(cells), in.Request.K)
	for i, d := range doors {
		if r.tied(i) {
			served.add(r.of(i), d.open)
		}
	}
	people, err := in.crowds(cells)
	if err != nil {
		return nil, err
	}
	served.fill(hours, people)
	return hours, nil
}

// count notes how many stations are open and tied in each hour, and how many
// have unknown hours. It returns the sets of hours in which tied ones are open.
func count(hours []Hour, doors []openings, tied func(station int) bool) map[week]int {
	times := map[week]int{} // how many stations are open in just these hours
	unknown := map[week]int{}
	for i, d := range doors {
		unknown[d.unknown]++
		if tied(i) {
			times[d.open]++
		}
	}
	for set, n := range times {
		set.each(func(h int) { hours[h].Stations += n })
	}
	for set, n := range unknown {
		set.each(func(h int) { hours[h].UnknownHours += n })
	}
	return times
}

// openings is when a station counts, and when it would if its hours were known.
type openings struct{ open, unknown week }

// doorsFrom looks at each station at the beginning of each of so many hours
// from the first on. Stations with the same text of hours, no closures and no
// services asked for are open in the same ones, which are worked out once.
func (in *inputs) doorsFrom(first time.Time, hours int) []openings {
	screens := make([]screen, hours)
	for h := range screens {
		at := *in
		at.Request.At = first.Add(time.Duration(h) * time.Hour).Format(time.RFC3339)
		screens[h] = at.screen()
	}
	plain, known := len(in.Request.Filter.Services) == 0, map[string]openings{}
	out := make([]openings, len(in.stations))
	for i, s := range in.stations {
		if !plain || len(s.Closures) > 0 {
			out[i] = look(screens, s)
			continue
		}
		if !screens[0].counts(s) {
			continue
		}
		o, ok := known[s.Hours]
		if !ok {
			o = look(screens, s)
			known[s.Hours] = o
		}
		out[i] = o
	}
	return out
}

// look asks hour by hour.
func look(screens []screen, s *stations.Station) (o openings) {
	for h := range screens {
		switch screens[h].state(s) {
		case stations.StateOpen:
			o.open.add(h)
		case stations.StateUnknown:
			o.unknown.add(h)
		}
	}
	return o
}
