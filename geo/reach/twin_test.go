package reach_test

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// twoProcessors lets Run split its stations for the test.
func twoProcessors(t *testing.T) {
	before := runtime.GOMAXPROCS(2)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

func TestTwoProcessorsFindWhatTheOracleFinds(t *testing.T) {
	twoProcessors(t)
	g := city(t, "nanjing_xuanwu")
	sources := stationsAt(scatter(g, roads.Walk, 700, 5))
	o := newOracle(g, roads.Walk, sources)
	f := reach.NewField(g, roads.Walk, 3)
	places := append(scatter(g, roads.Walk, 150, 6), scatter(g, roads.Walk, 50, 5)...) // some where stations are
	for _, horizon := range []roads.Millis{15 * minute, 4 * minute} {                  // the second after the first, on the same field
		if err := f.Run(context.Background(), sources, horizon); err != nil {
			t.Fatal(err)
		}
		for _, p := range places {
			if diff := gocmp.Diff(o.nearest(p, 3, horizon), f.At(p, nil)); diff != "" {
				t.Fatalf("within %d ms At(edge %d, %v) differs (-want +got):\n%s", horizon, p.Edge, p.Fraction, diff)
			}
		}
	}
}

// TestManyStationsAreNoMoreThanEachAlone holds waves, blocks and halves to
// searches from one station each, which know neither, where turns are banned.
func TestManyStationsAreNoMoreThanEachAlone(t *testing.T) {
	twoProcessors(t)
	g := city(t, "nanjing_xuanwu")
	for _, m := range []roads.Mode{roads.Ride2, roads.Truck2} {
		if g.NumStates(m) == g.NumNodes() {
			t.Fatalf("%v: no turn is banned, want some", m)
		}
		sources, places := stationsAt(scatter(g, m, 600, 5)), located(g, m, scatter(g, m, 200, 6))
		const k, horizon = 2, 20 * minute
		alone := reach.NewField(g, m, 1)
		want := make([][]reach.Label, len(places))
		for _, s := range sources {
			if err := alone.Run(t.Context(), []reach.Source{s}, horizon); err != nil {
				t.Fatal(err)
			}
			for i, p := range places {
				want[i] = alone.From(p, want[i])
			}
		}
		for i := range places {
			slices.SortStableFunc(want[i], func(a, b reach.Label) int { return cmp.Compare(a.Time, b.Time) })
			want[i] = want[i][:min(k, len(want[i]))]
		}
		all := reach.NewField(g, m, k)
		for _, first := range []int{len(sources), 0, 7, 300} {
			if err := all.Run(t.Context(), sources[:first], horizon); err != nil {
				t.Fatal(err)
			}
			if err := all.Add(t.Context(), sources[first:]); err != nil {
				t.Fatal(err)
			}
			for i, p := range places {
				if got := all.From(p, nil); !slices.Equal(got, want[i]) {
					t.Fatalf("%v, %d stations first: From(place %d) = %v, want %v", m, first, i, got, want[i])
				}
			}
		}
	}
}

func TestTwoProcessorsStopWithTheContext(t *testing.T) {
	twoProcessors(t)
	g := city(t, "nanjing_xuanwu")
	sources := stationsAt(scatter(g, roads.Walk, 700, 5))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	f := reach.NewField(g, roads.Walk, 2)
	if err := f.Run(ctx, sources, 15*minute); !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want Canceled", err)
	}
	place := sources[0].Tie
	if got := f.At(place, nil); got != nil {
		t.Errorf("At after a stopped Run = %v, want none", got)
	}
	if err := f.Run(context.Background(), sources, 15*minute); err != nil || len(f.At(place, nil)) != 2 {
		t.Errorf("Run again = %v, %v, want two labels", err, f.At(place, nil))
	}
}

func TestNobodySetsOutFromNowhere(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {300, 0}}, []street{{0, 1, both}})
	here := tie(g, roads.Walk, 0, 0.5, 0)
	f := reach.NewField(g, roads.Walk, 1)
	if err := f.Run(context.Background(), []reach.Source{{Tie: here}}, hour); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]reach.Place{
		"the zero place":        {},
		"an edge off the graph": reach.Locate(g, roads.Walk, roads.Tie{Edge: 1}),
		"a mode that is none":   reach.Locate(g, roads.NumModes, here),
	} {
		if got := f.From(p, nil); got != nil {
			t.Errorf("From(%s) = %v, want none", name, got)
		}
	}
	if got := f.From(reach.Locate(g, roads.Walk, here), nil); len(got) != 1 {
		t.Errorf("From(the station's own place) = %v, want one label", got)
	}
}

// TestASearchTakesFewBytes adds up what the search of one mode has in memory:
// chains and labels as the heap counts them, without the star that only
// changes of a Live field follow; and what it looks up in the graph's own
// arrays: the ends of an edge (8 bytes), its permit (2) and its cost (4).
func TestASearchTakesFewBytes(t *testing.T) {
	g := city(t, "nanjing")
	sources := stationsAt(scatter(g, roads.Walk, 500, 1))
	before := inUse(t)
	f := reach.NewField(g, roads.Walk, 1)
	if err := f.Run(context.Background(), sources, 15*minute); err != nil {
		t.Fatal(err)
	}
	inHeap := int(inUse(t) - before)
	runtime.KeepAlive(f)
	own := inHeap
	if c := g.Chains(roads.Walk); &c.Out.Arcs[0] != &c.In.Arcs[0] {
		own -= 8*len(c.Out.Arcs) + 4*len(c.Out.First)
	}
	arcs := len(g.In(roads.Walk).Arcs)
	perArc := float64(own+g.NumEdges()*(8+2+4)) / float64(arcs)
	t.Logf("%d arcs: %.1f bytes each, %.1f of them in the heap", arcs, perArc, float64(own)/float64(arcs))
	if perArc > 24 {
		t.Errorf("a search takes %.1f bytes per arc, want 24 at most", perArc)
	}
}

// inUse returns the bytes that are in use.
func inUse(t *testing.T) uint64 {
	t.Helper()
	runtime.GC()
	runtime.GC() // what finalizers and pools held the first time
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
