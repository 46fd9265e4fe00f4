package plan

import (
	"cmp"
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
	Timed    *float64          `json:"timed_share"`    // of the demand; nil without demand
	Mean     *float64          `json:"mean_minutes"`   // from the cities' means, weighted by demand with a time
	Median   *float64          `json:"median_minutes"` // the least whole second within which half of the demand with a time is, in minutes
	P90      *float64          `json:"p90_minutes"`    // … and nine tenths
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
	var timed, weighted sum
	var bins []sum
	var all seconds
	for i := range n.Cities {
		c := &n.Cities[i]
		for _, s := range c.Seconds {
			all.add(s)
		}
		c.Seconds = nil
		if c.Times.Timed != nil && c.Times.Mean != nil {
			timed.add(*c.Times.Timed * c.Demand.Total)
			weighted.add(*c.Times.Mean * *c.Times.Timed * c.Demand.Total)
		}
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
	trips := all.trips()
	n.Median, n.P90 = trips.quantile(0.5), trips.quantile(0.9)
	n.Timed = shareOf(timed.value(), n.Demand.Total)
	if mean := shareOf(weighted.value(), timed.value()); mean != nil {
		*mean = round(*mean, 1e3)
		n.Mean = mean
	}
}

func (n *National) addAreas() {
	type sums struct{ demand, covered sum }
	byCode := map[string]*sums{}
	for _, c := range n.Cities {
		for _, a := range c.Areas {
			t := byCode[a.Adcode]
			if t == nil {
				t = &sums{}
				byCode[a.Adcode] = t
				n.Areas = append(n.Areas, DivisionTotal{Adcode: a.Adcode, Name: a.Name, Level: a.Level, Parent: a.Parent})
			}
			t.demand.add(a.Demand)
			t.covered.add(a.Covered)
		}
	}
	for i := range n.Areas {
		a := &n.Areas[i]
		t := byCode[a.Adcode]
		a.Demand, a.Covered = t.demand.value(), t.covered.value()
		a.Share = shareOf(a.Covered, a.Demand)
	}
	slices.SortFunc(n.Areas, func(a, b DivisionTotal) int { return cmp.Compare(a.Adcode, b.Adcode) })
}
