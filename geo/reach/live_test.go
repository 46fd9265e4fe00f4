package reach_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// trials makes random edits of a base and compares each with a field that
// runs with the stations as they are then.
type trials struct {
	g       *roads.Graph
	mode    roads.Mode
	k       int
	horizon roads.Millis
	base    []reach.Source // in any order of stations, some with several doors
	spare   []roads.Tie    // where stations come
	places  []roads.Tie
}

// edit draws 1 … 5 changes, and returns what they leave of the base.
func (c *trials) edit(r *rand.Rand) (reach.Edit, []reach.Source) {
	var e reach.Edit
	left := slices.Clone(c.base)
	for range 1 + r.IntN(5) {
		station := int32(r.IntN(len(c.base) + 3)) // some never were
		if r.IntN(3) > 0 && !slices.Contains(e.Remove, station) {
			e.Remove = append(e.Remove, station)
			left = slices.DeleteFunc(left, func(s reach.Source) bool { return s.Station == station })
		}
		if r.IntN(2) == 0 {
			e.Add = append(e.Add, reach.Source{Tie: c.spare[r.IntN(len(c.spare))], Station: station})
		}
	}
	return e, append(left, e.Add...)
}

// run makes n edits and returns how many of the places' labels they changed.
func (c *trials) run(t *testing.T, r *rand.Rand, n int) (changed int) {
	t.Helper()
	live, err := reach.NewLive(t.Context(), reach.NewField(c.g, c.mode, c.k), c.base, located(c.g, c.mode, c.places), c.horizon)
	if err != nil {
		t.Fatal(err)
	}
	whole := reach.NewField(c.g, c.mode, c.k)
	before := c.labels(t, whole, c.base)
	for range n {
		e, sources := c.edit(r)
		places, err := live.Try(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		after := c.labels(t, whole, sources)
		for i := range c.places {
			if diff := cmp.Diff(after[i], live.From(reach.Locate(c.g, c.mode, c.places[i]), []reach.Label{})); diff != "" {
				t.Fatalf("%v, %d of %d, after %+v: From(place %d) differs (-full run +trial):\n%s", c.mode, c.k, len(c.base), e, i, diff)
			}
			if !slices.Equal(before[i], after[i]) {
				changed++
				if !slices.Contains(places, int32(i)) {
					t.Fatalf("Try(%+v) does not name place %d, which changed from %v to %v", e, i, before[i], after[i])
				}
			}
		}
	}
	if _, err := live.Try(t.Context(), reach.Edit{}); err != nil {
		t.Fatal(err)
	}
	for i := range c.places {
		if got := live.From(reach.Locate(c.g, c.mode, c.places[i]), []reach.Label{}); !slices.Equal(got, before[i]) {
			t.Fatalf("after an empty edit: From(place %d) = %v, want that of the base, %v", i, got, before[i])
		}
	}
	return changed
}

// located turns ties into places.
func located(g *roads.Graph, m roads.Mode, ties []roads.Tie) []reach.Place {
	out := make([]reach.Place, len(ties))
	for i, t := range ties {
		out[i] = reach.Locate(g, m, t)
	}
	return out
}

func (c *trials) labels(t *testing.T, f *reach.Field, sources []reach.Source) [][]reach.Label {
	t.Helper()
	if err := f.Run(t.Context(), sources, c.horizon); err != nil {
		t.Fatal(err)
	}
	out := make([][]reach.Label, len(c.places))
	for i, p := range c.places {
		out[i] = f.At(p, []reach.Label{})
	}
	return out
}

func TestATrialEqualsAFullRun(t *testing.T) {
	changed := 0
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 9))
		w := newTown(t, r)
		m := []roads.Mode{roads.Walk, roads.Ride2, roads.Truck2}[seed%3]
		c := trials{
			g: w.graph, mode: m, k: 1 + r.IntN(4), horizon: roads.Millis(1+r.IntN(15)) * minute,
			spare: scatter(w.graph, m, 12, seed), places: scatter(w.graph, m, 40, seed+1000),
		}
		for i, tie := range scatter(w.graph, m, 1+r.IntN(12), seed+2000) {
			c.base = append(c.base, reach.Source{Tie: tie, Station: int32(i - i%5/4)}) // each fifth is a second door
		}
		for n := range roads.NodeID(w.graph.NumNodes()) { // some stations and places at nodes
			if tie, ok := w.graph.Tie(m, w.graph.Point(n)); ok {
				c.spare, c.places = append(c.spare, tie), append(c.places, tie)
			}
		}
		if len(c.base) > 0 && len(c.spare) > 0 {
			changed += c.run(t, r, 25)
		}
	}
	if changed < 1000 {
		t.Errorf("the edits changed %d labels, want many more", changed)
	}
}

