package reach

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

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
	// counter-clockwise, holes clockwise, no two rings touching; WGS-84. No
	// reached place on a road is farther from it than Step.
	Area orb.MultiPolygon
}

// Circle draws the isochrones of the place tied at t: from where in them it
// is reached in time. It runs the field for that one place, so what the field
// held is gone, and At then answers for the place as station 0.
//
//  1. Search backwards from the place up to the largest limit.
//  2. Collect the edges around with the times at which they are reached.
//  3. On a raster of 25 m, find the nearest road of each corner, as a place
//     ties to it, and the time from there.
//  4. For each limit: how much later or farther than the limit each corner
//     is; and every reached road has a corner inside close by.
//  5. Follow the zero line by marching squares, and thin it where it stays
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
	out := make([]Isochrone, len(limits))
	for i, limit := range limits {
		out[i] = Isochrone{Limit: limit, Step: finest}
	}
	if !f.outline(t.Point, slices.Max(limits)) {
		return out, nil
	}
	for i := range out {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("draw circle: %w", err)
		}
		f.drawing.draw(&out[i])
	}
	return out, nil
}

// drawing is what circles are drawn with.
type drawing struct {
	sketch sketch
	raster raster
}

// outline brings the roads around a place to the raster; false when nothing
// is reached.
func (f *Field) outline(place orb.Point, limit roads.Millis) bool {
	s, r := &f.drawing.sketch, &f.drawing.raster
	f.lines = f.g.Lines(f.mode)
	s.begin(f.chains.NumChains(), place, limit, roads.AccessSpeed(f.mode)/roads.AccessDetour/1000)
	f.reached(s)
	if s.box.IsEmpty() {
		return false
	}
	r.lay(s.box)
	f.around(s, s.box.Pad(r.margin()), r.paint)
	for i := range s.pieces {
		r.paint(&s.pieces[i])
	}
	r.spread()
	return true
}

// draw makes one isochrone.
func (d *drawing) draw(iso *Isochrone) {
	r := &d.raster
	r.weigh(float64(iso.Limit), d.sketch.pace)
	for i := range d.sketch.pieces {
		r.hold(&d.sketch.pieces[i], float64(iso.Limit))
	}
	iso.Step = r.step
	iso.Area = thin(r.polygons(), r.step/10)
	d.sketch.local.toDegrees(iso.Area)
}
