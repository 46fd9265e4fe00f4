package plan

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"yizhan/geo/reach"
	"yizhan/stations"
)

// Hour is the coverage of one hour of a day: that of the stations whose doors
// are open at its beginning.
type Hour struct {
	At           string `json:"at"`       // RFC 3339, Chinese time
	Stations     int    `json:"stations"` // open, and tied to a road
	UnknownHours int    `json:"unknown_hours"`
	Cells        int    `json:"cells"` // covered for the asked k
	Demand       Share  `json:"demand"`
}

// Atlas is a day or a week of coverage, hour by hour.
type Atlas struct {
	Profile  string            `json:"profile"`
	Roads    string            `json:"roads"`
	Revision stations.Revision `json:"revision"`
	Cells    int               `json:"cells"` // in all
	Hours    []Hour            `json:"hours"` // 24 or 168, from midnight in China
	TookMS   int64             `json:"took_ms"`
}

// Atlas computes the coverage of each hour of a day: r as for Coverage, but
// r.At names the day by any moment in it, today when "". Each hour is what
// Coverage says for that moment. The cells are found and tied once, stations
// once; hours with the same open doors share one search, and searches run on
// all processors up to the minutes only.
//
// Errors are those of Coverage.
func (p *Planner) Atlas(ctx context.Context, r Request) (*Atlas, error) {
	return p.byHours(ctx, r, func(in, _ *inputs, cells []spot) ([]Hour, error) { return in.day(ctx, cells) })
}

// byHours prepares what hours are computed from: the inputs, with stations
// tied, the same with the people of all hours, and the cells of the latter.
func (p *Planner) byHours(ctx context.Context, r Request, compute func(in, all *inputs, cells []spot) ([]Hour, error)) (*Atlas, error) {
	began := p.now()
	question, err := r.question(began)
	if err != nil {
		return nil, err
	}
	question.onSomeDay(began)
	in, err := p.gather(ctx, question, latest)
	if err != nil {
		return nil, err
	}
	if err := p.results.Sit(ctx); err != nil {
		return nil, err
	}
	defer p.results.Rise()
	all := in.allDay()
	cells, err := p.groundOf(ctx, all)
	if err != nil {
		return nil, err
	}
	if err := p.fasten(ctx, in); err != nil {
		return nil, err
	}
	a := &Atlas{Profile: in.Request.Profile, Roads: in.graph.Checksum(), Revision: in.revision, Cells: len(cells)}
	if a.Hours, err = compute(in, all, cells); err != nil {
		return nil, err
	}
	a.TookMS = p.now().Sub(began).Milliseconds()
	return a, nil
}

// roster is which stations are open when, and where they are tied.
type roster struct {
	doors   []openings // by station
	anchors []anchor   // by station
	shifts  []shift
}

// shift is the hours with the same open doors: they share one search.
type shift []int

// open appends the stations that are open in an hour.
func (r *roster) open(hour int, ties []reach.Source) []reach.Source {
	for i, a := range r.anchors {
		if a.ok && r.doors[i].open.has(hour) {
			ties = append(ties, reach.Source{Tie: a.tie, Station: int32(i)})
		}
	}
	return ties
}

// divide puts the hours together that no set of open hours tells apart.
func (r *roster) divide(sets map[week]int, hours int) {
	for h := range hours {
		same := slices.IndexFunc(r.shifts, func(s shift) bool {
			for set := range sets {
				if set.has(h) != set.has(s[0]) {
					return false
				}
			}
			return true
		})
		if same < 0 {
			same, r.shifts = len(r.shifts), append(r.shifts, nil)
		}
		r.shifts[same] = append(r.shifts[same], h)
	}
}

// hoursOf returns so many hours from midnight on, of which nothing but the
// moment is known, and the first moment.
func (in *inputs) hoursOf(n int) ([]Hour, time.Time) {
	hours, first := make([]Hour, n), in.midnight()
	for h := range hours {
		hours[h].At = first.Add(time.Duration(h) * time.Hour).Format(time.RFC3339)
	}
	return hours, first
}

// day computes the hours.
func (in *inputs) day(ctx context.Context, cells []spot) ([]Hour, error) {
	hours, first := in.hoursOf(24)
	r := roster{doors: in.doorsFrom(first, len(hours)), anchors: make([]anchor, len(in.stations))}
	for i, s := range in.stations {
		r.anchors[i] = in.anchors[s.ID]
	}
	r.divide(count(hours, r.doors, func(i int) bool { return r.anchors[i].ok }), len(hours))
	people, err := in.crowds(cells)
	if err != nil {
		return nil, err
	}
	covers, err := in.each(ctx, &r, cells, people)
	for h := range hours {
		hours[h].Cells, hours[h].Demand = covers[h].cells, covers[h].demand
	}
	return hours, err
}

// cover is what some stations cover for the asked k.
type cover struct {
	cells  int
	demand Share
}

// each computes the cover of each hour, as many shifts at once as there are
// processors. people are those of each hour.
func (in *inputs) each(ctx context.Context, r *roster, cells []spot, people []*crowd) ([]cover, error) {
	shifts := r.shifts
	out := make([]cover, len(people))
	workers := min(runtime.GOMAXPROCS(0), len(shifts))
	failed := make([]error, workers)
	var next atomic.Int32
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			field, ties := reach.NewField(in.graph, in.mode, in.Request.K), make([]reach.Source, 0, len(in.stations))
			for i := int(next.Add(1)) - 1; i < len(shifts); i = int(next.Add(1)) - 1 {
				first := shifts[i][0]
				if failed[w] = field.Run(ctx, r.open(first, ties), in.Request.limit()); failed[w] != nil {
					return
				}
				for n, h := range shifts[i] {
					if n > 0 && people[h] == people[first] {
						out[h] = out[first]
					} else {
						out[h] = in.covered(field, cells, people[h])
					}
				}
			}
		})
	}
	wait.Wait()
	return out, errors.Join(failed...)
}

// covered adds up the people of the cells with enough stations within the
// field's horizon.
func (in *inputs) covered(field *reach.Field, cells []spot, people *crowd) cover {
	var c cover
	var demand sum
	labels := make([]reach.Label, 0, in.Request.K)
	for i := range cells {
		s := &cells[i]
		if s.tied && people.of[i] > 0 && len(field.From(s.from, labels[:0])) >= in.Request.K {
			c.cells++
			demand.add(people.of[i])
		}
	}
	c.demand = Share{Total: people.total, Covered: demand.value(), Share: shareOf(demand.value(), people.total)}
	return c
}