func TestATrialInRealStreetsEqualsAFullRun(t *testing.T) {
	g := city(t, "nanjing_xuanwu")
	for _, m := range []roads.Mode{roads.Walk2, roads.Truck2} {
		c := trials{
			g: g, mode: m, k: 2, horizon: 10 * minute, base: stationsAt(scatter(g, m, 600, 1)),
			spare: scatter(g, m, 200, 2), places: scatter(g, m, 300, 3),
		}
		if changed := c.run(t, rand.New(rand.NewPCG(4, 5)), 100); changed < 100 {
			t.Errorf("by %v: the edits changed %d labels, want many more", m, changed)
		}
	}
}

func TestATrialThatEndsEarlyLeavesTheBase(t *testing.T) {
	g := city(t, "nanjing_xuanwu")
	sources, places := stationsAt(scatter(g, roads.Walk, 20, 1)), scatter(g, roads.Walk, 50, 2)
	spots := located(g, roads.Walk, places)
	live, err := reach.NewLive(t.Context(), reach.NewField(g, roads.Walk, 2), sources, spots, 15*minute)
	if err != nil {
		t.Fatal(err)
	}
	want := live.From(spots[7], nil)
	ended, end := context.WithCancel(t.Context())
	end()
	for name, e := range map[string]reach.Edit{
		"a station that goes":      {Remove: []int32{want[0].Station}},
		"a station that comes":     {Add: []reach.Source{{Tie: places[7], Station: 20}}},
		"a negative station":       {Add: []reach.Source{{Tie: places[7], Station: -1}}},
		"one that went and came":   {Remove: []int32{want[0].Station}, Add: []reach.Source{{Tie: places[7], Station: 20}}},
		"a source on no such edge": {Add: []reach.Source{{Tie: roads.Tie{Edge: roads.EdgeID(g.NumEdges())}}}},
	} {
		if _, err := live.Try(ended, e); err == nil {
			t.Errorf("%s: Try with an ended context: no error", name)
		}
		if got := live.From(spots[7], nil); !slices.Equal(got, want) {
			t.Errorf("%s: From = %v afterwards, want that of the base, %v", name, got, want)
		}
	}
}

func TestAStationThatIsRemovedTwiceGoesOnce(t *testing.T) {
	n := roadstest.Draw(t, 100, `A-------B`)
	place := reach.Locate(n.Graph, roads.Walk, spot(t, n, roads.Walk, "AB 0.25", 0))
	station := []reach.Source{{Tie: spot(t, n, roads.Walk, "AB 0.5", 0)}}
	live, err := reach.NewLive(t.Context(), reach.NewField(n.Graph, roads.Walk, 1), station, nil, 60*minute)
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range [][]int32{{0, 0}, {0}} { // the first is taken back before the second
		if _, err := live.Try(t.Context(), reach.Edit{Remove: gone}); err != nil {
			t.Fatal(err)
		}
		if got := live.From(place, nil); len(got) > 0 {
			t.Errorf("From(a place beside the station) = %v after %v went, want nothing", got, gone)
		}
	}
}

// BenchmarkTry is one station that comes to Nanjing, goes or moves, with what
// it does to the times from 50,000 places, beside the whole computation.
func BenchmarkTry(b *testing.B) {
	g := city(b, "nanjing")
	const stations = 5000
	sources, places := stationsAt(scatter(g, roads.Walk2, stations, 1)), located(g, roads.Walk2, scatter(g, roads.Walk2, 50_000, 2))
	f := reach.NewField(g, roads.Walk2, 2)
	live, err := reach.NewLive(b.Context(), f, sources, places, 60*minute)
	if err != nil {
		b.Fatal(err)
	}
	labels := make([]reach.Label, 0, 2)
	spare := scatter(g, roads.Walk2, 1000, 3)
	for name, edit := range map[string]func(i int) reach.Edit{
		"add": func(i int) reach.Edit {
			return reach.Edit{Add: []reach.Source{{Tie: spare[i%1000], Station: stations}}}
		},
		"remove": func(i int) reach.Edit { return reach.Edit{Remove: []int32{int32(i * 7 % stations)}} },
		"move": func(i int) reach.Edit {
			s := int32(i * 7 % stations)
			return reach.Edit{Remove: []int32{s}, Add: []reach.Source{{Tie: spare[i%1000], Station: s}}}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				changed, err := live.Try(b.Context(), edit(i))
				if err != nil {
					b.Fatal(err)
				}
				for _, place := range changed {
					labels = live.From(places[place], labels[:0])
				}
			}
		})
	}
	b.Run("everything again", func(b *testing.B) {
		whole := reach.NewField(g, roads.Walk2, 2)
		b.ReportAllocs()
		for b.Loop() {
			if err := whole.Run(b.Context(), sources, 60*minute); err != nil {
				b.Fatal(err)
			}
			for _, place := range places {
				labels = whole.From(place, labels[:0])
			}
		}
	})
}
