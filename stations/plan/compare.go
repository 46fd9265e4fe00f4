package plan

import (
	"slices"
	"strings"

	"yizhan/geo/hex"
)

// Comparison sets two coverages side by side: this month against last. Each
// is as it was computed; Differs names what else than the stations changed
// between them, so that nobody takes a new road file for a new station.
type Comparison struct {
	Base    string       `json:"base"` // ids of the coverages
	Other   string       `json:"other"`
	Differs []string     `json:"differs"` // of profile, minutes, k, res, layer, area, filter, at, horizon_minutes, vehicle, verified_within_days, roads; ascending
	From    Share        `json:"from"`
	To      Share        `json:"to"`
	Cells   CellChange   `json:"cells"`
	Demand  Change       `json:"demand"`
	Areas   []AreaChange `json:"areas"` // ascending adcode; of either

	Changed []CellDelta `json:"-"` // cells that gained or lost their cover, ascending
}

// Change is how much demand became covered, and how much no longer is. Demand
// of a cell is that of the other coverage, for a cell that was lost that of
// the base.
type Change struct {
	Gained float64 `json:"gained"`
	Lost   float64 `json:"lost"`
}

// CellChange counts cells.
type CellChange struct {
	Gained    int `json:"gained"` // covered now, not before
	Lost      int `json:"lost"`
	OnlyBase  int `json:"only_base"` // not in the other coverage at all
	OnlyOther int `json:"only_other"`
}

// AreaChange is one division in both coverages; nil where it was not reported
// or has no demand.
type AreaChange struct {
	Adcode string   `json:"adcode"`
	Name   string   `json:"name"`
	From   *float64 `json:"from"`   // share
	To     *float64 `json:"to"`     // share
	Change *float64 `json:"change"` // To − From; nil unless both are known
}

// CellDelta is a cell whose cover changed.
type CellDelta struct {
	Cell    hex.Cell
	Demand  float64
	Covered bool // in the other coverage
}

// Compare sets the base and the other coverage side by side.
func Compare(base, other *Coverage) Comparison {
	c := Comparison{
		Base: base.ID, Other: other.ID, Differs: differs(base, other),
		From: base.Demand, To: other.Demand, Areas: compareAreas(base.Areas, other.Areas),
	}
	c.walk(base.Cells, other.Cells)
	return c
}

// walk goes through both lists of cells, which ascend.
func (c *Comparison) walk(base, other []Cell) {
	var gained, lost sum
	for len(base) > 0 || len(other) > 0 {
		switch {
		case len(other) == 0 || len(base) > 0 && base[0].Cell < other[0].Cell:
			c.Cells.OnlyBase++
			c.note(base[0], false, base[0].Covered, &lost)
			base = base[1:]
		case len(base) == 0 || other[0].Cell < base[0].Cell:
			c.Cells.OnlyOther++
			c.note(other[0], true, other[0].Covered, &gained)
			other = other[1:]
		default:
			switch was, is := base[0].Covered, other[0].Covered; {
			case is && !was:
				c.note(other[0], true, true, &gained)
			case was && !is:
				c.note(base[0], false, true, &lost)
			}
			base, other = base[1:], other[1:]
		}
	}
	c.Demand = Change{Gained: gained.value(), Lost: lost.value()}
}

// note counts a cell that changed, if it did.
func (c *Comparison) note(cell Cell, covered, changed bool, total *sum) {
	if !changed {
		return
	}
	if covered {
		c.Cells.Gained++
	} else {
		c.Cells.Lost++
	}
	total.add(cell.Demand)
	c.Changed = append(c.Changed, CellDelta{cell.Cell, cell.Demand, covered})
}

// differs names what the two requests and their ground do not share.
func differs(a, b *Coverage) []string {
	p, q := a.Request, b.Request
	names := []string{}
	for name, same := range map[string]bool{
		"profile": p.Profile == q.Profile, "minutes": p.Minutes == q.Minutes, "k": p.K == q.K, "res": p.Res == q.Res,
		"layer": p.Layer == q.Layer, "area": p.Area == q.Area, "at": p.At == q.At,
		"horizon_minutes": p.HorizonMinutes == q.HorizonMinutes, "roads": a.Roads == b.Roads,
		"vehicle": p.Vehicle == q.Vehicle, "verified_within_days": p.VerifiedDays == q.VerifiedDays,
		"filter": slices.Equal(p.Filter.Kinds, q.Filter.Kinds) && slices.Equal(p.Filter.Services, q.Filter.Services),
	} {
		if !same {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// compareAreas joins the shares of both by adcode.
func compareAreas(base, other []AreaShare) []AreaChange {
	byCode := map[string]*AreaChange{}
	for _, a := range base {
		byCode[a.Adcode] = &AreaChange{Adcode: a.Adcode, Name: a.Name, From: a.Share}
	}
	for _, a := range other {
		if byCode[a.Adcode] == nil {
			byCode[a.Adcode] = &AreaChange{Adcode: a.Adcode, Name: a.Name}
		}
		byCode[a.Adcode].To = a.Share
	}
	out := make([]AreaChange, 0, len(byCode))
	for _, a := range byCode {
		if a.From != nil && a.To != nil {
			change := *a.To - *a.From
			a.Change = &change
		}
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b AreaChange) int { return strings.Compare(a.Adcode, b.Adcode) })
	return out
}
