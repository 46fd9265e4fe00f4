package reach

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const (
	finest      = 25.0    // metres, the step wherever memory allows
	mostCorners = 2 << 20 // of a raster: 40 MB

	// mostSpread is how far, in metres, ground belongs to the road beside it
	// at most, however much time is left.
	mostSpread = 100.0
	// beside is how far from a road, in steps, corners are compared with it
	// itself; farther ones are reached from their neighbours. It is more than
	// half the diagonal of a square, so no road is without corners.
	beside = 1.1
	// verge is the ground, in steps, that is as far as the road it lies beside
	// although the way from it takes time: else the border would cut off roads
	// that run between corners.
	verge = 0.5
	// core is how near, in steps, the road that is reached first has ground
	// even from one that is nearer: else one of two parallel ways would be
	// lost.
	core = 0.25
)

// raster holds, at each corner of a grid, the nearest road. Its border is
// outside everywhere. Its memory is used again.
type raster struct {
	min           orb.Point
	step          float64
	width, height int
	squares       []float32 // the square of the distance to the nearest road; after spread the distance; in steps
	times         []float32 // from where that road is nearest, milliseconds
	values        []float32 // of one limit: how far outside, in steps; negative inside
	march         march
}

// lay puts a raster over a box, with room for the ground around it.
func (r *raster) lay(box orb.Bound) {
	w, h := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	r.step = finest
	for r.size(w, h); r.width*r.height > mostCorners; r.size(w, h) {
		r.step *= 1.25
	}
	margin := r.margin()
	r.min = orb.Point{box.Min[0] - margin, box.Min[1] - margin}
	n := r.width * r.height
	far := float32(math.Inf(1))
	r.squares, r.times = filled(r.squares, n, far), filled(r.times, n, far)
	r.values = slices.Grow(r.values[:0], n)[:n]
}

func filled[T any](s []T, n int, v T) []T {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = v
	}
	return s
}

func (r *raster) margin() float64 { return max(mostSpread, r.step) + 2*r.step }

func (r *raster) size(w, h float64) {
	r.width = int((w+2*r.margin())/r.step) + 2
	r.height = int((h+2*r.margin())/r.step) + 2
}

// toGrid returns a point of the plane in steps from the first corner.
func (r *raster) toGrid(p orb.Point) (x, y float64) {
	return (p[0] - r.min[0]) / r.step, (p[1] - r.min[1]) / r.step
}

// paint offers a road to the corners beside it.
func (r *raster) paint(p *piece) {
	ax, ay := r.toGrid(p.a)
	bx, by := r.toGrid(p.b)
	y0, y1 := max(1, int(math.Ceil(min(ay, by)-beside))), min(r.height-2, int(math.Floor(max(ay, by)+beside)))
	left, right := min(ax, bx)-beside, max(ax, bx)+beside
	dx, dy := bx-ax, by-ay
	lean, half := 0.0, math.Inf(1) // of the band along the road, in a row
	if dy != 0 {
		lean, half = dx/dy, beside*math.Hypot(dx, dy)/math.Abs(dy)
	}
	line := stroke{float32(ax), float32(ay), float32(dx), float32(dy), 0}
	if square := dx*dx + dy*dy; square > 0 {
		line.inverse = float32(1 / square)
	}
	for y := y0; y <= y1; y++ {
		middle := ax + (float64(y)-ay)*lean
		x0 := max(1, int(math.Ceil(max(left, middle-half))))
		x1 := min(r.width-2, int(math.Floor(min(right, middle+half))))
		if x0 <= x1 {
			r.row(p, line, x0, x1, y)
		}
	}
}

// stroke is a road in steps: where it begins, how it runs, and one over the
// square of its length.
type stroke struct{ x, y, dx, dy, inverse float32 }

