package course_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/course"
	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// city reads a real network, or skips.
func city(t testing.TB) *roads.Graph {
	t.Helper()
	const file = "../../../shared/data/roads/nanjing.osm.pbf"
	if _, err := os.Stat(file); err != nil {
		t.Skip("the network of Nanjing is not at hand: ", err)
	}
	g, _, err := osm.Build(t.Context(), file, osm.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// drive returns a fastest way of a lorry between two random nodes, and its
// time by the network; the walk back takes any arc that accounts for the time.
func drive(g *roads.Graph, rng *rand.Rand) (orb.LineString, roads.Millis) {
	from, to := roads.NodeID(rng.IntN(g.NumNodes())), roads.NodeID(rng.IntN(g.NumNodes()))
	times := map[roads.NodeID]roads.Millis{}
	s := roads.NewSearch(g, roads.Truck).AddSource(from, 0)
	for n, t, ok := s.Settle(); ok; n, t, ok = s.Settle() {
		times[n] = t
		if n == to {
			break
		}
	}
	if _, ok := times[to]; !ok || from == to {
		return nil, 0
	}
	line := orb.LineString{g.Point(to)}
	for n := to; n != from; line = append(line, g.Point(n)) {
		for _, arc := range g.In(roads.Truck).Of(n) {
			if t, ok := times[arc.To]; ok && t+arc.Cost == times[n] {
				n = arc.To
				break
			}
		}
	}
	slices.Reverse(line)
	return line, times[to]
}

// On the fastest ways of a real city the clock agrees with the network, and
// no call saves time.
func TestTheClockAgreesWithTheNetworkOfACity(t *testing.T) {
	g := city(t)
	rng := rand.New(rand.NewPCG(32, 118))
	for range 5 {
		line, want := drive(g, rng)
		if line == nil {
			continue
		}
		c := lines(t, line...)
		track := course.Match(c, g, roads.Truck)
		clock := course.Time(c, []*course.Track{track}, 1)
		if got := clock.Total() * 1000; math.Abs(got-float64(want)) > 0.002*float64(want)+1000 {
			t.Errorf("a way of %.1f km takes %.0f ms by the clock, %v by the network", c.Length()/1000, got, want)
		}
		a, err := track.Around(t.Context(), clock, 0, c.Length(), 15*60_000)
		if err != nil {
			t.Fatal(err)
		}
		for range 30 {
			near := line[rng.IntN(len(line))]
			tie, ok := g.Tie(roads.Truck, orb.Point{near[0] + 0.01*rng.NormFloat64(), near[1] + 0.01*rng.NormFloat64()})
			if !ok {
				continue
			}
			call, ok := a.Call(tie)
			if access := 2 * float64(tie.Access) / 1000; ok && call.Detour() < access-1.5 {
				t.Errorf("a call %v m from the road adds %v s, want %v s at least", tie.Distance, call.Detour(), access)
			}
		}
	}
}

func BenchmarkAround(b *testing.B) {
	g := city(b)
	line, _ := drive(g, rand.New(rand.NewPCG(32, 118)))
	c := lines(b, line...)
	b.ReportAllocs()
	for b.Loop() {
		track := course.Match(c, g, roads.Truck)
		clock := course.Time(c, []*course.Track{track}, 1)
		if _, err := track.Around(b.Context(), clock, 0, c.Length(), 15*60_000); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(c.Length()/1000, "km")
}
