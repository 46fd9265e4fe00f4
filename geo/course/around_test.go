package course_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/course"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// town is a net with wide and narrow streets and one-ways.
func town(t testing.TB, signs ...string) *roadstest.Net {
	return roadstest.Draw(t, 50, `
		A==B==C==D==E
		|  |  ^  |  |
		F--G>-H--I-<J
		|  v  |  |  |
		K==L==M==N==O
		|  |  |  ^  |
		P--Q-<R--S->T
		|  |  |  |  |
		U==V--W==X--Y
	`, signs...)
}

// minute is a budget that covers the whole town.
const minute = 60_000 * roads.Millis(1)

// through returns the course over the nodes of a path.
func through(t testing.TB, net *roadstest.Net, path string) *course.Course {
	t.Helper()
	var line []orb.Point
	for i := range path {
		line = append(line, net.At(path[i]))
	}
	return lines(t, line...)
}

// beside returns the network beside a whole course, for lorries.
func beside(t testing.TB, net *roadstest.Net, path string, budget roads.Millis) (*course.Around, *course.Clock) {
	t.Helper()
	c := through(t, net, path)
	track := course.Match(c, net.Graph, roads.Truck)
	clock := course.Time(c, []*course.Track{track}, 10)
	a, err := track.Around(t.Context(), clock, 0, c.Length(), budget)
	if err != nil {
		t.Fatal(err)
	}
	return a, clock
}

// call calls at a place so many metres east and north of a node.
func call(t testing.TB, net *roadstest.Net, a *course.Around, node byte, east, north float64) (course.Call, bool) {
	t.Helper()
	tie, ok := net.Tie(roads.Truck, roadstest.Shift(net.At(node), east, north))
	if !ok {
		t.Fatalf("no road near %c", node)
	}
	return a.Call(tie)
}

func TestClockTakesTheSpeedOfTheRoad(t *testing.T) {
	net := town(t)
	for _, c := range []struct {
		sentence, path string
		seconds        float64
	}{
		{"a primary road", "ABCDE", 600 / (55 / 3.6)},
		{"a residential one", "AFKPU", 400 / (35 / 3.6)},
		{"no road across the blocks", "AGMSY", 4 * math.Hypot(150, 100) / 10},
		{"a one-way against its direction is no road", "JIHG", 300/(35/3.6) + 150/10.0},
	} {
		way := through(t, net, c.path)
		track := course.Match(way, net.Graph, roads.Truck)
		got := course.Time(way, []*course.Track{track}, 10).Total()
		if math.Abs(got-c.seconds) > 0.1 {
			t.Errorf("%s: Total = %.1f s, want %.1f s", c.sentence, got, c.seconds)
		}
	}
}

func TestCall(t *testing.T) {
	net := town(t)
	const slow, fast = 35 / 3.6, 55 / 3.6
	for _, c := range []struct {
		sentence, path string
		node           byte
		east, north    float64 // of the place from the node
		seconds, more  float64 // what a call adds; metres
		reached        bool
	}{
		{"a place on the way costs nothing", "KLMNO", 'M', 0, 0, 0, 0, true},
		{"a block beside the way: there and back", "KLMNO", 'F', 0, 0, 2 * 100 / slow, 200, true},
		{"into a one-way: back over the next block", "KLMNO", 'H', 0, 0, 2 * 100 / slow, 200, true},
		{"a place that only a one-way leads to", "ABC", 'G', 0, 0, 2 * 100 / slow, 200, true},
		{"a shortcut is not taken off", "AFGBC", 'B', 0, 0, 0, 0, true},
		{"a yard beside the way: into it and out of it at 10 km/h, by the detour of 1.3", "KLMNO", 'L', 40, -20, 2 * 20 * 1.3 / (10 / 3.6), 40, true},
		{"the same on the way back", "ONMLK", 'L', 40, -20, 2 * 20 * 1.3 / (10 / 3.6), 40, true},
		{"halfway down a street beside the way", "KLMNO", 'L', 0, -50, 2 * 50 / slow, 100, true},
		{"before the start one turns back", "LMN", 'K', 0, 0, 2 * 150 / fast, 300, true},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			a, _ := beside(t, net, c.path, minute)
			got, ok := call(t, net, a, c.node, c.east, c.north)
			if ok != c.reached || math.Abs(got.Detour()-c.seconds) > 0.1 || math.Abs(got.Metres-c.more) > 1 {
				t.Errorf("Call(%c) beside %s = %.1f s, %.0f m, %v, want %.1f s, %.0f m, %v", c.node, c.path, got.Detour(), got.Metres, ok, c.seconds, c.more, c.reached)
			}
		})
	}
}

