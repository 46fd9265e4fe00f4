package reach

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"yizhan/geo/roads"
)

// Isochrone is the ground from which a place is reached within Limit.
type Isochrone struct {
	Limit roads.Millis
	// Step is the width of the raster that the border was drawn on, in
	// metres: 25, or more where that would take too much memory. The border
	// is no finer than it.
	Step float64
	// Area is empty or valid: rings closed and simple, outer ones
	// counter-clockwise, holes clockwise, no two rings touching; WGS-84.
	Area orb.MultiPolygon
}

// Circle draws the isochrones of the place tied at t: from where in them it
// is reached in time. It runs the field for that one place, so what the field
// held is gone, and At then answers for the place as station 0.
//
//  1. Search backwards from the place up to the largest limit.
//  2. Cut every edge where the limit runs out on it.
//  3. On a raster of 25 m, note how far each corner is from the ground that
//     belongs to the reached parts: beside them, for as long as the time left
//     takes off the road, and not nearer to a road that is not reached.
//  4. Follow the zero line by marching squares, and thin it where it stays
//     free of crossings.
//
// The border is a drawing, good to about the raster's step; ask At for times.
// The results are in the order of the limits. The error is one of Run.
func (f *Field) Circle(ctx context.Context, t roads.Tie, limits ...roads.Millis) ([]Isochrone, error) {
	if len(limits) == 0 {
		return nil, fmt.Errorf("%w: no limit", ErrInput)
	}
	if err := f.Run(ctx, []Source{{Tie: t}}, slices.Max(limits)); err != nil {
		return nil, err
	}
	sketch := f.sketch(t)
	out := make([]Isochrone, len(limits))
	for i, limit := range limits {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("draw circle: %w", err)
		}
		out[i] = sketch.draw(limit)
	}
	return out, nil
}

// draw makes one isochrone.
func (s *sketch) draw(limit roads.Millis) Isochrone {
	iso := Isochrone{Limit: limit, Step: finest}
	reached, others := s.cut(float64(limit))
	if len(reached) == 0 {
		return iso
	}
	r := newRaster(reached)
	for _, p := range reached {
		r.paint(p, brush{limit: float64(limit), pace: s.pace})
	}
	for _, p := range others {
		r.repel(p)
	}
	r.weigh()
	iso.Step = r.step
	iso.Area = thin(r.polygons(), r.step/8)
	s.local.toDegrees(iso.Area)
	return iso
}

// thin drops points that hardly bend the border, by Douglas and Peucker, but
// only when no two sides cross or touch afterwards. A ring that would vanish
// stays as it is. The input is not changed.
func thin(mp orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	slim := make(orb.MultiPolygon, len(mp))
	by := simplify.DouglasPeucker(tolerance)
	for i, poly := range mp {
		slim[i] = make(orb.Polygon, len(poly))
		for j, r := range poly {
			if slim[i][j] = by.Ring(r.Clone()); len(slim[i][j]) < 4 {
				slim[i][j] = r
			}
		}
	}
	if crossed(slim) {
		return mp
	}
	return slim
}
