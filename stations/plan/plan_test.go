package plan_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestWhichStationsCount(t *testing.T) {
	net := roadstest.Draw(t, 100, "A--B--C")
	cases := map[string]struct {
		change  func(*stations.Station)
		request plan.Request
		want    plan.StationCounts
	}{
		"an open one counts":                {func(*stations.Station) {}, plan.Request{}, plan.StationCounts{Used: 1}},
		"one on trial counts":               {func(s *stations.Station) { s.Lifecycle = stations.Trial }, plan.Request{}, plan.StationCounts{Used: 1}},
		"a planned one does not":            {func(s *stations.Station) { s.Lifecycle = stations.Planned }, plan.Request{}, plan.StationCounts{}},
		"an address alone does not":         {func(s *stations.Station) { s.Position.Quality = stations.AddressOnly }, plan.Request{}, plan.StationCounts{}},
		"a mobile one does not":             {func(s *stations.Station) { s.Kind = stations.MobileStation }, plan.Request{}, plan.StationCounts{}},
		"a mobile one that is named does":   {func(s *stations.Station) { s.Kind = stations.MobileStation }, plan.Request{Filter: plan.Filter{Kinds: []string{"mobile_station"}}}, plan.StationCounts{Used: 1}},
		"another kind does not":             {func(*stations.Station) {}, plan.Request{Filter: plan.Filter{Kinds: []string{"driver_home"}}}, plan.StationCounts{}},
		"one without the service does not":  {func(*stations.Station) {}, plan.Request{Filter: plan.Filter{Services: []string{"toilet"}}}, plan.StationCounts{}},
		"one closed at the moment does not": {func(s *stations.Station) { s.Hours = "Mo-Su 09:00-17:00" }, plan.Request{At: "2026-05-06T20:00"}, plan.StationCounts{}},
		"one closing soon does":             {func(s *stations.Station) { s.Hours = "Mo-Su 09:00-17:00" }, plan.Request{At: "2026-05-06T16:50"}, plan.StationCounts{Used: 1}},
		"one under a closure does not": {func(s *stations.Station) {
			s.Hours, s.Closures = "24/7", []stations.Closure{{From: "2026-05-06", Until: "2026-05-07"}}
		}, plan.Request{At: "2026-05-07T23:59"}, plan.StationCounts{}},
		"a moment without a zone is Chinese":     {func(s *stations.Station) { s.Hours = "Mo-Su 09:00-17:00" }, plan.Request{At: "2026-05-06T02:00:00Z"}, plan.StationCounts{Used: 1}},
		"one without hours is listed as unknown": {func(*stations.Station) {}, plan.Request{At: "2026-05-06T12:00"}, plan.StationCounts{UnknownHours: []stations.ID{station(1, orb.Point{}).ID}}},
		"one 600 m away is listed as off road": {func(s *stations.Station) {
			s.Position.Point = roadstest.Shift(net.At('A'), 0, 600)
		}, plan.Request{}, plan.StationCounts{OffRoad: []stations.ID{station(1, orb.Point{}).ID}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			store, s := openStore(t), station(1, net.At('B'))
			c.change(s)
			putStations(t, store, s)
			got := coverage(t, planner(store, net.Graph), c.request).Stations
			if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Stations (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLimitsAreInclusive(t *testing.T) {
	net := roadstest.Draw(t, 300, "A--B--C--D")
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	putDemand(t, store, stations.Demand{Point: net.At('D'), Weight: 3})
	p := planner(store, net.Graph)
	far := coverage(t, p, plan.Request{}).Cells[0].Time
	for name, c := range map[string]struct {
		by   float64
		want bool
	}{"to the millisecond": {0, true}, "and not one less": {-1, false}} {
		got := coverage(t, p, plan.Request{Minutes: (float64(far) + c.by) / 60000})
		if got.Cells[0].Covered != c.want {
			t.Errorf("%s: covered at %v ms of %v = %v, want %v", name, float64(far)+c.by, far, got.Cells[0].Covered, c.want)
		}
	}
	beyond := coverage(t, p, plan.Request{Minutes: 1, HorizonMinutes: (float64(far) - 1) / 60000})
	if got := beyond.Cells[0]; got.Time != roads.Never || got.Station != "" || beyond.Gaps[0].Beyond != 1 || beyond.Gaps[0].Worst != nil {
		t.Errorf("beyond the horizon: cell = %+v, gap = %+v, want no time and beyond 1", got, beyond.Gaps[0])
	}
}

func TestNoWayOutDoesNotDependOnTheHorizon(t *testing.T) {
	net := roadstest.Draw(t, 400, "A-----B>>>>>C-----D\n\nE-----F") // nobody gets from C to A; E and F have no station at all
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	putDemand(t, store, stations.Demand{Point: net.At('D'), Weight: 1}, stations.Demand{Point: net.At('B'), Weight: 2},
		stations.Demand{Point: net.At('F'), Weight: 4})
	for _, horizon := range []float64{0.001, 60} {
		r := plan.Request{Mode: "ride", Minutes: 0.001, HorizonMinutes: horizon, Res: 10}
		if got := coverage(t, planner(store, net.Graph), r).Counts; got.NoWayOut != 1 || got.Total != 3 {
			t.Errorf("horizon %v: cells = %+v, want 1 of 3 without a way out", horizon, got)
		}
	}
}

func TestWithoutDemandTheRoadsAreTheCells(t *testing.T) {
	net := roadstest.Draw(t, 150, "A--B--C")
	c := coverage(t, planner(openStore(t), net.Graph), plan.Request{Res: 10})
	if c.Counts.Total < 5 || c.Demand.Total != float64(c.Counts.Total) || c.Counts.Covered != 0 {
		t.Errorf("cells = %+v, demand = %+v, want at least 5 cells of weight 1, none covered", c.Counts, c.Demand)
	}
	if !slices.IsSortedFunc(c.Cells, func(a, b plan.Cell) int { return int(a.Cell) - int(b.Cell) }) {
		t.Error("Cells do not ascend")
	}
}

// square is a box as a division.
func square(adcode string, b orb.Bound) stations.Area {
	return stations.Area{Adcode: adcode, Name: "区" + adcode, Geometry: orb.MultiPolygon{b.ToPolygon()}}
}

func TestAreas(t *testing.T) {
	ctx := context.Background()
	net := roadstest.Draw(t, 500, "A--B--C--D")
	west := orb.Bound{Min: orb.Point{118.7, 32}, Max: orb.Point{net.At('B')[0] + 0.002, 32.2}}
	east := orb.Bound{Min: orb.Point{west.Max[0], 32}, Max: orb.Point{119, 32.2}}
	store := openStore(t)
	if err := store.PutAreas(ctx, []stations.Area{square("320102", west), square("320104", east), square("320500", orb.Bound{Min: orb.Point{120, 31}, Max: orb.Point{121, 32}})}); err != nil {
		t.Fatal(err)
	}
	putStations(t, store, station(1, net.At('A')))
	putDemand(t, store, stations.Demand{Point: net.At('A'), Weight: 10}, stations.Demand{Point: net.At('D'), Weight: 5})
	p := planner(store, net.Graph)
	one, none := 1.0, 0.0
	both := []plan.AreaShare{{Adcode: "320102", Name: "区320102", Demand: 10, Covered: 10, Share: &one}, {Adcode: "320104", Name: "区320104", Demand: 5, Share: &none}}
	for area, want := range map[string][]plan.AreaShare{
		"": both, "320100": both, "320102": both[:1], "118,32,119,32.2": both,
		"320500": {{Adcode: "320500", Name: "区320500"}},
	} {
		got, err := p.Coverage(ctx, plan.Request{Area: area, Minutes: 5})
		if area == "320500" { // there are no roads near it
			if stations.CodeOf(err) != stations.Invalid {
				t.Errorf("Coverage(%s) error = %v, want Invalid", area, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Areas, cmpopts.IgnoreFields(plan.AreaShare{}, "Spread")); diff != "" {
			t.Errorf("areas of %q (-want +got):\n%s", area, diff)
		}
	}
	if got := coverage(t, p, plan.Request{Area: "320100", Minutes: 5}).Gaps[0].Adcode; got != "320104" {
		t.Errorf("gap lies in %q, want 320104", got)
	}
}

func TestWhatCannotBeAnswered(t *testing.T) {
	ctx := context.Background()
	net := roadstest.Draw(t, 100, "A--B")
	for name, c := range map[string]struct {
		networks []*roads.Graph
		request  plan.Request
		want     stations.Code
		field    string
	}{
		"no roads":           {nil, plan.Request{}, stations.Unavailable, ""},
		"an unknown layer":   {[]*roads.Graph{net.Graph}, plan.Request{Layer: "parcels"}, stations.Invalid, "layer"},
		"an unknown adcode":  {[]*roads.Graph{net.Graph}, plan.Request{Area: "320199"}, stations.Invalid, "area"},
		"a box far away":     {[]*roads.Graph{net.Graph}, plan.Request{Area: "0,0,1,1"}, stations.Invalid, "area"},
		"two nets, no place": {[]*roads.Graph{net.Graph, net.Graph}, plan.Request{}, stations.Invalid, "area"},
	} {
		_, err := planner(openStore(t), c.networks...).Coverage(ctx, c.request)
		if got := stations.CodeOf(err); got != c.want || fieldOf(err) != c.field {
			t.Errorf("%s: error %v has code %q and field %q, want %q and %q", name, err, got, fieldOf(err), c.want, c.field)
		}
	}
}

func TestRecall(t *testing.T) {
	ctx := context.Background()
	net := roadstest.Draw(t, 200, "A--B--C")
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	putDemand(t, store, stations.Demand{Cell: hex.At(net.At('C'), 9), Weight: 7})
	first := coverage(t, planner(store, net.Graph), plan.Request{K: 2})
	putStations(t, store, station(2, net.At('C'))) // a later write changes nothing

	again, err := planner(store, net.Graph).Recall(ctx, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("Recall(%s) (-first +again):\n%s", first.ID, diff)
	}
	if _, err := planner(store, net.Graph).Recall(ctx, "0123456789abcdef"); stations.CodeOf(err) != stations.NotFound {
		t.Errorf("Recall of no run: error = %v, want NotFound", err)
	}
	putDemand(t, store, stations.Demand{Cell: hex.At(net.At('C'), 9), Weight: 8})
	if _, err := planner(store, net.Graph).Recall(ctx, first.ID); stations.CodeOf(err) != stations.Gone {
		t.Errorf("Recall after another import: error = %v, want Gone", err)
	}
}

func TestEqualQuestionsAreComputedOnce(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B--C")
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	p := planner(store, net.Graph)
	results := make([]*plan.Coverage, 8)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() {
			results[i], _ = p.Coverage(context.Background(), plan.Request{Mode: []string{"", "walk"}[i%2]})
		})
	}
	all.Wait()
	for i, r := range results {
		if r == nil || r != results[0] {
			t.Errorf("results[%d] = %p, want the first one, %p", i, r, results[0])
		}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := p.Coverage(ended, plan.Request{K: 3}); err == nil {
		t.Error("Coverage with an ended context: no error")
	}
}

func TestJSONNames(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B")
	store := openStore(t)
	putDemand(t, store, stations.Demand{Point: net.At('A'), Weight: 1})
	text, err := json.Marshal(coverage(t, planner(store, net.Graph), plan.Request{}))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for object, want := range map[string][]string{
		"":         {"areas", "by_k", "cells", "datum", "demand", "gaps", "id", "profile", "revision", "roads", "stations", "times", "took_ms"},
		"stations": {"off_road", "unknown_hours", "used"},
		"cells":    {"covered", "no_way_out", "off_road", "total"},
		"demand":   {"covered", "share", "total"},
		"gaps":     {"adcode", "area_km2", "beyond", "cells", "centre", "demand", "id", "label", "worst_minutes"},
	} {
		part, _ := got[object].(map[string]any)
		if object == "" {
			part = got
		} else if list, ok := got[object].([]any); ok {
			part = list[0].(map[string]any)
		}
		var names []string
		for name := range part {
			names = append(names, name)
		}
		slices.Sort(names)
		if !slices.Equal(names, want) {
			t.Errorf("names in %q = %v, want %v", object, names, want)
		}
	}
}

func TestCircle(t *testing.T) {
	ctx := context.Background()
	net := roadstest.Draw(t, 200, "A--B--C--D")
	store := openStore(t)
	s := station(1, net.At('A'))
	putStations(t, store, s)
	p := planner(store, net.Graph)
	got, err := p.Circle(ctx, plan.CircleRequest{Station: s, Minutes: []float64{10, 5, 10}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Minutes != 5 || got[1].Minutes != 10 || got[1].Profile != "walk-15@2" {
		t.Fatalf("Circle(10, 5, 10) = %d results, want 5 and 10 minutes", len(got))
	}
	if !inside(net.At('B'), got[1].Area) || inside(net.At('D'), got[0].Area) {
		t.Error("B is 500 s away and D more than 5 minutes: want B inside 10 minutes and D outside 5")
	}
	for name, c := range map[string]struct {
		request plan.CircleRequest
		want    stations.Code
	}{
		"no place":       {plan.CircleRequest{}, stations.Invalid},
		"two places":     {plan.CircleRequest{Station: s, Point: &orb.Point{}}, stations.Invalid},
		"far away":       {plan.CircleRequest{Point: &orb.Point{0, 0}}, stations.Invalid},
		"too many times": {plan.CircleRequest{Station: s, Minutes: []float64{1, 2, 3, 4, 5, 6}}, stations.Invalid},
		"no such mode":   {plan.CircleRequest{Station: s, Mode: "fly"}, stations.Invalid},
	} {
		if _, err := p.Circle(ctx, c.request); stations.CodeOf(err) != c.want {
			t.Errorf("%s: Circle error = %v, want %s", name, err, c.want)
		}
	}
}

func fieldOf(err error) string {
	var e *stations.Error
	if !asError(err, &e) || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Field
}
