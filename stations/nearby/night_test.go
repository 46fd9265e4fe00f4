package nearby_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// still is a store in memory that nobody writes to.
type still struct {
	stations.Reader
	list []*stations.Station
}

func (s still) Epoch(context.Context) (string, error) { return "e", nil }

func (s still) Snapshot(context.Context, stations.Revision) (stations.Revision, []*stations.Station, error) {
	return 1, s.list, nil
}

func (s still) Wait(ctx context.Context, _ stations.Mark) (stations.Mark, error) {
	<-ctx.Done()
	return stations.Mark{}, ctx.Err()
}

// country is n stations about 300 towns, with hours as they are.
func country(n int) []*stations.Station {
	r := rand.New(rand.NewPCG(61, 62))
	hours := []string{"Mo-Su 08:00-18:00", "Mo-Fr 08:30-12:00,14:00-18:00; PH off", "Mo-Su 09:00-21:00", "Mo-Sa 08:00-20:00", "07:00-22:00; PH 09:00-17:00", "Mo-Fr 09:00-17:00"}
	rare := []string{"24/7", "", "Mo-Su 18:00-02:30"}
	towns := make([]orb.Point, 300)
	for i := range towns {
		towns[i] = orb.Point{100 + 20*r.Float64(), 22 + 20*r.Float64()}
	}
	list := make([]*stations.Station, n)
	for i := range list {
		town := towns[r.IntN(len(towns))]
		p := orb.Point{town[0] + 0.1*r.NormFloat64(), town[1] + 0.1*r.NormFloat64()}
		s := &stations.Station{
			ID: stations.ID(fmt.Sprintf("01a20000-0000-7000-8000-%012x", i)), Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open,
			Hours: hours[r.IntN(len(hours))], Position: stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed},
		}
		if r.IntN(20) == 0 {
			s.Hours = rare[r.IntN(len(rare))]
		}
		list[i] = s
	}
	return list
}

// BenchmarkFindAtNight asks 200,000 stations at two in the morning, when few
// doors are open, with and without a limit to how far.
func BenchmarkFindAtNight(b *testing.B) {
	list := country(200_000)
	night := time.Date(2026, 11, 20, 2, 0, 0, 0, stations.Zone())
	f := run(b, nearby.NewFinder(nil, func() time.Time { return night }), still{list: list})
	for _, c := range []struct {
		name string
		q    nearby.Query
	}{
		{"any door", nearby.Query{}},
		{"open now", nearby.Query{Door: nearby.OpenNow}},
		{"open on arrival", nearby.Query{Door: nearby.OpenOnArrival}},
		{"open on arrival within 5 km", nearby.Query{Door: nearby.OpenOnArrival, RadiusM: 5000}},
		{"open now, a hundred", nearby.Query{Door: nearby.OpenNow, Limit: 100}},
		{"open on arrival, a hundred", nearby.Query{Door: nearby.OpenOnArrival, Limit: 100}},
		{"open on arrival, all that there are", nearby.Query{Door: nearby.OpenOnArrival, RadiusM: 100_000, Limit: 100, Filter: stations.Filter{Kinds: []stations.Kind{stations.UnionStation}}}},
		{"open on arrival, of a kind that nobody is", nearby.Query{Door: nearby.OpenOnArrival, Filter: stations.Filter{Kinds: []stations.Kind{stations.DriverHome}}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			if c.q.Limit == 0 {
				c.q.Limit = 10
			}
			for i := 0; b.Loop(); i++ {
				c.q.Point = list[i*7919%len(list)].Position.Point
				if _, err := f.Find(b.Context(), c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
