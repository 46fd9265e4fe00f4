package plan_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// busy makes demand of which two rows in three have weights by hour.
func busy(r *rand.Rand, q quarter, n int) []stations.Demand {
	var rows []stations.Demand
	for i, p := range scatter(r, q.graph, n) {
		row := stations.Demand{Cell: hex.At(p, 8+i%4), Weight: float64(r.IntN(90))}
		if i%3 > 0 {
			row.Hours = new(stations.DayWeights)
			for h := range row.Hours {
				row.Hours[h] = float64(max(0, r.IntN(20)-10))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func TestTheHourOfTheQuestionWeighsTheDemand(t *testing.T) {
	q := newQuarter(t, 5)
	store := openStore(t)
	putStations(t, store, q.stations...)
	rows := busy(rand.New(rand.NewPCG(41, 42)), q, 50)
	putDemand(t, store, rows...)
	p, ids := planner(store, q.graph), map[string]bool{}
	for _, at := range []string{"", "2026-05-06T00:59", "2026-05-06T08:00", "2026-05-06T00:00:00Z", "2026-05-06T23:00"} {
		want := 0.0
		for _, row := range rows {
			switch moment, err := plan.ParseTime(at); {
			case err != nil || row.Hours == nil:
				want += row.Weight
			default:
				want += row.Hours[moment.Hour()]
			}
		}
		c := coverage(t, p, plan.Request{At: at, Res: 10})
		if math.Abs(c.Demand.Total-want) > 1e-9 {
			t.Errorf("at %q: demand = %v, want %v", at, c.Demand.Total, want)
		}
		ids[c.ID] = true
		again, err := planner(store, q.graph).Recall(t.Context(), c.ID)
		if err != nil || again.Demand != c.Demand && cmp.Diff(again.Demand, c.Demand) != "" {
			t.Errorf("at %q: Recall = %+v, %v, want the same demand", at, again, err)
		}
	}
	if len(ids) != 4 {
		t.Errorf("%d ids of five questions, want 4: one moment is asked for in two ways", len(ids))
	}
}

func TestTheAtlasWeighsEachHourByItself(t *testing.T) {
	q := newQuarter(t, 12)
	store := openStore(t)
	for i, s := range q.stations {
		s.Hours = []string{"24/7", "Mo-Su 08:00-20:00"}[i%2]
	}
	putStations(t, store, q.stations...)
	putDemand(t, store, busy(rand.New(rand.NewPCG(43, 44)), q, 60)...)
	p := planner(store, q.graph)
	r := plan.Request{Minutes: 6, Res: 10, At: "2026-05-06T15:20"}
	atlas, err := p.Atlas(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	totals := map[float64]bool{}
	for h, got := range atlas.Hours {
		r.At = fmt.Sprintf("2026-05-06T%02d:00:00+08:00", h)
		c := coverage(t, p, r)
		want := plan.Hour{At: r.At, Stations: c.Stations.Used, Cells: c.Counts.Covered, Demand: c.Demand}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("hour %d (-coverage +atlas):\n%s", h, diff)
		}
		totals[got.Demand.Total] = true
	}
	if len(totals) < 10 {
		t.Errorf("the hours have %d different totals, want many of 24", len(totals))
	}
}

func TestSeveralLayersAreAddedUp(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B--C")
	store := openStore(t)
	put := func(layer string, rows ...stations.Demand) {
		t.Helper()
		if _, err := store.PutDemand(t.Context(), layer, rows); err != nil {
			t.Fatal(err)
		}
	}
	put("residents", stations.Demand{Point: net.At('A'), Weight: 10}, stations.Demand{Point: net.At('B'), Weight: 4})
	put("orders", stations.Demand{Point: net.At('A'), Weight: 3})
	put("a,b", stations.Demand{Point: net.At('C'), Weight: 7})
	p, ids := planner(store, net.Graph), map[string]string{}
	for layer, want := range map[string]struct {
		total float64
		name  string
	}{
		`"residents"`:                  {14, "residents"},
		`"residents,orders"`:           {17, "orders,residents"},
		`"orders , residents, orders"`: {17, "orders,residents"},
		`["residents","orders"]`:       {17, "orders,residents"},
		`["orders"]`:                   {3, "orders"},
		`"a,b"`:                        {7, "a,b"},
	} {
		var r plan.Request
		if err := json.Unmarshal([]byte(`{"res":10,"layer":`+layer+`}`), &r); err != nil {
			t.Fatalf("layer %s: %v", layer, err)
		}
		c := coverage(t, p, r)
		if c.Demand.Total != want.total || c.Request.Layer != want.name {
			t.Errorf("layer %s = %v of %q, want %v of %q", layer, c.Demand.Total, c.Request.Layer, want.total, want.name)
		}
		if id := ids[want.name]; id != "" && id != c.ID {
			t.Errorf("layer %s has id %s, want %s as other spellings of it", layer, c.ID, id)
		}
		ids[want.name] = c.ID
	}
	put("orders", stations.Demand{Point: net.At('A'), Weight: 4})
	if c := coverage(t, p, plan.Request{Res: 10, Layer: "orders,residents"}); c.ID == ids["orders,residents"] || c.Demand.Total != 18 {
		t.Errorf("with another version of one layer: id %s of %v, want a new one of 18", c.ID, c.Demand.Total)
	}
	for _, layer := range []string{"", "orders,parcels", "orders,"} {
		if _, err := p.Coverage(t.Context(), plan.Request{Layer: layer}); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("layer %q: error = %v, want Invalid", layer, err)
		}
	}
	var r plan.Request
	if err := json.Unmarshal([]byte(`{"layer":{"name":"orders"}}`), &r); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("a layer that is no text: error = %v, want Invalid", err)
	}
}

func TestUnmetSearchesAreALayer(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B--C")
	store := openStore(t)
	today := time.Date(2026, 5, 1, 0, 0, 0, 0, stations.Zone()) // the planner's clock says 20:00 of that day
	cell := hex.At(net.At('B'), stations.UnmetResolution)
	search := func(at time.Time, searches int) stations.Unmet {
		return stations.Unmet{Hour: at.UTC(), Cell: cell, Searches: searches}
	}
	if err := store.AddUnmet(t.Context(), []stations.Unmet{
		search(today.Add(-time.Hour), 10), search(today.Add(-2*time.Hour), 9), // nine are never shown
		search(today.Add(-25*time.Hour), 30), search(today.AddDate(0, 0, -plan.UnmetDays), 100),
		search(today, 1000), search(today.AddDate(0, 0, -plan.UnmetDays).Add(-time.Hour), 1000), // not in those days
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.PutDemand(t.Context(), "residents", []stations.Demand{{Point: net.At('A'), Weight: 5}}); err != nil {
		t.Fatal(err)
	}
	p := planner(store, net.Graph)
	for _, c := range []struct {
		layer, at string
		want      float64
	}{{"unmet", "", 140}, {"unmet", "2026-05-06T23:30", 40}, {"residents,unmet", "2026-05-06T00:00", 105}, {"unmet", "2026-05-06T12:00", 0}} {
		if got := coverage(t, p, plan.Request{Layer: c.layer, At: c.at}).Demand.Total; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("layer %s at %q = %v, want %v", c.layer, c.at, got, c.want)
		}
	}
	c := coverage(t, p, plan.Request{Layer: "unmet"})
	if err := store.AddUnmet(t.Context(), []stations.Unmet{search(today.Add(12*time.Hour), 50)}); err != nil {
		t.Fatal(err)
	}
	later := plan.NewPlanner(store, []*roads.Graph{net.Graph}, func() time.Time { return today.AddDate(0, 0, 20) })
	again, err := later.Recall(t.Context(), c.ID)
	if err != nil || !slices.Equal(again.Cells, c.Cells) {
		t.Errorf("Recall weeks later = %v, want the same cells", err)
	}
	if now := coverage(t, later, plan.Request{Layer: "unmet"}); now.ID == c.ID || now.Demand.Total == c.Demand.Total {
		t.Errorf("asked weeks later: %v, want other days than those of %v", now.Demand.Total, c.Demand.Total)
	}
	if _, err := store.PutDemand(t.Context(), "unmet", []stations.Demand{{Point: net.At('A'), Weight: 6}}); err != nil {
		t.Fatal(err)
	}
	if got := coverage(t, p, plan.Request{Layer: "unmet"}).Demand.Total; got != 6 {
		t.Errorf("an imported layer of that name = %v, want 6", got)
	}
}
