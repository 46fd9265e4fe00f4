package roads

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"yizhan/geo/radix"
)

// Build makes the graph:
//
//  1. number the edges in order of (way, segment);
//  2. keep the nodes that have an edge and number them along a Hilbert curve;
//  3. turn restrictions and barriers into states (turn.go);
//  4. price every edge for every mode (price.go);
//  5. find each mode's components and which of them are large enough;
//  6. lay out the forward stars and the index of edges.
//
// Equal input in equal order makes an equal graph. Build fails with the first
// error of the Add methods, ErrTooLarge, or the context's.
func (b *Builder) Build(ctx context.Context) (*Graph, error) {
	if b.err != nil {
		return nil, b.err
	}
	if len(b.points) > math.MaxInt32 || len(b.edges.ends) > math.MaxInt32/2 {
		return nil, ErrTooLarge
	}
	b.sortEdges()
	g := &Graph{
		permits: b.edges.permits, classes: b.edges.classes, ways: b.edges.ways, segments: b.edges.segments,
		derived: new(derived),
	}
	var described sync.WaitGroup
	described.Go(func() { g.describe(b) })
	ids := b.number(g)
	g.restrict(b, ids)
	lengths := g.measure()
	described.Wait()
	g.summarise(b.opts, lengths)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.price(b, lengths)
	g.open(lengths, b.opts.MinComponent)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.checksum = lazyChecksum(g)
	return g, nil
}

// open makes what each mode has of its own, all modes at a time, and then the
// index. Modes that may use the same edges share their components; versions
// with the same costs too share all.
func (g *Graph) open(lengths []float64, minMetres float64) {
	var weak [NumModes]*weak
	var slots []slot
	var first []uint32
	var wait sync.WaitGroup
	kinds := g.kindsOfPermits()
	like := alike(kinds)
	for m := range Mode(NumModes) {
		if like[m] == m {
			wait.Go(func() { weak[m] = g.join(m, lengths, minMetres) })
		}
	}
	wait.Go(func() { slots, first = g.along() })
	g.layStars(like, kinds, &wait)
	wait.Wait()
	g.shareStars(like)
	g.info.Modes, g.info.Rules.Modes = map[string]ModeInfo{}, map[string]ModeInfo{}
	for m := range Mode(NumModes) {
		weak[m] = weak[like[m]]
		g.info.of(m)[m.Base().String()] = weak[m].info
	}
	g.tree = g.plant(slots, first, g.tied(&weak, like))
}

// tied returns by node the modes whose component is large enough there.
func (g *Graph) tied(weak *[NumModes]*weak, like [NumModes]Mode) []ModeSet {
	var same [NumModes]ModeSet
	for m := range Mode(NumModes) {
		same[like[m]] = same[like[m]].With(m)
	}
	tied := make([]ModeSet, len(g.points))
	for m, set := range same {
		if set == 0 {
			continue
		}
		for n, large := range weak[m].large {
			if large {
				tied[n] |= set
			}
		}
	}
	return tied
}

// twin reports whether a later version sees what the first one sees: it has
// the first one's costs and stars.
func (g *Graph) twin(m Mode, like [NumModes]Mode) bool {
	n := m.Base()
	return m != n && like[m] == like[n] && len(g.gates[m].list)+len(g.gates[n].list) == 0 &&
		(sameArray(g.costs[m], g.costs[n]) || slices.Equal(g.costs[m], g.costs[n]))
}

// sameArray reports whether the slices, of one length, share their memory.
func sameArray(a, b []Millis) bool { return len(a) == 0 || &a[0] == &b[0] }

// layStars makes the stars of the modes that have their own.
func (g *Graph) layStars(like [NumModes]Mode, kinds []Permit, wait *sync.WaitGroup) {
	for m := range Mode(NumModes) {
		if g.twin(m, like) {
			continue
		}
		wait.Go(func() {
			g.out[m] = g.outward(m)
			g.in[m] = g.out[m]
			if hasOneWay(kinds, m) || len(g.gates[m].list) > 0 {
				g.in[m] = g.out[m].reversed()
			}
		})
	}
}

// shareStars gives the other modes theirs.
func (g *Graph) shareStars(like [NumModes]Mode) {
	for m := range Mode(NumModes) {
		if n := m.Base(); g.twin(m, like) {
			g.costs[m], g.out[m], g.in[m] = g.costs[n], g.out[n], g.in[n]
		}
	}
}

