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
	beside = 0.8
	// narrow is up to how wide, in steps, the ground of a road is that all of
	// its corners are compared.
	narrow = 4
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
	step, scale   float64 // metres, and one over it
	width, height int
	corners       []corner
	values        []float32 // of one limit: how far outside, in steps; negative inside
	march         march
}

// corner is what a corner of the raster knows of the nearest road, in one word
// so that the nearer of two is the lesser, and of those equally near the one
// reached first: above, how far it is in 1/65536 steps (until spread the square
// of that); below, when it is reached where it is nearest, in milliseconds.
type corner uint64

const (
	fine  = 1 << 16 // parts of a step
	never = math.MaxUint32
	// nowhere knows of no road. It is half of what a word holds, so that steps
	// can be added.
	nowhere corner = math.MaxInt32<<32 | never

	side     corner = fine << 32
	diagonal corner = 92682 << 32 // √2 steps
)

func (c corner) away() uint32 { return uint32(c >> 32) }
func (c corner) time() uint32 { return uint32(c) }

// lay puts a raster over a box, with room for the border around it.
func (r *raster) lay(box orb.Bound) {
	w, h := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	r.step = finest
	for r.size(w, h); r.width*r.height > mostCorners; r.size(w, h) {
		r.step *= 1.25
	}
	margin := r.margin()
	r.scale = 1 / r.step
	r.min = orb.Point{box.Min[0] - margin, box.Min[1] - margin}
	n := r.width * r.height
	r.corners = filled(r.corners, n, nowhere)
	r.values = slices.Grow(r.values[:0], n)[:n]
}

func filled[T any](s []T, n int, v T) []T {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = v
	}
	return s
}

// margin is how far, in metres, a raster goes on beyond the ground that is
// reached: over its verge to a corner that is outside.
func (r *raster) margin() float64 { return 2 * r.step }

func (r *raster) size(w, h float64) {
	r.width = int((w+2*r.margin())/r.step) + 2
	r.height = int((h+2*r.margin())/r.step) + 2
}

// toGrid returns a point of the plane in steps from the first corner.
func (r *raster) toGrid(p orb.Point) (x, y float64) {
	return (p[0] - r.min[0]) * r.scale, (p[1] - r.min[1]) * r.scale
}

// paint offers a road to the corners beside it.
func (r *raster) paint(p *piece) {
	ax, ay := r.toGrid(p.a)
	bx, by := r.toGrid(p.b)
	y0, y1 := upward(min(ay, by)-beside), min(r.height-2, downward(max(ay, by)+beside))
	left, right := min(ax, bx)-beside, max(ax, bx)+beside
	if right < 1 || left > float64(r.width-2) {
		return
	}
	dx, dy := bx-ax, by-ay
	square := dx*dx + dy*dy
	lean, half := 0.0, math.Inf(1) // of the band along the road, in a row
	if dy != 0 && right-left > narrow {
		lean, half = dx/dy, beside*math.Sqrt(square)/math.Abs(dy)
	}
	line := newStroke(p, orb.Point{ax, ay}, orb.Point{dx, dy}, square)
	for y := y0; y <= y1; y++ {
		middle := ax + (float64(y)-ay)*lean
		x0 := upward(max(left, middle-half))
		x1 := min(r.width-2, downward(min(right, middle+half)))
		if x0 <= x1 {
			line.row(r.corners[y*r.width+x0:y*r.width+x1+1], float32(x0), float32(y))
		}
	}
}

// upward returns the first number of a corner off the border of the raster
// that is more than v, downward the last that is not.
func upward(v float64) int   { return int(max(v, 0)) + 1 }
func downward(v float64) int { return int(max(v, 0)) }

// stroke is a piece of road in steps: where it begins, how it runs, one over
// the square of its length, and its times.
type stroke struct {
	x, y, dx, dy, inverse float32
	fromA, fromB, cost    float32
}

