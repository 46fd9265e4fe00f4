package sites

import (
	"fmt"
	"math"
	"slices"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
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

// NoGapPoints asks for no points in gaps, where 0 would mean the default.
const NoGapPoints = -1

// Defaults of a request.
const (
	defaultGapPoints = 4_000 // when no hosts are given
	defaultSeconds   = 10
)

// Request asks for the next sites. Zero values stand for the defaults; the
// JSON form is that of POST /v1/siting.
type Request struct {
	// Base is the coverage to better: its stations stay.
	Base plan.Base
	// P is the most sites, 1 … MaxP.
	P int
	// Hosts are candidates, at most MaxHosts. One with hours that do not hold
	// at the base's moment is none.
	Hosts []exchange.Host
	// GapPoints is the most candidates on roads in the gaps, at most
	// MaxGapPoints, or NoGapPoints; by default 4,000 when there are no hosts,
	// else none.
	GapPoints int
	// Hours offers longer hours beside new sites; nil does not. The base must
	// name a moment.
	Hours *Hours
	// Budget is what the sites may cost together; 0 is no limit.
	Budget float64
	// SiteCost is the cost of a candidate that states none; needed with Budget
	// when there is one.
	SiteCost float64
	// OnePerHost allows one site at most for each Owner that hosts name.
	OnePerHost bool
	// SpacingM is the least distance in metres between any two sites, and
	// between a site and a station that counts in the base; 0 for none.
	SpacingM float64
	// Equity asks for fair shares among divisions.
	Equity Equity
	// Seconds is how long to search at most, in (0, MaxSeconds]; 10 by default.
	Seconds float64
	// Datum is that of an answer's coordinates. Points in gaps lie on its grid
	// of seven decimals, so that who adds one as a station adds that very point.
	Datum datum.Datum
}

// Equity asks for fair shares among the divisions of one level. Its zero value
// asks for nothing.
type Equity struct {
	// Level of the divisions, as district; by default the district when there
	// are any in the base, else the finest level that there is.
	Level string `json:"level,omitempty"`
	// LeastShare is what must be covered of the demand of each division, in
	// [0, 1]; it goes before the demand in all. Where it cannot be reached, the
	// answer comes as near as it can.
	LeastShare float64 `json:"least_share,omitempty"`
	// RaiseWorst makes the share of the worst-off division as great as
	// possible, and then the demand in all.
	RaiseWorst bool `json:"raise_worst,omitempty"`
}

func (e Equity) asked() bool { return e != Equity{} }

// Check says which fields break a rule, as an Invalid error. Whether the base
// exists is not looked at.
func (r *Request) Check() error {
	var bad stations.Problems
	if r.P < 1 || r.P > MaxP {
		bad.Add("p", fmt.Sprintf("必须是 1 到 %d 的整数 must be a whole number of 1 to %d", MaxP, MaxP))
	}
	if len(r.Hosts) > MaxHosts {
		bad.Add("candidates", fmt.Sprintf("最多 %d 个 must be at most %d", MaxHosts, MaxHosts))
	}
	if r.GapPoints < NoGapPoints || r.GapPoints > MaxGapPoints {
		bad.Add("gap_points", fmt.Sprintf("必须是 0 到 %d 的整数 must be a whole number of 0 to %d", MaxGapPoints, MaxGapPoints))
	}
	if !(r.Seconds >= 0 && r.Seconds <= MaxSeconds) {
		bad.Add("seconds", fmt.Sprintf("必须大于 0，至多 %d must be more than 0 and at most %d", MaxSeconds, MaxSeconds))
	}
	if !(r.SpacingM >= 0 && r.SpacingM <= MaxSpacing) {
		bad.Add("spacing_m", fmt.Sprintf("必须是 0 到 %d 米 must be 0 to %d metres", MaxSpacing, MaxSpacing))
	}
	r.checkCosts(&bad)
	r.Equity.check(&bad)
	r.Hours.check(&bad)
	if r.GapPoints == NoGapPoints && len(r.Hosts) == 0 && r.Hours == nil {
		bad.Add("gap_points", "没有候选点 must be more than 0 when there are no candidates")
	}
	for i, h := range r.Hosts[:min(len(r.Hosts), MaxHosts)] {
		checkHost(h, fmt.Sprintf("candidates[%d]", i), &bad)
	}
	return bad.Err()
}

// checkCosts looks at the budget and what it is spent on.
func (r *Request) checkCosts(bad *stations.Problems) {
	checkPositive(r.Budget, "budget", bad)
	checkPositive(r.SiteCost, "site_cost", bad)
	if r.Budget == 0 || r.SiteCost > 0 {
		return
	}
	free := slices.ContainsFunc(r.Hosts, func(h exchange.Host) bool { return h.Cost == 0 })
	if free || len(r.Hosts) == 0 && r.GapPoints == 0 || r.GapPoints > 0 {
		bad.Add("site_cost", "有预算时，未注明成本的候选点需要它 is required: with a budget, candidates that state no cost need one")
	}
}

// checkPositive complains unless a number is positive, or 0 for the default.
func checkPositive(v float64, field string, bad *stations.Problems) {
	if !(v >= 0) || math.IsInf(v, 0) {
		bad.Add(field, "必须大于 0 must be more than 0")
	}
}

func (e Equity) check(bad *stations.Problems) {
	if !(e.LeastShare >= 0 && e.LeastShare <= 1) {
		bad.Add("equity.least_share", "必须在 0 到 1 之间 must be 0 to 1")
	}
	if e.RaiseWorst && e.LeastShare > 0 {
		bad.Add("equity.raise_worst", "与 least_share 二选一 is not for least_share: ask for one of them")
	}
	if e.Level != "" && !e.RaiseWorst && e.LeastShare == 0 {
		bad.Add("equity.least_share", "与 level 同用 is required with a level, or raise_worst")
	}
}

// checkHost says what is wrong with a host; at names it.
func checkHost(h exchange.Host, at string, bad *stations.Problems) {
	if !(math.Abs(h.Place.Lon) <= 180) {
		bad.Add(at+".lon", "必须在 ±180 内 must be within ±180")
	}
	if !(math.Abs(h.Place.Lat) <= 90) {
		bad.Add(at+".lat", "必须在 ±90 内 must be within ±90")
	}
	checkPositive(h.Cost, at+".cost", bad)
	if h.Hours != "" {
		if _, err := stations.ParseHours(h.Hours); err != nil {
			bad.Add(at+".hours", "无法识别的营业时间 cannot be read as opening hours")
		}
	}
}
