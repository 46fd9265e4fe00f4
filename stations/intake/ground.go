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

// What it takes to speak of another datum.
const (
	fewRows   = 10  // rows that must stand better under it for a verdict on the file
	clearGain = 15  // metres by which a road must be nearer under it to count for it
	onRoad    = 100 // metres within which a place that was off every road has come to one: at the edge of a network anything is near something
)

// footing is how a position stands on the ground under one datum.
type footing struct {
	off  bool    // outside its stated division, or more than 500 m from every road
	road float64 // metres to the nearest road; NaN without roads
}

// better reports whether f stands clearly better than g.
func (f footing) better(g footing) bool {
	if f.off || g.off {
		return g.off && f.lands()
	}
	return f.road+clearGain < g.road // false for NaN
}

// lands reports whether f is where one would look for a door.
func (f footing) lands() bool { return !f.off && !(f.road > onRoad) } // true for NaN

// doubtGround marks rows whose position misses the division that they state,
// or every road, and says which other datum would fit. When the rows of one
// datum speak for another, that is the sheet's verdict.
func (s *sheet) doubtGround(g ground) {
	votes := map[datum.Datum]*tally{}
	for _, d := range datums() {
		votes[d] = newTally(d)
	}
	for i := range s.drafts {
		d := &s.drafts[i]
		if !d.located {
			continue
		}
		adcode := d.adcode
		stated, known := g.stand(d.coord, adcode)
		if !known {
			continue
		}
		votes := votes[d.coord.Datum]
		votes.judged++
		if !stated.off && g.roads == nil {
			continue // no other datum can do better
		}
		var then [2]footing
		for i, other := range votes.others {
			then[i], _ = g.stand(datum.Coord{Lon: d.coord.Lon, Lat: d.coord.Lat, Datum: other}, adcode)
		}
		votes.count(stated, then)
		if stated.off {
			s.doubtStand(d, g, votes.fits(then))
		}
	}
	s.verdict = nil
	for _, d := range datums() {
		if other, n := votes[d].verdict(); n > 0 {
			s.verdict = append(s.verdict, exchange.Problem{
				Row: mostRow, Field: string(exchange.Datum), Value: d.String(), Suspect: true,
				Problem: fmt.Sprintf("%d of %d positions fit the ground clearly better as %s than as stated", n, votes[d].judged, other),
			})
		}
	}
}

func datums() []datum.Datum { return []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} }

// tally counts the rows that speak for one of the two other datums.
type tally struct {
	others       [2]datum.Datum
	judged       int    // rows about which the ground can tell
	gain, loss   [2]int // rows that stand better under the other datum, and worse
	first, other int    // rows that stand better under the first of the others than under the second, and the reverse
}

func newTally(stated datum.Datum) *tally {
	t, i := &tally{}, 0
	for _, d := range datums() {
		if d != stated {
			t.others[i] = d
			i++
		}
	}
	return t
}

func (t *tally) count(stated footing, then [2]footing) {
	for i, f := range then {
		switch {
		case f.better(stated):
			t.gain[i]++
		case stated.better(f):
			t.loss[i]++
		}
	}
	switch {
	case then[0].better(then[1]):
		t.first++
	case then[1].better(then[0]):
		t.other++
	}
}

// fits names the datums under which a row that is off stands; of two, only
// the one that is clearly better.
func (t *tally) fits(then [2]footing) string {
	var names []string
	for i, f := range then {
		if f.lands() && !then[1-i].better(f) {
			names = append(names, t.others[i].String())
		}
	}
	return strings.Join(names, " or ")
}

// verdict returns the datum that the rows which tell speak for, and how many
// of them; 0 when there is none. In a town roads are everywhere, and most rows
// stand well under any datum; of those that tell, under the right one about
// four in five do (measured on shops of Hong Kong), so two in three are asked
// for, and a fifth of all that were judged.
func (t *tally) verdict() (datum.Datum, int) {
	best := 0
	if t.gain[1] > t.gain[0] || t.gain[1] == t.gain[0] && t.other > t.first {
		best = 1
	}
	if t.gain[best] < fewRows || 5*t.gain[best] < t.judged || t.gain[best] <= 2*t.loss[best] {
		return 0, 0
	}
	return t.others[best], t.gain[best]
}

// doubtStand marks a row that misses its division, or that another datum
// would bring to a road.
func (s *sheet) doubtStand(d *draft, g ground, fits string) {
	adcode := d.adcode
	switch {
	case fits != "":
		d.doubt(fmt.Sprintf("wrong datum? As %s the position %s, as %s it does not", d.coord.Datum, g.misses(d.coord, adcode), fits))
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

// stand returns how the position stands; known is false when nothing is
// loaded that could tell.
func (g ground) stand(c datum.Coord, adcode string) (f footing, known bool) {
	p := datum.In(c)
	f.road = math.NaN()
	if adcode != "" && g.areas.knows(adcode) {
		known, f.off = true, !g.areas.fits(adcode, p)
	}
	if g.roads != nil && g.roads.Bounds().Contains(p) { // beyond their box the roads say nothing
		known = true
		metres, ok := roadside(g.roads, p)
		f.road, f.off = metres, f.off || !ok
	}
	return f, known
}

// roadside returns the distance to the nearest road that is open to somebody.
func roadside(g *roads.Graph, p orb.Point) (metres float64, ok bool) {
	for _, mode := range []roads.Mode{roads.Walk, roads.Truck} {
		if tie, ok := g.Tie(mode, p); ok {
			return tie.Distance, true
		}
	}
	return math.NaN(), false
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
