package sites

import (
	"fmt"
	"math"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// The limits of a request.
const (
	MaxP         = plan.MaxEdits // of P
	MaxHosts     = 10_000        // of Hosts
	MaxGapPoints = 10_000        // of GapPoints
	MaxSeconds   = 60            // of Seconds
	MaxSpacing   = 50_000        // of SpacingM
)

// Defaults of a request.
const (
	defaultGapPoints = 2_000 // when no hosts are given
	defaultSeconds   = 10
)

// Request asks for the next sites. Zero values stand for the defaults; the
// JSON form is that of POST /v1/siting.
type Request struct {
	// Base is the coverage to better: its stations stay.
	Base plan.Base
	// P is the most sites, 1 … MaxP.
	P int
	// Hosts are candidates, at most MaxHosts.
	Hosts []Host
	// GapPoints is the most candidates on roads in the gaps, at most
	// MaxGapPoints; by default 2,000 when there are no hosts, else none.
	GapPoints int
	// SpacingM is the least distance in metres between any two sites, and
	// between a site and a station that counts in the base; 0 for none.
	SpacingM float64
	// Seconds is how long to search at most, in (0, MaxSeconds]; 10 by default.
	Seconds float64
	// Datum is that of an answer's coordinates. Points in gaps lie on its grid
	// of seven decimals, so that who adds one as a station adds that very point.
	Datum datum.Datum
}

// Host is a place that could take a station in.
type Host struct {
	Name  string
	Place datum.Coord
	Hours string // as in a station's record; always open when ""
}

// check says which fields break a rule, as an Invalid error.
func (r *Request) check() error {
	var bad problems
	if r.P < 1 || r.P > MaxP {
		bad.add("p", fmt.Sprintf("必须是 1 到 %d 的整数 must be a whole number of 1 to %d", MaxP, MaxP))
	}
	if len(r.Hosts) > MaxHosts {
		bad.add("candidates", fmt.Sprintf("最多 %d 个 must be at most %d", MaxHosts, MaxHosts))
	}
	if r.GapPoints < 0 || r.GapPoints > MaxGapPoints {
		bad.add("gap_points", fmt.Sprintf("必须是 0 到 %d 的整数 must be a whole number of 0 to %d", MaxGapPoints, MaxGapPoints))
	}
	if !(r.Seconds >= 0 && r.Seconds <= MaxSeconds) {
		bad.add("seconds", fmt.Sprintf("必须大于 0，至多 %d must be more than 0 and at most %d", MaxSeconds, MaxSeconds))
	}
	if !(r.SpacingM >= 0 && r.SpacingM <= MaxSpacing) {
		bad.add("spacing_m", fmt.Sprintf("必须是 0 到 %d 米 must be 0 to %d metres", MaxSpacing, MaxSpacing))
	}
	for i, h := range r.Hosts {
		h.check(fmt.Sprintf("candidates[%d]", i), &bad)
	}
	return bad.err()
}

// check says what is wrong with a host; at names it.
func (h Host) check(at string, bad *problems) {
	if !(math.Abs(h.Place.Lon) <= 180) {
		bad.add(at+".lon", "必须在 ±180 内 must be within ±180")
	}
	if !(math.Abs(h.Place.Lat) <= 90) {
		bad.add(at+".lat", "必须在 ±90 内 must be within ±90")
	}
	if h.Hours != "" {
		if _, err := stations.ParseHours(h.Hours); err != nil {
			bad.add(at+".hours", "无法识别的营业时间 cannot be read as opening hours")
		}
	}
}

// problems collects the fields that break a rule, the first maxProblems of
// them.
type problems []stations.Problem

const maxProblems = 50

func (p *problems) add(field, problem string) {
	if len(*p) < maxProblems {
		*p = append(*p, stations.Problem{Field: field, Problem: problem})
	}
}

func (p *problems) err() error {
	if len(*p) == 0 {
		return nil
	}
	return &stations.Error{Code: stations.Invalid, Text: "the request breaks a rule", Fields: *p}
}
