package reach_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// town is a random network whose turns the test knows by itself. Edge i is
// way i+1, and has that number in the graph.
type town struct {
	graph    *roads.Graph
	edges    [][2]int // by edge: the nodes as they were added
	permits  []roads.Permit
	banned   map[[3]int]bool // edge, node, edge
	barriers map[int]bool
	places   []orb.Point
}

func newTown(t *testing.T, r *rand.Rand) *town {
	t.Helper()
	w := &town{banned: map[[3]int]bool{}, barriers: map[int]bool{}}
	b := roads.NewBuilder(roads.Options{})
	nodes := 6 + r.IntN(30)
	for range nodes {
		p := orb.Point{118.8 + float64(r.IntN(2000))/1e5, 32 + float64(r.IntN(2000))/1e5}
		w.places = append(w.places, p)
		b.AddNode(p)
	}
	all := roads.Permit(1<<(2*roads.NumModes) - 1)
	for range nodes * 2 {
		ends := [2]int{r.IntN(nodes), r.IntN(nodes)}
		if ends[0] == ends[1] || w.places[ends[0]] == w.places[ends[1]] {
			continue
		}
		permit := all
		if r.IntN(3) == 0 {
			permit = all & 0b01_01_01_01_01_01
		}
		b.AddEdge(roads.Edge{Tail: ends[0], Head: ends[1], Way: int64(len(w.edges) + 1), Class: roads.Residential, Permit: permit})
		w.edges, w.permits = append(w.edges, ends), append(w.permits, permit)
	}
	w.restrict(b, r)
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatalf("Build() = %v, want nil", err)
	}
	w.graph = g
	return w
}

// restrict bans turns to trucks, in the graph and in the test's own list.
func (w *town) restrict(b *roads.Builder, r *rand.Rand) {
	truck := roads.ModeSet(0).With(roads.Truck2)
	for range len(w.edges) {
		from := r.IntN(len(w.edges))
		via := w.edges[from][r.IntN(2)]
		around := w.around(via)
		to := around[r.IntN(len(around))]
		only := r.IntN(3) == 0
		b.AddTurn(roads.Turn{From: int64(from + 1), To: int64(to + 1), Via: via, Only: only, Modes: truck})
		for _, e := range around {
			if only && e != to || !only && e == to {
				w.banned[[3]int{from, via, e}] = true
			}
		}
	}
	for range 2 {
		at := r.IntN(len(w.places))
		w.barriers[at] = true
		b.AddBarrier(at, truck)
	}
}

func (w *town) around(n int) (edges []int) {
	for e, ends := range w.edges {
		if ends[0] == n || ends[1] == n {
			edges = append(edges, e)
		}
	}
	return edges
}

// ride is a directed edge: along its way, or against it.
type ride struct {
	edge    int
	against bool
}

func (w *town) from(d ride) int {
	if d.against {
		return w.edges[d.edge][1]
	}
	return w.edges[d.edge][0]
}

func (w *town) to(d ride) int { return w.from(ride{d.edge, !d.against}) }

func (w *town) open(d ride) bool {
	if d.against {
		return w.permits[d.edge].Against(roads.Truck2)
	}
	return w.permits[d.edge].Along(roads.Truck2)
}

// time is the least time from one tied place to another, by relaxing all
// pairs of directed edges until nothing changes.
func (w *town) time(a, b roads.Tie) (best int64, ok bool) {
	best = 1 << 40
	least := map[ride]int64{} // at the end of the directed edge
	reach := func(d ride, t int64) bool {
		if old, known := least[d]; known && old <= t {
			return false
		}
		least[d] = t
		return true
	}
	arrive := func(d ride, begin int64) { // b on d, which is entered at begin
		if d.edge == int(b.Edge) && b.Fraction > 0 && b.Fraction < 1 {
			part := int64(b.ToTail)
			if d.against {
				part = int64(b.ToHead)
			}
			best = min(best, begin+part)
		}
	}
	w.depart(a, b, &best, func(d ride, begin int64) {
		arrive(d, begin)
		reach(d, begin+int64(w.graph.Cost(roads.Truck2, roads.EdgeID(d.edge))))
	}, func(d ride, t int64) { reach(d, t) })
	for changed := true; changed; {
		changed = false
		for d, t := range least {
			for _, e := range w.around(w.to(d)) {
				for _, next := range []ride{{e, false}, {e, true}} {
					if w.from(next) != w.to(d) || !w.open(next) || w.banned[[3]int{d.edge, w.to(d), e}] || w.barriers[w.to(d)] {
						continue
					}
					arrive(next, t)
					changed = reach(next, t+int64(w.graph.Cost(roads.Truck2, roads.EdgeID(e)))) || changed
				}
			}
		}
	}
	if n, at := w.node(b); at {
		for d, t := range least {
			if w.to(d) == n {
				best = min(best, t)
			}
		}
	}
	return best + int64(a.Access) + int64(b.Access), best < 1<<40
}

