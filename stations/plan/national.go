package plan

import (
	"cmp"
	"maps"
	"slices"

	"yizhan/stations"
)

// National adds up the cities of a Survey. A city that failed counts nowhere,
// and Complete says so.
type National struct {
	ID       string            `json:"id"`
	Profile  string            `json:"profile"`
	Revision stations.Revision `json:"revision"`
	Complete bool              `json:"complete"` // every city is in
	Stations CityStations      `json:"stations"`
	Counts   CellCounts        `json:"cells"`
	Demand   Share             `json:"demand"`  // of the cities
	Outside  float64           `json:"outside"` // demand that belongs to no city, beside Demand
	ByK      []Level           `json:"by_k"`
	Spread                     // of all cells: the mean from the cities' means, median and P90 up to a second more than exact
	Bins     []Bin             `json:"distribution"`
	Gaps     GapTotal          `json:"gaps"`  // one that lies in two cities is two
	Areas    []DivisionTotal   `json:"areas"` // ascending adcode
	Cities   []CityCoverage    `json:"cities"`
	Failed   []CityFailure     `json:"failed"`

	Request Request `json:"-"` // normalised, with the layer that was used
}

// DivisionTotal is a division over all cities with a cell in it.
type DivisionTotal struct {
	Adcode  string   `json:"adcode"`
	Name    string   `json:"name"`
	Level   string   `json:"level,omitempty"`
	Parent  string   `json:"parent,omitempty"`
	Demand  float64  `json:"demand"`
	Covered float64  `json:"covered"`
	Share   *float64 `json:"share"` // nil when the demand is 0
	Spread           // made like that of a National
}

// CityFailure is a city that could not be computed.
type CityFailure struct {
	City
	Problem string `json:"problem"`
}

// Sum adds the cities up, most demand first. One that is given twice counts
// once, and a stranger not at all. failed says why a city is missing, by
// checksum.
func (s *Survey) Sum(cities []CityCoverage, failed map[string]string) *National {
	n := &National{
		ID: s.ID, Profile: s.Request.Profile, Revision: s.Revision, Outside: s.Outside, Request: s.Request,
		Areas: []DivisionTotal{}, Cities: []CityCoverage{}, Failed: []CityFailure{},
	}
	for _, city := range s.Cities {
		i := slices.IndexFunc(cities, func(c CityCoverage) bool { return c.Roads == city.Roads })
		if i >= 0 {
			n.Cities = append(n.Cities, cities[i])
		} else {
			n.Failed = append(n.Failed, CityFailure{city, failed[city.Roads]})
		}
	}
	n.Complete = len(n.Failed) == 0
	slices.SortStableFunc(n.Cities, func(a, b CityCoverage) int { return cmp.Compare(b.Demand.Total, a.Demand.Total) })
	n.addCounts()
	n.addDemand()
	n.addTimes()
	n.addAreas()
	n.forgetSeconds()
	return n
}

func (n *National) addCounts() {
	var unmet sum
	for _, c := range n.Cities {
		n.Stations.Used += c.Stations.Used
		n.Stations.OffRoad += c.Stations.OffRoad
		n.Stations.UnknownHours += c.Stations.UnknownHours
		n.Counts.Total += c.Counts.Total
		n.Counts.Covered += c.Counts.Covered
		n.Counts.OffRoad += c.Counts.OffRoad
		n.Counts.NoWayOut += c.Counts.NoWayOut
		n.Gaps.Count += c.Gaps.Count
		unmet.add(c.Gaps.Demand)
	}
	n.Gaps.Demand = unmet.value()
}

func (n *National) addDemand() {
	var total, covered sum
	levels := make([]sum, n.Request.levels())
	n.ByK = make([]Level, len(levels))
	for _, c := range n.Cities {
		total.add(c.Demand.Total)
		covered.add(c.Demand.Covered)
		for i, l := range c.ByK {
			levels[i].add(l.Demand)
			n.ByK[i].Cells += l.Cells
		}
	}
	for i := range n.ByK {
		l := &n.ByK[i]
		l.K, l.Demand = i+1, levels[i].value()
		l.Share = shareOf(l.Demand, total.value())
	}
	n.Demand = Share{total.value(), covered.value(), shareOf(covered.value(), total.value())}
}

func (n *National) addTimes() {
	var all medley
	var bins []sum
	for _, c := range n.Cities {
		all.add(c.Demand.Total, c.Times.Spread, c.Seconds)
		for i, b := range c.Times.Bins {
			if i == len(bins) {
				bins, n.Bins = append(bins, sum{}), append(n.Bins, Bin{To: b.To})
			}
			bins[i].add(b.Demand)
		}
	}
	for i := range bins {
		n.Bins[i].Demand = bins[i].value()
	}
	n.Spread = all.spread()
}

// addAreas adds up one division after the other: the seconds of all at once
// are many.
func (n *National) addAreas() {
	parts := map[string][]CityArea{}
	for _, c := range n.Cities {
		for _, a := range c.Areas {
			parts[a.Adcode] = append(parts[a.Adcode], a)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(parts)) {
		n.Areas = append(n.Areas, wholeOf(parts[code]))
	}
}

// wholeOf adds up the parts of a division, of which there is one at least.
func wholeOf(parts []CityArea) DivisionTotal {
	var demand, covered sum
	var times medley
	for _, a := range parts {
		demand.add(a.Demand)
		covered.add(a.Covered)
		times.add(a.Demand, a.Spread, a.Seconds)
	}
	first := parts[0]
	return DivisionTotal{
		Adcode: first.Adcode, Name: first.Name, Level: first.Level, Parent: first.Parent,
		Demand: demand.value(), Covered: covered.value(), Share: shareOf(covered.value(), demand.value()), Spread: times.spread(),
	}
}

// forgetSeconds leaves the cities without what has been summed up. Their areas
// are the caller's.
func (n *National) forgetSeconds() {
	for i := range n.Cities {
		c := &n.Cities[i]
		c.Seconds, c.Areas = nil, slices.Clone(c.Areas)
		for j := range c.Areas {
			c.Areas[j].Seconds = nil
		}
	}
}
