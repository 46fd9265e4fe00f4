// Package hex names places by H3 cells. It is the only room that knows the H3
// library, and it validates what that library accepts silently: a latitude of
// 399, the cell 0, a descent to more children than memory holds.
//
// The formulas are those of H3 (https://h3geo.org); coordinates are WGS-84
// degrees, longitude first.
package hex

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
	h3 "github.com/uber/h3-go/v4"
)

// MaxResolution is the finest resolution of H3; the coarsest is 0.
const MaxResolution = 15

// MaxDescent is how many resolutions Children goes down at most: 7^7 cells
// are 823,543, about 7 MB.
const MaxDescent = 7

// ErrSyntax says that a text is no cell.
var ErrSyntax = errors.New("not an H3 cell")

// Cell is an H3 cell index. Zero is no cell. Cells order by their number,
// which for one resolution is also the order of their text.
type Cell uint64

// At returns the cell of resolution res that holds p. It is 0 when p is not a
// place (NaN, beyond ±180 or ±90 degrees) or res is not in [0, MaxResolution].
func At(p orb.Point, res int) Cell {
	if !onEarth(p) || !resolution(res) {
		return 0
	}
	c, err := h3.LatLngToCell(h3.LatLng{Lat: p[1], Lng: p[0]}, res)
	if err != nil {
		return 0
	}
	return Cell(c)
}

// Parse reads a cell as H3 writes it: its index in hexadecimal, in either
// case. The error wraps ErrSyntax; it does not repeat the text, which may be
// somebody's place.
func Parse(s string) (Cell, error) {
	if len(s) < 15 || len(s) > 16 {
		return 0, fmt.Errorf("%w: it has %d characters, not 15", ErrSyntax, len(s))
	}
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: not a hexadecimal number", ErrSyntax)
	}
	if c := Cell(n); c.Valid() {
		return c, nil
	}
	return 0, fmt.Errorf("%w: no cell has this index", ErrSyntax)
}

// String returns the index in lower-case hexadecimal, as H3 writes it; "0"
// for no cell.
func (c Cell) String() string { return strconv.FormatUint(uint64(c), 16) }

// Valid reports whether c is a cell of H3.
func (c Cell) Valid() bool { return h3.Cell(c).IsValid() }

// Resolution returns the cell's resolution, or -1 when c is no cell.
func (c Cell) Resolution() int {
	if !c.Valid() {
		return -1
	}
	return h3.Cell(c).Resolution()
}

// Centre returns the cell's centre, or a point of NaN when c is no cell.
func (c Cell) Centre() orb.Point {
	if !c.Valid() {
		return nowhere()
	}
	ll, err := h3.CellToLatLng(h3.Cell(c))
	if err != nil {
		return nowhere()
	}
	return orb.Point{ll.Lng, ll.Lat}
}

// AreaKm2 returns the cell's area on the sphere in square kilometres, as H3
// computes it (from spherical triangles around the centre, with the authalic
// radius 6371.007180918475 km), or 0 when c is no cell.
func (c Cell) AreaKm2() float64 {
	if !c.Valid() {
		return 0
	}
	a, err := h3.CellAreaKm2(h3.Cell(c))
	if err != nil {
		return 0
	}
	return a
}

// Ring1 returns the neighbours of the cell, six or (at a pentagon) five,
// without the cell itself, in no promised order; nil when c is no cell.
func (c Cell) Ring1() []Cell {
	if !c.Valid() {
		return nil
	}
	disk, err := h3.GridDisk(h3.Cell(c), 1)
	if err != nil {
		return nil
	}
	ring := make([]Cell, 0, 6)
	for _, n := range disk {
		if n != 0 && Cell(n) != c {
			ring = append(ring, Cell(n))
		}
	}
	return ring
}

// Parent returns the cell of the coarser resolution res that c descends from,
// c itself at its own resolution, and 0 when res is finer or c is no cell.
func (c Cell) Parent(res int) Cell {
	if !c.Valid() || res < 0 || res > c.Resolution() {
		return 0
	}
	p, err := h3.Cell(c).Parent(res)
	if err != nil {
		return 0
	}
	return Cell(p)
}

// Children returns the descendants of the cell at the finer resolution res in
// ascending order, c itself at its own resolution. It is nil when c is no
// cell, and when res is coarser, over MaxResolution or more than MaxDescent
// resolutions down.
func (c Cell) Children(res int) []Cell {
	if !c.Valid() || !resolution(res) || res < c.Resolution() || res > c.Resolution()+MaxDescent {
		return nil
	}
	kids, err := h3.Cell(c).Children(res)
	if err != nil {
		return nil
	}
	cells := make([]Cell, len(kids))
	for i, k := range kids {
		cells[i] = Cell(k)
	}
	return cells
}

// Boundary returns the cell's outline as a closed, counter-clockwise ring,
// nil when c is no cell. A cell across the antimeridian jumps by 360 degrees.
func (c Cell) Boundary() orb.Ring {
	if !c.Valid() {
		return nil
	}
	loop, err := h3.CellToBoundary(h3.Cell(c))
	if err != nil {
		return nil
	}
	return ring(loop, orb.CCW)
}

func onEarth(p orb.Point) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 // false for NaN
}

func resolution(res int) bool { return res >= 0 && res <= MaxResolution }

func nowhere() orb.Point { return orb.Point{math.NaN(), math.NaN()} }
