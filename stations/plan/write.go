package plan

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations/exchange"
)

// WriteCellsGeoJSON writes the cells as a FeatureCollection of hexagons with
// coordinates in the datum d, one by one, in ascending order. Properties: h3,
// minutes, time_ms and station (null when there is no time), k, demand and
// covered.
func (c *Coverage) WriteCellsGeoJSON(w io.Writer, d datum.Datum) error {
	return writeCollection(w, d, len(c.Cells), func(i int) (any, orb.Geometry) {
		cell := &c.Cells[i]
		return cellProperties{
			H3: cell.Cell.String(), Minutes: cell.Minutes(), TimeMS: cell.millis(), Station: cell.station(),
			K: cell.K, Demand: cell.Demand, Covered: cell.Covered,
		}, orb.Polygon{cell.Cell.Boundary()}
	})
}

type cellProperties struct {
	H3      string   `json:"h3"`
	Minutes *float64 `json:"minutes"`
	TimeMS  *int64   `json:"time_ms"`
	Station *string  `json:"station"`
	K       int      `json:"k"`
	Demand  float64  `json:"demand"`
	Covered bool     `json:"covered"`
}

func (c Cell) millis() *int64 {
	if c.Time == roads.Never {
		return nil
	}
	ms := int64(c.Time)
	return &ms
}

func (c Cell) station() *string {
	if c.Station == "" {
		return nil
	}
	id := string(c.Station)
	return &id
}

// WriteGapsGeoJSON writes the gaps as a FeatureCollection of their outlines in
// the datum d, in the order of Gaps. Properties are the fields of Gap and its
// rank from 1.
func (c *Coverage) WriteGapsGeoJSON(w io.Writer, d datum.Datum) error {
	gaps := c.To(d).Gaps
	return writeCollection(w, d, len(gaps), func(i int) (any, orb.Geometry) {
		return gapProperties{i + 1, gaps[i]}, hex.Outline(gaps[i].Members)
	})
}

type gapProperties struct {
	Rank int `json:"rank"`
	Gap
}

// WriteCellsCSV writes a header and a line for each cell, ascending: h3,
// minutes, time_ms, station, k, demand; what is null is empty.
func (c *Coverage) WriteCellsCSV(w io.Writer) error {
	return writeCSV(w, []string{"h3", "minutes", "time_ms", "station", "k", "demand"}, len(c.Cells), func(i int) []string {
		cell := &c.Cells[i]
		ms := ""
		if cell.Time != roads.Never {
			ms = strconv.FormatInt(int64(cell.Time), 10)
		}
		return []string{cell.Cell.String(), decimal(cell.Minutes()), ms, string(cell.Station), strconv.Itoa(cell.K), decimal(&cell.Demand)}
	})
}

// WriteGapsCSV writes a header and a line for each gap in the order of Gaps,
// the centre in the datum d: id, demand, cells, area_km2, lon, lat,
// worst_minutes, beyond, adcode, label.
func (c *Coverage) WriteGapsCSV(w io.Writer, d datum.Datum) error {
	gaps := c.To(d).Gaps
	header := []string{"id", "demand", "cells", "area_km2", "lon", "lat", "worst_minutes", "beyond", "adcode", "label"}
	return writeCSV(w, header, len(gaps), func(i int) []string {
		g := &gaps[i]
		return []string{
			g.ID, decimal(&g.Demand), strconv.Itoa(g.Cells), decimal(&g.Area), degrees(g.Centre[0]), degrees(g.Centre[1]),
			decimal(g.Worst), strconv.Itoa(g.Beyond), g.Adcode, exchange.Guarded(g.Label),
		}
	})
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

// decimal writes a number as short as it reads back, "" for nil.
func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func writeCSV(w io.Writer, header []string, n int, row func(i int) []string) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	for i := range n {
		if err := out.Write(row(i)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeCollection streams n features, a line each. feature returns the
// properties and a fresh WGS-84 geometry, which is converted in place.
func writeCollection(w io.Writer, d datum.Datum, n int, feature func(i int) (any, orb.Geometry)) error {
	out := bufio.NewWriter(w)
	// A bufio.Writer keeps its first error for Flush.
	_, _ = fmt.Fprintf(out, `{"type":"FeatureCollection","datum":%q,"features":[`, d)
	separator := "\n"
	for i := range n {
		properties, shape := feature(i)
		line, err := json.Marshal(geoFeature{"Feature", properties, geometryIn(shape, d)})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s%s", separator, line); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, _ = fmt.Fprint(out, "\n]}\n")
	return out.Flush()
}

type geoFeature struct {
	Type       string      `json:"type"`
	Properties any         `json:"properties"`
	Geometry   geoGeometry `json:"geometry"`
}

type geoGeometry struct {
	Type        string       `json:"type"`
	Coordinates orb.Geometry `json:"coordinates"`
}

func geometryIn(shape orb.Geometry, d datum.Datum) geoGeometry {
	switch s := shape.(type) {
	case orb.Point:
		shape = placeIn(s, d)
	case orb.Polygon:
		convert(s, d)
	case orb.MultiPolygon:
		for _, polygon := range s {
			convert(polygon, d)
		}
	}
	return geoGeometry{shape.GeoJSONType(), shape}
}

func convert(polygon orb.Polygon, d datum.Datum) {
	for _, ring := range polygon {
		for i, p := range ring {
			ring[i] = placeIn(p, d)
		}
	}
}

func placeIn(p orb.Point, d datum.Datum) orb.Point {
	at := datum.Out(p, d)
	return roundPoint(orb.Point{at.Lon, at.Lat})
}
