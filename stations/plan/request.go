package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"yizhan/geo/roads"
	"yizhan/stations"
)

// The limits of a request.
const (
	MaxMinutes = 240  // of Minutes
	MaxHorizon = 1440 // of HorizonMinutes
	MaxK       = 16   // of K
	MinRes     = 5    // of Res
	MaxRes     = 11   // of Res
)

// Request asks for a coverage. Zero values stand for the defaults; the JSON
// form is that of POST /v1/coverage.
type Request struct {
	// Area is where: "" is everywhere with demand, an adcode a division, and
	// "w,s,e,n" a box in WGS-84 degrees. In JSON the box may be an array.
	Area string `json:"area"`
	// Mode is walk, ride or truck: by default the profile's, else walk.
	Mode string `json:"mode"`
	// Minutes is what "in time" means, in (0, MaxMinutes]; by default the
	// profile's.
	Minutes float64 `json:"minutes"`
	// K is how many distinct stations must be in time, 1 (default) … MaxK.
	K int `json:"k"`
	// At counts only stations that are open then: RFC 3339, Asia/Shanghai when
	// it names no zone. "" looks at no hours.
	At string `json:"at"`
	// Res is the H3 resolution of the cells, MinRes … MaxRes, 9 by default.
	Res int `json:"res"`
	// Layer names the demand: a layer, or several between commas, which are
	// added up; UnmetLayer is one too. "" is the default layer where it exists.
	// In JSON it may be a list.
	Layer string `json:"layer"`
	// Profile is NAME or NAME@VERSION: by default the mode's first, of the
	// newest version.
	Profile string `json:"profile"`
	// HorizonMinutes is how far times are searched, Minutes … MaxHorizon; by
	// default max(60, Minutes).
	HorizonMinutes float64 `json:"horizon_minutes"`
	// Filter says which stations count.
	Filter Filter `json:"filter"`
	// Vehicle is the size of the truck, for truck profiles from version 2 on;
	// its zero value fits everywhere.
	Vehicle roads.Vehicle `json:"vehicle,omitzero"`
	// VerifiedDays asks for the coverage by stations verified within so many
	// days, 1 … MaxVerifiedDays, beside that by all; 0 does not.
	VerifiedDays int `json:"verified_within_days,omitempty"`
}

// Filter says which stations count. Its zero value keeps every kind but
// mobile stations, which must be named.
type Filter struct {
	Kinds    []string `json:"kind"`    // any of these
	Services []string `json:"service"` // all of these
}

// Normal returns the request with every default filled in and every value in
// one spelling, so that equal questions have equal normal forms. The error is
// Invalid and names every field that breaks a rule. Whether the area and the
// layer exist is not looked at.
func (r Request) Normal() (Request, error) {
	var bad stations.Problems
	profile := pickProfile(r.Mode, r.Profile, &bad)
	n := Request{
		Area:           r.normalArea(&bad),
		Mode:           profile.Mode.Base().String(),
		Profile:        profile.String(),
		Minutes:        orDefault(r.Minutes, profile.Minutes),
		K:              orDefault(r.K, 1),
		At:             r.normalAt(&bad),
		Res:            orDefault(r.Res, 9),
		Layer:          r.Layer,
		HorizonMinutes: r.HorizonMinutes,
		Filter:         r.Filter.normal(&bad),
		VerifiedDays:   r.VerifiedDays,
		Vehicle:        profile.vehicle(r.Vehicle, &bad),
	}
	n.HorizonMinutes = orDefault(r.HorizonMinutes, max(60, n.Minutes))
	n.checkNumbers(&bad)
	return n, bad.Err()
}

func (r Request) normalArea(bad *stations.Problems) string {
	place, err := parsePlace(r.Area)
	if err != nil {
		bad.Add("area", err.Error())
	}
	return place.String()
}

func (r Request) normalAt(bad *stations.Problems) string {
	if r.At == "" {
		return ""
	}
	at, err := ParseTime(r.At)
	if err != nil {
		bad.Add("at", err.Error())
		return ""
	}
	return at.Format(time.RFC3339Nano)
}

// moment returns the normalised At; false when there is none.
func (r Request) moment() (time.Time, bool) {
	at, err := ParseTime(r.At)
	return at, err == nil
}

func (r Request) checkNumbers(bad *stations.Problems) {
	if !(r.Minutes > 0 && r.Minutes <= MaxMinutes) { // also true for NaN
		bad.Add("minutes", fmt.Sprintf("must be more than 0 and at most %d", MaxMinutes))
	}
	if !(r.HorizonMinutes >= r.Minutes && r.HorizonMinutes <= MaxHorizon) {
		bad.Add("horizon_minutes", fmt.Sprintf("must be at least minutes and at most %d", MaxHorizon))
	}
	if r.K < 1 || r.K > MaxK {
		bad.Add("k", fmt.Sprintf("must be a whole number of 1 to %d", MaxK))
	}
	if r.VerifiedDays < 0 || r.VerifiedDays > MaxVerifiedDays {
		bad.Add("verified_within_days", fmt.Sprintf("must be a whole number of 1 to %d", MaxVerifiedDays))
	}
	if r.Res < MinRes || r.Res > MaxRes {
		bad.Add("res", fmt.Sprintf("must be a whole number of %d to %d", MinRes, MaxRes))
	}
}

// limit returns Minutes in milliseconds: the greatest whole number within it.
// The small addend undoes the rounding of decimal minutes: 15.7 · 60000 is a
// hair under 942000 in binary.
func (r Request) limit() roads.Millis { return millis(r.Minutes) }

// horizon returns HorizonMinutes in milliseconds.
func (r Request) horizon() roads.Millis { return millis(r.HorizonMinutes) }

func millis(minutes float64) roads.Millis {
	return roads.Millis(math.Floor(minutes*60000 + 1e-6))
}

// depth is how many stations are looked for: one more than k, to know whose
// closing would be felt.
func (r Request) depth() int { return r.K + 1 }

// levels is how far by_k tells, and where a cell's k is capped.
func (r Request) levels() int { return max(r.K, 2) }

func (f Filter) normal(bad *stations.Problems) Filter {
	return Filter{
		Kinds:    normalWords(f.Kinds, stations.Kinds(), "filter.kind", bad),
		Services: normalWords(f.Services, stations.Services(), "filter.service", bad),
	}
}

// normalWords sorts the codes, drops repeats and checks each against the list.
func normalWords(codes []string, words []stations.Word, field string, bad *stations.Problems) []string {
	out := slices.Clone(codes)
	slices.Sort(out)
	out = slices.Compact(out)
	for _, code := range out {
		if !slices.ContainsFunc(words, func(w stations.Word) bool { return w.Code == code }) {
			bad.Add(field, fmt.Sprintf("unknown value %q", short(code)))
		}
	}
	if out == nil {
		out = []string{} // one spelling of "none" in JSON
	}
	return out
}

// ParseTime reads an RFC 3339 moment. One that names no zone is Chinese time.
// The result is in Chinese time whatever the zone was.
func ParseTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(stations.Zone()), nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, text, stations.Zone()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("must be a moment such as 2026-05-01T20:00:00+08:00, or without the zone for Chinese time")
}

// orDefault returns v, or d when v is zero.
func orDefault[T comparable](v, d T) T {
	var zero T
	if v == zero {
		return d
	}
	return v
}

// short cuts a user's own word to a sane length.
func short(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
