package plan

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
)

// sum adds numbers with Neumaier's compensation: people who are dealt out to
// child cells in sevenths add up to whole people again. Its result depends
// only on the numbers and their order. (A. Neumaier, "Rundungsfehleranalyse
// einiger Verfahren zur Summation endlicher Summen", ZAMM 54, 1974.)
type sum struct{ total, rest float64 }

func (s *sum) add(v float64) {
	t := s.total + v
	if math.Abs(s.total) >= math.Abs(v) {
		s.rest += (s.total - t) + v
	} else {
		s.rest += (v - t) + s.total
	}
	s.total = t
}

func (s *sum) value() float64 { return s.total + s.rest }

// shareOf returns part / whole, nil when the whole is 0.
func shareOf(part, whole float64) *float64 {
	if whole == 0 {
		return nil
	}
	share := part / whole
	return &share
}

// round rounds to a multiple of 1/scale, halves away from zero.
func round(v, scale float64) float64 { return math.Round(v*scale) / scale }

// inMinutes returns a time in minutes to 3 decimals, halves up. It rounds whole
// sixtieths: a division by 60,000 first would let the binary fraction decide
// which way a half goes.
func inMinutes(t roads.Millis) float64 { return math.Round(float64(t)/60) / 1e3 }

// roundPoint rounds to the 7 decimals with which coordinates are written.
func roundPoint(p orb.Point) orb.Point { return orb.Point{round(p[0], 1e7), round(p[1], 1e7)} }
