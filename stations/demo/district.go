package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/stations"
)

// CityAdcode is the division code of the whole city. No real division begins
// with 99.
const CityAdcode = "999900"

// coreRadius is the radius of the first district, metres.
const coreRadius = 1900.0

// districts returns the eight districts, in order of adcode: the core, five
// around it as far as the river, two on the south bank. Neighbours share
// their border vertex by vertex.
func districts() []stations.Area {
	west, east := shores()
	outlines := [][]xy{
		arc(coreRadius, 0, 360),
		sector(20, 75),
		sector(75, 115),
		sector(115, 160),
		slices.Concat(arc(cityRadius, 160, west), riverBetween(polar(cityRadius, west).X, 0), arc(coreRadius, 270, 160)),
		slices.Concat(riverBetween(0, polar(cityRadius, east).X), arc(cityRadius, east, 380), arc(coreRadius, 380, 270)),
		slices.Concat(arc(cityRadius, west, 270), riverBetween(0, polar(cityRadius, west).X)),
		slices.Concat(arc(cityRadius, 270, east), riverBetween(polar(cityRadius, east).X, 0)),
	}
	areas := make([]stations.Area, len(outlines))
	for i, line := range outlines {
		areas[i] = stations.Area{
			Adcode:   fmt.Sprintf("9999%02d", i+1),
			Name:     "示例" + ordinal(i+1) + "区",
			Level:    "district",
			Parent:   CityAdcode,
			Geometry: orb.MultiPolygon{{ring(line)}},
		}
	}
	return areas
}

// shores returns the directions, in degrees, in which the city's edge meets
// the middle of the river.
func shores() (west, east float64) {
	return shore(180, 270), shore(360, 270)
}

// shore finds the meeting between a dry direction and a southern one by
// halving.
func shore(dry, south float64) float64 {
	for range 60 {
		middle := (dry + south) / 2
		if polar(cityRadius, middle).north() {
			dry = middle
		} else {
			south = middle
		}
	}
	return (dry + south) / 2
}

func sector(from, to float64) []xy {
	return slices.Concat(arc(cityRadius, from, to), arc(coreRadius, to, from))
}

// arc returns the line at the distance r from the middle, clockwise when to is
// smaller. Between its ends it stands on every fifth degree, so that both
// neighbours of a border have the same vertices.
func arc(r, from, to float64) []xy {
	low, high := min(from, to), max(from, to)
	line := []xy{polar(r, low)}
	for degrees := 5 * (math.Floor(low/5) + 1); degrees < high; degrees += 5 {
		line = append(line, polar(r, degrees))
	}
	line = append(line, polar(r, high))
	if from > to {
		slices.Reverse(line)
	}
	return line
}

// riverBetween returns the middle of the river from one x to another, both
// included, on every 200 m between them.
func riverBetween(from, to float64) []xy {
	low, high := min(from, to), max(from, to)
	line := []xy{{low, riverAt(low)}}
	for x := 200 * (math.Floor(low/200) + 1); x < high; x += 200 {
		line = append(line, xy{x, riverAt(x)})
	}
	line = append(line, xy{high, riverAt(high)})
	if from > to {
		slices.Reverse(line)
	}
	return line
}

// ring closes the line, counter-clockwise.
func ring(line []xy) orb.Ring {
	r := make(orb.Ring, 0, len(line)+1)
	for _, p := range line {
		if q := p.point(); len(r) == 0 || r[len(r)-1] != q {
			r = append(r, q)
		}
	}
	if r[0] != r[len(r)-1] {
		r = append(r, r[0])
	}
	if r.Orientation() == orb.CW {
		r.Reverse()
	}
	return r
}

// districtAt returns the district that holds p, nil outside the city.
func districtAt(areas []stations.Area, p orb.Point) *stations.Area {
	for i := range areas {
		if planar.MultiPolygonContains(areas[i].Geometry, p) {
			return &areas[i]
		}
	}
	return nil
}
