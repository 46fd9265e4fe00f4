package osm_test

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	paulmach "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// world is a file as another project's reader sees it, beside the graph.
type world struct {
	nodes  map[paulmach.NodeID]*paulmach.Node
	ways   map[paulmach.WayID]*paulmach.Way
	signs  []*paulmach.Relation
	graph  *roads.Graph
	name   []paulmach.NodeID // by node of the graph
	around [][]roads.EdgeID  // by node of the graph
}

func newWorld(t *testing.T, path string) *world {
	t.Helper()
	w := &world{nodes: map[paulmach.NodeID]*paulmach.Node{}, ways: map[paulmach.WayID]*paulmach.Way{}}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := osmpbf.New(t.Context(), f, 2)
	defer s.Close()
	for s.Scan() {
		switch o := s.Object().(type) {
		case *paulmach.Node:
			w.nodes[o.ID] = o
		case *paulmach.Way:
			if o.Tags.Find("highway") != "" {
				w.ways[o.ID] = o
			}
		case *paulmach.Relation:
			w.signs = append(w.signs, o)
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	if w.graph, _, err = osm.Build(t.Context(), path, osm.Options{}); err != nil {
		t.Fatal(err)
	}
	w.identify(t)
	return w
}

// identify finds the OSM node of each node of the graph, by its edges.
func (w *world) identify(t *testing.T) {
	t.Helper()
	w.name, w.around = make([]paulmach.NodeID, w.graph.NumNodes()), make([][]roads.EdgeID, w.graph.NumNodes())
	for e := range roads.EdgeID(w.graph.NumEdges()) {
		tail, head := w.graph.Ends(e)
		w.around[tail], w.around[head] = append(w.around[tail], e), append(w.around[head], e)
		id, segment := w.graph.Way(e)
		refs := w.ways[paulmach.WayID(id)].Nodes
		if int(segment)+1 >= len(refs) {
			continue // across a plaza
		}
		for i, n := range []roads.NodeID{tail, head} {
			ref := refs[int(segment)+i].ID
			at := w.nodes[ref]
			if math.Abs(at.Lon-w.graph.Point(n)[0]) > 1e-7 || math.Abs(at.Lat-w.graph.Point(n)[1]) > 1e-7 || w.name[n] != 0 && w.name[n] != ref {
				t.Fatalf("way %d segment %d ends at %v, the file has %v, %v", id, segment, w.graph.Point(n), at.Lon, at.Lat)
			}
			w.name[n] = ref
		}
	}
}

// TestRealFilesAgreeWithASecondReadingOfTheRules holds version 2 to another
// reader and to the table read a second time: who may use each edge and how
// fast, which turns are banned, and the times that follow, by a search over
// pairs of edges.
func TestRealFilesAgreeWithASecondReadingOfTheRules(t *testing.T) {
	names := []string{"nanjing_xuanwu", "beijing_cau", "helsinki_broken_refs", "hk_island", "poa", "liechtenstein", "delaware"}
	if testing.Short() {
		names = names[:4]
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, realRoads(t, name+".osm.pbf"))
			for _, l := range laws() {
				w.checkEdges(t, l)
				banned := w.bans(l)
				turns := w.checkTurns(t, l, banned)
				reached := w.checkTimes(t, l, banned)
				t.Logf("%v: %d banned turns, %d times", l.mode, turns, reached)
			}
			w.checkPlazas(t)
		})
	}
}

// checkEdges compares permissions and costs, and that no open edge is missing.
func (w *world) checkEdges(t *testing.T, l law) {
	t.Helper()
	seen := map[paulmach.WayID]int{}
	for e := range roads.EdgeID(w.graph.NumEdges()) {
		id, segment := w.graph.Way(e)
		way := w.ways[paulmach.WayID(id)]
		if int(segment)+1 >= len(way.Nodes) {
			continue
		}
		tags, p := wordsOf(way.Tags), w.graph.Permit(e)
		forth, back := l.lets(tags, true), l.lets(tags, false)
		if p.Along(l.mode) != forth || p.Against(l.mode) != back {
			t.Fatalf("way %d %v opens to %v: %v, %v, want %v, %v", id, tags, l.mode, p.Along(l.mode), p.Against(l.mode), forth, back)
		}
		if !forth && !back {
			continue
		}
		seen[way.ID]++
		a, b := w.nodes[way.Nodes[segment].ID], w.nodes[way.Nodes[segment+1].ID]
		want := math.Max(1, 3600*metres(a, b)/l.kmh(tags))
		if got := float64(w.graph.Cost(l.mode, e)); math.Abs(got-want) > 0.51 {
			t.Fatalf("way %d %v segment %d costs %v %v ms, want %v", id, tags, segment, l.mode, got, want)
		}
	}
	for id, way := range w.ways {
		tags, want := wordsOf(way.Tags), 0
		if !l.lets(tags, true) && !l.lets(tags, false) {
			continue
		}
		for i := range len(way.Nodes) - 1 {
			a, b := way.Nodes[i].ID, way.Nodes[i+1].ID
			if a != b && w.nodes[a] != nil && w.nodes[b] != nil {
				want++
			}
		}
		if seen[id] != want {
			t.Fatalf("way %d has %d edges open to %v, want %d", id, seen[id], l.mode, want)
		}
	}
}

