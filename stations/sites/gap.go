package sites

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/stations/plan"
)

// How fine the points in the gaps may lie: cells as wide as this part of the
// way that is made in the minutes, and at most so many resolutions finer than
// the cells of the coverage.
const (
	gridPart    = 8
	gridDescent = 2
)

// leaf is a cell that one point in the gaps stands for.
type leaf struct {
	cell    hex.Cell
	members []int32 // missing cells in it, ascending; the one around it when it is finer
	weight  float64 // demand
}

// leaves are a heap, the heaviest on top, of equals the first cell.
type leaves []leaf

func (l leaves) Len() int      { return len(l) }
func (l leaves) Swap(i, j int) { l[i], l[j] = l[j], l[i] }
func (l leaves) Less(i, j int) bool {
	return l[i].weight > l[j].weight || l[i].weight == l[j].weight && l[i].cell < l[j].cell
}

// Push implements heap.Interface.
func (l *leaves) Push(x any) { *l = append(*l, x.(leaf)) }

// Pop implements heap.Interface.
func (l *leaves) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}

// quarry is where points in gaps are found.
type quarry struct {
	ground *plan.Ground
	cells  []plan.Cell
	res    int // of cells
	finest int // of leaves
	around map[hex.Cell]float64
}

// gapPoints returns points of roads spread over the cells that lack stations,
// at most so many, on the grid of seven decimals of the datum d:
//
//  1. Take the coarse H3 cells that hold missing cells.
//  2. Split the heaviest, by missing demand, into its children, while there
//     are not too many and it is not as fine as makes a difference: so points
//     lie densely where many people are without a station, and nowhere none.
//  3. A coarse cell is stood for by that of its missing cells that has most
//     missing demand in it and around it, the first of equals.
//  4. The point is that of the nearest road, as a station there is tied; of
//     points that nearly coincide, the first.
func gapPoints(g *plan.Ground, most int, d datum.Datum) []orb.Point {
	q := newQuarry(g)
	var points []orb.Point
	seen := map[hex.Cell]bool{}
	for _, l := range q.leaves(most) {
		road, ok := g.Road(q.centre(l))
		if !ok {
			continue
		}
		p := datum.In(rounded(datum.Out(road, d)))
		if spot := hex.At(p, max(q.res, q.finest)+1); !seen[spot] {
			seen[spot] = true
			points = append(points, p)
		}
	}
	return points
}

func newQuarry(g *plan.Ground) *quarry {
	base := g.Coverage()
	q := &quarry{ground: g, cells: base.Cells, res: base.Request.Res, around: map[hex.Cell]float64{}}
	for q.finest = 0; q.finest < q.res+gridDescent && width(q.finest) > g.Reach()/gridPart; {
		q.finest++
	}
	for _, i := range g.Missing() {
		c := q.cells[i]
		q.around[c.Cell] += c.Demand
		for _, next := range c.Cell.Ring1() {
			q.around[next] += c.Demand
		}
	}
	return q
}

// width is the mean distance in metres between the centres of neighbouring
// cells. (H3 documentation, "Tables of cell statistics".)
func width(res int) float64 {
	const edge = 1281256 // metres, at resolution 0
	return math.Sqrt(3) * edge / math.Pow(math.Sqrt(7), float64(res))
}

// leaves returns at most so many, ascending by cell.
func (q *quarry) leaves(most int) []leaf {
	var open leaves
	for res := q.res; res >= 0; res-- {
		if open = q.group(q.ground.Missing(), res); len(open) <= most/8 || res == 0 {
			break
		}
	}
	heap.Init(&open)
	var done []leaf
	for len(open) > 0 {
		top := heap.Pop(&open).(leaf)
		parts := q.split(top)
		if len(parts) == 0 || len(open)+len(done)+len(parts) > most {
			done = append(done, top)
			continue
		}
		for _, p := range parts {
			heap.Push(&open, p)
		}
	}
	slices.SortFunc(done, func(a, b leaf) int { return cmp.Compare(a.cell, b.cell) })
	return done[:min(len(done), most)]
}

// group makes a leaf of each cell of a resolution no finer than the cells'
// that holds some of the members, ascending.
func (q *quarry) group(members []int32, res int) leaves {
	at := map[hex.Cell]int{}
	var out leaves
	for _, i := range members {
		c := q.cells[i]
		parent := c.Cell.Parent(res)
		n, ok := at[parent]
		if !ok {
			n = len(out)
			at[parent] = n
			out = append(out, leaf{cell: parent})
		}
		out[n].members = append(out[n].members, i)
		out[n].weight += c.Demand
	}
	return out
}

// split returns the parts of a leaf, none when it is fine enough.
func (q *quarry) split(l leaf) []leaf {
	res := l.cell.Resolution()
	switch {
	case res >= q.finest:
		return nil
	case res < q.res:
		return q.group(l.members, res+1)
	}
	children := l.cell.Children(res + 1)
	parts := make([]leaf, len(children))
	for i, c := range children {
		parts[i] = leaf{c, l.members, l.weight / float64(len(children))}
	}
	return parts
}

// centre is where the road is sought that stands for a leaf.
func (q *quarry) centre(l leaf) orb.Point {
	if l.cell.Resolution() >= q.res {
		return l.cell.Centre()
	}
	best := q.cells[l.members[0]].Cell
	for _, i := range l.members[1:] {
		if c := q.cells[i].Cell; q.around[c] > q.around[best] {
			best = c
		}
	}
	return best.Centre()
}
