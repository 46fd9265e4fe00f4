package sites

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations/exchange"
)

// WriteGeoJSON writes the sites as a FeatureCollection of points in the datum
// d, in their order. Properties are the fields of Site but lon and lat.
func (a *Answer) WriteGeoJSON(w io.Writer, d datum.Datum) error {
	type place struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	}
	type feature struct {
		Type       string `json:"type"`
		Properties Site   `json:"properties"`
		Geometry   place  `json:"geometry"`
	}
	collection := struct {
		Type     string      `json:"type"`
		Datum    datum.Datum `json:"datum"`
		Features []feature   `json:"features"`
	}{"FeatureCollection", d, []feature{}}
	for _, s := range a.To(d).Sites {
		collection.Features = append(collection.Features, feature{"Feature", s, place{"Point", [2]float64{s.Lon, s.Lat}}})
	}
	text, err := json.Marshal(collection)
	if err != nil {
		return fmt.Errorf("write the sites: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// WriteCSV writes a header and a line for each site in the datum d, in their
// order: rank, lon, lat, source, candidate, name, host, cost, station, from,
// until, adcode, area, gain, covered, cumulative_share, closes. What a site has
// not is empty; gaps stand behind one another with spaces.
func (a *Answer) WriteCSV(w io.Writer, d datum.Datum) error {
	out := csv.NewWriter(w)
	// A csv.Writer keeps its first error for Error.
	_ = out.Write([]string{
		"rank", "lon", "lat", "source", "candidate", "name", "host", "cost", "station", "from", "until",
		"adcode", "area", "gain", "covered", "cumulative_share", "closes",
	})
	for _, s := range a.To(d).Sites {
		candidate, cost := "", ""
		if s.Candidate != nil {
			candidate = strconv.Itoa(*s.Candidate)
		}
		if s.Cost > 0 {
			cost = decimal(&s.Cost)
		}
		_ = out.Write([]string{
			strconv.Itoa(s.Rank), degrees(s.Lon), degrees(s.Lat), s.Source, candidate, exchange.Guarded(s.Name), exchange.Guarded(s.Host),
			cost, string(s.Station), s.From, s.Until, s.Adcode, exchange.Guarded(s.Area), decimal(&s.Gain), decimal(&s.Covered), decimal(s.CumulativeShare), strings.Join(s.Closes, " "),
		})
	}
	out.Flush()
	return out.Error()
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

// decimal writes a number as short as it reads back, "" for nil.
func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}
