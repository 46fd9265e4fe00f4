package sites_test

import (
	"os"
	"testing"

	"yizhan/geo/datum"
	"yizhan/geo/osm"
	"yizhan/geo/roads"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

const data = "../../../shared/data/"

// island is Hong Kong Island with its people and shops, or skips the test.
func island(t testing.TB) (*town, sites.Request) {
	t.Helper()
	g, _, err := osm.Build(t.Context(), data+"roads/hk_island.osm.pbf", osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Skipf("no real roads here: %v", err)
	}
	people, err := os.Open(data + "demand/kontur_h3r8_HKG.csv")
	if err != nil {
		t.Skipf("no real demand here: %v", err)
	}
	defer people.Close()
	rows, err := exchange.ReadDemand(people, exchange.DemandOptions{})
	if err != nil {
		t.Fatal(err)
	}
	shops, err := os.Open(data + "stations/hk_convenience_stores.geojson")
	if err != nil {
		t.Skipf("no real shops here: %v", err)
	}
	defer shops.Close()
	hosts, err := exchange.ReadHosts(shops, exchange.HostOptions{Datum: datum.WGS84, Map: map[string]string{"name eng": "name"}})
	if err != nil || hosts.Rejected > 0 {
		t.Fatalf("ReadHosts = %+v, %v, want all shops", hosts.Problems, err)
	}
	return newTown(t, g, rows.Rows, nil), sites.Request{
		Base:  plan.Base{Request: plan.Request{Area: "114.11,22.19,114.27,22.2925", Mode: "walk", Minutes: 15}},
		Hosts: hosts.Hosts, Seconds: 30,
	}
}

// TestTheBestShopsOfHongKongIsland proves the best 5, 10 and 20 of 1,317.
func TestTheBestShopsOfHongKongIsland(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a real network")
	}
	w, ask := island(t)
	share := 0.0
	for _, ask.P = range []int{5, 10, 20} {
		a := w.find(ask)
		if !a.Optimal || a.Bound != a.Covered || len(a.Sites) != ask.P || *a.Share <= share {
			t.Errorf("%d sites = %v of %v ≤ %v, optimal %v, want a proof and more than %v", ask.P, *a.Share, len(a.Sites), *a.BoundShare, a.Optimal, share)
		}
		share = *a.Share
		if after := w.opened(ask.Base.Request, a); after.Demand.Covered != a.Covered {
			t.Errorf("a full run with %d sites covers %v, the answer says %v", ask.P, after.Demand.Covered, a.Covered)
		}
	}
}

// BenchmarkCovers searches from all shops that stand near a road.
func BenchmarkCovers(b *testing.B) {
	w, ask := island(b)
	ground, err := w.planner.Ground(b.Context(), ask.Base)
	if err != nil {
		b.Fatal(err)
	}
	var e plan.Edits
	for _, h := range ask.Hosts {
		e.Add = append(e.Add, plan.Addition{Point: datum.In(h.Place)})
	}
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := ground.Covers(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}
