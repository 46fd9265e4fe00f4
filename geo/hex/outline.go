package hex

import (
	"slices"

	"github.com/paulmach/orb"
	h3 "github.com/uber/h3-go/v4"
)

// Outline returns the borders of patches of cells: one polygon for each patch
// of cells that share sides, its outer ring counter-clockwise, its holes
// clockwise, all closed. Repeated cells count once; what is no cell is left
// out. Cells of several resolutions are outlined resolution by resolution, so
// their polygons may overlap. When H3 cannot join a set, each cell comes as
// its own polygon: the same ground, with inner borders.
func Outline(cells []Cell) orb.MultiPolygon {
	var groups [MaxResolution + 1][]Cell
	for _, c := range distinct(cells) {
		r := c.Resolution()
		groups[r] = append(groups[r], c)
	}
	var out orb.MultiPolygon
	for _, g := range groups {
		joined, err := join(g)
		if err != nil {
			joined = apart(g)
		}
		out = append(out, joined...)
	}
	return out
}

// distinct returns the valid cells, each once, ascending: H3 does not say
// what repeated cells do to an outline.
func distinct(cells []Cell) []Cell {
	out := make([]Cell, 0, len(cells))
	for _, c := range cells {
		if c.Valid() {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// join dissolves cells of one resolution, each given once.
func join(cells []Cell) (orb.MultiPolygon, error) {
	if len(cells) == 0 {
		return nil, nil
	}
	list := make([]h3.Cell, len(cells))
	for i, c := range cells {
		list[i] = h3.Cell(c)
	}
	polys, err := h3.CellsToMultiPolygon(list)
	if err != nil {
		return nil, err
	}
	out := make(orb.MultiPolygon, 0, len(polys))
	for _, p := range polys {
		poly := orb.Polygon{ring(p.GeoLoop, orb.CCW)}
		for _, hole := range p.Holes {
			poly = append(poly, ring(hole, orb.CW))
		}
		out = append(out, poly)
	}
	return out, nil
}

// apart gives each cell as its own polygon.
func apart(cells []Cell) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(cells))
	for i, c := range cells {
		out[i] = orb.Polygon{c.Boundary()}
	}
	return out
}

// ring closes a loop of H3 and turns it the asked way round.
func ring(loop []h3.LatLng, turn orb.Orientation) orb.Ring {
	r := make(orb.Ring, 0, len(loop)+1)
	for _, ll := range loop {
		r = append(r, orb.Point{ll.Lng, ll.Lat})
	}
	if len(r) > 0 && r[0] != r[len(r)-1] {
		r = append(r, r[0])
	}
	if r.Orientation() != turn {
		r.Reverse()
	}
	return r
}