// alike returns for each mode the first one that may use the same edges in the
// same directions.
func alike(kinds []Permit) (like [NumModes]Mode) {
	for m := range Mode(NumModes) {
		like[m] = m
		for n := range m {
			if like[n] == n && !slices.ContainsFunc(kinds, func(p Permit) bool { return p.Along(m) != p.Along(n) || p.Against(m) != p.Against(n) }) {
				like[m] = n
				break
			}
		}
	}
	return like
}

// kindsOfPermits returns the permits that some edge has.
func (g *Graph) kindsOfPermits() []Permit {
	var seen [1 << 16]bool
	var kinds []Permit
	for _, p := range g.permits {
		if !seen[p] {
			seen[p] = true
			kinds = append(kinds, p)
		}
	}
	return kinds
}

// sortEdges puts the edges in order of (way, segment); a file that repeats a
// way keeps the order of the file.
func (b *Builder) sortEdges() {
	c := &b.edges
	if c.sorted() {
		return
	}
	order := make([]uint32, len(c.ends))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortStableFunc(order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(c.ways[x], c.ways[y]), cmp.Compare(c.segments[x], c.segments[y]))
	})
	c.ends, c.permits, c.classes = picked(c.ends, order), picked(c.permits, order), picked(c.classes, order)
	c.ways, c.segments, c.details = picked(c.ways, order), picked(c.segments, order), picked(c.details, order)
}

// sorted reports whether the edges are in order already.
func (c *columns) sorted() bool {
	for i := 1; i < len(c.ways); i++ {
		if c.ways[i] < c.ways[i-1] || c.ways[i] == c.ways[i-1] && c.segments[i] < c.segments[i-1] {
			return false
		}
	}
	return true
}

// picked returns the elements in another order.
func picked[T any](list []T, order []uint32) []T {
	out := make([]T, len(list))
	for i, at := range order {
		out[i] = list[at]
	}
	return out
}

// nowhere is the id of a node that has no edge.
const nowhere NodeID = math.MaxUint32

// number gives g the nodes that have an edge, in Hilbert order, lower numbers
// first at one place, and the ends of its edges. It returns the id of each
// added node, nowhere for one without an edge.
func (b *Builder) number(g *Graph) []NodeID {
	ids := make([]NodeID, len(b.points))
	for n := range ids {
		ids[n] = nowhere
	}
	for _, ends := range b.edges.ends {
		ids[ends[0]], ids[ends[1]] = 0, 0 // used
	}
	if b.sorting.Wait(); len(b.sorted) != len(b.points) {
		b.sorted = alongCurve(b.points)
	}
	spots := slices.DeleteFunc(b.sorted, func(spot radix.Item) bool { return ids[spot.Owner] == nowhere })
	b.sorted = nil
	g.points = make([][2]int32, len(spots))
	inParts(len(spots), func(from, to int) {
		for i := from; i < to; i++ {
			ids[spots[i].Owner], g.points[i] = NodeID(i), b.points[spots[i].Owner]
		}
	})
	g.ends = b.edges.ends
	inParts(len(g.ends), func(from, to int) {
		for i, ends := range g.ends[from:to] {
			g.ends[from+i] = [2]NodeID{ids[ends[0]], ids[ends[1]]}
		}
	})
	return ids
}

// alongCurve returns the points' numbers in Hilbert order, lower ones first at
// one place.
func alongCurve(points [][2]int32) []radix.Item {
	spots, curve := make([]radix.Item, len(points)), newCurve()
	inParts(len(spots), func(from, to int) {
		for n := from; n < to; n++ {
			spots[n] = radix.Keyed(curve.hilbert(points[n]), uint32(n))
		}
	})
	radix.Sort(spots)
	return spots
}

// hasOneWay reports whether some edge is open to the mode in one direction
// only. Without one, the reversed star is the star itself.
func hasOneWay(kinds []Permit, m Mode) bool {
	return slices.ContainsFunc(kinds, func(p Permit) bool { return p.Along(m) != p.Against(m) })
}

// inParts cuts 0 … n into a part for each processor and works on all at once.
func inParts(n int, work func(from, to int)) {
	var wait sync.WaitGroup
	size := max(1, (n+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += size {
		wait.Go(func() { work(from, min(from+size, n)) })
	}
	wait.Wait()
}
