package plan

import (
	"context"
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
	r := roster{doors: in.doorsFrom(first, len(hours)), anchors: listed(in.anchors, in.stations)}
	r.divide(count(hours, r.doors, func(i int) bool { return r.anchors[i].ok }), hours)
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
