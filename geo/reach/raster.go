package reach

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	finest      = 25.0    // metres, the step wherever memory allows
	mostCorners = 4 << 20 // of a raster: 16 MB
	// A corner of the raster is never farther from a road than half the
	// diagonal of a square, 0.707 steps; ground of 0.8 steps beside the road
	// therefore always shows.
	leastSpread = 0.8
)

// raster holds, at each corner of a grid, how far it is outside the reached
// ground, in metres, negative inside. Its border is outside everywhere.
type raster struct {
	min           orb.Point
	step          float64
	width, height int
	values        []float32
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
	r.values = make([]float32, r.width*r.height)
	for i := range r.values {
		r.values[i] = math.MaxFloat32
	}
	return r
}

func (r *raster) margin() float64 { return max(mostSpread, r.step) + 2*r.step }

func (r *raster) lay(w, h float64) {
	r.width = int((w+2*r.margin())/r.step) + 2
	r.height = int((h+2*r.margin())/r.step) + 2
}

// brush says how wide the ground beside a road is: by the time left at pace,
// metres per millisecond.
type brush struct{ limit, pace float64 }

func (b brush) spread(t, step float64) float64 {
	return max(leastSpread*step, min((b.limit-t)*b.pace, mostSpread))
}

// paint lowers the corners around a stretch to their distance from its
// ground.
func (r *raster) paint(s stretch, b brush) {
	wide := b.spread(s.start, r.step) + r.step // one corner more, for the slope of the border
	x0, x1 := r.span(min(s.from[0], s.to[0])-wide-r.min[0], max(s.from[0], s.to[0])+wide-r.min[0], r.width)
	y0, y1 := r.span(min(s.from[1], s.to[1])-wide-r.min[1], max(s.from[1], s.to[1])+wide-r.min[1], r.height)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			d, f := s.distance(orb.Point{r.min[0] + float64(x)*r.step, r.min[1] + float64(y)*r.step})
			v := &r.values[y*r.width+x]
			*v = min(*v, float32(d-b.spread(s.start+f*s.cost, r.step)))
		}
	}
}

// span returns the corners between two offsets, off the border of the raster.
func (r *raster) span(lo, hi float64, size int) (from, to int) {
	return max(1, int(math.Ceil(lo/r.step))), min(size-2, int(math.Floor(hi/r.step)))
}

// distance returns how far p is from the stretch, and at what fraction of it.
func (s stretch) distance(p orb.Point) (metres, fraction float64) {
	dx, dy := s.to[0]-s.from[0], s.to[1]-s.from[1]
	px, py := p[0]-s.from[0], p[1]-s.from[1]
	if l2 := dx*dx + dy*dy; l2 > 0 {
		fraction = min(max((px*dx+py*dy)/l2, 0), 1)
	}
	return math.Hypot(px-fraction*dx, py-fraction*dy), fraction
}

func (r *raster) inside(x, y int) bool { return r.values[y*r.width+x] < 0 }
