package plan

import "yizhan/stations"

// AreaAccess is how well the people of one division are served; measures that
// were not asked for are nil.
type AreaAccess struct {
	Adcode string  `json:"adcode,omitempty"`
	Name   string  `json:"name,omitempty"`
	Level  string  `json:"level,omitempty"`
	Parent string  `json:"parent,omitempty"`
	Demand float64 `json:"demand"`

	Stations *Equity `json:"stations,omitempty"` // within the minutes
	Capacity *Equity `json:"capacity,omitempty"` // of these
	Kth      *Spread `json:"kth,omitempty"`
	TwoStep  *Equity `json:"2sfca,omitempty"`
	Enhanced *Equity `json:"e2sfca,omitempty"`
}

// divisions sums up each division.
func (r AccessibilityRequest) divisions(in *inputs, cells []spot, served []AccessCell) []AreaAccess {
	out := []AreaAccess{}
	for _, d := range in.divisions(cells) {
		inside, theirs := make([]spot, len(d.members)), make([]AccessCell, len(d.members))
		for n, i := range d.members {
			inside[n], theirs[n] = cells[i], served[i]
		}
		out = append(out, r.sumUp(inside, theirs).named(d.area))
	}
	return out
}

func (a AreaAccess) named(of stations.Area) AreaAccess {
	a.Adcode, a.Name, a.Level, a.Parent = of.Adcode, of.Name, of.Level, of.Parent
	return a
}

// sumUp sums up cells and what belongs to each.
func (r AccessibilityRequest) sumUp(cells []spot, served []AccessCell) AreaAccess {
	equity := func(has func(*AccessCell) float64) *Equity {
		lots := make([]lot, len(cells))
		for i := range cells {
			lots[i] = lot{has(&served[i]), cells[i].Demand}
		}
		return equityOf(lots)
	}
	trips := tripsOf(cells, func(*spot) bool { return true })
	a := AreaAccess{Demand: trips.total}
	if r.wants(Opportunities) {
		a.Stations = equity(func(c *AccessCell) float64 { return float64(c.Stations) })
		a.Capacity = equity(func(c *AccessCell) float64 { return c.Capacity })
	}
	if r.wants(ToKth) {
		spread := trips.spread()
		a.Kth = &spread
	}
	if r.wants(TwoStep) {
		a.TwoStep = equity(func(c *AccessCell) float64 { return c.TwoStep })
	}
	if r.wants(EnhancedStep) {
		a.Enhanced = equity(func(c *AccessCell) float64 { return c.Enhanced })
	}
	return a
}
