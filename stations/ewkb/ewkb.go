// Package ewkb turns orb points and multipolygons into EWKB, the binary form
// that PostGIS sends and receives, and back. SQLite keeps the same bytes, so
// an area is the same in both stores, every coordinate to the bit.
//
// Everything is written as EPSG:4326, little endian. Other geometry types are
// not understood: the registry has none.
package ewkb

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	wire "github.com/twpayne/go-geom/encoding/ewkb"
)

// SRID is the reference system of every geometry that is written: WGS-84.
const SRID = 4326

// ErrFormat says that bytes are no EWKB, or not of the wanted type or
// reference system.
var ErrFormat = errors.New("not the expected EWKB")

// Point returns the EWKB of a point, longitude first.
func Point(p orb.Point) ([]byte, error) {
	return write(geom.NewPointFlat(geom.XY, p[:]).SetSRID(SRID))
}

// MultiPolygon returns the EWKB of polygons, each an outer ring and its
// holes. Rings are written as they are, closed or not.
func MultiPolygon(mp orb.MultiPolygon) ([]byte, error) {
	var coords []float64
	ends := make([][]int, 0, len(mp))
	for _, polygon := range mp {
		polygonEnds := make([]int, 0, len(polygon))
		for _, ring := range polygon {
			for _, p := range ring {
				coords = append(coords, p[0], p[1])
			}
			polygonEnds = append(polygonEnds, len(coords))
		}
		ends = append(ends, polygonEnds)
	}
	return write(geom.NewMultiPolygonFlat(geom.XY, coords, ends).SetSRID(SRID))
}

func write(g geom.T) ([]byte, error) {
	data, err := wire.Marshal(g, wire.NDR)
	if err != nil {
		return nil, fmt.Errorf("write EWKB: %w", err)
	}
	return data, nil
}

// ParsePoint reads a point of EPSG:4326. The error wraps ErrFormat.
func ParsePoint(data []byte) (orb.Point, error) {
	g, err := read(data)
	if err != nil {
		return orb.Point{}, err
	}
	p, ok := g.(*geom.Point)
	if !ok || p.Empty() {
		return orb.Point{}, fmt.Errorf("%w: %T is no point", ErrFormat, g)
	}
	return orb.Point{p.X(), p.Y()}, nil
}

// ParseMultiPolygon reads polygons of EPSG:4326. The error wraps ErrFormat.
func ParseMultiPolygon(data []byte) (orb.MultiPolygon, error) {
	g, err := read(data)
	if err != nil {
		return nil, err
	}
	mp, ok := g.(*geom.MultiPolygon)
	if !ok {
		return nil, fmt.Errorf("%w: %T is no multipolygon", ErrFormat, g)
	}
	coords, start := mp.FlatCoords(), 0
	polygons := make(orb.MultiPolygon, 0, len(mp.Endss()))
	for _, ends := range mp.Endss() {
		polygon := make(orb.Polygon, 0, len(ends))
		for _, end := range ends {
			polygon = append(polygon, ring(coords[start:end]))
			start = end
		}
		polygons = append(polygons, polygon)
	}
	return polygons, nil
}

func ring(coords []float64) orb.Ring {
	r := make(orb.Ring, 0, len(coords)/2)
	for i := 0; i+1 < len(coords); i += 2 {
		r = append(r, orb.Point{coords[i], coords[i+1]})
	}
	return r
}

func read(data []byte) (geom.T, error) {
	if err := measure(data); err != nil {
		return nil, err
	}
	g, err := wire.Unmarshal(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if g.SRID() != SRID || g.Layout() != geom.XY {
		return nil, fmt.Errorf("%w: SRID %d, layout %v", ErrFormat, g.SRID(), g.Layout())
	}
	return g, nil
}
