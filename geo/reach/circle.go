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

// The bounds of how far ground belongs to the road beside it, in metres: as
// far as the time that is left takes at the pace of an access (1.3 times the
// distance at AccessSpeed), but at least what the raster can show and at most
// mostSpread.
const (
	mostSpread = 50.0
	detour     = 1.3
)

// Circle draws the isochrones of the place tied at t: from where in them it
// is reached in time. It runs the field for that one place, so what the field
// held is gone, and At then answers for the place as station 0.
//
//  1. Search backwards from the place up to the largest limit.
//  2. Cut every edge where the limit runs out on it.
//  3. On a raster of 25 m, note how far each corner is inside the ground
//     beside the reached parts.
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
	local := newFrame(t.Point)
	parts := f.stretches(t, local)
	out := make([]Isochrone, len(limits))
	for i, limit := range limits {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("draw circle: %w", err)
		}
		out[i] = draw(parts, limit, roads.AccessSpeed(f.mode)/detour)
		local.toDegrees(out[i].Area)
	}
	return out, nil
}

// stretch is a straight piece of road walked backwards: at from, the place is
// start milliseconds away, at to cost more.
type stretch struct {
	from, to    orb.Point // in the local plane
	start, cost float64
}

// stretches returns the reached pieces of road up to the field's horizon. An
// edge is entered backwards from its tail when a rider may come against it,
// from its head when a rider may come along it.
func (f *Field) stretches(t roads.Tie, local frame) []stretch {
	var out []stretch
	box := t.Point.Bound()
	for _, n := range f.touched {
		box = box.Extend(f.g.Point(n))
	}
	f.g.Visit(box, func(e roads.EdgeID) bool {
		if permit := f.g.Permit(e); permit.Open(f.mode) {
			out = f.entries(e, local, out)
		}
		return true
	})
	return f.beside(t, local, out)
}

// entries appends the stretches of one edge.
func (f *Field) entries(e roads.EdgeID, local frame, out []stretch) []stretch {
	tail, head := f.g.Ends(e)
	fromTail, fromHead := f.keys[int(tail)*f.k], f.keys[int(head)*f.k]
	if fromTail == noKey && fromHead == noKey {
		return out
	}
	permit, cost := f.g.Permit(e), float64(f.g.Cost(f.mode, e))
	a, b := local.toPlane(f.g.Point(tail)), local.toPlane(f.g.Point(head))
	if fromTail != noKey && permit.Against(f.mode) {
		out = append(out, stretch{a, b, float64(fromTail.time()), cost})
	}
	if fromHead != noKey && permit.Along(f.mode) {
		out = append(out, stretch{b, a, float64(fromHead.time()), cost})
	}
	return out
}

// beside appends the two pieces of the place's own edge on both its sides.
func (f *Field) beside(t roads.Tie, local frame, out []stretch) []stretch {
	start := float64(t.Access)
	if uint64(t.Access) > f.horizon {
		return out
	}
	tail, head := f.g.Ends(t.Edge)
	p, permit := local.toPlane(t.Point), f.g.Permit(t.Edge)
	if permit.Along(f.mode) {
		out = append(out, stretch{p, local.toPlane(f.g.Point(tail)), start, float64(t.ToTail)})
	}
	if permit.Against(f.mode) {
		out = append(out, stretch{p, local.toPlane(f.g.Point(head)), start, float64(t.ToHead)})
	}
	return out
}

// draw makes one isochrone, in the local plane.
func draw(parts []stretch, limit roads.Millis, pace float64) Isochrone {
	cut := make([]stretch, 0, len(parts))
	for _, s := range parts {
		if left := float64(limit) - s.start; left >= 0 {
			cut = append(cut, s.cut(left))
		}
	}
	iso := Isochrone{Limit: limit, Step: finest}
	if len(cut) == 0 {
		return iso
	}
	r := newRaster(cut)
	for _, s := range cut {
		r.paint(s, brush{limit: float64(limit), pace: pace / 1000})
	}
	iso.Step = r.step
	iso.Area = thin(r.polygons(), r.step/8)
	return iso
}

// cut shortens a stretch to what is reached in the time left.
func (s stretch) cut(left float64) stretch {
	if s.cost <= left {
		return s
	}
	f := left / s.cost
	s.to = orb.Point{s.from[0] + f*(s.to[0]-s.from[0]), s.from[1] + f*(s.to[1]-s.from[1])}
	s.cost = left
	return s
}

// thin drops points that hardly bend the border, by Douglas and Peucker, but
// only when no two sides cross or touch afterwards.
func thin(mp orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	slim := simplify.DouglasPeucker(tolerance).MultiPolygon(mp.Clone())
	for _, poly := range slim {
		for _, r := range poly {
			if len(r) < 4 {
				return mp
			}
		}
	}
	if crossed(slim) {
		return mp
	}
	return slim
}
