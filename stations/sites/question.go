package sites

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
)

// format marks what the store keeps for a question. It changes when the same
// inputs give another answer.
const format = "siting 1"

// question is a request with every default filled in, as the store keeps it.
// Its base is a coverage by its id, which names all that the answer rests on.
type question struct {
	id string

	Format     string          `json:"format"`
	Base       string          `json:"base"`
	P          int             `json:"p"`
	Hosts      []exchange.Host `json:"hosts"` // with 7 decimals
	GapPoints  int             `json:"gap_points"`
	Budget     float64         `json:"budget"`
	SiteCost   float64         `json:"site_cost"`
	OnePerHost bool            `json:"one_per_host"`
	SpacingM   float64         `json:"spacing_m"`
	Equity     Equity          `json:"equity"`
	Hours      *Hours          `json:"hours,omitempty"`
	Seconds    float64         `json:"seconds"`
	Datum      datum.Datum     `json:"datum"`
}

// question fills in the defaults and names the question. The error is Invalid.
func (r Request) question(base *plan.Coverage) (*question, error) {
	q := &question{
		Format: format, Base: base.ID, P: r.P, Hosts: slices.Clone(r.Hosts), GapPoints: r.GapPoints,
		Budget: r.Budget, SiteCost: r.SiteCost, OnePerHost: r.OnePerHost, SpacingM: r.SpacingM,
		Equity: r.Equity, Seconds: r.Seconds, Datum: r.Datum,
	}
	for i := range q.Hosts {
		q.Hosts[i].Place = rounded(q.Hosts[i].Place)
	}
	if err := q.level(base); err != nil {
		return nil, err
	}
	if err := q.offer(r.Hours, base); err != nil {
		return nil, err
	}
	if len(r.Hosts) == 0 && r.GapPoints == 0 {
		q.GapPoints = defaultGapPoints
	}
	q.GapPoints = max(q.GapPoints, 0)
	if r.Seconds == 0 {
		q.Seconds = defaultSeconds
	}
	if q.Datum == 0 {
		q.Datum = datum.WGS84
	}
	text, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("write the question: %w", err)
	}
	sum := sha256.Sum256(text)
	q.id = hex.EncodeToString(sum[:8])
	return q, nil
}

// rounded returns a coordinate with the 7 decimals that are written, so that
// who reads it back means the same place.
func rounded(c datum.Coord) datum.Coord {
	c.Lon, c.Lat = math.Round(c.Lon*1e7)/1e7, math.Round(c.Lat*1e7)/1e7
	return c
}

// fieldKey names what the candidates and their covers rest on.
func (q *question) fieldKey() (string, error) {
	only := question{Format: q.Format, Base: q.Base, Hosts: q.Hosts, GapPoints: q.GapPoints, SpacingM: q.SpacingM, Hours: q.Hours, Datum: q.Datum}
	text, err := json.Marshal(only)
	if err != nil {
		return "", fmt.Errorf("write the candidates: %w", err)
	}
	sum := sha256.Sum256(text)
	return string(sum[:]), nil
}

// gone says that an answer cannot be made again.
func gone(cause error) error {
	return &stations.Error{
		Code: stations.Gone,
		Text: "数据已更新，无法重现该结果 what this answer rests on has changed: ask again",
		Err:  cause,
	}
}
