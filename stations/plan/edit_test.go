package plan_test

import (
	"encoding/json"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
)

func TestEditsAreReadInTheirDatum(t *testing.T) {
	at := orb.Point{118.7781234, 32.0437654}
	for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
		c := datum.Out(at, d)
		text, err := json.Marshal(map[string]any{
			"add":    []any{map[string]any{"lon": c.Lon, "lat": c.Lat, "kind": "driver_home", "services": []string{"water"}, "hours": "24/7"}},
			"move":   []any{map[string]any{"id": "x", "lon": c.Lon, "lat": c.Lat}},
			"remove": []string{"y"},
			"hours":  []any{map[string]any{"id": "z", "hours": "Mo-Fr 09:00-17:00"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := plan.ReadEdits(text, d)
		if err != nil {
			t.Fatalf("ReadEdits in %v: %v", d, err)
		}
		for _, p := range []*orb.Point{&got.Add[0].Point, &got.Move[0].Point} {
			if math.Abs(p[0]-at[0]) > 1e-7 || math.Abs(p[1]-at[1]) > 1e-7 {
				t.Errorf("in %v: a place is read as %v, want %v", d, *p, at)
			}
			*p = at
		}
		want := plan.Edits{
			Add:    []plan.Addition{{Point: at, Kind: stations.DriverHome, Services: []stations.Service{"water"}, Hours: "24/7"}},
			Move:   []plan.Move{{ID: "x", Point: at}},
			Remove: []stations.ID{"y"},
			Hours:  []plan.Timing{{ID: "z", Hours: "Mo-Fr 09:00-17:00"}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("edits in %v (-want +got):\n%s", d, diff)
		}
	}
}

func FuzzReadEdits(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `null`, `[]`, `{"add":[{"lon":118.7,"lat":32}]}`, `{"add":[{"lon":1e309,"lat":32}]}`, `{"move":[{"id":"a","lon":1,"lat":2}],"remove":["b"]}`,
		`{"hours":[{"id":"a","hours":"24/7"}]}`, `{"add":[null,5,{}]}`, `{"hours":[{"hours":5}]}`, `{"remove":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := plan.ReadEdits(data, datum.GCJ02)
		if err != nil {
			if stations.CodeOf(err) != stations.Invalid {
				t.Errorf("ReadEdits(%q) error = %v, want Invalid", data, err)
			}
			return
		}
		for _, a := range e.Add {
			if !stations.ValidPoint(a.Point[0], a.Point[1]) {
				t.Errorf("ReadEdits(%q) has a station at %v", data, a.Point)
			}
		}
		if n := len(e.Add) + len(e.Move) + len(e.Remove) + len(e.Hours); n > plan.MaxEdits {
			t.Errorf("ReadEdits(%q) has %d edits, want at most %d", data, n, plan.MaxEdits)
		}
	})
}

func TestTrialsOfOneBaseDoNotMeet(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B--C--D--E--F--G--H")
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	p := planner(store, net.Graph)
	r := plan.Request{Minutes: 4, Res: 10}
	want := map[byte]int{}
	for _, at := range []byte("BCDEFGH") { // one after another, each on a base of its own
		e, err := planner(store, net.Graph).WhatIf(t.Context(), plan.Base{Request: r}, plan.Edits{Add: []plan.Addition{{Point: net.At(at)}}})
		if err != nil {
			t.Fatal(err)
		}
		want[at] = e.Cells.Gained
	}
	var all sync.WaitGroup
	for range 4 {
		for at, gained := range want {
			all.Go(func() {
				e, err := p.WhatIf(t.Context(), plan.Base{Request: r}, plan.Edits{Add: []plan.Addition{{Point: net.At(at)}}})
				if err != nil || e.Cells.Gained != gained {
					t.Errorf("a station at %c gains %+v cells, %v; want %d", at, e, err, gained)
				}
			})
		}
	}
	all.Wait()
	if want['B'] == want['H'] {
		t.Error("B and H gain the same, want H to gain more")
	}
}

func TestWhatIfOfAnUnknownBase(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B")
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	p := planner(store, net.Graph)
	if _, err := p.WhatIf(t.Context(), plan.Base{ID: "0123456789abcdef"}, plan.Edits{}); stations.CodeOf(err) != stations.NotFound {
		t.Errorf("WhatIf of no run: error = %v, want NotFound", err)
	}
	if _, err := p.WhatIf(t.Context(), plan.Base{}, plan.Edits{Add: make([]plan.Addition, plan.MaxEdits+1)}); fieldOf(err) != "add" {
		t.Errorf("WhatIf with too many edits: error = %v, want one about add", err)
	}
	first := coverage(t, p, plan.Request{})
	putStations(t, store, station(2, net.At('B')))
	e, err := p.WhatIf(t.Context(), plan.Base{ID: first.ID}, plan.Edits{})
	if err != nil || e.Stations.From != 1 || e.Revision != first.Revision {
		t.Errorf("a base of before a write = %+v, %v; want its own station and revision", e, err)
	}
}

func TestTheMostStationsThatMayBeAskedFor(t *testing.T) {
	net := roadstest.Draw(t, 200, "A--B")
	store := openStore(t)
	for i := range plan.MaxK {
		putStations(t, store, station(i, net.At('A')))
	}
	p := planner(store, net.Graph)
	r := plan.Request{K: plan.MaxK}
	if c := coverage(t, p, r); c.Counts.Covered == 0 {
		t.Errorf("%d stations at A cover %d cells for k = %[1]d, want some", plan.MaxK, c.Counts.Covered)
	}
	e, err := p.WhatIf(t.Context(), plan.Base{Request: r}, plan.Edits{Remove: []stations.ID{station(3, net.At('A')).ID}})
	if err != nil || e.Cells.To.Covered != 0 {
		t.Errorf("without one of them: %+v, %v; want no cell covered", e, err)
	}
}
