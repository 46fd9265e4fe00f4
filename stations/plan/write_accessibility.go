package plan

import (
	"io"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
)

// asked returns the value, nil when the measure was not asked for.
func (a *Accessibility) asked(v float64, measure string) *float64 {
	if !slices.Contains(a.Measures, measure) {
		return nil
	}
	return &v
}

// WriteCellsGeoJSON writes the cells as a FeatureCollection of hexagons with
// coordinates in the datum d, in ascending order. Properties: h3, demand,
// stations, capacity, minutes, station, 2sfca and e2sfca; null is what was not
// asked for, and minutes and station where there is no time.
func (a *Accessibility) WriteCellsGeoJSON(w io.Writer, d datum.Datum) error {
	return writeCollection(w, d, len(a.Cells), func(i int) (any, orb.Geometry) {
		c := &a.Cells[i]
		return accessProperties{
			H3: c.Cell.Cell.String(), Demand: c.Demand,
			Stations: a.asked(float64(c.Stations), Opportunities), Capacity: a.asked(c.Capacity, Opportunities),
			Minutes: c.Minutes(), Station: c.station(),
			TwoStep: a.asked(c.TwoStep, TwoStep), Enhanced: a.asked(c.Enhanced, EnhancedStep),
		}, orb.Polygon{c.Cell.Cell.Boundary()}
	})
}

type accessProperties struct {
	H3       string   `json:"h3"`
	Demand   float64  `json:"demand"`
	Stations *float64 `json:"stations"`
	Capacity *float64 `json:"capacity"`
	Minutes  *float64 `json:"minutes"`
	Station  *string  `json:"station"`
	TwoStep  *float64 `json:"2sfca"`
	Enhanced *float64 `json:"e2sfca"`
}

// WriteCellsCSV writes a header and a line for each cell, ascending: h3,
// demand, stations, capacity, minutes, station, 2sfca, e2sfca; what is null in
// the GeoJSON is empty.
func (a *Accessibility) WriteCellsCSV(w io.Writer) error {
	header := []string{"h3", "demand", "stations", "capacity", "minutes", "station", "2sfca", "e2sfca"}
	return writeCSV(w, header, len(a.Cells), func(i int) []string {
		c := &a.Cells[i]
		return []string{
			c.Cell.Cell.String(), strconv.FormatFloat(c.Demand, 'f', -1, 64),
			decimal(a.asked(float64(c.Stations), Opportunities)), decimal(a.asked(c.Capacity, Opportunities)),
			decimal(c.Minutes()), string(c.Station),
			decimal(a.asked(c.TwoStep, TwoStep)), decimal(a.asked(c.Enhanced, EnhancedStep)),
		}
	})
}