// row offers a road to the corners x0 … x1 of row y: the nearest road takes a
// corner, of those equally near the one that is reached first.
func (r *raster) row(p *piece, s stroke, x0, x1, y int) {
	const same = 1e-4 // squares of steps: rounding
	py := float32(y) - s.y
	base := y * r.width
	squares := r.squares[base+x0 : base+x1+1]
	for i := range squares {
		px := float32(x0+i) - s.x
		f := (px*s.dx + py*s.dy) * s.inverse
		if f < 0 {
			f = 0
		} else if f > 1 {
			f = 1
		}
		ex, ey := px-f*s.dx, py-f*s.dy
		d := ex*ex + ey*ey
		if d < core*core {
			d = core * core
		}
		if old := squares[i]; d < old-same {
			squares[i], r.times[base+x0+i] = d, float32(p.time(float64(f)))
		} else if d < old+same {
			r.times[base+x0+i] = min(r.times[base+x0+i], float32(p.time(float64(f))))
		}
	}
}

// spread turns squares into distances and carries them on to the corners that
// no road is beside, in two sweeps from neighbour to neighbour: of a path
// along sides and diagonals, at most a twelfth too long.
func (r *raster) spread() {
	for i, d := range r.squares {
		r.squares[i] = float32(math.Sqrt(float64(d)))
	}
	w := r.width
	for y := 1; y < r.height-1; y++ {
		for i := y*w + 1; i < (y+1)*w-1; i++ {
			if r.squares[i] > beside {
				r.carry(i, -1, -w, -w-1, -w+1)
			}
		}
	}
	for y := r.height - 2; y > 0; y-- {
		for i := (y+1)*w - 2; i > y*w; i-- {
			if r.squares[i] > beside {
				r.carry(i, 1, w, w+1, w-1)
			}
		}
	}
}

// carry brings the nearest road of four neighbours to a corner: two along
// sides, two along diagonals.
func (r *raster) carry(i, a, b, c, d int) {
	best, from := r.squares[i], i
	if v := r.squares[i+a] + 1; v < best {
		best, from = v, i+a
	}
	if v := r.squares[i+b] + 1; v < best {
		best, from = v, i+b
	}
	if v := r.squares[i+c] + math.Sqrt2; v < best {
		best, from = v, i+c
	}
	if v := r.squares[i+d] + math.Sqrt2; v < best {
		best, from = v, i+d
	}
	r.squares[i], r.times[i] = best, r.times[from]
}

// weigh sets the values of a limit: the way off the road beyond what the time
// left takes at pace, metres per millisecond, and at most mostSpread.
func (r *raster) weigh(limit, pace float64) {
	scale, most := float32(pace/r.step), float32(max(mostSpread/r.step, verge))
	for i, d := range r.squares {
		v := max(0, d-verge) + (r.times[i]-float32(limit))*scale
		r.values[i] = min(max(v, d-most, -0.5), 1)
	}
}

// hold brings ground to every road that is reached within the limit: where no
// corner beside it is inside, the nearest becomes so. Roads are looked at each
// third of a step, so none is farther than 0.71 + 1/6 steps from a corner
// inside.
func (r *raster) hold(p *piece, limit float64) {
	a, b := p.reached(limit)
	if a >= 0 {
		r.holdPart(p, 0, a)
	}
	if b >= 0 && a < 1 {
		r.holdPart(p, 1-b, 1)
	}
}

func (r *raster) holdPart(p *piece, from, to float64) {
	x, y := r.toGrid(p.at(from))
	x1, y1 := r.toGrid(p.at(to))
	n := max(1, math.Ceil(3*math.Hypot(x1-x, y1-y)))
	dx, dy := (x1-x)/n, (y1-y)/n
	for range int(n) + 1 {
		i := int(y+0.5)*r.width + int(x+0.5)
		if !(r.values[i] < 0) && !r.held(x, y) {
			r.values[i] = -0.1
		}
		x, y = x+dx, y+dy
	}
}

// held reports whether a corner of the place's square that is inside is about
// as near as the nearest may be.
func (r *raster) held(x, y float64) bool {
	i, fx, fy := int(y)*r.width+int(x), x-math.Floor(x), y-math.Floor(y)
	const near = 0.5
	return r.values[i] < 0 && fx*fx+fy*fy <= near ||
		r.values[i+1] < 0 && (1-fx)*(1-fx)+fy*fy <= near ||
		r.values[i+r.width] < 0 && fx*fx+(1-fy)*(1-fy) <= near ||
		r.values[i+r.width+1] < 0 && (1-fx)*(1-fx)+(1-fy)*(1-fy) <= near
}