func newStroke(p *piece, a, d orb.Point, square float64) stroke {
	s := stroke{
		x: float32(a[0]), y: float32(a[1]), dx: float32(d[0]), dy: float32(d[1]),
		fromA: float32(p.fromA), fromB: float32(p.fromB), cost: float32(p.cost),
	}
	if square > 0 {
		s.inverse = float32(1 / square)
	}
	return s
}

// time is how long it takes from the place at fraction f.
func (s *stroke) time(f float32) uint32 {
	return uint32(min(s.fromA+f*s.cost, s.fromB+(1-f)*s.cost, math.MaxInt32))
}

// row offers a road to corners of a row, from x on.
func (s *stroke) row(corners []corner, x, y float32) {
	px, py := x-s.x, y-s.y
	for i, c := range corners {
		f := (px*s.dx + py*s.dy) * s.inverse
		if f < 0 {
			f = 0
		} else if f > 1 {
			f = 1
		}
		ex, ey := px-f*s.dx, py-f*s.dy
		px++
		d := uint32(max(ex*ex+ey*ey, core*core) * fine)
		if d > c.away() {
			continue
		}
		if own := corner(d)<<32 | corner(s.time(f)); own < c {
			corners[i] = own
		}
	}
}

// spread turns squares into distances and carries them on to the corners that
// no road is beside, in two sweeps from neighbour to neighbour: of a path
// along sides and diagonals, at most a twelfth too long.
func (r *raster) spread() {
	w, all := r.width, r.corners
	for y := 1; y < r.height-1; y++ {
		carry(all[y*w:(y+1)*w], all[(y-1)*w:y*w])
	}
	for y := r.height - 2; y > 0; y-- {
		carryBack(all[y*w:(y+1)*w], all[(y+1)*w:(y+2)*w])
	}
}

// carry brings the corners of a row, squares before, what their left
// neighbours know, and those of the next row.
func carry(row, next []corner) {
	next = next[:len(row)]
	last := nowhere
	for x := 1; x < len(row)-1; x++ {
		c := row[x]
		if c != nowhere {
			c = corner(float32(math.Sqrt(float64(float32(c.away())*fine))))<<32 | c&never
		}
		// The corner before comes last: all else is ready by then.
		last = min(min(c, next[x]+side, next[x-1]+diagonal, next[x+1]+diagonal), last+side)
		row[x] = last
	}
}

// carryBack is carry from the right.
func carryBack(row, next []corner) {
	next = next[:len(row)]
	last := nowhere
	for x := len(row) - 2; x > 0; x-- {
		last = min(min(row[x], next[x]+side, next[x-1]+diagonal, next[x+1]+diagonal), last+side)
		row[x] = last
	}
}

// weigh sets the values of a limit: the way off the road beyond what the time
// left takes at pace, metres per millisecond, and at most mostSpread. Deep
// inside they are half of what they are far outside, so that the border stays
// nearer to the road that is reached.
func (r *raster) weigh(limit, pace float64) {
	scale, most := float32(pace/r.step), float32(max(mostSpread/r.step, verge))
	end := float32(limit)
	// What lies a step beyond the limits is all the same.
	far, last := uint32((most+1)*fine), uint32(min(limit+r.step/pace, math.MaxInt32-1))
	for i, c := range r.corners {
		if c.time() > last || c.away() > far {
			r.values[i] = 1
			continue
		}
		away := float32(int64(c.away())) * (1. / fine)
		v := (float32(int64(c.time()))-end)*scale + max(away-verge, 0)
		r.values[i] = min(max(v, away-most, -0.5), 1)
	}
}

// hold brings ground to every road that is reached within the limit: where no
// corner beside it is inside, the nearest becomes so. Roads are looked at each
// quarter of a step, so none is farther than 0.71 + 1/8 steps from a corner
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
	n := max(1, math.Ceil(4*math.Sqrt((x1-x)*(x1-x)+(y1-y)*(y1-y))))
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
