package plan_test

import (
	"container/heap"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
)

// The oracle computes travel times the slow way and shares no code with what
// it checks: it ties by looking at every edge, and it runs one plain Dijkstra
// forward from each cell over maps of neighbours. It follows the text of
// docs/en/numbers.md.

const (
	earth   = 6371008.7714150598
	radians = math.Pi / 180
)

// network is what the oracle travels on, for one mode.
type network struct {
	mode  string
	at    map[int64]orb.Point
	links []link // in order of way and segment
	next  map[int64]map[int64]int64
	root  map[int64]int64
}

// link is one pair of consecutive nodes of a way.
type link struct {
	way, from, to  int64
	segment        int
	class          string
	along, against bool
	cost           int64
	large          bool // in a component that places are tied to
}

// joint is how a place is tied.
type joint struct {
	link     int
	fraction float64
	access   int64
	ok       bool
}

func great(a, b orb.Point) float64 {
	dLat, dLon := (b[1]-a[1])*radians/2, (b[0]-a[0])*radians/2
	h := math.Pow(math.Sin(dLat), 2) + math.Cos(a[1]*radians)*math.Cos(b[1]*radians)*math.Pow(math.Sin(dLon), 2)
	return 2 * earth * math.Asin(math.Sqrt(h))
}

func speed(mode, class string) float64 {
	switch mode {
	case "walk":
		return 1.2
	case "ride":
		return 15 / 3.6
	}
	switch class {
	case "motorway", "motorway_link", "trunk", "trunk_link":
		return 80 / 3.6
	case "primary", "primary_link", "secondary", "secondary_link":
		return 55 / 3.6
	}
	return 35 / 3.6
}

func newNetwork(mode string, at map[int64]orb.Point, links []link, least float64) *network {
	n := &network{mode: mode, at: at, next: map[int64]map[int64]int64{}, root: map[int64]int64{}}
	metres := map[int64]float64{}
	for _, l := range links {
		if !l.along && !l.against {
			continue
		}
		l.cost = max(1, int64(math.Round(1000*great(at[l.from], at[l.to])/speed(mode, l.class))))
		n.links = append(n.links, l)
		if l.along {
			n.arc(l.from, l.to, l.cost)
		}
		if l.against {
			n.arc(l.to, l.from, l.cost)
		}
		n.root[n.find(l.from)] = n.find(l.to)
	}
	for _, l := range n.links {
		metres[n.find(l.from)] += great(at[l.from], at[l.to])
	}
	for i, l := range n.links {
		n.links[i].large = metres[n.find(l.from)] >= least
	}
	slices.SortStableFunc(n.links, func(a, b link) int {
		if a.way != b.way {
			return int(a.way - b.way)
		}
		return a.segment - b.segment
	})
	return n
}

func (n *network) arc(from, to, cost int64) {
	if n.next[from] == nil {
		n.next[from] = map[int64]int64{}
	}
	if old, ok := n.next[from][to]; !ok || cost < old {
		n.next[from][to] = cost
	}
}

func (n *network) find(v int64) int64 {
	for {
		up, ok := n.root[v]
		if !ok || up == v {
			return v
		}
		if over, ok := n.root[up]; ok {
			n.root[v] = over
		}
		v = up
	}
}

// tie looks at every edge.
func (n *network) tie(p orb.Point) joint {
	best, at := math.Inf(1), joint{}
	kx, ky := earth*math.Cos(p[1]*radians)*radians, earth*radians
	for i, l := range n.links {
		if !l.large {
			continue
		}
		a, b := n.at[l.from], n.at[l.to]
		ax, ay, bx, by := (a[0]-p[0])*kx, (a[1]-p[1])*ky, (b[0]-p[0])*kx, (b[1]-p[1])*ky
		f := 0.0
		if d := (bx-ax)*(bx-ax) + (by-ay)*(by-ay); d > 0 {
			f = min(max(-(ax*(bx-ax)+ay*(by-ay))/d, 0), 1)
		}
		x, y := ax+f*(bx-ax), ay+f*(by-ay)
		if f == 1 {
			x, y = bx, by
		}
		if d := math.Sqrt(x*x + y*y); d <= 500 && d < best {
			best, at = d, joint{i, f, 0, true}
		}
	}
	v := 1.2
	if n.mode == "truck" {
		v = 10 / 3.6
	}
	at.access = int64(math.Round(1000 * 1.3 * best / v))
	return at
}

// reached is the time to each node that can be reached from a place, without
// the access of the place.
func (n *network) reached(from joint) map[int64]int64 {
	l := n.links[from.link]
	toTail := int64(math.Round(from.fraction * float64(l.cost)))
	done, todo := map[int64]int64{}, &agenda{}
	switch from.fraction {
	case 0:
		heap.Push(todo, stop{l.from, 0})
	case 1:
		heap.Push(todo, stop{l.to, 0})
	default:
		if l.against {
			heap.Push(todo, stop{l.from, toTail})
		}
		if l.along {
			heap.Push(todo, stop{l.to, l.cost - toTail})
		}
	}
	for todo.Len() > 0 {
		s := heap.Pop(todo).(stop)
		if _, ok := done[s.node]; ok {
			continue
		}
		done[s.node] = s.time
		for to, cost := range n.next[s.node] {
			heap.Push(todo, stop{to, s.time + cost})
		}
	}
	return done
}

// between returns the whole time between two tied places; false when there is
// no way.
func (n *network) between(from, to joint, reached map[int64]int64) (int64, bool) {
	best := int64(math.MaxInt64)
	offer := func(node, extra int64) {
		if t, ok := reached[node]; ok {
			best = min(best, t+extra)
		}
	}
	l := n.links[to.link]
	toTail := int64(math.Round(to.fraction * float64(l.cost)))
	switch to.fraction {
	case 0:
		offer(l.from, 0)
	case 1:
		offer(l.to, 0)
	default:
		if l.along {
			offer(l.from, toTail)
		}
		if l.against {
			offer(l.to, l.cost-toTail)
		}
	}
	inside := from.fraction > 0 && from.fraction < 1 && to.fraction > 0 && to.fraction < 1
	if inside && from.link == to.link {
		own := int64(math.Round(from.fraction * float64(l.cost)))
		if toTail >= own && from.fraction <= to.fraction && l.along || from.fraction >= to.fraction && l.against {
			best = min(best, max(toTail-own, own-toTail))
		}
	}
	if best == math.MaxInt64 {
		return 0, false
	}
	return best + from.access + to.access, true
}

type stop struct{ node, time int64 }

type agenda []stop

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].time < a[j].time }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)        { *a = append(*a, x.(stop)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// networkOf takes the bare edges of a graph that a test made; costs, ties and
// times are the oracle's own.
func networkOf(g *roads.Graph, mode string) *network {
	m, _ := roads.ParseMode(mode)
	at, links := map[int64]orb.Point{}, []link{}
	for i := range g.NumNodes() {
		at[int64(i)] = g.Point(roads.NodeID(i))
	}
	for i := range g.NumEdges() {
		e := roads.EdgeID(i)
		tail, head := g.Ends(e)
		way, segment := g.Way(e)
		links = append(links, link{
			way: way, segment: int(segment), from: int64(tail), to: int64(head), class: g.Class(e).String(),
			along: g.Permit(e).Along(m), against: g.Permit(e).Against(m),
		})
	}
	return newNetwork(mode, at, links, 0)
}
