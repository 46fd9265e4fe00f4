package hex

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	h3 "github.com/uber/h3-go/v4"

	"yizhan/geo/sphere"
)

// ErrTooMany says that a polygon holds more cells than the caller allows.
var ErrTooMany = errors.New("too many cells")

// ErrPolygon says that a polygon or a resolution cannot be filled.
var ErrPolygon = errors.New("bad polygon")

// spread bounds how far the centres of all descendants lie from a cell's
// centre, in units of its farthest corner. In the plane the offsets of the
// child centres sum to √3/(√7−1) = 1.0524; the rest is for the distortion of
// the gnomonic faces. The tests measure at most 1.1.
const spread = 1.3

// Fill returns the cells of resolution res whose centre lies in the polygons,
// ascending, each once. Edges are straight in degrees, and points are inside
// by the even-odd rule over all rings of a polygon, so holes are respected;
// a centre on a border that two polygons share (with the same vertices) falls
// to exactly one of them.
//
// It returns at most limit cells. Over the limit the error wraps ErrTooMany,
// and the work done before is bounded by the limit, not by the polygon. A
// coordinate that is no place, a ring of under four points or a bad
// resolution gives an error that wraps ErrPolygon. Polygons across the
// antimeridian are not understood: cut them there.
func Fill(mp orb.MultiPolygon, res, limit int) ([]Cell, error) {
	if err := check(mp, res); err != nil {
		return nil, err
	}
	if least := atLeast(mp, res); least > float64(limit) {
		return nil, fmt.Errorf("%w: about %.0f at resolution %d, the limit is %d", ErrTooMany, least, res, limit)
	}
	roots, err := h3.Res0Cells()
	if err != nil {
		return nil, fmt.Errorf("list base cells: %w", err)
	}
	f := filler{res: res, limit: limit, steps: 64*limit + 1<<16}
	for _, poly := range mp {
		f.shape = newShape(poly)
		for _, c := range roots {
			if err := f.descend(Cell(c)); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(f.cells)
	return slices.Compact(f.cells), nil
}

// filler walks down the tree of cells and leaves out the branches that a
// polygon does not touch.
type filler struct {
	shape *shape
	res   int
	limit int
	steps int // how many more cells may be looked at
	cells []Cell
}

func (f *filler) descend(c Cell) error {
	if f.steps--; f.steps < 0 {
		return fmt.Errorf("%w: the polygon is too large or too thin for resolution %d", ErrTooMany, f.res)
	}
	centre := c.Centre()
	if c.Resolution() == f.res {
		if f.shape.contains(centre) {
			f.cells = append(f.cells, c)
		}
		return f.full()
	}
	if !f.shape.touches(reachOf(c, centre)) {
		return nil
	}
	for _, kid := range c.Children(c.Resolution() + 1) {
		if err := f.descend(kid); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) full() error {
	if len(f.cells) <= f.limit {
		return nil
	}
	slices.Sort(f.cells) // polygons that overlap give a cell twice
	if f.cells = slices.Compact(f.cells); len(f.cells) <= f.limit {
		return nil
	}
	return fmt.Errorf("%w: more than %d at resolution %d", ErrTooMany, f.limit, f.res)
}

// reachOf bounds the centres of all descendants of a cell. Near a pole and
// across the antimeridian it is the whole span of longitudes.
func reachOf(c Cell, centre orb.Point) orb.Bound {
	var r float64
	for _, p := range c.Boundary() {
		r = max(r, sphere.Distance(centre, p))
	}
	dLat := spread * r / sphere.Radius * 180 / math.Pi
	south, north := centre[1]-dLat, centre[1]+dLat
	dLon := 360.0
	if top := max(-south, north); top < 89 {
		dLon = dLat / math.Cos(top*math.Pi/180)
	}
	west, east := centre[0]-dLon, centre[0]+dLon
	if west < -180 || east > 180 {
		west, east = -180, 180
	}
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

// check holds the input to the rules of Fill.
func check(mp orb.MultiPolygon, res int) error {
	if !resolution(res) {
		return fmt.Errorf("%w: resolution %d is not in 0..%d", ErrPolygon, res, MaxResolution)
	}
	for _, poly := range mp {
		for i, r := range poly {
			if len(r) < 4 {
				return fmt.Errorf("%w: ring %d has %d points, at least 4 are needed", ErrPolygon, i, len(r))
			}
			if slices.ContainsFunc(r, func(p orb.Point) bool { return !onEarth(p) }) {
				return fmt.Errorf("%w: ring %d leaves ±180, ±90 degrees", ErrPolygon, i)
			}
		}
	}
	return nil
}

// atLeast is a number of cells that the largest polygon certainly holds: its
// area over twice the mean cell's. (The largest cell of a resolution has 1.2
// of the mean.) It makes the refusal of a whole country at once cheap.
func atLeast(mp orb.MultiPolygon, res int) float64 {
	mean, err := h3.HexagonAreaAvgKm2(res)
	if err != nil {
		return 0
	}
	var most float64
	for _, poly := range mp {
		most = max(most, roughKm2(poly)/(2*mean))
	}
	return math.Floor(most)
}

// roughKm2 is a polygon's area in the cylindrical equal-area plane
// (x = λ, y = sin φ), in which sides bend a little.
func roughKm2(poly orb.Polygon) float64 {
	const rad = math.Pi / 180
	var area float64
	for i, r := range poly {
		var twice float64
		for j := 1; j < len(r); j++ {
			a, b := r[j-1], r[j]
			twice += (b[0] - a[0]) * rad * (math.Sin(a[1]*rad) + math.Sin(b[1]*rad))
		}
		if i == 0 {
			area = math.Abs(twice) / 2
		} else {
			area -= math.Abs(twice) / 2
		}
	}
	return area * sphere.Radius * sphere.Radius / 1e6
}
