package nearby_test

import (
	"context"
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// town draws a lattice of streets, every third one a one-way, with some
// missing; at many corners a turn is banned to riders or lorries, and at some
// a barrier stops them.
func town(t testing.TB, seed uint64) *roads.Graph {
	t.Helper()
	g, _ := signed(t, seed)
	return g
}

// turn is a banned one: at a corner, from a way into another, of mode m.
type turn struct {
	m        roads.Mode
	corner   [2]int64
	from, to int64
}

// steps is a point in 1e-7 degree, as graphs keep it.
func steps(p orb.Point) [2]int64 {
	return [2]int64{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

// signed returns a town and the turns that are banned there.
func signed(t testing.TB, seed uint64) (*roads.Graph, map[turn]bool) {
	t.Helper()
	const side = 14
	r := rand.New(rand.NewPCG(seed, 9))
	b := roads.NewBuilder(roads.Options{})
	var corners []corner
	for i := range side * side {
		p := orb.Point{118.78 + 0.003*float64(i%side) + 0.001*r.Float64(), 32.04 + 0.003*float64(i/side) + 0.001*r.Float64()}
		b.AddNode(p)
		corners = append(corners, corner{at: steps(p)})
	}
	way := int64(0)
	street := func(a, c int) {
		way++
		permit := roads.Permit(0b111111)
		if way%3 == 0 {
			permit = 0b010111 // walk both ways, the others along
		}
		if r.IntN(8) > 0 {
			b.AddEdge(roads.Edge{Tail: a, Head: c, Way: way, Class: roads.Residential, Permit: permit | permit<<6})
			corners[a].ways, corners[c].ways = append(corners[a].ways, way), append(corners[c].ways, way)
		}
	}
	for i := range side * side {
		if i%side < side-1 {
			street(i, i+1)
		}
		if i/side < side-1 {
			street(i, i+side)
		}
	}
	banned := sign(b, r, corners)
	g, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g, banned
}

// corner is a place where ways meet.
type corner struct {
	at   [2]int64
	ways []int64
}

// sign puts restrictions and barriers at corners, and returns what they ban.
func sign(b *roads.Builder, r *rand.Rand, corners []corner) map[turn]bool {
	banned := map[turn]bool{}
	for n, c := range corners {
		if len(c.ways) < 2 {
			continue
		}
		m := []roads.Mode{roads.Ride2, roads.Truck2}[r.IntN(2)]
		set := roads.ModeSet(0).With(m)
		from, to := c.ways[r.IntN(len(c.ways))], c.ways[r.IntN(len(c.ways))]
		switch r.IntN(6) {
		case 0, 1, 2:
			b.AddTurn(roads.Turn{From: from, To: to, Via: n, Modes: set})
			banned[turn{m, c.at, from, to}] = true
		case 3:
			b.AddBarrier(n, set)
			for _, from := range c.ways {
				for _, to := range c.ways {
					banned[turn{m, c.at, from, to}] = true
				}
			}
		}
	}
	return banned
}

// TestFindByTimeAgreesWithASearchOfEdges draws riders on the roads of a
// town, and pages through their answers to the end.
func TestFindByTimeAgreesWithASearchOfEdges(t *testing.T) {
	g, banned := signed(t, 4)
	list := scatter(t, 250, 5)
	f, _ := following(t, list, g)
	found := 0
	rapid.Check(t, func(rt *rapid.T) {
		q := drawQuery(rt)
		q.By, q.AccuracyM = nearby.ByTime, 0
		q.Point = orb.Point{118.785 + rapid.Float64Range(0, 0.03).Draw(rt, "east"), 32.045 + rapid.Float64Range(0, 0.03).Draw(rt, "north")}
		m := q.Mode.Under(roads.Versions)
		from, ok := g.Tie(m, q.Point)
		if !ok {
			rt.Skip("the rider is off the road")
		}
		bans := func(from roads.EdgeID, n roads.NodeID, to roads.EdgeID) bool {
			a, _ := g.Way(from)
			b, _ := g.Way(to)
			return banned[turn{m, steps(g.Point(n)), a, b}]
		}
		want := slowAnswer(setOut(g, m, from, bans), list, q)
		checkTimes(t, q, want, everything(t, f, q))
		found += len(want)
	})
	if found < 100 {
		t.Errorf("the answers hold %d stations: the test shows nothing", found)
	}
}

type timed struct {
	part    int
	seconds float64
	id      stations.ID
	byRoad  bool
}

func (a timed) before(b timed) bool {
	switch {
	case a.part != b.part:
		return a.part < b.part
	case a.seconds != b.seconds:
		return a.seconds < b.seconds
	}
	return a.id < b.id
}

// slowAnswer measures every station from the rider's tie.
func slowAnswer(r *travel, list []*stations.Station, q nearby.Query) []timed {
	moment := noon
	if q.Door == nearby.OpenAt {
		moment = q.At
	}
	limit := 3600.0
	if q.MaxMinutes > 0 {
		limit = 60 * q.MaxMinutes
	}
	var want []timed
	for _, s := range list {
		d := metresBetween(q.Point, s.Position.Point)
		row := timed{id: s.ID, seconds: 1.3 * sphere.Distance(q.Point, s.Position.Point) / nearby.Speed(q.Mode)}
		if to, ok := r.graph.Tie(r.mode, s.Position.Point); ok {
			row.byRoad, row.seconds = true, float64(r.trip(to))/1000
		}
		wanted := stations.Public().Match(s, moment) && q.Filter.Match(s, moment) && (q.RadiusM == 0 || d <= q.RadiusM)
		if row.part = part(q.Door, stateFor(s, q, row.seconds, row.seconds)); row.part >= 0 && wanted && row.seconds <= limit {
			want = append(want, row)
		}
	}
	sort.Slice(want, func(i, j int) bool { return want[i].before(want[j]) })
	return want
}

func checkTimes(t *testing.T, q nearby.Query, want []timed, got []nearby.Hit) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("mode %v finds %d stations, want %d", q.Mode, len(got), len(want))
	}
	for i, h := range got {
		if w := want[i]; h.Station.ID != w.id || h.Duration != w.seconds || h.ByRoad != w.byRoad {
			t.Fatalf("mode %v, hit %d = %v in %v s by road %v, want %v in %v s by road %v", q.Mode, i, h.Station.Name, h.Duration, h.ByRoad, w.id, w.seconds, w.byRoad)
		}
		// On foot the way's length follows from its time, but for the 1.3 on
		// the stretches off the road and the rounding of each edge.
		if upper := h.Duration * 1.2; h.ByRoad && q.Mode == roads.Walk && (h.RoadM > upper+1 || h.RoadM < upper/1.3-1 || h.RoadM < h.Distance-1) {
			t.Errorf("hit %d is %v m by road and %v m on the sphere in %v s", i, h.RoadM, h.Distance, h.Duration)
		}
	}
}
