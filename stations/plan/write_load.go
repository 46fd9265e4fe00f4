package plan

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations/exchange"
)

// ranked returns the loads, those that carry most alone first, then by what is
// nearest to them, then by id.
func (c *Coverage) ranked() []Load {
	loads := slices.Clone(c.Loads)
	slices.SortStableFunc(loads, func(a, b Load) int {
		return cmp.Or(cmp.Compare(b.Alone, a.Alone), cmp.Compare(b.Nearest, a.Nearest))
	})
	return loads
}

// WriteLoadsGeoJSON writes what each used station carries as a
// FeatureCollection of points in the datum d, those that carry most alone
// first. Properties are the fields of Load and its rank from 1.
func (c *Coverage) WriteLoadsGeoJSON(w io.Writer, d datum.Datum) error {
	loads := c.ranked()
	return writeCollection(w, d, len(loads), func(i int) (any, orb.Geometry) {
		return loadProperties{i + 1, loads[i]}, loads[i].Point
	})
}

type loadProperties struct {
	Rank int `json:"rank"`
	Load
}

// WriteLoadsCSV writes a header and a line for each used station, those that
// carry most alone first, positions in the datum d: station, name, lon, lat,
// nearest, alone, cells.
func (c *Coverage) WriteLoadsCSV(w io.Writer, d datum.Datum) error {
	loads := c.ranked()
	header := []string{"station", "name", "lon", "lat", "nearest", "alone", "cells"}
	return writeCSV(w, header, len(loads), func(i int) []string {
		l := &loads[i]
		at := datum.Out(l.Point, d)
		return []string{
			string(l.Station), exchange.Guarded(l.Name), degrees(at.Lon), degrees(at.Lat),
			decimal(&l.Nearest), decimal(&l.Alone), strconv.Itoa(l.Cells),
		}
	})
}