func TestCallEndsAtTheBudget(t *testing.T) {
	net := town(t)
	for _, c := range []struct {
		budget roads.Millis
		want   bool
	}{{20_000, false}, {21_000, true}} { // two blocks of 100 m at 35 km/h take 20.6 s
		a, _ := beside(t, net, "ABCDE", c.budget)
		if _, ok := call(t, net, a, 'K', 0, 0); ok != c.want {
			t.Errorf("Call with a budget of %v ms = %v, want %v", c.budget, ok, c.want)
		}
	}
}

func TestCallOnAWayThatTurnsBack(t *testing.T) {
	net := town(t)
	a, clock := beside(t, net, "KLMNONMLK", minute)
	got, ok := call(t, net, a, 'L', 0, 0)
	if !ok || got.Detour() < 0 || got.Detour() > 1 || got.In > clock.Total()/2 {
		t.Errorf("Call at a place that is passed twice = %+v, %v, want no detour at the first pass", got, ok)
	}
	if got, ok = call(t, net, a, 'Q', 0, 0); !ok || math.Abs(got.Detour()-200/(35/3.6)) > 0.1 {
		t.Errorf("Call beside a way that turns back adds %.1f s, want 20.6 s", got.Detour())
	}
}

// relaxed is the slow oracle: the times of all nodes when those on the course
// keep theirs, by relaxing every arc until nothing changes.
func relaxed(g *roads.Graph, star *roads.Star, fixed map[roads.NodeID]float64) []float64 {
	times := make([]float64, g.NumNodes())
	for n := range times {
		times[n] = math.Inf(1)
		if t, there := fixed[roads.NodeID(n)]; there {
			times[n] = t
		}
	}
	for changed := true; changed; {
		changed = false
		for n := range times {
			for _, arc := range star.Of(roads.NodeID(n)) {
				_, there := fixed[arc.To]
				if t := times[n] + float64(arc.Cost)/1000; !there && t < times[arc.To] {
					times[arc.To], changed = t, true
				}
			}
		}
	}
	return times
}

// wander returns a random way by open streets that passes no node twice.
func wander(rng *rand.Rand, net *roadstest.Net) string {
	name := map[roads.NodeID]byte{}
	for c := byte('A'); c <= 'Y'; c++ {
		name[net.Node(c)] = c
	}
	path := string('A' + byte(rng.IntN(25)))
	seen := map[byte]bool{path[0]: true}
	for {
		var next []byte
		for _, arc := range net.Out(roads.Truck).Of(net.Node(path[len(path)-1])) {
			if c := name[arc.To]; !seen[c] {
				next = append(next, c)
			}
		}
		if len(next) == 0 || len(path) > 8 {
			return path
		}
		c := next[rng.IntN(len(next))]
		seen[c] = true
		path += string(c)
	}
}

func TestCallAgreesWithRelaxingEveryArc(t *testing.T) {
	net := town(t)
	rng := rand.New(rand.NewPCG(4, 62))
	compared := 0
	for range 300 {
		path := wander(rng, net)
		if len(path) < 2 {
			continue
		}
		a, clock := beside(t, net, path, 10*minute)
		way := through(t, net, path)
		forth, back, metres := map[roads.NodeID]float64{}, map[roads.NodeID]float64{}, 0.0
		for i := range path {
			if i > 0 {
				metres += through(t, net, path[i-1:i+1]).Length()
			}
			now := clock.At(min(metres, way.Length()))
			forth[net.Node(path[i])], back[net.Node(path[i])] = now, clock.Total()-now
		}
		in, out := relaxed(net.Graph, net.Out(roads.Truck), forth), relaxed(net.Graph, net.In(roads.Truck), back)
		for c := byte('A'); c <= 'Y'; c++ {
			n := net.Node(c)
			got, ok := call(t, net, a, c, 0, 0)
			want := in[n] - (clock.Total() - out[n])
			if ok != !math.IsInf(want, 1) {
				t.Fatalf("Call(%c) beside %s = %v, the oracle has %v", c, path, ok, want)
			}
			if !ok || want < 0.005 {
				continue // on the course, or a shortcut, which Call counts in its own way
			}
			compared++
			if math.Abs(got.Detour()-want) > 0.02 || math.Abs(got.In-in[n]) > 0.02 {
				t.Fatalf("Call(%c) beside %s = in %v, detour %v, want %v, %v", c, path, got.In, got.Detour(), in[n], want)
			}
		}
	}
	if compared < 1000 {
		t.Errorf("%d calls were compared, want a thousand at least", compared)
	}
}
