package sites

import (
	"context"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// Answer is the answer to a Request: its JSON form is that of POST /v1/siting.
// It is shared between callers and must not be changed.
type Answer struct {
	ID       string            `json:"id"`    // 16 hex digits that name the question
	Datum    datum.Datum       `json:"datum"` // of every coordinate below
	Base     string            `json:"base"`  // id of the coverage
	Profile  string            `json:"profile"`
	Revision stations.Revision `json:"revision"` // of the stations
	P        int               `json:"p"`

	Candidates Candidates `json:"candidates"`
	Sites      []Site     `json:"sites"` // in order of their gain in turn

	Covered    float64  `json:"covered"`     // demand, by the stations of the base and the sites
	Share      *float64 `json:"share"`       // of all demand; nil when that is 0
	Bound      float64  `json:"bound"`       // no choice of P of these candidates covers more
	BoundShare *float64 `json:"bound_share"` // as Share
	Optimal    bool     `json:"optimal"`     // Covered is the most there is
	GapPercent float64  `json:"gap_percent"` // how far Covered may lie below the best, of Bound
	Seconds    float64  `json:"seconds"`     // that the search took

	Cost   float64   `json:"cost,omitempty"` // of the sites together, as far as it is stated
	Budget float64   `json:"budget,omitempty"`
	Equity *Fairness `json:"equity,omitempty"` // when the request asks for it
	Hours  *Advice   `json:"hours,omitempty"`  // when the request asks for it

	Demand plan.DemandChange `json:"demand"` // before and after
	Areas  []Area            `json:"areas"`  // of the base, ascending adcode
	Gaps   plan.GapChange    `json:"gaps"`
	TookMS int64             `json:"took_ms"`
}

// Spot is where a site is, in the datum of the answer, 7 decimals.
type Spot struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Site is one of the chosen.
type Site struct {
	Rank int `json:"rank"` // from 1
	Spot
	Source    string  `json:"source"`              // host, gap or hours
	Candidate *int    `json:"candidate,omitempty"` // of a host: its index in the request
	Name      string  `json:"name,omitempty"`
	Host      string  `json:"host,omitempty"` // whose it is
	Hours     string  `json:"hours,omitempty"`
	Cost      float64 `json:"cost,omitempty"` // 0 when nobody states it

	Station stations.ID `json:"station,omitempty"` // of hours: which one
	From    string      `json:"from,omitempty"`    // when it closes now, HH:MM; "" when it does not open that day
	Until   string      `json:"until,omitempty"`   // HH:MM or 24h; Hours are then a text to try for that day

	Adcode          string   `json:"adcode"`           // the smallest loaded division around it; "" for none
	Area            string   `json:"area"`             // its name
	Gain            float64  `json:"gain"`             // demand that it covers beside those before it
	Covered         float64  `json:"covered"`          // with it and those before it
	CumulativeShare *float64 `json:"cumulative_share"` // Covered, of all demand
	Gaps            []string `json:"gaps"`             // gaps of the base in which it covers a cell
	Closes          []string `json:"closes"`           // those of which it covers the last cell
}

// Area is a division before and after.
type Area struct {
	Adcode string   `json:"adcode"`
	Name   string   `json:"name"`
	Level  string   `json:"level,omitempty"`
	Demand float64  `json:"demand"`
	Before float64  `json:"before"` // covered
	After  float64  `json:"after"`
	From   *float64 `json:"from"` // share; nil when there is no demand
	To     *float64 `json:"to"`
}

// tell makes the answer out of a choice.
func (f *Finder) tell(ctx context.Context, q *question, fld *field, c *choice) (*Answer, error) {
	base := fld.ground.Coverage()
	chosen := make([]candidate, len(c.Chosen))
	for n, j := range c.Chosen {
		chosen[n] = fld.list[j]
	}
	effect, err := f.planner.WhatIf(ctx, plan.Base{ID: base.ID}, edits(chosen))
	if err != nil {
		return nil, err
	}
	walk := newWalk(fld, q)
	a := &Answer{
		ID: q.id, Datum: q.Datum, Base: base.ID, Profile: base.Profile, Revision: base.Revision, P: q.P,
		Candidates: fld.counts, Sites: make([]Site, len(chosen)),
		Covered: effect.Demand.To.Covered, Share: effect.Demand.To.Share, Optimal: c.Optimal, Seconds: c.Seconds,
		Budget: q.Budget, Demand: effect.Demand, Areas: areas(base, effect.After), Gaps: effect.Gaps,
	}
	a.Equity, a.Hours = q.fairness(fld, a.Areas, c), q.advice(fld, c)
	a.Bound = max(a.Covered, c.Bound)
	if c.Optimal {
		a.Bound = a.Covered // sums of other orders may differ in the last digits
	}
	a.BoundShare, a.GapPercent = shareOf(a.Bound, base.Demand.Total), gapPercent(a.Covered, a.Bound)
	for n, j := range c.Chosen {
		a.Sites[n] = walk.step(n+1, j)
		a.Cost += a.Sites[n].Cost
	}
	if !walk.agrees(effect.After) {
		return nil, stations.Errorf(stations.Internal, "two ways to compute the same coverage disagree")
	}
	return a, nil
}

// areas sets the divisions before and after side by side.
func areas(before, after *plan.Coverage) []Area {
	out := make([]Area, len(before.Areas))
	for i, b := range before.Areas {
		a := after.Areas[i]
		out[i] = Area{
			Adcode: b.Adcode, Name: b.Name, Level: b.Level, Demand: b.Demand,
			Before: b.Covered, After: a.Covered, From: b.Share, To: a.Share,
		}
	}
	return out
}

// spots returns where candidates are.
func (fld *field) spots(list []int32, d datum.Datum) []Spot {
	out := make([]Spot, len(list))
	for n, j := range list {
		out[n] = spotOf(fld.list[j], d)
	}
	return out
}

func spotOf(c candidate, d datum.Datum) Spot {
	at := rounded(datum.Out(c.point, d))
	return Spot{at.Lon, at.Lat}
}

// To returns the answer with its coordinates in the datum d.
func (a *Answer) To(d datum.Datum) *Answer {
	if d == a.Datum {
		return a
	}
	out := *a
	out.Datum, out.Sites = d, make([]Site, len(a.Sites))
	for i, s := range a.Sites {
		at := rounded(datum.Out(datum.In(datum.Coord{Lon: s.Lon, Lat: s.Lat, Datum: a.Datum}), d))
		s.Spot = Spot{at.Lon, at.Lat}
		out.Sites[i] = s
	}
	return &out
}
