package cql

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/planar"
)

// call reads a predicate that is written as NAME(property, value).
func (p *parser) call() node {
	name := strings.ToUpper(p.advance().text)
	p.expect("(")
	var n node
	switch name[0] {
	case 'S':
		n = p.spatial()
	case 'T':
		n = p.temporal(name)
	default:
		n = p.array(name)
	}
	p.expect(")")
	return n
}

// spatial reads a place and a geometry. A place on the edge is in it.
func (p *parser) spatial() node {
	property, _ := p.property(Place)
	p.expect(",")
	s := p.geometry()
	return test{property, func(v any) bool { return s.holds(v.(orb.Point)) }}
}

func (s shape) holds(at orb.Point) bool {
	switch {
	case s.point != nil:
		return at == *s.point
	case !s.bound.Contains(at):
		return false
	}
	return s.areas == nil || planar.MultiPolygonContains(s.areas, at)
}

// geometry reads BBOX(w, s, e, n) or well-known text.
func (p *parser) geometry() (s shape) {
	if p.takes("BBOX") || p.takes("ENVELOPE") {
		s.bound = p.box()
		return s
	}
	from := p.tok.at
	p.advance()
	for depth := 0; p.tok.kind != end; { // up to the bracket that closes it
		if p.tok.is("(") {
			depth++
		}
		if p.tok.is(")") {
			if depth--; depth < 0 {
				break
			}
		}
		p.advance()
		if depth == 0 {
			break
		}
	}
	g, err := wkt.Unmarshal(strings.TrimSpace(p.text[from:p.tok.at]))
	if err != nil || p.failed != nil {
		p.fail("expected BBOX(w, s, e, n), POINT(…), POLYGON((…)) or MULTIPOLYGON(((…)))")
		return s
	}
	switch g := g.(type) {
	case orb.Point:
		s.point = &g
	case orb.Polygon:
		s.areas = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		s.areas = g
	default:
		p.fail("expected a point, a polygon or several")
	}
	s.bound = s.areas.Bound()
	return s
}

func (p *parser) box() orb.Bound {
	var v [4]float64
	p.expect("(")
	for i := range v {
		if i > 0 {
			p.expect(",")
		}
		if p.tok.kind != number {
			p.fail("expected a number of degrees")
		}
		v[i] = p.advance().value
	}
	p.expect(")")
	if !(v[0] <= v[2] && v[1] <= v[3] && math.Abs(v[0]) <= 180 && math.Abs(v[2]) <= 180 && math.Abs(v[1]) <= 90 && math.Abs(v[3]) <= 90) {
		p.fail("a box is west, south, east, north in degrees")
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}
}

// temporal reads a moment and what it is compared with.
func (p *parser) temporal(name string) node {
	property, _ := p.property(Moment)
	p.expect(",")
	if name == "T_DURING" {
		p.expect("INTERVAL")
		p.expect("(")
		from := p.moment()
		p.expect(",")
		to := p.moment()
		p.expect(")")
		return test{property, func(v any) bool { return v.(time.Time).After(from) && v.(time.Time).Before(to) }}
	}
	want, at := map[string]int{"T_BEFORE": -1, "T_EQUALS": 0, "T_AFTER": 1}[name], p.moment()
	return test{property, func(v any) bool { return v.(time.Time).Compare(at) == want }}
}

// array reads a list and texts: the list contains all of them, or overlaps
// with them.
func (p *parser) array(name string) node {
	property, _ := p.property(List)
	p.expect(",")
	p.expect("(")
	var want []string
	for {
		if p.tok.kind != literal {
			p.fail("expected a text in single quotation marks")
		}
		want = append(want, p.advance().text)
		if !p.takes(",") {
			break
		}
	}
	p.expect(")")
	return test{property, func(v any) bool {
		in := func(text string) bool { return slices.Contains(v.([]string), text) }
		if name == "A_CONTAINS" {
			return !slices.ContainsFunc(want, func(text string) bool { return !in(text) })
		}
		return slices.ContainsFunc(want, in)
	}}
}