// metres is the great circle by the haversine.
func metres(a, b *paulmach.Node) float64 {
	const rad, radius = math.Pi / 180, 6371008.7714150598
	dlat, dlon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	h := math.Pow(math.Sin(dlat/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(dlon/2), 2)
	return 2 * radius * math.Asin(math.Sqrt(h))
}

// pair is a turn from an edge into another at a node.
type pair struct {
	node     paulmach.NodeID
	from, to roads.EdgeID
}

// bans lists the turns that barriers and restrictions ban.
func (w *world) bans(l law) map[pair]bool {
	banned := map[pair]bool{}
	at := map[paulmach.NodeID][]roads.EdgeID{}
	for n, id := range w.name {
		at[id] = w.around[n]
		if node := w.nodes[id]; node != nil && l.stops(wordsOf(node.Tags)) {
			for _, from := range w.around[n] {
				for _, to := range w.around[n] {
					banned[pair{id, from, to}] = true
				}
			}
		}
	}
	for _, r := range w.signs {
		from, via, to, plain := members(r)
		edges := at[via]
		a, b := w.of(edges, from), w.of(edges, to)
		if how := l.restricts(wordsOf(r.Tags)); how == "" || !plain || len(a) != 1 || len(b) != 1 {
			continue
		} else if how == "no" {
			banned[pair{via, a[0], b[0]}] = true
			continue
		}
		for _, e := range edges {
			if e != b[0] {
				banned[pair{via, a[0], e}] = true
			}
		}
	}
	return banned
}

// members returns who takes part in a restriction; plain when it is one way,
// one node and one way.
func members(r *paulmach.Relation) (from int64, via paulmach.NodeID, to int64, plain bool) {
	roles := map[string]int{}
	for _, m := range r.Members {
		switch {
		case m.Role == "from" && m.Type == paulmach.TypeWay:
			from = m.Ref
		case m.Role == "to" && m.Type == paulmach.TypeWay:
			to = m.Ref
		case m.Role == "via" && m.Type == paulmach.TypeNode:
			via = paulmach.NodeID(m.Ref)
		case m.Role == "via":
			return 0, 0, 0, false
		default:
			continue
		}
		roles[m.Role]++
	}
	return from, via, to, roles["from"] == 1 && roles["via"] == 1 && roles["to"] == 1
}

// of returns those of the edges that belong to a way.
func (w *world) of(edges []roads.EdgeID, way int64) (own []roads.EdgeID) {
	for _, e := range edges {
		if id, _ := w.graph.Way(e); id == way {
			own = append(own, e)
		}
	}
	return own
}

// checkTurns compares every turn that the mode could make, and returns how
// many are banned.
func (w *world) checkTurns(t *testing.T, l law, banned map[pair]bool) (count int) {
	t.Helper()
	for n, edges := range w.around {
		for _, from := range edges {
			for _, to := range edges {
				if !w.enters(l.mode, from, roads.NodeID(n)) || !w.enters(l.mode, to, w.across(to, roads.NodeID(n))) {
					continue
				}
				got := w.graph.Bans(l.mode, w.graph.Arrive(l.mode, from, roads.NodeID(n)), to)
				if want := banned[pair{w.name[n], from, to}]; got != want {
					t.Fatalf("the turn of %v at node %d is banned: %v, want %v", l.mode, w.name[n], got, want)
				}
				if got {
					count++
				}
			}
		}
	}
	return count
}

// enters reports whether the mode may come to the node by the edge.
func (w *world) enters(m roads.Mode, e roads.EdgeID, n roads.NodeID) bool {
	tail, head := w.graph.Ends(e)
	p := w.graph.Permit(e)
	return n == head && p.Along(m) || n == tail && p.Against(m)
}

func (w *world) across(e roads.EdgeID, n roads.NodeID) roads.NodeID {
	tail, head := w.graph.Ends(e)
	if n == tail {
		return head
	}
	return tail
}

// arrival is an edge at whose end somebody is at a time.
type arrival struct {
	time roads.Millis
	edge roads.EdgeID
	node roads.NodeID
}

type arrivals []arrival

func (a arrivals) Len() int           { return len(a) }
func (a arrivals) Less(i, j int) bool { return a[i].time < a[j].time }
func (a arrivals) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *arrivals) Push(x any)        { *a = append(*a, x.(arrival)) }
func (a *arrivals) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// within is how far times are compared.
const within = 10 * 60_000 * roads.Millis(1)

