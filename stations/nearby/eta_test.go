package nearby_test

import (
	"context"
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/paulmach/orb"

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

func slowTrip(g *roads.Graph, m roads.Mode, times map[roads.NodeID]int64, from, to roads.Tie) int64 {
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

func TestFindByTimeAgreesWithRelaxingEveryEdge(t *testing.T) {
	g := town(t, 4)
	list := scatter(t, 250, 5)
	f, _ := following(t, list, g)
	for _, mode := range []roads.Mode{roads.Walk, roads.Ride, roads.Truck} {
		for i := range 6 {
			q := nearby.Query{
				Point: orb.Point{118.785 + 0.004*float64(i), 32.045 + 0.003*float64(i)}, Mode: mode, By: nearby.ByTime, Limit: 9,
				Door: nearby.Door(i % 3), MaxMinutes: []float64{0, 25}[i%2],
			}
			compareTimes(t, g, list, f, q)
		}
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

func compareTimes(t *testing.T, g *roads.Graph, list []*stations.Station, f *nearby.Finder, q nearby.Query) {
	t.Helper()
	from, ok := g.Tie(q.Mode, q.Point)
	if !ok {
		t.Fatal("the rider is off the road")
	}
	times, limit := slowTimes(g, q.Mode, from), 3600.0
	if q.MaxMinutes > 0 {
		limit = 60 * q.MaxMinutes
	}
	var want []timed
	for _, s := range list {
		row := timed{id: s.ID, seconds: 1.3 * sphere.Distance(q.Point, s.Position.Point) / nearby.Speed(q.Mode)}
		if to, ok := g.Tie(q.Mode, s.Position.Point); ok {
			row.byRoad, row.seconds = true, float64(slowTrip(g, q.Mode, times, from, to))/1000
		}
		if row.part = part(q.Door, stateFor(s, q, row.seconds, row.seconds)); row.part >= 0 && row.seconds <= limit {
			want = append(want, row)
		}
	}
	sort.Slice(want, func(i, j int) bool { return want[i].before(want[j]) })
	checkTimes(t, q, want, everything(t, f, q))
}

func checkTimes(t *testing.T, q nearby.Query, want []timed, got []nearby.Hit) {
	t.Helper()
	if len(got) != len(want) || len(want) < 2 {
		t.Fatalf("mode %v finds %d stations, want %d, at least 2", q.Mode, len(got), len(want))
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
