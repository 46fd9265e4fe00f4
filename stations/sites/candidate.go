package sites

import (
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

// Where a candidate comes from.
const (
	FromHost  = "host"
	FromGap   = "gap"
	FromHours = "hours" // a station that is there and could stay open longer
)

// candidate is a place that could become a station, or a station that could be
// open at the moment.
type candidate struct {
	source string
	host   int // in question.Hosts, −1 for none
	name   string
	point  orb.Point // WGS-84
	hours  string

	extension *extension // of a station; nil for a new one
}

// Candidates counts the places that were looked at, and those that are none
// in the end, by reason.
type Candidates struct {
	Hosts        int `json:"hosts"`
	GapPoints    int `json:"gap_points"`
	Stations     int `json:"stations"`      // that could stay open longer
	OffRoad      int `json:"off_road"`      // no road within 500 m
	Closed       int `json:"closed"`        // not open at the asked moment
	UnknownHours int `json:"unknown_hours"` // nobody can tell; stations among them
	TooNear      int `json:"too_near"`      // to a station that is there
	Useless      int `json:"useless"`       // no uncovered cell is in time
	Used         int `json:"used"`          // the sites were chosen from so many
}

// candidates lists the hosts, then points of roads in the gaps, then the
// stations that could stay open longer, and counts them.
func (q *question) candidates(g *plan.Ground) ([]candidate, Candidates) {
	var list []candidate
	n := Candidates{Hosts: len(q.Hosts)}
	for i, h := range q.Hosts {
		list = append(list, candidate{source: FromHost, host: i, name: h.Name, point: datum.In(h.Place), hours: h.Hours})
	}
	if q.GapPoints > 0 {
		for _, p := range gapPoints(g, q.GapPoints, q.Datum) {
			list = append(list, candidate{source: FromGap, host: -1, point: p})
		}
		n.GapPoints = len(list) - n.Hosts
	}
	if q.Hours != nil {
		var longer []candidate
		longer, n.UnknownHours = q.Hours.extensions(g)
		n.Stations = len(longer)
		list = append(list, longer...)
	}
	return list, n
}

// edits are the changes of a what-if that candidates stand for: those of new
// stations, then those of hours, each in the order of the list.
func edits(list []candidate) (e plan.Edits) {
	for _, c := range list {
		if c.extension != nil {
			e.Hours = append(e.Hours, plan.Timing{ID: c.extension.station, Hours: c.hours})
		} else {
			e.Add = append(e.Add, plan.Addition{Point: c.point, Hours: c.hours})
		}
	}
	return e
}
