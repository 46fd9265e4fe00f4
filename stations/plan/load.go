package plan

import (
	"github.com/paulmach/orb"

	"yizhan/geo/reach"
	"yizhan/stations"
)

// Load is what one station carries.
type Load struct {
	Station stations.ID `json:"station"`
	Name    string      `json:"name"`
	Nearest float64     `json:"nearest"` // demand in time to which it is the nearest
	Alone   float64     `json:"alone"`   // demand that is no longer covered for the asked k when it closes
	Cells   int         `json:"cells"`   // cells of Alone
	Point   orb.Point   `json:"-"`       // WGS-84
}

// burden is a Load while the cells are gone through.
type burden struct {
	nearest, alone sum
	cells          int
}

// carry notes what the stations in time of a cell carry of its demand. A cell
// with just k stations in time loses its cover with any of them: that is N-1
// for every station at once, from labels one deeper than k.
func (in *inputs) carry(demand float64, labels []reach.Label, burdens []burden) {
	limit, count := in.Request.limit(), 0
	for _, l := range labels {
		if l.Time <= limit {
			count++
		}
	}
	if count > 0 {
		burdens[labels[0].Station].nearest.add(demand)
	}
	if count != in.Request.K {
		return
	}
	for _, l := range labels[:count] {
		burdens[l.Station].alone.add(demand)
		burdens[l.Station].cells++
	}
}

// loads returns the load of each used station, ascending id.
func (s sources) loads(burdens []burden) []Load {
	out := make([]Load, len(burdens))
	for i := range burdens {
		b, station := &burdens[i], s.used[i]
		out[i] = Load{station.ID, station.Name, b.nearest.value(), b.alone.value(), b.cells, station.Position.Point}
	}
	return out
}
