package plan

import (
	"context"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/stations"
)

// scope is the asked area with the divisions that a result reports.
type scope struct {
	place
	version string                      // of all areas
	areas   []stations.Area             // in scope, ascending adcode
	outline []patch                     // of the asked division: a centre in any of them is in
	bound   orb.Bound                   // of the asked area; empty for everywhere
	mine    func(centre orb.Point) bool // of a city of a Survey: which cells are its own; nil for all
}

// patch is a polygon set with its box.
type patch struct {
	bound orb.Bound
	shape orb.MultiPolygon
}

// contains reports whether p is in the patch, its edges included.
func (t patch) contains(p orb.Point) bool {
	return t.bound.Contains(p) && planar.MultiPolygonContains(t.shape, p)
}

// nowhere is an empty box that Extend and Union grow from.
func nowhere() orb.Bound { return orb.MultiPoint(nil).Bound() }

// loadScope finds what the area text means among the loaded areas.
func (p *Planner) loadScope(ctx context.Context, text string) (scope, error) {
	where, err := parsePlace(text)
	if err != nil {
		return scope{}, stations.BadField("area", err.Error())
	}
	version, areas, err := p.loadAreas(ctx, where.adcode)
	if err != nil {
		return scope{}, err
	}
	s := scope{place: where, version: version, areas: areas, bound: nowhere()}
	switch {
	case where.box != nil:
		s.bound = *where.box
	case where.adcode != "":
		if len(areas) == 0 {
			return scope{}, stations.BadField("area", "no area with this adcode or below it is loaded; `yizhan areas import` loads them")
		}
		s.outlineOf(where.adcode)
	}
	return s, nil
}

// outlineOf takes the division's own polygons or, when it has none of its
// own, those of all areas below it.
func (s *scope) outlineOf(adcode string) {
	own := s.areas
	for i, a := range s.areas {
		if a.Adcode == adcode {
			own = s.areas[i : i+1]
			break
		}
	}
	for _, a := range own {
		s.outline = append(s.outline, patch{a.Geometry.Bound(), a.Geometry})
		s.bound = s.bound.Union(a.Geometry.Bound())
	}
}

// contains reports whether a cell with that centre is in the asked area.
func (s *scope) contains(centre orb.Point) bool {
	switch {
	case s.mine != nil && !s.mine(centre):
		return false
	case s.box != nil:
		return s.box.Contains(centre)
	case s.adcode == "":
		return true
	}
	for _, t := range s.outline {
		if t.contains(centre) {
			return true
		}
	}
	return false
}

// loadAreas returns the areas in and below adcode and the version of all
// areas. The version is read on both sides of the areas, so that they belong
// together even when somebody imports meanwhile.
func (p *Planner) loadAreas(ctx context.Context, adcode string) (string, []stations.Area, error) {
	version, err := p.store.AreasVersion(ctx)
	if err != nil {
		return "", nil, err
	}
	for {
		key := version + " " + adcode
		if areas, ok := p.areas.Get(key); ok {
			return version, areas, nil
		}
		areas, err := p.store.Areas(ctx, adcode)
		if err != nil {
			return "", nil, err
		}
		after, err := p.store.AreasVersion(ctx)
		if err != nil {
			return "", nil, err
		}
		if after == version {
			p.areas.Put(key, areas)
			return version, areas, nil
		}
		version = after
	}
}
