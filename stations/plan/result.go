package plan

import (
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// Coverage is the answer to a Request: its JSON form is that of POST
// /v1/coverage. It is shared between callers and must not be changed.
type Coverage struct {
	ID       string            `json:"id"`       // 16 hex digits that name the inputs
	Datum    datum.Datum       `json:"datum"`    // of every coordinate below, WGS-84 unless To changed it
	Profile  string            `json:"profile"`  // name@version
	Roads    string            `json:"roads"`    // checksum of the road file
	Revision stations.Revision `json:"revision"` // of the stations

	Stations StationCounts `json:"stations"`
	Counts   CellCounts    `json:"cells"`
	Demand   Share         `json:"demand"`
	ByK      []Level       `json:"by_k"`
	Times    Times         `json:"times"`
	Verified *Verified     `json:"verified,omitempty"` // when the request asks for it
	Areas    []AreaShare   `json:"areas"`              // ascending adcode
	Gaps     []Gap         `json:"gaps"`               // most demand first, then smallest id
	TookMS   int64         `json:"took_ms"`

	Epoch   string  `json:"-"` // the history of the store that Revision is of
	Request Request `json:"-"` // normalised, with the layer that was used
	Cells   []Cell  `json:"-"` // ascending H3 index
	Loads   []Load  `json:"-"` // of the used stations, ascending id
}

// Key names the coverage among all that there ever were: after a restore of the
// store its id may name another one.
func (c *Coverage) Key() string { return MemoryKey(c.Epoch, c.ID) }

// Times says how long people travel.
type Times struct {
	Spread
	Bins []Bin `json:"distribution"`
}

// StationCounts says which stations a coverage rests on.
type StationCounts struct {
	Used         int           `json:"used"`          // counted, and tied to a road
	OffRoad      []stations.ID `json:"off_road"`      // counted, with no road within 500 m; ascending
	UnknownHours []stations.ID `json:"unknown_hours"` // not counted: nobody can tell whether they are open; ascending
}

// CellCounts counts cells of weight > 0.
type CellCounts struct {
	Total    int `json:"total"`
	Covered  int `json:"covered"`    // for the asked k
	OffRoad  int `json:"off_road"`   // no road within 500 m
	NoWayOut int `json:"no_way_out"` // tied to a road from which one-way rules let nobody reach a station
}

// Share is a covered part of a demand.
type Share struct {
	Total   float64  `json:"total"`
	Covered float64  `json:"covered"`
	Share   *float64 `json:"share"` // covered / total; nil when total is 0
}

// Level is what at least K stations in time cover.
type Level struct {
	K      int      `json:"k"`
	Cells  int      `json:"cells"`
	Demand float64  `json:"demand"`
	Share  *float64 `json:"share"` // of the whole demand; nil when that is 0
}

// AreaShare is the coverage of one division: of the cells whose centre is in
// it. Divisions of every level are listed; where those below tile one, their
// demand and what is covered of it add up to its own.
type AreaShare struct {
	Adcode  string   `json:"adcode"`
	Name    string   `json:"name"`
	Level   string   `json:"level,omitempty"`  // city, district, street
	Parent  string   `json:"parent,omitempty"` // adcode
	Demand  float64  `json:"demand"`
	Covered float64  `json:"covered"`
	Share   *float64 `json:"share"` // nil when the demand is 0
	Spread
}

// Gap is a connected patch of cells with demand and too few stations in time.
type Gap struct {
	ID     string    `json:"id"` // its smallest H3 index
	Demand float64   `json:"demand"`
	Cells  int       `json:"cells"`
	Area   float64   `json:"area_km2"`
	Centre orb.Point `json:"centre"`        // of its heaviest cell, rounded to 7 decimals
	Worst  *float64  `json:"worst_minutes"` // nil when every cell is beyond the horizon
	Beyond int       `json:"beyond"`        // cells without a time
	Adcode string    `json:"adcode"`        // the smallest loaded division around Centre; "" for none
	Label  string    `json:"label"`         // the name of the nearest road within 2 km of Centre; "" for none

	Members []hex.Cell `json:"-"` // ascending
}

// Cell is one cell of weight > 0. Time, minutes and station are those of the
// k-th nearest station for the asked k.
type Cell struct {
	Cell    hex.Cell
	Demand  float64
	K       int          // stations in time, capped at max(asked k, 2)
	Time    roads.Millis // roads.Never when beyond the horizon, off the road or without a way out
	Station stations.ID  // "" when Time is Never
	Covered bool         // for the asked k
}

// Minutes returns the time in minutes to 3 decimals, nil when there is none.
func (c Cell) Minutes() *float64 {
	if c.Time == roads.Never {
		return nil
	}
	m := inMinutes(c.Time)
	return &m
}

// To returns the coverage with its coordinates in the datum d. The cells, the
// members of gaps and the request are shared with c.
func (c *Coverage) To(d datum.Datum) *Coverage {
	out := *c
	out.Datum = d
	out.Gaps = make([]Gap, len(c.Gaps))
	for i, g := range c.Gaps {
		at := datum.Out(g.Centre, d)
		g.Centre = roundPoint(orb.Point{at.Lon, at.Lat})
		out.Gaps[i] = g
	}
	return &out
}
