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

// Atlas is a day of coverage, hour by hour.
type Atlas struct {
	Profile  string            `json:"profile"`
	Roads    string            `json:"roads"`
	Revision stations.Revision `json:"revision"`
	Cells    int               `json:"cells"` // in all
	Hours    []Hour            `json:"hours"` // 24, from midnight in China
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
	began := p.now()
	question, err := r.question(began)
	if err != nil {
		return nil, err
	}
	if question.Request.At == "" {
		question.Request.At = began.In(stations.Zone()).Format(time.RFC3339Nano)
	}
	in, err := p.gather(ctx, question, latest)
	if err != nil {
		return nil, err
	}
	if err := p.results.sit(ctx); err != nil {
		return nil, err
	}
	defer p.results.rise()
	cells, err := p.cells(ctx, in)
	if err != nil {
		return nil, err
	}
	a := &Atlas{Profile: in.Request.Profile, Roads: in.graph.Checksum(), Revision: in.revision, Cells: len(cells)}
	if a.Hours, err = in.day(ctx, cells); err != nil {
		return nil, err
	}
	a.TookMS = p.now().Sub(began).Milliseconds()
	return a, nil
}

// day computes the hours. Those with the same sources are computed once.
func (in *inputs) day(ctx context.Context, cells []spot) ([]Hour, error) {
	noon, _ := in.Request.moment()
	year, month, date := noon.Date()
	hours := make([]Hour, 24)
	var distinct []sources
	same := make([]int, len(hours)) // by hour: the first hour with these doors
	for h := range hours {
		at := *in
		moment := time.Date(year, month, date, h, 0, 0, 0, stations.Zone())
		at.Request.At = moment.Format(time.RFC3339Nano)
		s := at.sources()
		hours[h] = Hour{At: moment.Format(time.RFC3339), Stations: len(s.used), UnknownHours: len(s.unknown)}
		same[h] = slices.IndexFunc(distinct, func(o sources) bool { return slices.Equal(o.used, s.used) })
		if same[h] < 0 {
			same[h] = len(distinct)
			distinct = append(distinct, s)
		}
	}
	shares, err := in.each(ctx, distinct, cells)
	for h := range hours {
		if err == nil {
			hours[h].Cells, hours[h].Demand = shares[same[h]].cells, shares[same[h]].demand
		}
	}
	return hours, err
}

// cover is what some stations cover for the asked k.
type cover struct {
	cells  int
	demand Share
}

// each computes the cover of each list of stations, as many at once as there
// are processors.
func (in *inputs) each(ctx context.Context, lists []sources, cells []spot) ([]cover, error) {
	out, total := make([]cover, len(lists)), totalOf(cells)
	workers := min(runtime.GOMAXPROCS(0), len(lists))
	failed := make([]error, workers)
	var next atomic.Int32
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			field := reach.NewField(in.graph, in.mode, in.Request.K)
			for i := int(next.Add(1)) - 1; i < len(lists); i = int(next.Add(1)) - 1 {
				if failed[w] = field.Run(ctx, lists[i].ties, in.Request.limit()); failed[w] != nil {
					return
				}
				out[i] = in.covered(field, cells, total)
			}
		})
	}
	wait.Wait()
	return out, errors.Join(failed...)
}

// covered adds up the cells with enough stations within the field's horizon.
func (in *inputs) covered(field *reach.Field, cells []spot, total float64) cover {
	var c cover
	var demand sum
	labels := make([]reach.Label, 0, in.Request.K)
	for i := range cells {
		if s := &cells[i]; s.tied && len(field.From(s.from, labels[:0])) >= in.Request.K {
			c.cells++
			demand.add(s.Demand)
		}
	}
	c.demand = Share{Total: total, Covered: demand.value(), Share: shareOf(demand.value(), total)}
	return c
}
