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
	Burden
	Point orb.Point `json:"-"` // WGS-84
}

// Burden is demand that a station carries.
type Burden struct {
	Nearest float64 `json:"nearest"` // demand in time to which it is the nearest
	Alone   float64 `json:"alone"`   // demand that is no longer covered for the asked k when it closes
	Cells   int     `json:"cells"`   // cells of Alone
}

// burden is a Burden while the cells are gone through.
type burden struct {
	nearest, alone sum
	cells          int
}

// inTime appends the stations of the labels that are in time, nearest first.
func (in *inputs) inTime(labels []reach.Label, to []int32) []int32 {
	limit := in.Request.limit()
	for _, l := range labels {
		if l.Time <= limit {
			to = append(to, l.Station)
		}
	}
	return to
}

// carry notes what the stations in time of a cell carry of its demand. A cell
// with just k stations in time loses its cover with any of them: that is N-1
// for every station at once, from labels one deeper than k.
func (in *inputs) carry(demand float64, near []int32, burdens []burden) {
	if len(near) > 0 {
		burdens[near[0]].nearest.add(demand)
	}
	if len(near) != in.Request.K {
		return
	}
	for _, station := range near {
		burdens[station].alone.add(demand)
		burdens[station].cells++
	}
}

func (b *burden) of(s *stations.Station) Load {
	return Load{s.ID, s.Name, Burden{b.nearest.value(), b.alone.value(), b.cells}, s.Position.Point}
}

// loads returns the load of each used station, ascending id.
func (s sources) loads(burdens []burden) []Load {
	out := make([]Load, len(burdens))
	for i := range burdens {
		out[i] = burdens[i].of(s.used[i])
	}
	return out
}

// loadChanges tells which stations carry something else: those of after, in its
// order, then those that only before has.
func loadChanges(before, after []Load) []LoadChange {
	known, still := make(map[stations.ID]*Load, len(before)), make(map[stations.ID]bool, len(after))
	for i := range before {
		known[before[i].Station] = &before[i]
	}
	changes := []LoadChange{}
	for i := range after {
		l := &after[i]
		still[l.Station] = true
		switch was := known[l.Station]; {
		case was == nil:
			changes = append(changes, LoadChange{l.Station, l.Name, nil, &l.Burden})
		case was.Burden != l.Burden:
			changes = append(changes, LoadChange{l.Station, l.Name, &was.Burden, &l.Burden})
		}
	}
	for i := range before {
		if l := &before[i]; !still[l.Station] {
			changes = append(changes, LoadChange{l.Station, l.Name, &l.Burden, nil})
		}
	}
	return changes
}
