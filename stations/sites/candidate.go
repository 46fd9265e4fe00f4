package sites

import (
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

// Where a candidate comes from.
const (
	FromHost = "host"
	FromGap  = "gap"
)

// candidate is a place that could become a station.
type candidate struct {
	source string
	host   int // in question.Hosts, −1 for none
	name   string
	point  orb.Point // WGS-84
	hours  string
}

// Candidates counts the places that were looked at, and those that are none
// in the end, by reason.
type Candidates struct {
	Hosts        int `json:"hosts"`
	GapPoints    int `json:"gap_points"`
	OffRoad      int `json:"off_road"`      // no road within 500 m
	Closed       int `json:"closed"`        // not open at the asked moment
	UnknownHours int `json:"unknown_hours"` // nobody can tell
	TooNear      int `json:"too_near"`      // to a station that is there
	Useless      int `json:"useless"`       // no uncovered cell is in time
	Used         int `json:"used"`          // the sites were chosen from so many
}

// candidates lists the hosts, and then points of roads in the gaps.
func (q *question) candidates(g *plan.Ground) []candidate {
	var list []candidate
	for i, h := range q.Hosts {
		list = append(list, candidate{source: FromHost, host: i, name: h.Name, point: datum.In(h.Place), hours: h.Hours})
	}
	if q.GapPoints > 0 {
		for _, p := range gapPoints(g, q.GapPoints, q.Datum) {
			list = append(list, candidate{source: FromGap, host: -1, point: p})
		}
	}
	return list
}
