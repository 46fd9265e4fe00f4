package intake

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// ground is what positions are held against: the divisions of the store, and
// a road network when the caller has one.
type ground struct {
	areas *divisions
	roads *roads.Graph // nil for none
}

// When most rows are suspected of another datum. A file of fewer rows says
// too little.
const (
	fewRows   = 10
	clearGain = 15 // metres by which a road must be nearer under another datum to count for it
)

// footing is how a position stands on the ground under one datum.
type footing struct {
	off  bool    // outside its stated division, or more than 500 m from every road
	road float64 // metres to the nearest road; NaN without roads
}

// better reports whether f stands clearly better than g.
func (f footing) better(g footing) bool {
	if f.off != g.off {
		return g.off
	}
	return !f.off && f.road+clearGain < g.road // false for NaN
}

// doubtGround marks rows whose position misses the division that they state,
// or every road, and says which other datum would fit. When most rows fit
// another datum better, that is the sheet's verdict.
func (s *sheet) doubtGround(g ground) {
	var votes, against [datum.BD09 + 1]int
	judged := 0
	for i := range s.drafts {
		d := &s.drafts[i]
		if !d.located {
			continue
		}
		adcode := s.mapping.Value(d.row, exchange.Adcode)
		stated, known := g.stand(d.coord, adcode)
		if !known {
			continue
		}
		judged++
		if !stated.off && g.roads == nil {
			continue // no other datum can do better
		}
		var fits []string
		for _, other := range others(d.coord.Datum) {
			then, _ := g.stand(datum.Coord{Lon: d.coord.Lon, Lat: d.coord.Lat, Datum: other}, adcode)
			switch {
			case then.better(stated):
				votes[other]++
				if stated.off {
					fits = append(fits, other.String())
				}
			case stated.better(then):
				against[other]++
			}
		}
		s.doubtStand(d, g, strings.Join(fits, " or "))
	}
	s.judge(votes, against, judged)
}

// judge gives the verdict when most rows vote for another datum.
func (s *sheet) judge(votes, against [datum.BD09 + 1]int, judged int) {
	s.verdict = nil
	for _, other := range others(s.options.Datum) {
		if judged >= fewRows && votes[other] > judged/2 && votes[other] > 2*against[other] {
			s.verdict = append(s.verdict, s.wrongDatum(other, votes[other], judged))
		}
	}
}

// doubtStand marks a row that misses its division, or that another datum
// would bring to a road.
func (s *sheet) doubtStand(d *draft, g ground, fits string) {
	adcode := s.mapping.Value(d.row, exchange.Adcode)
	switch {
	case fits != "":
		d.suspect("lon,lat", fmt.Sprintf("wrong datum? As %s the position %s, as %s it does not", d.coord.Datum, g.misses(d.coord, adcode), fits))
	case adcode != "" && g.areas.knows(adcode) && !g.areas.fits(adcode, datum.In(d.coord)):
		p := problem(d, string(exchange.Adcode), adcode, "the position lies outside every known division")
		if found := g.areas.of(datum.In(d.coord)); found != "" {
			p.Problem = "the position lies in " + found
		}
		p.Suspect = true
		d.problems = append(d.problems, p)
	}
}

// misses says what a position that is off stands off.
func (g ground) misses(c datum.Coord, adcode string) string {
	if adcode != "" && g.areas.knows(adcode) && !g.areas.fits(adcode, datum.In(c)) {
		return "lies outside its stated division " + adcode
	}
	return "is more than 500 m from every road"
}

func (s *sheet) wrongDatum(other datum.Datum, votes, judged int) exchange.Problem {
	return exchange.Problem{
		Row: mostRow, Field: string(exchange.Datum), Value: s.options.Datum.String(), Suspect: true,
		Problem: fmt.Sprintf("%d of %d positions fit the ground better as %s than as stated", votes, judged, other),
	}
}

// stand returns how the position stands; known is false when nothing is
// loaded that could tell.
func (g ground) stand(c datum.Coord, adcode string) (f footing, known bool) {
	p := datum.In(c)
	f.road = math.NaN()
	if adcode != "" && g.areas.knows(adcode) {
		known, f.off = true, !g.areas.fits(adcode, p)
	}
	if g.roads != nil && around(g.roads.Bounds(), p) {
		known = true
		metres, ok := roadside(g.roads, p)
		f.road, f.off = metres, f.off || !ok
	}
	return f, known
}

// around reports whether p lies in the box or about a kilometre around it:
// farther away the roads say nothing.
func around(box orb.Bound, p orb.Point) bool { return box.Pad(0.01).Contains(p) }

// roadside returns the distance to the nearest road that is open to somebody.
func roadside(g *roads.Graph, p orb.Point) (metres float64, ok bool) {
	for _, mode := range []roads.Mode{roads.Walk, roads.Truck} {
		if tie, ok := g.Tie(mode, p); ok {
			return tie.Distance, true
		}
	}
	return math.NaN(), false
}

// others lists the datums that may have been meant instead.
func others(d datum.Datum) []datum.Datum {
	var list []datum.Datum
	for _, other := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
		if other != d {
			list = append(list, other)
		}
	}
	return list
}

// knows reports whether the divisions can tell if a point lies in adcode: it
// is loaded, or one that holds it or that it holds.
func (d *divisions) knows(adcode string) bool {
	return slices.ContainsFunc(d.areas, func(a stations.Area) bool { return stations.SameBranch(a.Adcode, adcode) })
}

// fits reports whether p lies in the division, as far as the loaded ones
// tell.
func (d *divisions) fits(adcode string, p orb.Point) bool {
	if holds, known := d.locator.Holds(adcode, p); known {
		return holds
	}
	found := d.of(p)
	return found != "" && stations.SameBranch(adcode, found)
}
