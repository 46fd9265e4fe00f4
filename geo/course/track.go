package course

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// How a piece of a course is known to follow a road: the road is as near to
// the middle of the piece, in metres, and heads the same way, give or take
// 45 degrees, and may be travelled that way.
const (
	onRoad  = 30.0
	sameWay = math.Sqrt2 / 2
)

// Track is a course on the roads of one graph, for one mode. It is immutable
// and safe for concurrent use.
type Track struct {
	course *Course
	graph  *roads.Graph
	mode   roads.Mode
	passes []pass    // by piece
	astray []float64 // metres from the start that follow no road, by point of the course
}

// pass is the middle of a piece on an edge.
type pass struct {
	edge     roads.EdgeID
	fraction float64 // along the edge from its tail
	found    bool
	along    bool // the course goes from tail to head
}

// sameRoad reports whether the course goes on along the same edge.
func (p pass) sameRoad(o pass) bool {
	return o.found && o.edge == p.edge && o.along == p.along
}

// Match finds the road under each piece of the course: the nearest edge that
// goes the same way, the lower one of two equally near. Two carriageways side
// by side are told apart by their direction.
func Match(c *Course, g *roads.Graph, m roads.Mode) *Track {
	t := &Track{course: c, graph: g, mode: m, passes: make([]pass, c.Pieces()), astray: make([]float64, len(c.points))}
	const beside = 0.001 // degrees, more than onRoad at any latitude with roads
	bounds := g.Bounds().Pad(beside)
	for i := range t.passes {
		if middle := c.middle(i); bounds.Contains(middle) {
			t.passes[i] = t.under(middle, i)
		}
		t.astray[i+1] = t.astray[i]
		if !t.passes[i].found {
			t.astray[i+1] += c.at[i+1] - c.at[i]
		}
	}
	return t
}

// under returns the edge under the middle of a piece.
func (t *Track) under(middle orb.Point, piece int) pass {
	dx, dy := t.course.heading(piece)
	best := onRoad
	var p pass
	t.graph.Visit(around(middle, onRoad), func(e roads.EdgeID) bool {
		tail, head := t.graph.Ends(e)
		a, b := t.graph.Point(tail), t.graph.Point(head)
		x, y := unit(a, b)
		cos := x*dx + y*dy
		permit := t.graph.Permit(e)
		if !(cos >= sameWay && permit.Along(t.mode) || -cos >= sameWay && permit.Against(t.mode)) {
			return true
		}
		d, f := toSegment(middle, a, b)
		if d < best || d == best && (!p.found || e < p.edge) {
			best, p = d, pass{edge: e, fraction: f, found: true, along: cos > 0}
		}
		return true
	})
	return p
}

// around returns the box that holds everything within metres of p.
func around(p orb.Point, metres float64) orb.Bound {
	const perDegree = sphere.Radius * math.Pi / 180
	dy := metres / perDegree
	dx := dy / math.Max(0.01, math.Cos(p[1]*math.Pi/180))
	return orb.Bound{Min: orb.Point{p[0] - dx, p[1] - dy}, Max: orb.Point{p[0] + dx, p[1] + dy}}
}

// toSegment returns the metres from p to the segment, and the fraction of the
// segment where it is nearest, in the plane around p.
func toSegment(p, a, b orb.Point) (metres, fraction float64) {
	kx := math.Cos(p[1] * math.Pi / 180)
	ax, ay, bx, by := kx*(a[0]-p[0]), a[1]-p[1], kx*(b[0]-p[0]), b[1]-p[1]
	dx, dy := bx-ax, by-ay
	if square := dx*dx + dy*dy; square > 0 {
		fraction = max(0, min(1, -(ax*dx+ay*dy)/square))
	}
	return sphere.Radius * math.Pi / 180 * math.Hypot(ax+fraction*dx, ay+fraction*dy), fraction
}

// Found reports whether any piece of the course follows a road of the graph.
func (t *Track) Found() bool {
	return slices.ContainsFunc(t.passes, func(p pass) bool { return p.found })
}

// strays returns how many of the metres between two places of the course, in
// either order, follow no road of the graph.
func (t *Track) strays(a, b float64) float64 {
	return math.Abs(t.astrayAt(b) - t.astrayAt(a))
}

func (t *Track) astrayAt(metres float64) float64 {
	i := t.course.pieceAt(metres)
	return min(t.astray[i+1], t.astray[i]+max(0, metres-t.course.at[i]))
}

// Near reports whether the course follows a road of the graph anywhere within
// so many metres along it from a place that far from the start.
func (t *Track) Near(at, metres float64) bool {
	for i := t.course.pieceAt(at - metres); i < len(t.passes) && t.course.at[i] <= at+metres; i++ {
		if t.passes[i].found {
			return true
		}
	}
	return false
}

// speed returns the metres per second on the road under a piece, 0 where
// there is none.
func (t *Track) speed(piece int) float64 {
	if p := t.passes[piece]; p.found {
		return edgeMetres(t.graph, p.edge) / seconds(t.graph.Cost(t.mode, p.edge))
	}
	return 0
}

// arrive returns the state in which one stands who enters a node by an edge.
func (t *Track) arrive(e roads.EdgeID, n roads.NodeID) roads.NodeID {
	return t.graph.Arrive(t.mode, e, n)
}

// states returns all states at a node.
func (t *Track) states(n roads.NodeID) []roads.NodeID {
	all := []roads.NodeID{n}
	t.graph.Gates(t.mode, n, func(state roads.NodeID, _ roads.EdgeID) { all = append(all, state) })
	return all
}

// depart returns the states at a node from which an edge may be taken.
func (t *Track) depart(e roads.EdgeID, n roads.NodeID) []roads.NodeID {
	return slices.DeleteFunc(t.states(n), func(state roads.NodeID) bool { return t.graph.Bans(t.mode, state, e) })
}

// Clock tells when a traveller who stays on a course is where, in seconds
// from the start, by point of the course.
type Clock struct {
	course  *Course
	seconds []float64
}

// Time returns the clock of a course: each piece at the speed of the road
// under it by the first track that has one, else at the speed otherwise, in
// metres per second. Turns, lights and traffic are not in it.
func Time(c *Course, tracks []*Track, otherwise float64) *Clock {
	k := &Clock{course: c, seconds: make([]float64, len(c.points))}
	for i := range c.Pieces() {
		v := 0.0
		for _, t := range tracks {
			if v = t.speed(i); v > 0 {
				break
			}
		}
		if v == 0 {
			v = otherwise
		}
		k.seconds[i+1] = k.seconds[i] + (c.at[i+1]-c.at[i])/v
	}
	return k
}

// Total returns the seconds from start to end.
func (k *Clock) Total() float64 { return k.seconds[len(k.seconds)-1] }

// At returns the seconds to the place so many metres from the start.
func (k *Clock) At(metres float64) float64 {
	i := k.course.pieceAt(metres)
	from, to := k.course.Ends(i)
	f := max(0, min(1, (metres-from)/(to-from)))
	return k.seconds[i] + f*(k.seconds[i+1]-k.seconds[i])
}