// node returns the node that a place is at.
func (w *town) node(t roads.Tie) (n int, at bool) {
	switch t.Fraction {
	case 0:
		return w.edges[t.Edge][0], true
	case 1:
		return w.edges[t.Edge][1], true
	}
	return 0, false
}

// depart begins at a: on whole edges from a node, or on the rest of its edge.
func (w *town) depart(a, b roads.Tie, best *int64, whole, rest func(ride, int64)) {
	if n, at := w.node(a); at {
		for _, e := range w.around(n) {
			for _, d := range []ride{{e, false}, {e, true}} {
				if w.from(d) == n && w.open(d) {
					whole(d, 0)
				}
			}
		}
		if m, also := w.node(b); also && m == n {
			*best = 0
		}
		return
	}
	along, against := ride{int(a.Edge), false}, ride{int(a.Edge), true}
	if w.open(along) {
		rest(along, int64(a.ToHead))
	}
	if w.open(against) {
		rest(against, int64(a.ToTail))
	}
	same := a.Edge == b.Edge && b.Fraction > 0 && b.Fraction < 1
	if ahead := b.Fraction - a.Fraction; same && (ahead == 0 || ahead > 0 && w.open(along) || ahead < 0 && w.open(against)) {
		*best = max(int64(a.ToTail), int64(b.ToTail)) - min(int64(a.ToTail), int64(b.ToTail))
	}
}

// Turns, barriers and one-way streets, against a search over pairs of edges.
func TestFieldKeepsToTurnRestrictions(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	restricted := 0
	for range 60 {
		w := newTown(t, r)
		ties := w.ties(t, r)
		f := reach.NewField(w.graph, roads.Truck2, 2)
		if err := f.Run(t.Context(), []reach.Source{{Tie: ties[0], Station: 0}, {Tie: ties[1], Station: 1}}, 1<<30); err != nil {
			t.Fatal(err)
		}
		for _, from := range ties {
			var want []reach.Label
			for s := range 2 {
				if ms, ok := w.time(from, ties[s]); ok {
					want = append(want, reach.Label{Time: roads.Millis(ms), Station: int32(s)})
				}
			}
			slices.SortFunc(want, func(a, b reach.Label) int { return int(a.Time) - int(b.Time) })
			if got := f.At(from, nil); !slices.Equal(got, want) {
				t.Fatalf("At(edge %d, %v) = %v, want %v", from.Edge, from.Fraction, got, want)
			}
		}
		restricted += w.graph.NumStates(roads.Truck2) - w.graph.NumNodes()
	}
	if restricted == 0 {
		t.Error("no town had a banned turn")
	}
}

// ties are places in the town and at its nodes.
func (w *town) ties(t *testing.T, r *rand.Rand) (ties []roads.Tie) {
	t.Helper()
	for range 20 {
		p := w.places[r.IntN(len(w.places))]
		if r.IntN(3) > 0 {
			p[0] += (r.Float64() - 0.5) / 500
			p[1] += (r.Float64() - 0.5) / 500
		}
		if tie, ok := w.graph.Tie(roads.Truck2, p); ok {
			ties = append(ties, tie)
		}
	}
	if len(ties) < 3 {
		t.Skip("the town has no roads")
	}
	return ties
}
