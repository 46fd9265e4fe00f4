package plan

import (
	"cmp"
	"slices"
)

// GapChange says what a change of stations does to the gaps. A gap is named by
// its id: in Closed by that of the base, else by that after the change.
type GapChange struct {
	Before  int      `json:"from"` // how many
	After   int      `json:"to"`
	Closed  []string `json:"closed"`  // gaps of which nothing is left
	Opened  []string `json:"opened"`  // gaps where there was none
	Changed []string `json:"changed"` // those that grew, shrank, split, joined or are nearer or farther
}

// mend returns the gaps after the trial. Gaps without a changed cell in or
// beside them are those of the base; what the others leave, and the cells that
// lost their cover, is joined anew.
func (t *trial) mend() ([]Gap, GapChange) {
	touched := t.touchedGaps()
	change := GapChange{Before: len(t.base.Gaps), Closed: []string{}, Opened: []string{}, Changed: []string{}}
	gaps := make([]Gap, 0, len(t.base.Gaps)+len(t.changed))
	var open []int32 // the cells to join
	for g, gap := range t.base.Gaps {
		if !touched[g] {
			gaps = append(gaps, gap)
			continue
		}
		left := t.left(gap)
		if len(left) == 0 {
			change.Closed = append(change.Closed, gap.ID)
		}
		open = append(open, left...)
	}
	for _, i := range t.changed {
		if !t.cells[i].Covered && t.gapOf[i] < 0 {
			open = append(open, i)
		}
	}
	gaps = t.join(gaps, open, &change)
	slices.SortFunc(gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Demand, a.Demand), cmp.Compare(a.Members[0], b.Members[0]))
	})
	change.After = len(gaps)
	return gaps, change
}

// left returns the cells of a gap of the base that are still not covered.
func (t *trial) left(g Gap) (open []int32) {
	for _, c := range g.Members {
		if i, ok := t.find(c); ok && !t.cells[i].Covered {
			open = append(open, i)
		}
	}
	return open
}

// join appends the gaps that the open cells make, and notes them.
func (t *trial) join(gaps []Gap, open []int32, change *GapChange) []Gap {
	slices.Sort(open)
	for _, i := range open {
		t.open[i] = true
	}
	for _, i := range open {
		if t.open[i] {
			patch := patchAround(int(i), t.cells, t.open)
			gap := t.in.describe(t.cells, patch)
			t.tell(change, gap, patch)
			gaps = append(gaps, gap)
		}
	}
	return gaps
}

// touchedGaps are the gaps of the base with a changed cell in them, or one
// that lost its cover beside them.
func (t *trial) touchedGaps() map[int]bool {
	touched := map[int]bool{}
	for _, i := range t.changed {
		if g := t.gapOf[i]; g >= 0 {
			touched[int(g)] = true
		} else if !t.cells[i].Covered {
			for _, j := range t.cells[i].ring {
				if j >= 0 && t.gapOf[j] >= 0 {
					touched[int(t.gapOf[j])] = true
				}
			}
		}
	}
	return touched
}

// tell notes a gap that was joined anew: it opened, or changed unless the base
// has its like.
func (t *trial) tell(c *GapChange, gap Gap, patch []int) {
	if !slices.ContainsFunc(patch, func(i int) bool { return t.gapOf[i] >= 0 }) {
		c.Opened = append(c.Opened, gap.ID)
		return
	}
	was := -1
	if i, ok := t.find(gap.Members[0]); ok {
		was = int(t.gapOf[i])
	}
	if was < 0 || !slices.Equal(t.base.Gaps[was].Members, gap.Members) || !equal(t.base.Gaps[was].Worst, gap.Worst) || t.base.Gaps[was].Beyond != gap.Beyond {
		c.Changed = append(c.Changed, gap.ID)
	}
}

func equal(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
