package reach_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// city builds the graph of a real extract, or skips.
func city(t testing.TB, name string) *roads.Graph {
	t.Helper()
	path := "../../../shared/data/roads/" + name + ".osm.pbf"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no road data: ", name)
	}
	g, _, err := osm.Build(context.Background(), path, osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// scatter ties n random places near the roads of a mode.
func scatter(g *roads.Graph, m roads.Mode, n int, seed uint64) []roads.Tie {
	rng := rand.New(rand.NewPCG(seed, 1))
	ties := make([]roads.Tie, 0, n)
	for tries := 0; len(ties) < n && tries < 100*n; tries++ {
		// Around a node, not anywhere in the box: stations stand in streets.
		p := g.Point(roads.NodeID(rng.IntN(g.NumNodes())))
		p = orb.Point{p[0] + (rng.Float64()-0.5)*0.002, p[1] + (rng.Float64()-0.5)*0.002}
		if t, ok := g.Tie(m, p); ok {
			ties = append(ties, t)
		}
	}
	return ties
}

func stationsAt(ties []roads.Tie) []reach.Source {
	out := make([]reach.Source, len(ties))
	for i, t := range ties {
		out[i] = reach.Source{Tie: t, Station: int32(i)}
	}
	return out
}

func TestFieldOfRealStreets(t *testing.T) {
	for _, name := range []string{"nanjing_xuanwu", "beijing_cau"} {
		g := city(t, name)
		for m := range roads.Mode(roads.NumModes) {
			if g.NumStates(m) > g.NumNodes() {
				continue // the oracle knows nothing of banned turns; turn_test.go does
			}
			sources := stationsAt(scatter(g, m, 30, 1))
			sources = append(sources, reach.Source{Tie: sources[3].Tie, Station: int32(len(sources))}) // two at one position
			f := reach.NewField(g, m, 3)
			if err := f.Run(context.Background(), sources, 15*minute); err != nil {
				t.Fatal(err)
			}
			o := newOracle(g, m, sources)
			places := append(scatter(g, m, 150, 2), scatter(g, m, 20, 1)...) // some where stations are
			labels := 0
			for _, p := range places {
				got := f.At(p, nil)
				labels += len(got)
				if diff := cmp.Diff(o.nearest(p, 3, 15*minute), got); diff != "" {
					t.Fatalf("%s by %v: At(edge %d, %v) differs (-want +got):\n%s", name, m, p.Edge, p.Fraction, diff)
				}
			}
			t.Logf("%s by %v: %d labels of %d places agree", name, m, labels, len(places))
		}
	}
}

func TestCirclesOfRealStreets(t *testing.T) {
	for _, name := range []string{"nanjing_xuanwu", "hk_island"} {
		g := city(t, name)
		var sum score
		for _, place := range scatter(g, roads.Walk, 12, 3) {
			f := reach.NewField(g, roads.Walk, 1)
			isos, err := f.Circle(context.Background(), place, 5*minute, 15*minute)
			if err != nil {
				t.Fatal(err)
			}
			for _, iso := range isos {
				checkArea(t, iso.Area)
				s := byField(g, f, iso)
				sum = score{sum.hit + s.hit, sum.miss + s.miss, sum.wrong + s.wrong, max(sum.farthest, s.farthest)}
			}
		}
		t.Logf("%s: F1 %.4f over nodes (%d right, %d missed, at most %.1f m outside, %d wrong)",
			name, sum.f1(), sum.hit, sum.miss, sum.farthest, sum.wrong)
		if sum.f1() < 0.95 || sum.farthest > 25 {
			t.Errorf("%s: F1 = %.4f, farthest %.1f m, want 0.95 or more, 25 or less", name, sum.f1(), sum.farthest)
		}
	}
}

// byField compares a circle with the times of the field that drew it, which
// other tests hold to the oracle.
func byField(g *roads.Graph, f *reach.Field, iso reach.Isochrone) score {
	var s score
	seen := make([]bool, g.NumNodes())
	box := iso.Area.Bound().Pad(0.002)
	g.Visit(box, func(e roads.EdgeID) bool {
		a, b := g.Ends(e)
		for i, n := range []roads.NodeID{a, b} {
			if seen[n] || !g.Permit(e).Open(roads.Walk) {
				continue
			}
			seen[n] = true
			l := f.At(tie(g, roads.Walk, e, float64(i), 0), nil)
			s.add(len(l) > 0 && l[0].Time <= iso.Limit, toArea(iso.Area, g.Point(n)))
		}
		return true
	})
	return s
}

func TestRoadCellsOfRealStreets(t *testing.T) {
	g := city(t, "nanjing_xuanwu")
	got := reach.RoadCells(g, roads.Walk, 9, nil)
	if want := walked(g, roads.Walk, 9); !slices.Equal(got, want) {
		t.Errorf("RoadCells = %d cells, want the %d of a walk", len(got), len(want))
	}
}
