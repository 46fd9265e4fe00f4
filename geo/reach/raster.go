package reach

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	finest      = 25.0    // metres, the step wherever memory allows
	mostCorners = 2 << 20 // of a raster: 24 MB

	// mostSpread is how far, in metres, ground belongs to the road beside it
	// at most, however much time is left.
	mostSpread = 100.0
	// A place is never farther from a corner of the raster than half the
	// diagonal of a square, 0.707 steps; ground of 0.8 steps beside a reached
	// road therefore shows, where no other road claims it.
	leastSpread = 0.8
	// core is how near, in steps, a reached road keeps its ground even from a
	// road that is nearer still: else one of two parallel ways would be lost.
	core = 0.25
)

// raster holds, at each corner of a grid, how far it is outside the reached
// ground, in metres, negative inside. Its border is outside everywhere.
type raster struct {
	min           orb.Point
	step          float64
	width, height int
	values        []float32 // to the ground beside the reached roads
	near          []float32 // to the nearest reached road
	other         []float32 // to the nearest road that is not reached
}

// newRaster lays a raster over the stretches, with room for their ground.
func newRaster(parts []stretch) *raster {
	box := parts[0].from.Bound()
	for _, s := range parts {
		box = box.Extend(s.from).Extend(s.to)
	}
	w, h := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	r := &raster{step: finest}
	for r.lay(w, h); r.width*r.height > mostCorners; r.lay(w, h) {
		r.step *= 1.25
	}
	margin := r.margin()
	r.min = orb.Point{box.Min[0] - margin, box.Min[1] - margin}
	n := r.width * r.height
	all := make([]float32, 3*n)
	for i := range all {
		all[i] = math.MaxFloat32
	}
	r.values, r.near, r.other = all[:n:n], all[n:2*n:2*n], all[2*n:]
	return r
}

func (r *raster) margin() float64 { return max(mostSpread, r.step) + 2*r.step }

func (r *raster) lay(w, h float64) {
	r.width = int((w+2*r.margin())/r.step) + 2
	r.height = int((h+2*r.margin())/r.step) + 2
}

// brush says how wide the ground beside a road is: as far as the time left
// takes at pace, metres per millisecond.
type brush struct{ limit, pace float64 }

func (b brush) spread(t, step float64) float64 {
	return max(leastSpread*step, min((b.limit-t)*b.pace, mostSpread))
}

// paint lowers the corners around a reached stretch to their distance from it
// and from its ground.
func (r *raster) paint(s stretch, b brush) {
	wide := b.spread(s.start, r.step) + r.step // one corner more, for the slope of the border
	r.around(s, wide, func(i int, d, f float64) {
		r.near[i] = min(r.near[i], float32(d))
		r.values[i] = min(r.values[i], float32(d-b.spread(s.start+f*s.cost, r.step)))
	})
}

// repel notes the distance from a road that is not reached.
func (r *raster) repel(s stretch) {
	r.around(s, max(mostSpread, r.step)+r.step, func(i int, d, _ float64) {
		r.other[i] = min(r.other[i], float32(d))
	})
}

// around calls fn for the corners in the box of a stretch, widened: with the
// corner's number, its distance and at what fraction of the stretch.
func (r *raster) around(s stretch, wide float64, fn func(i int, d, f float64)) {
	x0, x1 := r.span(min(s.from[0], s.to[0])-wide-r.min[0], max(s.from[0], s.to[0])+wide-r.min[0], r.width)
	y0, y1 := r.span(min(s.from[1], s.to[1])-wide-r.min[1], max(s.from[1], s.to[1])+wide-r.min[1], r.height)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			d, f := s.distance(orb.Point{r.min[0] + float64(x)*r.step, r.min[1] + float64(y)*r.step})
			fn(y*r.width+x, d, f)
		}
	}
}

// span returns the corners between two offsets, off the border of the raster.
func (r *raster) span(lo, hi float64, size int) (from, to int) {
	return max(1, int(math.Ceil(lo/r.step))), min(size-2, int(math.Floor(hi/r.step)))
}

// weigh takes the ground that lies nearer to another road away, since a place
// ties to the nearest one; but not the core beside a reached road.
func (r *raster) weigh() {
	for i, v := range r.values {
		own := min(r.near[i]-float32(core*r.step), (r.near[i]-r.other[i])/2)
		r.values[i] = max(v, own)
	}
}

func (r *raster) inside(x, y int) bool { return r.values[y*r.width+x] < 0 }
