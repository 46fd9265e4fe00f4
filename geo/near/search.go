package near

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// never is the bound of what is not to be looked at: no limit reaches it.
var never = float32(math.Inf(1))

// Nearest appends to dst the K places that q asks for, in its order, and
// returns it. It allocates only to grow dst, and for its own list where K is
// beyond 101.
func (x *Index) Nearest(q Query, dst []Hit) []Hit {
	if q.K <= 0 || x.root.count == 0 || !onEarth(q.Point) {
		return dst
	}
	w := walk{q: q, at: unit(q.Point), limit: math.MaxFloat32}
	if q.Radius > 0 {
		w.limit = beyond(chord(q.Radius))
	}
	if q.After != nil {
		w.listed, w.doubtful = short(chord(q.After.Distance)), beyond(chord(q.After.Distance))
	}
	var room [shortlist]candidate
	list := room[:0]
	if q.K > most {
		list = make([]candidate, 0, q.K+shortlist-most)
	}
	if w.bound(&x.root.box) <= w.limit {
		list = w.branch(&x.root, list)
	}
	return w.finish(list, dst)
}

// A query for the most of nearby, and one more, lists its candidates without
// allocating.
const most, shortlist = 101, 128

// walk is one query under way. All limits are squared chords. The list of
// candidates is handed along, for what a walk points to would be allocated:
// the K nearest so far by chord, and those that are as near within slack.
// Where these are more than the list has room for, a crowd stands on one
// spot: from then on each is measured at once, and the list is the K nearest
// in their order.
type walk struct {
	q        Query
	at       vector
	limit    float32 // no place beyond it is wanted
	listed   float32 // every place nearer than this was on a page before
	doubtful float32 // no place beyond this was
	crowded  bool
}

// candidate is a place that may be among the K nearest.
type candidate struct {
	exact float64 // metres, computed at the end or in a crowd
	point *orb.Point
	away  float32 // squared chord
	item  int32
}

// bound returns how near any place of the box may be that is wanted.
func (w *walk) bound(b *box) float32 {
	if !w.q.Wish.Takes(b.tags) || w.listed > 0 && b.farthest(w.at) < w.listed {
		return never
	}
	return b.nearest(w.at)
}

func (w *walk) branch(b *branch, list []candidate) []candidate {
	if b.node == nil {
		return w.bucket(b.bucket, 1, list)
	}
	first, second := &b.node.branches[0], &b.node.branches[1]
	near, far := w.bound(&first.box), w.bound(&second.box)
	if far < near {
		first, second, near, far = second, first, far, near
	}
	if near <= w.limit {
		list = w.branch(first, list)
	}
	if far <= w.limit { // which the first may have lowered
		list = w.branch(second, list)
	}
	return list
}

// bucket looks at the entries below box i.
func (w *walk) bucket(b *bucket, i int, list []candidate) []candidate {
	if 2*i >= len(b.boxes) {
		return w.leaf(b, i, list)
	}
	first, second := 2*i, 2*i+1
	near, far := w.bound(&b.boxes[first]), w.bound(&b.boxes[second])
	if far < near {
		first, second, near, far = second, first, far, near
	}
	if near <= w.limit {
		list = w.bucket(b, first, list)
	}
	if far <= w.limit {
		list = w.bucket(b, second, list)
	}
	return list
}

func (w *walk) leaf(b *bucket, i int, list []candidate) []candidate {
	from, to := b.span(i)
	for i := from; i < to; i++ {
		e := &b.entries[i]
		if !w.q.Wish.Takes(e.tags) {
			continue
		}
		d := away(e.at, w.at)
		if d > w.limit || d < w.listed {
			continue
		}
		c := candidate{point: &b.points[i], away: d, item: e.item}
		if w.crowded && !w.presses(&c, list) || !w.keeps(e) || d <= w.doubtful && w.passed(c.item, *c.point) {
			continue
		}
		list = w.offer(c, list)
	}
	return list
}

func (w *walk) keeps(e *entry) bool {
	return w.q.Keep == nil || e.tags&w.q.Sure != 0 || w.q.Keep(e.item)
}

// passed reports whether the place was listed up to the mark.
func (w *walk) passed(item int32, p orb.Point) bool {
	d, mark := sphere.Distance(w.q.Point, p), w.q.After
	return mark != nil && (d < mark.Distance || d == mark.Distance && mark.Passed(item))
}

// offer puts the candidate in its place, lowers the limit when there are
// enough, and drops those that are beyond it.
func (w *walk) offer(c candidate, list []candidate) []candidate {
	if w.crowded {
		return w.press(c, list)
	}
	list = append(list, c)
	i := len(list) - 1
	for ; i > 0 && c.away < list[i-1].away; i-- {
		list[i] = list[i-1]
	}
	list[i] = c
	if len(list) < w.q.K {
		return list
	}
	w.limit = min(w.limit, beyond(math.Sqrt(float64(list[w.q.K-1].away))))
	last := len(list) - 1
	for list[last].away > w.limit {
		last--
	}
	if last+1 < cap(list) {
		return list[:last+1]
	}
	w.crowded = true
	return w.sorted(list)
}

// presses measures the candidate and reports whether it is one of the K
// nearest so far. Whoever stands where the last of them does is as far away.
func (w *walk) presses(c *candidate, list []candidate) bool {
	last := &list[len(list)-1]
	if c.exact = last.exact; *c.point != *last.point {
		c.exact = sphere.Distance(w.q.Point, *c.point)
	}
	return w.compare(*c, *last) < 0
}

// press puts the candidate in its place and drops the last of the K.
func (w *walk) press(c candidate, list []candidate) []candidate {
	i := len(list) - 1
	for ; i > 0 && w.compare(c, list[i-1]) < 0; i-- {
		list[i] = list[i-1]
	}
	list[i] = c
	w.limit = min(w.limit, beyond(chord(list[len(list)-1].exact)))
	return list
}

// sorted measures the candidates and returns the K nearest in their order.
func (w *walk) sorted(list []candidate) []candidate {
	for from := 0; from < len(list); from += shortlist {
		w.measure(list[from:min(from+shortlist, len(list))])
	}
	slices.SortFunc(list, w.compare)
	return list[:min(w.q.K, len(list))]
}

// measure computes the distances of up to shortlist candidates. No cache holds
// their points, so they are all asked for before any is used: the processor
// then waits for them side by side, not one after the other.
func (w *walk) measure(list []candidate) {
	var points [shortlist]orb.Point
	for i := range list {
		points[i] = *list[i].point
	}
	from := sphere.At(w.q.Point)
	for i := range list {
		list[i].exact = from.Distance(sphere.At(points[i]))
	}
}

// finish appends the K nearest to dst.
func (w *walk) finish(list []candidate, dst []Hit) []Hit {
	if !w.crowded {
		list = w.sorted(list)
	}
	for _, c := range list {
		if w.q.Radius > 0 && c.exact > w.q.Radius {
			break
		}
		dst = append(dst, Hit{c.exact, c.item})
	}
	return dst
}

// compare orders by distance, then by Query.Before.
func (w *walk) compare(a, b candidate) int {
	switch {
	case a.exact != b.exact:
		return cmp.Compare(a.exact, b.exact)
	case w.q.Before == nil:
		return cmp.Compare(a.item, b.item)
	case w.q.Before(a.item, b.item):
		return -1
	}
	return 1
}
