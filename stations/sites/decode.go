package sites

import (
	"encoding/json"
	"fmt"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
)

// ReadRequest reads the JSON form, but for base and datum, which stand in the
// same object and are the caller's to take out: places are in the datum d.
//
//	{"p","candidates":[{"lon","lat","name","host","cost","hours"}],"gap_points","budget","site_cost",
//	 "one_per_host","spacing_m","equity":{"level","least_share","raise_worst"},"hours":{"until","cost","all_day_cost"},"seconds"}
//
// Errors are Invalid and name each field that breaks a rule, as
// candidates[2].lon.
func ReadRequest(data []byte, d datum.Datum) (Request, error) {
	var form struct {
		P          int               `json:"p"`
		Candidates []json.RawMessage `json:"candidates"`
		GapPoints  *int              `json:"gap_points"`
		Budget     *float64          `json:"budget"`
		SiteCost   *float64          `json:"site_cost"`
		OnePerHost bool              `json:"one_per_host"`
		SpacingM   float64           `json:"spacing_m"`
		Equity     json.RawMessage   `json:"equity"`
		Hours      json.RawMessage   `json:"hours"`
		Seconds    *float64          `json:"seconds"`
	}
	if err := plan.Strict(data, &form); err != nil {
		return Request{}, err
	}
	var bad stations.Problems
	r := Request{
		P: form.P, OnePerHost: form.OnePerHost, SpacingM: form.SpacingM, Datum: d,
		Budget: positive(form.Budget, "budget", &bad), SiteCost: positive(form.SiteCost, "site_cost", &bad),
		Seconds: positive(form.Seconds, "seconds", &bad),
	}
	if form.Equity != nil {
		if err := plan.Strict(form.Equity, &r.Equity); err != nil {
			bad.Under("equity", err)
		}
	}
	for i, raw := range form.Candidates[:min(len(form.Candidates), MaxHosts+1)] {
		r.Hosts = append(r.Hosts, readHost(raw, fmt.Sprintf("candidates[%d]", i), d, &bad))
	}
	if r.GapPoints = stated(form.GapPoints); form.GapPoints != nil && r.GapPoints <= 0 {
		r.GapPoints-- // none, or wrong
	}
	r.Hours = readHours(form.Hours, &bad)
	if err := bad.Err(); err != nil {
		return Request{}, err
	}
	return r, r.Check()
}

func stated[T int | float64](v *T) T {
	if v == nil {
		return 0
	}
	return *v
}

// readHours reads the offer of longer hours, nil for none.
func readHours(raw json.RawMessage, bad *stations.Problems) *Hours {
	if raw == nil {
		return nil
	}
	var form struct {
		Until      string   `json:"until"`
		Cost       *float64 `json:"cost"`
		AllDayCost *float64 `json:"all_day_cost"`
	}
	if err := plan.Strict(raw, &form); err != nil {
		bad.Under("hours", err)
		return nil
	}
	return &Hours{form.Until, positive(form.Cost, "hours.cost", bad), positive(form.AllDayCost, "hours.all_day_cost", bad)}
}

// positive returns the value, and complains about a stated zero, which would
// mean the default.
func positive(v *float64, field string, bad *stations.Problems) float64 {
	if v != nil && *v == 0 {
		bad.Add(field, "不能为 0 must not be 0")
	}
	return stated(v)
}

// readHost reads a member of candidates; at names it.
func readHost(raw json.RawMessage, at string, d datum.Datum, bad *stations.Problems) exchange.Host {
	var form struct {
		Lon   *float64 `json:"lon"`
		Lat   *float64 `json:"lat"`
		Name  string   `json:"name"`
		Owner string   `json:"host"`
		Cost  *float64 `json:"cost"`
		Hours string   `json:"hours"`
	}
	if err := plan.Strict(raw, &form); err != nil {
		bad.Under(at, err)
		return exchange.Host{}
	}
	if form.Lon == nil {
		bad.Add(at+".lon", "必填 is required")
	}
	if form.Lat == nil {
		bad.Add(at+".lat", "必填 is required")
	}
	return exchange.Host{
		Name: form.Name, Owner: form.Owner, Cost: positive(form.Cost, at+".cost", bad), Hours: form.Hours,
		Place: datum.Coord{Lon: stated(form.Lon), Lat: stated(form.Lat), Datum: d},
	}
}
