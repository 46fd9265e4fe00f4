package plan_test

import (
	"cmp"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// nation is three cities, of which Xuanwu lies within Nanjing, with stations
// and demand in and around them.
type nation struct {
	networks []*roads.Graph // smallest first
	stations []*stations.Station
	demand   []stations.Demand
}

func newNation(t *testing.T, seed uint64) nation {
	t.Helper()
	n := nation{networks: []*roads.Graph{build(t, "nanjing_xuanwu.osm.pbf"), build(t, "hk_island.osm.pbf"), build(t, "nanjing.osm.pbf")}}
	r := rand.New(rand.NewPCG(seed, 1))
	for _, g := range n.networks {
		for _, p := range scatter(r, g, 12) {
			n.stations = append(n.stations, station(len(n.stations)+1, p))
		}
		for i, p := range scatter(r, g, 60) {
			row := stations.Demand{Point: p, Weight: 1 + float64(r.IntN(9))}
			if i%3 > 0 { // some coarser than the cells, some finer
				row = stations.Demand{Cell: hex.At(p, 7+r.IntN(4)), Weight: row.Weight}
			}
			n.demand = append(n.demand, row)
		}
	}
	for i := range 20 { // about the edge of Xuanwu, and in no city
		b := n.networks[0].Bounds()
		edge := orb.Point{b.Max[0] + 0.008*(r.Float64()-0.5), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}
		n.demand = append(n.demand, stations.Demand{Point: edge, Weight: 2}, stations.Demand{Point: orb.Point{90 + float64(i), 40}, Weight: 1})
		n.stations = append(n.stations, station(len(n.stations)+1, edge))
	}
	return n
}

// copies are stations that no store has stamped.
func (n nation) copies() []*stations.Station {
	all := make([]*stations.Station, len(n.stations))
	for i, s := range n.stations {
		all[i] = station(i+1, s.Position.Point)
	}
	return all
}

// planner opens a planner over all that the nation has.
func (n nation) planner(t *testing.T) (*plan.Planner, stations.Store) {
	t.Helper()
	store := openStore(t)
	putStations(t, store, n.copies()...)
	putDemand(t, store, n.demand...)
	return planner(store, n.networks...), store
}

// dealt deals the demand out, cell by cell: of each city, and of none last.
func (n nation) dealt(res int) []map[hex.Cell]float64 {
	shares := make([]map[hex.Cell]float64, len(n.networks)+1)
	for i := range shares {
		shares[i] = map[hex.Cell]float64{}
	}
	for _, row := range n.demand {
		cells := []hex.Cell{hex.At(row.Point, res)}
		switch own := row.Cell.Resolution(); {
		case row.Cell == 0:
		case own < res:
			cells = row.Cell.Children(res)
		default:
			cells = []hex.Cell{row.Cell.Parent(res)}
		}
		for _, c := range cells {
			shares[n.home(c.Centre())][c] += row.Weight / float64(len(cells))
		}
	}
	return shares
}

// home is the number of the first, and so smallest, network that comes within
// 500 m of a place.
func (n nation) home(p orb.Point) int {
	for i, g := range n.networks {
		b := g.Bounds()
		north := 500 / 6371008.7714150598 * 180 / math.Pi
		east := north / math.Cos(math.Max(math.Abs(b.Max[1]), math.Abs(b.Min[1]))*math.Pi/180)
		if p[0] >= b.Min[0]-east && p[0] <= b.Max[0]+east && p[1] >= b.Min[1]-north && p[1] <= b.Max[1]+north {
			return i
		}
	}
	return len(n.networks)
}

// surveyed computes each city of the question.
func surveyed(t *testing.T, p *plan.Planner, r plan.Request) (*plan.Survey, []plan.CityCoverage) {
	t.Helper()
	s, err := p.Survey(t.Context(), r)
	if err != nil {
		t.Fatalf("Survey = %v", err)
	}
	var cities []plan.CityCoverage
	for _, c := range s.Cities {
		found, err := p.City(t.Context(), s, c.Roads)
		if err != nil {
			t.Fatalf("City(%s) = %v", c.Name, err)
		}
		cities = append(cities, *found)
	}
	return s, cities
}

// near says that sums of the same numbers in another order are equal.
func near() gocmp.Option { return cmpopts.EquateApprox(1e-9, 1e-9) }

// Each city is what a planner says that knows nothing but this city: its
// network, its cells as demand, and the stations around.
func TestACityOfASurveyIsThatCityAlone(t *testing.T) {
	n := newNation(t, 1)
	p, _ := n.planner(t)
	request := plan.Request{K: 2, Minutes: 20}
	_, cities := surveyed(t, p, request)
	shares := n.dealt(9)
	for i, g := range n.networks {
		alone := openStore(t)
		putStations(t, alone, n.copies()...)
		var rows []stations.Demand
		for cell, weight := range shares[i] {
			rows = append(rows, stations.Demand{Cell: cell, Weight: weight})
		}
		putDemand(t, alone, rows...)
		want, got := coverage(t, planner(alone, g), request), cities[i]
		if len(rows) == 0 || got.Counts.Covered == 0 {
			t.Fatalf("city %d has %d cells, %d covered: nothing is tested", i, len(rows), got.Counts.Covered)
		}
		for what, pair := range map[string][2]any{
			"cells": {want.Counts, got.Counts}, "demand": {want.Demand, got.Demand}, "by k": {want.ByK, got.ByK},
			"times": {want.Times, got.Times}, "gaps": {len(want.Gaps), got.Gaps.Count},
		} {
			if diff := gocmp.Diff(pair[0], pair[1], near()); diff != "" {
				t.Errorf("%s of city %d (-alone +surveyed):\n%s", what, i, diff)
			}
		}
	}
}

func TestNothingIsCountedTwiceOrLost(t *testing.T) {
	for seed := range uint64(4) {
		n := newNation(t, seed)
		p, _ := n.planner(t)
		s, cities := surveyed(t, p, plan.Request{})
		sum := s.Sum(append(cities, cities...), nil) // each handed in twice
		shares := n.dealt(9)
		var total, outside float64
		cells, homed := 0, 0
		for i, share := range shares {
			for _, weight := range share {
				total += weight
				if i == len(n.networks) {
					outside += weight
				}
			}
			if i < len(n.networks) {
				cells += len(share)
			}
		}
		for _, station := range n.stations {
			if n.home(station.Position.Point) < len(n.networks) {
				homed++
			}
		}
		counted := sum.Stations.Used + sum.Stations.OffRoad
		got := []float64{sum.Demand.Total + sum.Outside, sum.Outside, float64(sum.Counts.Total), float64(counted)}
		want := []float64{total, outside, float64(cells), float64(homed)}
		if diff := gocmp.Diff(want, got, near()); diff != "" || !sum.Complete {
			t.Errorf("demand, outside, cells and stations of nation %d (-want +got):\n%s", seed, diff)
		}
	}
}

// alone are the cells of all cities, each computed by a planner that knows
// nothing but this city.
func (n nation) alone(t *testing.T, r plan.Request) []plan.Cell {
	t.Helper()
	var cells []plan.Cell
	for i, g := range n.networks {
		store := openStore(t)
		putStations(t, store, n.copies()...)
		var rows []stations.Demand
		for cell, weight := range n.dealt(9)[i] {
			rows = append(rows, stations.Demand{Cell: cell, Weight: weight})
		}
		putDemand(t, store, rows...)
		cells = append(cells, coverage(t, planner(store, g), r).Cells...)
	}
	return cells
}

// exactTimes reads the times off the cells in a box, one after another.
func exactTimes(cells []plan.Cell, box orb.Bound) map[string]float64 {
	type trip struct{ minutes, demand float64 }
	var trips []trip
	var total, timed, weighted float64
	for _, c := range cells {
		if !box.Contains(c.Cell.Centre()) {
			continue
		}
		total += c.Demand
		if m := c.Minutes(); m != nil {
			trips, timed, weighted = append(trips, trip{*m, c.Demand}), timed+c.Demand, weighted+*m*c.Demand
		}
	}
	slices.SortFunc(trips, func(a, b trip) int { return cmp.Compare(a.minutes, b.minutes) })
	quantile := func(q float64) float64 {
		below := 0.0
		for _, trip := range trips {
			if below += trip.demand; below >= q*timed*(1-1e-9) {
				return trip.minutes
			}
		}
		return math.NaN()
	}
	return map[string]float64{"timed share": timed / total, "mean": weighted / timed, "median": quantile(0.5), "P90": quantile(0.9)}
}

// The times of all, and of each division, are read off the cells of all cities,
// one after another. One division lies in two cities.
func TestTheTimesOfANationAreThoseOfAllItsCells(t *testing.T) {
	everywhere := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	for seed := range uint64(2) {
		n := newNation(t, seed)
		p, store := n.planner(t)
		small, large := n.networks[0].Bounds(), n.networks[2].Bounds().Pad(0.1)
		west := orb.Bound{Min: large.Min, Max: orb.Point{small.Center()[0], large.Max[1]}}
		if err := store.PutAreas(t.Context(), []stations.Area{square("320100", large), square("320102", west)}); err != nil {
			t.Fatal(err)
		}
		request := plan.Request{Minutes: 20}
		s, cities := surveyed(t, p, request)
		written, err := json.Marshal(cities) // as the queue of jobs keeps them
		if err != nil || json.Unmarshal(written, &cities) != nil {
			t.Fatalf("the cities do not survive being kept: %v", err)
		}
		sum := s.Sum(append(cities, cities...), nil)
		got := map[string]plan.Spread{"all": sum.Spread}
		for _, a := range sum.Areas {
			got[a.Adcode] = a.Spread
		}
		if len(cities[0].Areas) != 2 || len(cities[2].Areas) != 2 {
			t.Fatalf("nation %d: Xuanwu and Nanjing have %d and %d divisions, want both in each", seed, len(cities[0].Areas), len(cities[2].Areas))
		}
		cells := n.alone(t, request)
		for where, box := range map[string]orb.Bound{"all": everywhere, "320100": large, "320102": west} {
			checkTimes(t, where, exactTimes(cells, box), got[where])
		}
		if again := s.Sum(cities, nil); gocmp.Diff(sum, again) != "" {
			t.Errorf("nation %d: a second Sum of the same cities differs (-first +second):\n%s", seed, gocmp.Diff(sum, again))
		}
	}
}

// checkTimes wants times that are right, but for a second more.
func checkTimes(t *testing.T, where string, want map[string]float64, got plan.Spread) {
	t.Helper()
	for what, v := range map[string]*float64{"timed share": got.Timed, "mean": got.Mean, "median": got.Median, "P90": got.P90} {
		if v == nil {
			t.Errorf("%s of %s = nil, want %v", what, where, want[what])
		} else if late := *v - want[what]; late < -0.002 || late > 1.0/60+0.001 {
			t.Errorf("%s of %s = %v, want %v or up to a second more", what, where, *v, want[what])
		}
	}
}

func TestASurveyHoldsToItsDay(t *testing.T) {
	n := newNation(t, 2)
	p, store := n.planner(t)
	s, before := surveyed(t, p, plan.Request{Minutes: 30})
	putStations(t, store, station(5000, n.networks[0].Point(7)))
	other := planner(store, n.networks[0])
	again, err := other.Resume(t.Context(), s.ID)
	if err != nil {
		t.Fatalf("Resume = %v", err)
	}
	city, err := other.City(t.Context(), again, n.networks[0].Checksum())
	if err != nil {
		t.Fatalf("City after a station was added = %v", err)
	}
	if diff := gocmp.Diff(before[0], *city, cmpopts.IgnoreFields(plan.CityCoverage{}, "TookMS")); diff != "" {
		t.Errorf("City after a station was added (-before +after):\n%s", diff)
	}
	if _, err := other.City(t.Context(), again, n.networks[1].Checksum()); stations.CodeOf(err) != stations.NotFound {
		t.Errorf("City without its network = %v, want NotFound", err)
	}
	putDemand(t, store, stations.Demand{Point: n.networks[0].Point(7), Weight: 1})
	if _, err := other.City(t.Context(), again, n.networks[0].Checksum()); stations.CodeOf(err) != stations.Gone {
		t.Errorf("City after the demand was replaced = %v, want Gone", err)
	}
	if _, err := p.Resume(t.Context(), "0000000000000000"); stations.CodeOf(err) != stations.NotFound {
		t.Errorf("Resume(unknown) = %v, want NotFound", err)
	}
}

func TestACityThatFailedIsMissingFromTheSum(t *testing.T) {
	n := newNation(t, 3)
	p, _ := n.planner(t)
	s, cities := surveyed(t, p, plan.Request{})
	sum := s.Sum(cities[:2], map[string]string{cities[2].Roads: "the disk is full"})
	if sum.Complete || len(sum.Failed) != 1 || sum.Failed[0].Problem != "the disk is full" || sum.Failed[0].Name != cities[2].Name {
		t.Errorf("Sum of two of three = complete %v, failed %+v, want the third with its reason", sum.Complete, sum.Failed)
	}
	if want := cities[0].Demand.Total + cities[1].Demand.Total; math.Abs(sum.Demand.Total-want) > 1e-9 {
		t.Errorf("Sum of two of three = %v, want %v", sum.Demand.Total, want)
	}
	text, err := json.Marshal(sum)
	if err != nil || !json.Valid(text) {
		t.Errorf("Marshal = %v", err)
	}
}

func TestASurveyRefusesWhatItDoesNotAnswer(t *testing.T) {
	n := newNation(t, 3)
	p, _ := n.planner(t)
	if _, err := p.Survey(t.Context(), plan.Request{VerifiedDays: 90}); fieldOf(err) != "verified_within_days" {
		t.Errorf("Survey of verified stations = %v, want a complaint about verified_within_days", err)
	}
	if _, err := planner(openStore(t)).Survey(t.Context(), plan.Request{}); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Survey without roads = %v, want Unavailable", err)
	}
}

func TestAQuestionFindsItsCity(t *testing.T) {
	n := newNation(t, 5)
	p, _ := n.planner(t)
	for name, c := range map[string]struct {
		area string
		want int
	}{
		"the smallest that holds the centre":   {"118.77,32.04,118.78,32.05", 0},
		"an island far away":                   {"114.15,22.25,114.20,22.28", 1},
		"the large one where the small is not": {"118.9,31.9,119.0,32.0", 2},
	} {
		if got, want := coverage(t, p, plan.Request{Area: c.area}).Roads, n.networks[c.want].Checksum(); got != want {
			t.Errorf("%s: Coverage(%s) went by network %.8s, want %.8s", name, c.area, got, want)
		}
	}
	_, err := p.Coverage(t.Context(), plan.Request{Area: "90,40,91,41"})
	if fieldOf(err) != "area" {
		t.Errorf("Coverage where no city is = %v, want a complaint about area", err)
	}
}
