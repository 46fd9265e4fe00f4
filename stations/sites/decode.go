package sites

import (
	"encoding/json"
	"errors"
	"fmt"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// ReadRequest reads the JSON form, but for base and datum, which stand in the
// same object and are the caller's to take out: places are in the datum d.
//
//	{"p","candidates":[{"lon","lat","name","hours"}],"gap_points","spacing_m","seconds"}
//
// Errors are Invalid and name each field that breaks a rule, as
// candidates[2].lon.
func ReadRequest(data []byte, d datum.Datum) (Request, error) {
	var form struct {
		P          int               `json:"p"`
		Candidates []json.RawMessage `json:"candidates"`
		GapPoints  *int              `json:"gap_points"`
		SpacingM   float64           `json:"spacing_m"`
		Seconds    *float64          `json:"seconds"`
	}
	if err := plan.Strict(data, &form); err != nil {
		return Request{}, err
	}
	r := Request{P: form.P, SpacingM: form.SpacingM, Datum: d}
	var bad problems
	for i, raw := range form.Candidates[:min(len(form.Candidates), MaxHosts+1)] {
		r.Hosts = append(r.Hosts, readHost(raw, fmt.Sprintf("candidates[%d]", i), d, &bad))
	}
	if r.GapPoints = stated(form.GapPoints); form.GapPoints != nil && r.GapPoints == 0 && len(r.Hosts) == 0 {
		bad.add("gap_points", "没有候选点 must be more than 0 when there are no candidates")
	}
	if r.Seconds = stated(form.Seconds); form.Seconds != nil && r.Seconds == 0 {
		bad.add("seconds", "不能为 0 must not be 0")
	}
	if err := bad.err(); err != nil {
		return Request{}, err
	}
	return r, r.check()
}

func stated[T int | float64](v *T) T {
	if v == nil {
		return 0
	}
	return *v
}

// readHost reads a member of candidates; at names it.
func readHost(raw json.RawMessage, at string, d datum.Datum, bad *problems) Host {
	var form struct {
		Lon   *float64 `json:"lon"`
		Lat   *float64 `json:"lat"`
		Name  string   `json:"name"`
		Hours string   `json:"hours"`
	}
	if err := plan.Strict(raw, &form); err != nil {
		bad.under(at, err)
		return Host{}
	}
	for name, v := range map[string]*float64{"lon": form.Lon, "lat": form.Lat} {
		if v == nil {
			bad.add(at+"."+name, "必填 is required")
		}
	}
	return Host{Name: form.Name, Hours: form.Hours, Place: datum.Coord{Lon: stated(form.Lon), Lat: stated(form.Lat), Datum: d}}
}

// under lists what is wrong with a part of a request by the part's place.
func (p *problems) under(at string, err error) {
	var ours *stations.Error
	if !errors.As(err, &ours) || len(ours.Fields) == 0 {
		p.add(at, "必须是对象 must be an object")
		return
	}
	for _, f := range ours.Fields {
		field := at
		if f.Field != "" {
			field += "." + f.Field
		}
		p.add(field, f.Problem)
	}
}
