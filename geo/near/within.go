package near

import (
	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// Within calls found for every place within radius metres of p, inclusive,
// that the wish takes, in no promised order.
func (x *Index) Within(p orb.Point, radius float64, wish Wish, found func(Hit)) {
	if x.root.count > 0 && onEarth(p) {
		w := within{p: p, at: unit(p), radius: radius, limit: beyond(chord(radius)), wish: wish, found: found}
		w.branch(&x.root)
	}
}

// within is one call of Within under way.
type within struct {
	p      orb.Point
	at     vector
	radius float64
	limit  float32 // squared chord
	wish   Wish
	found  func(Hit)
}

// reaches reports whether a wanted place may lie in the box.
func (w *within) reaches(b *box) bool {
	return w.wish.Takes(b.tags) && b.nearest(w.at) <= w.limit
}

func (w *within) branch(b *branch) {
	switch {
	case !w.reaches(&b.box):
	case b.node == nil:
		w.bucket(b.bucket, 1)
	default:
		w.branch(&b.node.branches[0])
		w.branch(&b.node.branches[1])
	}
}

func (w *within) bucket(b *bucket, i int) {
	switch {
	case !w.reaches(&b.boxes[i]):
	case 2*i < len(b.boxes):
		w.bucket(b, 2*i)
		w.bucket(b, 2*i+1)
	default:
		w.leaf(b, i)
	}
}

func (w *within) leaf(b *bucket, i int) {
	from, to := b.span(i)
	for ; from < to; from++ {
		e := &b.entries[from]
		if !w.wish.Takes(e.tags) || away(e.at, w.at) > w.limit {
			continue
		}
		if d := sphere.Distance(w.p, b.points[from]); d <= w.radius {
			w.found(Hit{d, e.item})
		}
	}
}
