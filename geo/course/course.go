// Package course is a way that somebody is going to travel, drawn as a line:
// how long it is, what lies beside it and on which side, which roads it
// follows, and what it costs to leave it for a place and come back.
//
// A Course knows the line alone. A Track is the line on the roads of one
// graph. Around, a part of a Track with the network beside it, tells what a
// call at a place costs.
package course

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// The limits of a line, both inclusive.
const (
	MaxPoints = 10_000
	MaxLength = 5_000_000.0 // metres
)

// MaxPiece is the longest piece of a course in metres: a longer part of the
// line is cut, straight in degrees as RFC 7946 draws it.
const MaxPiece = 200.0

// What may be wrong with a line. New wraps them.
var (
	ErrFew   = errors.New("the line has fewer than two different points")
	ErrMany  = fmt.Errorf("the line has more than %d points", MaxPoints)
	ErrLong  = fmt.Errorf("the line is longer than %d km", int(MaxLength)/1000)
	ErrPoint = errors.New("a point of the line is not on Earth")
)

// Course is a line to travel. It is immutable and safe for concurrent use.
type Course struct {
	points []orb.Point // WGS-84; two in a row differ and are at most MaxPiece apart
	at     []float64   // metres from the start, by point
}

// New cuts a line into pieces. Points that repeat the one before count once.
//
// Errors: ErrFew, ErrMany, ErrLong, ErrPoint.
func New(line orb.LineString) (*Course, error) {
	if len(line) > MaxPoints {
		return nil, ErrMany
	}
	c := &Course{}
	for i, p := range line {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) { // also for NaN
			return nil, fmt.Errorf("point %d: %w", i, ErrPoint)
		}
		c.extend(p)
		if c.Length() > MaxLength {
			return nil, ErrLong
		}
	}
	if len(c.points) < 2 {
		return nil, ErrFew
	}
	return c, nil
}

// extend draws the line on to p, in pieces.
func (c *Course) extend(p orb.Point) {
	if len(c.points) == 0 {
		c.points, c.at = append(c.points, p), append(c.at, 0)
		return
	}
	last := c.points[len(c.points)-1]
	metres := sphere.Distance(last, p)
	if metres == 0 {
		return
	}
	n := math.Ceil(metres / MaxPiece)
	for i := 1.0; i <= n; i++ {
		q := p
		if i < n {
			q = between(last, p, i/n)
		}
		before := len(c.points) - 1
		c.at = append(c.at, c.at[before]+sphere.Distance(c.points[before], q))
		c.points = append(c.points, q)
	}
}

// between returns the point at a fraction of the short way round from a to b.
func between(a, b orb.Point, f float64) orb.Point {
	return orb.Point{wrap(a[0] + f*wrap(b[0]-a[0])), a[1] + f*(b[1]-a[1])}
}

// wrap brings degrees of longitude, or a difference of them, within ±180.
func wrap(degrees float64) float64 {
	switch {
	case degrees > 180:
		return degrees - 360
	case degrees < -180:
		return degrees + 360
	}
	return degrees
}

// Length returns the metres from start to end, on geo/sphere.
func (c *Course) Length() float64 {
	if len(c.at) == 0 {
		return 0
	}
	return c.at[len(c.at)-1]
}

// Pieces returns how many pieces the course has; they are numbered from 0.
func (c *Course) Pieces() int { return len(c.points) - 1 }

// Ends returns where piece i begins and ends, in metres from the start.
func (c *Course) Ends(i int) (from, to float64) { return c.at[i], c.at[i+1] }

// middle returns the point in the middle of piece i.
func (c *Course) middle(i int) orb.Point { return between(c.points[i], c.points[i+1], 0.5) }

// pieceAt returns the piece that holds the place so many metres from the
// start; the first or the last for what is before or beyond.
func (c *Course) pieceAt(metres float64) int {
	i := sort.SearchFloat64s(c.at, metres) - 1
	return max(0, min(i, c.Pieces()-1))
}

// At returns the point so many metres from the start; the start or the end for
// what is before or beyond.
func (c *Course) At(metres float64) orb.Point {
	i := c.pieceAt(metres)
	from, to := c.Ends(i)
	return between(c.points[i], c.points[i+1], max(0, min((metres-from)/(to-from), 1)))
}
