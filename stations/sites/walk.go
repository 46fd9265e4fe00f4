package sites

import (
	"yizhan/geo/hex"
	"yizhan/stations/plan"
)

// walk opens the chosen one after another and tells what each adds.
type walk struct {
	*field
	names   map[string]string // of divisions, by adcode
	lacks   []int             // by cell of the base: stations it lacks; 0 and less is covered
	gapOf   []int32           // by cell: its gap in the base, −1 for none
	open    []int             // by gap: cells that are not covered
	covered float64
	total   float64
	q       *question
}

func newWalk(fld *field, q *question) *walk {
	base := fld.ground.Coverage()
	w := &walk{
		field: fld, names: map[string]string{}, lacks: make([]int, len(base.Cells)), gapOf: make([]int32, len(base.Cells)),
		open: make([]int, len(base.Gaps)), covered: base.Demand.Covered, total: base.Demand.Total, q: q,
	}
	for _, a := range base.Areas {
		w.names[a.Adcode] = a.Name
	}
	at := make(map[hex.Cell]int32, len(base.Cells))
	for i, c := range base.Cells {
		w.lacks[i], w.gapOf[i] = base.Request.K-c.K, -1
		at[c.Cell] = int32(i)
	}
	for g, gap := range base.Gaps {
		for _, c := range gap.Members {
			w.gapOf[at[c]] = int32(g)
			w.open[g]++
		}
	}
	return w
}

// step opens candidate j, the site of that rank.
func (w *walk) step(rank int, j int32) Site {
	c, base := w.list[j], w.ground.Coverage()
	s := Site{
		Rank: rank, Spot: spotOf(c, w.q.Datum), Source: c.source, Name: c.name, Hours: c.hours, Cost: w.q.cost(c),
		Adcode: w.ground.Adcode(c.point), Gaps: []string{}, Closes: []string{},
	}
	if s.Area = w.names[s.Adcode]; c.host >= 0 {
		s.Candidate, s.Host = &c.host, w.q.Hosts[c.host].Owner
	}
	if e := c.extension; e != nil {
		s.Station, s.From, s.Until = e.station, e.from, e.until
	}
	touched := map[int32]bool{}
	for _, i := range w.covers[j] {
		if w.lacks[i]--; w.lacks[i] != 0 {
			continue
		}
		s.Gain += base.Cells[i].Demand
		if g := w.gapOf[i]; g >= 0 {
			w.open[g]--
			touched[g] = true
		}
	}
	for g := range base.Gaps { // the greatest first
		if touched[int32(g)] {
			s.Gaps = append(s.Gaps, base.Gaps[g].ID)
			if w.open[g] == 0 {
				s.Closes = append(s.Closes, base.Gaps[g].ID)
			}
		}
	}
	w.covered += s.Gain
	s.Covered, s.CumulativeShare = w.covered, shareOf(w.covered, w.total)
	return s
}

// agrees reports whether the coverage covers just the cells that the walk
// does.
func (w *walk) agrees(after *plan.Coverage) bool {
	for i, lacks := range w.lacks {
		if after.Cells[i].Covered != (lacks <= 0) {
			return false
		}
	}
	return true
}
