package stations

import (
	"context"
	"slices"
)

// mendPart is how many stations are decided anew in one transaction.
const mendPart = 500

// Moved is a station that was written after an import had read it.
type Moved struct {
	Station ID
	Slot    Revision // the provisional revision that the import gave its change
}

// Mending is a transaction under the writers' lock in which a staging is
// mended: what a store lends to Mend.
type Mending interface {
	Now
	// Moved returns up to most stations that have moved: those whose version
	// that the import read is not the one that stands.
	Moved(ctx context.Context, s Staged, most int) ([]Moved, error)
	// Withdraw removes the hidden changes and versions of those stations.
	Withdraw(ctx context.Context, s Staged, list []Moved) error
	// Keep is Stage.Save within the transaction, for a part without rows.
	Keep(ctx context.Context, s Staged, p StagedPart) error
	// Renumber gives the hidden change and version of one provisional revision
	// another.
	Renumber(ctx context.Context, from, to Revision) error
	// Recount keeps how many changes the staging has.
	Recount(ctx context.Context, s Staged) error
}

// Mend decides anew about up to most stations that have moved from under an
// import, and returns how many there were. What is not written any more leaves
// no hole: the last changes of the import take those places.
func Mend(ctx context.Context, m Mending, s *Staged, i Import, most int) (found int, err error) {
	moved, err := m.Moved(ctx, *s, most)
	if err != nil || len(moved) == 0 {
		return 0, err
	}
	p, holes, err := decideAgain(ctx, m, i, moved)
	if err != nil {
		return 0, err
	}
	if err := m.Withdraw(ctx, *s, moved); err != nil {
		return 0, err
	}
	if err := m.Keep(ctx, *s, p); err != nil {
		return 0, err
	}
	return len(moved), closeHoles(ctx, m, s, holes)
}

// decideAgain makes the part that comes in the place of what was written about
// the stations, and tells which revisions none takes.
func decideAgain(ctx context.Context, m Mending, i Import, moved []Moved) (p StagedPart, holes []Revision, err error) {
	var writes []Write
	var slots []Revision
	for _, one := range moved {
		w, err := i.Again(ctx, m, one.Station)
		if err != nil {
			return p, nil, err
		}
		if w == nil {
			holes = append(holes, one.Slot)
			continue
		}
		writes, slots = append(writes, *w), append(slots, one.Slot)
	}
	if p.Touched, err = TouchedBy(writes); err != nil {
		return p, nil, err
	}
	if err := p.enter(writes); err != nil {
		return p, nil, err
	}
	for n, slot := range slots {
		p.Entries[n].Revision = slot
	}
	return p, holes, nil
}

// closeHoles gives the places in the midst to the last ones.
func closeHoles(ctx context.Context, m Mending, s *Staged, holes []Revision) error {
	slices.Sort(holes)
	for _, hole := range slices.Backward(holes) {
		if last := ProvisionalAfter(s.ID) + Revision(s.Count); hole != last {
			if err := m.Renumber(ctx, last, hole); err != nil {
				return err
			}
		}
		s.Count--
	}
	return m.Recount(ctx, *s)
}
