//go:build bench

package bench

import (
	"container/heap"
	"context"
	"math"
	"os"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// walks are the exact times of walkers on an extract of footways: a Dijkstra
// as the textbook has it over what paulmach/osm reads, sharing no code with
// the engines.
type walks struct {
	t      *testing.T
	points map[osm.NodeID]orb.Point // of the nodes on ways
	next   map[osm.NodeID][]step
	times  map[osm.NodeID]int64 // milliseconds from the last place
}

type step struct {
	to   osm.NodeID
	cost int64
}

func newWalks(t *testing.T, path string) *walks {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[osm.NodeID]orb.Point{}
	w := &walks{t: t, points: map[osm.NodeID]orb.Point{}, next: map[osm.NodeID][]step{}}
	scan := osmpbf.New(context.Background(), f, 1)
	defer scan.Close()
	for scan.Scan() {
		switch o := scan.Object().(type) {
		case *osm.Node:
			all[o.ID] = orb.Point{o.Lon, o.Lat}
		case *osm.Way:
			w.join(o.Nodes.NodeIDs(), all)
		}
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *walks) join(ids []osm.NodeID, all map[osm.NodeID]orb.Point) {
	for i, id := range ids {
		w.points[id] = all[id]
		if i > 0 {
			cost := max(1, int64(math.Round(1000*metres(all[ids[i-1]], all[id])/1.2)))
			w.next[ids[i-1]] = append(w.next[ids[i-1]], step{id, cost})
			w.next[id] = append(w.next[id], step{ids[i-1], cost})
		}
	}
}

// metres is the great circle by the haversine formula.
func metres(a, b orb.Point) float64 {
	const rad, radius = math.Pi / 180, 6371008.7714150598
	u, v := math.Sin((b[1]-a[1])*rad/2), math.Sin((b[0]-a[0])*rad/2)
	return 2 * radius * math.Asin(math.Sqrt(u*u+math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*v*v))
}

// from finds the times of all nodes within 20 minutes of a place on a way.
func (w *walks) from(at orb.Point) {
	var h steps
	a, b, f := w.nearest(at)
	for _, s := range w.next[a] {
		if s.to == b {
			h = steps{{a, int64(math.Round(f * float64(s.cost)))}, {b, int64(math.Round((1 - f) * float64(s.cost)))}}
		}
	}
	heap.Init(&h)
	w.times = map[osm.NodeID]int64{}
	for h.Len() > 0 {
		at := heap.Pop(&h).(step)
		if _, done := w.times[at.to]; done || at.cost > 20*60_000 {
			continue
		}
		w.times[at.to] = at.cost
		for _, s := range w.next[at.to] {
			heap.Push(&h, step{s.to, at.cost + s.cost})
		}
	}
}

// nearest finds the segment that a place lies on, by trying all.
func (w *walks) nearest(at orb.Point) (from, to osm.NodeID, fraction float64) {
	best := math.Inf(1)
	for a, steps := range w.next {
		for _, s := range steps {
			if d, f := aside(w.points[a], w.points[s.to], at); d < best {
				best, from, to, fraction = d, a, s.to, f
			}
		}
	}
	return from, to, fraction
}

// aside returns how many metres p is from a segment, and at what fraction.
func aside(a, b, p orb.Point) (metres, fraction float64) {
	const perDegree = 6371008.7714150598 * math.Pi / 180
	squeeze := math.Cos(p[1] * math.Pi / 180)
	ax, ay := (a[0]-p[0])*squeeze, a[1]-p[1]
	dx, dy := (b[0]-a[0])*squeeze, b[1]-a[1]
	if square := dx*dx + dy*dy; square > 0 {
		fraction = min(max(-(ax*dx+ay*dy)/square, 0), 1)
	}
	return perDegree * math.Hypot(ax+fraction*dx, ay+fraction*dy), fraction
}

type steps []step

func (h steps) Len() int           { return len(h) }
func (h steps) Less(i, j int) bool { return h[i].cost < h[j].cost }
func (h steps) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *steps) Push(x any)        { *h = append(*h, x.(step)) }
func (h *steps) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// compare counts the nodes that an area has right and wrong.
func (w *walks) compare(area orb.MultiPolygon, limit int64) tally {
	var s tally
	box := area.Bound()
	for id, p := range w.points {
		at, reached := w.times[id]
		inside := box.Contains(p) && planar.MultiPolygonContains(area, p)
		s.add(reached && at <= limit, inside, func() float64 { return outside(area, p) })
	}
	return s
}

// tally compares areas with exact times, by nodes.
type tally struct {
	hit, miss, wrong int
	farthest         float64 // metres of a reached node outside
}

func (s *tally) add(reached, inside bool, away func() float64) {
	switch {
	case reached && inside:
		s.hit++
	case reached:
		s.miss++
		s.farthest = max(s.farthest, away())
	case inside:
		s.wrong++
	}
}

func (s tally) f1() float64 { return 2 * float64(s.hit) / float64(2*s.hit+s.miss+s.wrong) }

// outside returns how many metres p is from the border of the area.
func outside(area orb.MultiPolygon, p orb.Point) float64 {
	best := math.Inf(1)
	for _, poly := range area {
		for _, ring := range poly {
			for i := range len(ring) - 1 {
				d, _ := aside(ring[i], ring[i+1], p)
				best = min(best, d)
			}
		}
	}
	return best
}
