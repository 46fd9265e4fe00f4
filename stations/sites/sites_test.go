package sites_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

func TestTheBestSiteOfADrawnTown(t *testing.T) {
	net := roadstest.Draw(t, 200, `
		A-----B--C--D--E--F
	`)
	people := []stations.Demand{
		{Point: net.At('A'), Weight: 10}, {Point: net.At('B'), Weight: 30}, {Point: net.At('D'), Weight: 25}, {Point: net.At('F'), Weight: 40},
	}
	w := newTown(t, net.Graph, people, []*stations.Station{station(1, net.At('A'))}, square("320102", net.Bounds().Pad(0.01)))
	hosts := []exchange.Host{host("甲银行", net.At('B')), host("乙加油站", net.At('E')), host("远处", roadstest.Shift(net.At('A'), -9000, 0))}
	r := sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 12, Res: 10}}, P: 1, Hosts: hosts}
	a := w.find(r)
	if len(a.Sites) != 1 || a.Sites[0].Name != "乙加油站" || *a.Sites[0].Candidate != 1 || a.Sites[0].Gain != 65 {
		t.Fatalf("sites = %+v, want 乙加油站 with a gain of 65", a.Sites)
	}
	if a.Covered != 75 || a.Bound != 75 || !a.Optimal || a.GapPercent != 0 || a.Candidates.OffRoad != 1 || a.Candidates.Used != 2 {
		t.Errorf("answer = %+v, want 75 of 105 proven, one host off the road", a)
	}
	if s := a.Sites[0]; s.Adcode != "320102" || len(s.Closes) != 2 || len(s.Gaps) != 2 {
		t.Errorf("site = %+v, want it in 320102 and two gaps closed", s)
	}
	if got := a.Areas[0]; got.Before != 10 || got.After != 75 {
		t.Errorf("area = %+v, want 10 before and 75 after", got)
	}
}

// TestACoverageWithTheSitesGivesTheSameNumbers writes the sites into a store
// and runs a coverage, which shares nothing with the search for covers.
func TestACoverageWithTheSitesGivesTheSameNumbers(t *testing.T) {
	for seed := range seeds(8) {
		r := rand.New(rand.NewPCG(seed, 3))
		g := streets(t, r, 9)
		box := g.Bounds().Pad(0.001)
		var people []stations.Demand
		for _, p := range scatter(r, box, 60) {
			people = append(people, stations.Demand{Point: p, Weight: r.Float64() * 10})
		}
		var list []*stations.Station
		for i, p := range scatter(r, box, 3) {
			list = append(list, station(i, p))
		}
		west := orb.Bound{Min: box.Min, Max: orb.Point{box.Center()[0], box.Max[1]}}
		w := newTown(t, g, people, list, square("320102", west), square("320104", orb.Bound{Min: orb.Point{west.Max[0], box.Min[1]}, Max: box.Max}))
		request := plan.Request{Minutes: 6, Res: []int{9, 10}[seed%2], K: 1 + int(seed/2%3)/2}
		ask := sites.Request{
			Base: plan.Base{Request: request}, P: 1 + r.IntN(5), Seconds: 0.3,
			Datum: []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09}[seed%3], SpacingM: []float64{0, 400}[r.IntN(2)],
		}
		if seed%2 == 0 {
			ask.GapPoints = 50
			for _, p := range scatter(r, box, 20) {
				ask.Hosts = append(ask.Hosts, exchange.Host{Place: datum.Out(p, ask.Datum)})
			}
		}
		a := w.find(ask)
		after := w.opened(request, a)
		if diff := cmp.Diff(after.Demand, a.Demand.To); diff != "" {
			t.Errorf("seed %d: demand of a full run (-) and of the answer (+):\n%s", seed, diff)
		}
		for i, area := range after.Areas {
			if a.Areas[i].After != area.Covered {
				t.Errorf("seed %d: %s covered = %v, want %v", seed, area.Adcode, a.Areas[i].After, area.Covered)
			}
		}
		checkSpacing(t, w, ask, a)
		if len(after.Gaps) != a.Gaps.After || len(a.Sites) == 0 || a.Covered > a.Bound {
			t.Errorf("seed %d: %d sites, gaps after = %d, want %d", seed, len(a.Sites), a.Gaps.After, len(after.Gaps))
		}
	}
}

func checkSpacing(t *testing.T, w *town, ask sites.Request, a *sites.Answer) {
	t.Helper()
	var there []orb.Point
	for _, s := range w.list {
		there = append(there, s.Position.Point)
	}
	for _, s := range a.Sites {
		at := datum.In(datum.Coord{Lon: s.Lon, Lat: s.Lat, Datum: a.Datum})
		for _, other := range there {
			if d := sphere.Distance(at, other); d < ask.SpacingM {
				t.Errorf("site %d is %.0f m from another, want %v at least", s.Rank, d, ask.SpacingM)
			}
		}
		there = append(there, at)
	}
}