// times finds the least times from a node by pairs of edges.
func (w *world) times(m roads.Mode, from roads.NodeID, banned map[pair]bool) map[roads.NodeID]roads.Millis {
	type ride struct {
		edge roads.EdgeID
		node roads.NodeID
	}
	least, done, queue := map[roads.NodeID]roads.Millis{from: 0}, map[ride]bool{}, &arrivals{}
	leave := func(t roads.Millis, n roads.NodeID, may func(roads.EdgeID) bool) {
		for _, e := range w.around[n] {
			if to := w.across(e, n); w.enters(m, e, to) && may(e) {
				heap.Push(queue, arrival{t + w.graph.Cost(m, e), e, to})
			}
		}
	}
	leave(0, from, func(roads.EdgeID) bool { return true })
	for queue.Len() > 0 {
		a := heap.Pop(queue).(arrival)
		if a.time > within || done[ride{a.edge, a.node}] {
			continue
		}
		done[ride{a.edge, a.node}] = true
		if _, known := least[a.node]; !known {
			least[a.node] = a.time
		}
		leave(a.time, a.node, func(e roads.EdgeID) bool { return !banned[pair{w.name[a.node], a.edge, e}] })
	}
	return least
}

// checkTimes compares the times from some nodes to all, and returns how many.
func (w *world) checkTimes(t *testing.T, l law, banned map[pair]bool) (count int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, uint64(l.mode)))
	search := roads.NewSearch(w.graph, l.mode)
	for range 8 {
		from := roads.NodeID(rng.IntN(w.graph.NumNodes()))
		want := w.times(l.mode, from, banned)
		search.Reset().AddSource(from, 0)
		got := map[roads.NodeID]roads.Millis{}
		for state, at, ok := search.Settle(); ok && at <= within; state, at, ok = search.Settle() {
			if n := w.graph.Node(l.mode, state); got[n] == 0 && n != from {
				got[n] = at
			}
		}
		got[from] = 0
		if len(got) != len(want) {
			t.Fatalf("%v reaches %d nodes from node %d, want %d", l.mode, len(got), w.name[from], len(want))
		}
		for n, at := range want {
			if got[n] != at {
				t.Fatalf("%v reaches node %d from node %d in %d ms, want %d", l.mode, w.name[n], w.name[from], got[n], at)
			}
		}
		count += len(want)
	}
	return count
}

// checkPlazas holds every line across a plaza to the plaza: only on foot, from
// entrance to entrance, and inside all the way or within 10 cm of it,
// by samples.
func (w *world) checkPlazas(t *testing.T) {
	t.Helper()
	lines := 0
	for e := range roads.EdgeID(w.graph.NumEdges()) {
		id, segment := w.graph.Way(e)
		way := w.ways[paulmach.WayID(id)]
		if int(segment)+1 < len(way.Nodes) {
			continue
		}
		lines++
		if p := w.graph.Permit(e); p != roads.Permit(3)<<(2*roads.Walk2) || way.Tags.Find("area") != "yes" {
			t.Fatalf("a line across way %d %v is open to %b", id, way.Tags, p)
		}
		tail, head := w.graph.Ends(e)
		a, b, outline := w.graph.Point(tail), w.graph.Point(head), w.outline(way)
		for i := 1; i < 40; i++ {
			f := float64(i) / 40
			if p := (orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}); !planar.RingContains(outline, p) && planar.DistanceFrom(orb.LineString(outline), p) > 1e-6 {
				t.Errorf("a line across way %d leaves it %.0f %% of the way", id, 100*f)
				break
			}
		}
	}
	t.Logf("%d lines across plazas", lines)
}

func (w *world) outline(way *paulmach.Way) (ring orb.Ring) {
	for _, n := range way.Nodes {
		if at := w.nodes[n.ID]; at != nil {
			ring = append(ring, orb.Point{at.Lon, at.Lat})
		}
	}
	return ring
}
