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
// missing.
func town(t testing.TB, seed uint64) *roads.Graph {
	t.Helper()
	const side = 14
	r := rand.New(rand.NewPCG(seed, 9))
	b := roads.NewBuilder(roads.Options{})
	for i := range side * side {
		b.AddNode(orb.Point{118.78 + 0.003*float64(i%side) + 0.001*r.Float64(), 32.04 + 0.003*float64(i/side) + 0.001*r.Float64()})
	}
	way := int64(0)
	street := func(a, c int) {
		way++
		permit := roads.Permit(0b111111)
		if way%3 == 0 {
			permit = 0b010111 // walk both ways, the others along
		}
		if r.IntN(8) > 0 {
			b.AddEdge(roads.Edge{Tail: a, Head: c, Way: way, Class: roads.Residential, Permit: permit})
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
	g, err := b.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g
}

// slowTimes relaxes every edge until nothing changes, from the rider's tie:
// milliseconds.
func slowTimes(g *roads.Graph, m roads.Mode, from roads.Tie) map[roads.NodeID]int64 {
	times := map[roads.NodeID]int64{}
	offer := func(n roads.NodeID, t int64) bool {
		if old, ok := times[n]; ok && old <= t {
			return false
		}
		times[n] = t
		return true
	}
	tail, head := g.Ends(from.Edge)
	if g.Permit(from.Edge).Against(m) || from.Fraction == 0 {
		offer(tail, int64(from.Access+from.ToTail))
	}
	if g.Permit(from.Edge).Along(m) || from.Fraction == 1 {
		offer(head, int64(from.Access+from.ToHead))
	}
	for changed := true; changed; {
		changed = false
		for e := range g.NumEdges() {
			id := roads.EdgeID(e)
			tail, head := g.Ends(id)
			cost := int64(g.Cost(m, id))
			if t, ok := times[tail]; ok && g.Permit(id).Along(m) && offer(head, t+cost) {
				changed = true
			}
			if t, ok := times[head]; ok && g.Permit(id).Against(m) && offer(tail, t+cost) {
				changed = true
			}
		}
	}
	return times
}

// travel is where somebody is tied to a network, and the milliseconds from
// there to the nodes that are reached.
type travel struct {
	graph *roads.Graph
	mode  roads.Mode
	from  roads.Tie
	times map[roads.NodeID]int64
}

// trip is the milliseconds to a place with that tie.
func (r travel) trip(to roads.Tie) int64 {
	g, m, times, from := r.graph, r.mode, r.times, r.from
	best := int64(math.MaxInt64)
	tail, head := g.Ends(to.Edge)
	if t, ok := times[tail]; ok && (g.Permit(to.Edge).Along(m) || to.Fraction == 0) {
		best = min(best, t+int64(to.ToTail))
	}
	if t, ok := times[head]; ok && (g.Permit(to.Edge).Against(m) || to.Fraction == 1) {
		best = min(best, t+int64(to.ToHead))
	}
	if to.Edge == from.Edge {
		if by := int64(to.ToTail) - int64(from.ToTail); to.Fraction >= from.Fraction && (g.Permit(to.Edge).Along(m) || to.Fraction == from.Fraction) {
			best = min(best, int64(from.Access)+by)
		} else if to.Fraction < from.Fraction && g.Permit(to.Edge).Against(m) {
			best = min(best, int64(from.Access)-by)
		}
	}
	if best == math.MaxInt64 {
		return best
	}
	return best + int64(to.Access)
}

// TestFindByTimeAgreesWithRelaxingEveryEdge draws riders on the roads of a
// town, and pages through their answers to the end.
func TestFindByTimeAgreesWithRelaxingEveryEdge(t *testing.T) {
	g := town(t, 4)
	list := scatter(t, 250, 5)
	f, _ := following(t, list, g)
	found := 0
	rapid.Check(t, func(rt *rapid.T) {
		q := drawQuery(rt)
		q.By, q.AccuracyM = nearby.ByTime, 0
		q.Point = orb.Point{118.785 + rapid.Float64Range(0, 0.03).Draw(rt, "east"), 32.045 + rapid.Float64Range(0, 0.03).Draw(rt, "north")}
		from, ok := g.Tie(q.Mode, q.Point)
		if !ok {
			rt.Skip("the rider is off the road")
		}
		want := slowAnswer(travel{g, q.Mode, from, slowTimes(g, q.Mode, from)}, list, q)
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
func slowAnswer(r travel, list []*stations.Station, q nearby.Query) []timed {
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
		if to, ok := r.graph.Tie(q.Mode, s.Position.Point); ok {
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
