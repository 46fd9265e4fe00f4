package nearby_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// crowd is n stations that a geocoder put on one spot, every second one a
// drivers' home.
func crowd(n int) []*stations.Station {
	p := orb.Point{118.8, 32.06}
	list := make([]*stations.Station, n)
	for i := range list {
		s := &stations.Station{
			ID: stations.ID(fmt.Sprintf("01a20000-0000-7000-8000-%012x", i)), Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open,
			Hours: "Mo-Su 08:00-18:00", Position: stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed},
		}
		if i%2 == 1 {
			s.Kind = stations.DriverHome
		}
		list[i] = s
	}
	return list
}

// Pages of a crowd are in the order of ids, whatever order it came in.
func TestACrowdIsListedInTheOrderOfIDs(t *testing.T) {
	list := crowd(700)
	f, store := following(t, nil)
	r := rand.New(rand.NewPCG(71, 72))
	for _, i := range r.Perm(len(list)) { // one by one, so that slots are in another order
		if _, err := store.Apply(t.Context(), writes(list[i])); err != nil {
			t.Fatal(err)
		}
	}
	until(t, func() bool { return f.Snapshot().Len() == len(list) })
	q := nearby.Query{Point: orb.Point{118.79, 32.05}, Limit: 60, Filter: stations.Filter{Kinds: []stations.Kind{stations.DriverHome}}}
	next := 1
	for {
		a, err := f.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range a.Hits {
			if want := list[next].ID; h.Station.ID != want {
				t.Fatalf("hit %d = %v, want %v", next/2, h.Station.ID, want)
			}
			next += 2
		}
		if q.Cursor = a.Next; q.Cursor == "" {
			break
		}
	}
	if next != len(list)+1 {
		t.Errorf("the pages list %d stations, want %d", next/2, len(list)/2)
	}
}

// BenchmarkFindInACrowd asks where 10,000 stations stand on one spot.
func BenchmarkFindInACrowd(b *testing.B) {
	f := follow(b, still{list: crowd(10_000)})
	for name, q := range map[string]nearby.Query{
		"all":             {},
		"a kind":          {Filter: stations.Filter{Kinds: []stations.Kind{stations.DriverHome}}},
		"a kind, open":    {Filter: stations.Filter{Kinds: []stations.Kind{stations.DriverHome}}, Door: nearby.OpenNow},
		"open on arrival": {Door: nearby.OpenOnArrival},
	} {
		q.Point, q.Limit = orb.Point{118.79, 32.05}, 20
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.Find(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
