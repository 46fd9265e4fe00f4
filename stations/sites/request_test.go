package sites_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/sites"
)

// blamed lists the fields that an error names, in order.
func blamed(err error) string {
	var ours *stations.Error
	if !errors.As(err, &ours) || ours.Code != stations.Invalid {
		return ""
	}
	var fields []string
	for _, f := range ours.Fields {
		fields = append(fields, f.Field)
	}
	return strings.Join(fields, " ")
}

func TestARequestBlamesEveryFieldThatBreaksARule(t *testing.T) {
	bank := exchange.Host{Place: datum.Coord{Lon: 118.8, Lat: 32, Datum: datum.WGS84}}
	for sentence, c := range map[string]struct {
		change func(*sites.Request)
		want   string
	}{
		"one site": {func(r *sites.Request) { r.P = 1 }, ""},
		"the most of everything": {func(r *sites.Request) {
			r.P, r.GapPoints, r.Seconds, r.SpacingM = sites.MaxP, sites.MaxGapPoints, sites.MaxSeconds, sites.MaxSpacing
		}, ""},
		"no site":                         {func(r *sites.Request) { r.P = 0 }, "p"},
		"too many sites":                  {func(r *sites.Request) { r.P = sites.MaxP + 1 }, "p"},
		"too many hosts":                  {func(r *sites.Request) { r.Hosts = slices.Repeat([]exchange.Host{bank}, sites.MaxHosts+1) }, "candidates"},
		"fewer points than none":          {func(r *sites.Request) { r.GapPoints = sites.NoGapPoints - 1 }, "gap_points"},
		"too many points":                 {func(r *sites.Request) { r.GapPoints = sites.MaxGapPoints + 1 }, "gap_points"},
		"no candidates":                   {func(r *sites.Request) { r.GapPoints = sites.NoGapPoints }, "gap_points"},
		"longer hours are candidates":     {func(r *sites.Request) { r.GapPoints, r.Hours = sites.NoGapPoints, &sites.Hours{Until: "22:00"} }, ""},
		"too long a search":               {func(r *sites.Request) { r.Seconds = sites.MaxSeconds + 1 }, "seconds"},
		"a search of no number":           {func(r *sites.Request) { r.Seconds = math.NaN() }, "seconds"},
		"less than no distance":           {func(r *sites.Request) { r.SpacingM = -1 }, "spacing_m"},
		"too great a distance":            {func(r *sites.Request) { r.SpacingM = sites.MaxSpacing + 1 }, "spacing_m"},
		"a budget of points without cost": {func(r *sites.Request) { r.Budget = 5 }, "site_cost"},
		"a budget of points with a cost":  {func(r *sites.Request) { r.Budget, r.SiteCost = 5, 1 }, ""},
		"a budget without end":            {func(r *sites.Request) { r.Budget, r.SiteCost = math.Inf(1), 1 }, "budget"},
		"a cost below nothing":            {func(r *sites.Request) { r.SiteCost = -1 }, "site_cost"},
		"more than all of a division":     {func(r *sites.Request) { r.Equity.LeastShare = 1.1 }, "equity.least_share"},
		"two sorts of fairness":           {func(r *sites.Request) { r.Equity = sites.Equity{LeastShare: 0.5, RaiseWorst: true} }, "equity.raise_worst"},
		"a level without a fairness":      {func(r *sites.Request) { r.Equity.Level = "district" }, "equity.least_share"},
		"a host off the Earth":            {func(r *sites.Request) { r.Hosts = []exchange.Host{{Place: datum.Coord{Lon: 181, Lat: -91}}} }, "candidates[0].lon candidates[0].lat"},
		"a host with hours of no sort": {func(r *sites.Request) {
			r.Hosts = []exchange.Host{bank, bank}
			r.Hosts[1].Hours, r.Hosts[1].Cost = "sometimes", -2
		}, "candidates[1].cost candidates[1].hours"},
		"hours beyond the next morning": {func(r *sites.Request) { r.Hours = &sites.Hours{Until: "30:01", Cost: -1} }, "hours.until hours.cost"},
		"several at once":               {func(r *sites.Request) { r.P, r.Seconds, r.SpacingM = -1, -1, -1 }, "p seconds spacing_m"},
	} {
		r := sites.Request{P: 3}
		c.change(&r)
		if got := blamed(r.Check()); got != c.want {
			t.Errorf("%s: Check() blames %q, want %q", sentence, got, c.want)
		}
	}
}
