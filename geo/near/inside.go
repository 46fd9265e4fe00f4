package near

import (
	"math"

	"github.com/paulmach/orb"
)

// Inside calls found for every place within the bound of degrees, edges
// included, in no promised order. A bound beyond ±180 is not wrapped.
func (x *Index) Inside(b orb.Bound, found func(item int32, p orb.Point)) {
	if x.root.count > 0 && !b.IsEmpty() {
		w := inside{bound: b, wedge: wedgeOf(b), found: found}
		w.branch(&x.root)
	}
}

// inside is one call of Inside under way.
type inside struct {
	bound orb.Bound
	wedge wedge
	found func(item int32, p orb.Point)
}

func (w *inside) branch(b *branch) {
	switch {
	case w.wedge.misses(&b.box):
	case b.node == nil:
		w.bucket(b.bucket, 1)
	default:
		w.branch(&b.node.branches[0])
		w.branch(&b.node.branches[1])
	}
}

func (w *inside) bucket(b *bucket, i int) {
	switch {
	case w.wedge.misses(&b.boxes[i]):
		return
	case 2*i < len(b.boxes):
		w.bucket(b, 2*i)
		w.bucket(b, 2*i+1)
		return
	}
	for from, to := b.span(i); from < to; from++ {
		if p := b.points[from]; w.bound.Contains(p) {
			w.found(b.entries[from].item, p)
		}
	}
}

// wedge is a bound as planes through the Earth: two parallels, and the half
// circles of two meridians, each with the unit normal that points inside.
type wedge struct {
	bottom, top float64    // along the axis
	normals     [2]vector2 // of west and east; none when the bound is no less than half the Earth wide
}

type vector2 [2]float64

func wedgeOf(b orb.Bound) wedge {
	const rad = math.Pi / 180
	sine := func(lat float64) float64 { return math.Sin(max(-90, min(90, lat)) * rad) }
	w := wedge{bottom: sine(b.Min[1]) - slack, top: sine(b.Max[1]) + slack}
	if b.Max[0]-b.Min[0] < 180 {
		sinWest, cosWest := math.Sincos(b.Min[0] * rad)
		sinEast, cosEast := math.Sincos(b.Max[0] * rad)
		w.normals = [2]vector2{{-sinWest, cosWest}, {sinEast, -cosEast}}
	}
	return w
}

// misses reports whether the whole box lies outside.
func (w *wedge) misses(b *box) bool {
	if float64(b.high[2]) < w.bottom || float64(b.low[2]) > w.top {
		return true
	}
	for _, n := range w.normals {
		x := max(n[0]*float64(b.low[0]), n[0]*float64(b.high[0]))
		y := max(n[1]*float64(b.low[1]), n[1]*float64(b.high[1]))
		if x+y < -slack {
			return true
		}
	}
	return false
}
