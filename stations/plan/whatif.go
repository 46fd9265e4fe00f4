package plan

import (
	"context"
	"encoding/json"
	"slices"

	"yizhan/stations"
)

// Base is the coverage that a what-if starts from: one that was computed, by
// its id, or else what a request asks for now.
type Base struct {
	ID      string
	Request Request
}

// Effect is what edits do to a coverage.
type Effect struct {
	Base     string            `json:"base"` // id of the coverage without them
	Profile  string            `json:"profile"`
	Revision stations.Revision `json:"revision"` // of the stations of the base

	Stations StationChange   `json:"stations"`
	Cells    CellEffect      `json:"cells"`
	Demand   DemandChange    `json:"demand"`
	ByK      []LevelChange   `json:"by_k"`
	Times    TimeChange      `json:"times"`
	Areas    []AreaChange    `json:"areas"` // those whose share changed, ascending adcode
	Gaps     GapChange       `json:"gaps"`
	Verified *VerifiedChange `json:"verified,omitempty"` // when the base asks for it
	Loads    []LoadChange    `json:"loads"`              // of stations that carry something else: those in use after, ascending id and new ones last, then those that are not any more
	Idle     []Idle          `json:"no_effect"`
	TookMS   int64           `json:"took_ms"`

	// After is the coverage with the edits. It has no ID, and the revision of the
	// base. New stations are called add[0], add[1] …
	After   *Coverage   `json:"-"`
	Changed []CellShift `json:"-"` // cells with another time, station or k, ascending
}

// StationChange counts the used stations before and after, and lists those
// that are not used after.
type StationChange struct {
	From         int           `json:"from"`
	To           int           `json:"to"`
	OffRoad      []stations.ID `json:"off_road"`
	UnknownHours []stations.ID `json:"unknown_hours"`
}

// CellEffect counts cells.
type CellEffect struct {
	From    CellCounts `json:"from"`
	To      CellCounts `json:"to"`
	Gained  int        `json:"gained"` // covered after, not before
	Lost    int        `json:"lost"`
	Changed int        `json:"changed"` // with another time, station or k
}

// DemandChange is the covered demand before and after.
type DemandChange struct {
	From Share `json:"from"`
	To   Share `json:"to"`
	Change
}

// LevelChange is what at least K stations cover before and after.
type LevelChange struct {
	K    int   `json:"k"`
	From Level `json:"from"`
	To   Level `json:"to"`
}

// TimeChange says how long people travel before and after.
type TimeChange struct {
	From Times `json:"from"`
	To   Times `json:"to"`
}

// VerifiedChange is the coverage by verified stations before and after. A new
// station is not verified.
type VerifiedChange struct {
	From *Verified `json:"from"`
	To   *Verified `json:"to"`
}

// LoadChange is what one station carries before and after: nil before it is
// used, and when it is not any more.
type LoadChange struct {
	Station stations.ID `json:"station"`
	Name    string      `json:"name"`
	From    *Burden     `json:"from"`
	To      *Burden     `json:"to"`
}

// CellShift is a cell before and after.
type CellShift struct {
	From, To Cell
}

// cellState is the JSON form of what a coverage says about a cell.
type cellState struct {
	Minutes *float64 `json:"minutes"`
	TimeMS  *int64   `json:"time_ms"`
	Station *string  `json:"station"`
	K       int      `json:"k"`
	Covered bool     `json:"covered"`
}

func stateOf(c Cell) cellState {
	return cellState{c.Minutes(), c.millis(), c.station(), c.K, c.Covered}
}

// MarshalJSON writes {"h3","demand","from":{…},"to":{…}}, with minutes,
// time_ms, station, k and covered on either side.
func (s CellShift) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		H3     string    `json:"h3"`
		Demand float64   `json:"demand"`
		From   cellState `json:"from"`
		To     cellState `json:"to"`
	}{s.From.Cell.String(), s.From.Demand, stateOf(s.From), stateOf(s.To)})
}

// WhatIf tells what edits would do to a coverage. Nothing of them is written.
// The first question about a base prepares it, which takes about as long as
// the coverage; further ones work out only what the edits touch, and give to
// the bit what a full run would. A few bases are kept ready.
//
// Errors: Invalid names the fields that break a rule, among them more than
// MaxEdits edits and a station that the base does not know; NotFound and Gone
// as of Recall, for a base by id; else those of Coverage.
func (p *Planner) WhatIf(ctx context.Context, b Base, e Edits) (*Effect, error) {
	began := p.now()
	if e.count() > MaxEdits {
		return nil, tooManyEdits()
	}
	w, err := p.warmBase(ctx, b)
	if err != nil {
		return nil, err
	}
	if err := p.results.Sit(ctx); err != nil {
		return nil, err
	}
	defer p.results.Rise()
	c, err := w.whatIf(ctx, e)
	if err == nil {
		c.TookMS = p.now().Sub(began).Milliseconds()
	}
	return c, err
}

// warmBase returns the base, ready for trials; it is computed first when it has
// no id.
func (p *Planner) warmBase(ctx context.Context, b Base) (*warm, error) {
	if b.ID != "" {
		return p.warmed(ctx, b.ID)
	}
	base, err := p.Coverage(ctx, b.Request)
	if err != nil {
		return nil, err
	}
	return p.warmed(ctx, base.ID)
}

func (w *warm) whatIf(ctx context.Context, e Edits) (*Effect, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	cast, idle, err := w.perform(e)
	if err != nil {
		return nil, err
	}
	after, gaps, err := w.try(ctx, cast)
	if err != nil {
		return nil, err
	}
	c := w.compare(after)
	c.Gaps, c.Idle = gaps, idle
	return c, nil
}

// compare sets the base and what became of it side by side.
func (w *warm) compare(after *Coverage) *Effect {
	before, diff := w.base, Compare(w.base, after)
	c := &Effect{
		Base: before.ID, Profile: before.Profile, Revision: before.Revision, After: after, Changed: []CellShift{},
		Stations: StationChange{before.Stations.Used, after.Stations.Used, after.Stations.OffRoad, after.Stations.UnknownHours},
		Cells:    CellEffect{From: before.Counts, To: after.Counts, Gained: diff.Cells.Gained, Lost: diff.Cells.Lost},
		Demand:   DemandChange{before.Demand, after.Demand, diff.Demand},
		Times:    TimeChange{before.Times, after.Times},
		Areas:    slices.DeleteFunc(diff.Areas, func(a AreaChange) bool { return a.Change == nil || *a.Change == 0 }),
	}
	if before.Verified != nil {
		c.Verified = &VerifiedChange{before.Verified, after.Verified}
	}
	c.Loads = loadChanges(before.Loads, after.Loads)
	for i, l := range before.ByK {
		c.ByK = append(c.ByK, LevelChange{l.K, l, after.ByK[i]})
	}
	for i := range before.Cells {
		if before.Cells[i] != after.Cells[i] {
			c.Changed = append(c.Changed, CellShift{before.Cells[i], after.Cells[i]})
		}
	}
	c.Cells.Changed = len(c.Changed)
	return c
}
