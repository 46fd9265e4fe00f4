package sites

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// maxPairs bounds how many cells all candidates together may cover.
const maxPairs = 50_000_000

// coverPart is how many candidates are searched from between two reports.
const coverPart = 256

// field is the candidates of a question with what each would cover. It is
// shared between questions and must not be changed.
type field struct {
	ground *plan.Ground
	list   []candidate // those that cover something
	covers [][]int32   // by candidate: cells of the base's coverage, ascending
	counts Candidates
	mark   string // names the list
}

// field finds the candidates and their covers, from memory when the same
// candidates were asked about before.
func (f *Finder) field(ctx context.Context, q *question, g *plan.Ground) (*field, error) {
	key, err := q.fieldKey()
	if err != nil {
		return nil, err
	}
	key = plan.MemoryKey(g.Coverage().Epoch, key)
	if known, ok := f.fields.Get(key); ok {
		return known, nil
	}
	all, counts := q.candidates(g)
	fld := &field{ground: g, counts: counts}
	all = fld.apart(all, q.SpacingM)
	pairs := 0
	for begin := 0; begin < len(all); begin += coverPart {
		f.board.tell(q.id, Progress{Phase: Covering, Done: begin, Of: len(all)})
		part := all[begin:min(begin+coverPart, len(all))]
		covers, err := g.Covers(ctx, edits(part))
		if err != nil {
			return nil, err
		}
		for i, c := range covers {
			fld.add(part[i], c)
			pairs += len(c.Cells)
		}
		if pairs > maxPairs {
			return nil, stations.BadField("candidates", fmt.Sprintf("候选点覆盖过多 cover more than %d cells together: give fewer, or coarser cells (res)", maxPairs))
		}
	}
	fld.counts.Used = len(fld.list)
	fld.mark = fld.named()
	f.fields.Put(key, fld)
	return fld, nil
}

// named makes the mark: a choice is kept as indexes in the list, and is worth
// nothing with another list.
func (fld *field) named() string {
	h := sha256.New()
	for _, c := range fld.list {
		fmt.Fprintln(h, c.source, c.host, c.point, c.hours)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// apart drops the candidates that are too near to a station of the base. One
// that is a station itself stays.
func (fld *field) apart(all []candidate, metres float64) []candidate {
	loads := fld.ground.Coverage().Loads
	if metres == 0 || len(loads) == 0 {
		return all
	}
	points := make([]orb.Point, len(loads))
	for i, l := range loads {
		points[i] = l.Point
	}
	there := newLatitudes(points)
	var kept []candidate
	for _, c := range all {
		free := true
		there.near(c.point, metres, func(int32) bool { free = false; return false })
		if free || c.extension != nil {
			kept = append(kept, c)
		}
	}
	fld.counts.TooNear = len(all) - len(kept)
	return kept
}

// add notes a candidate, or why it is none.
func (fld *field) add(c candidate, cover plan.Cover) {
	switch {
	case cover.Reason == "off_road":
		fld.counts.OffRoad++
	case cover.Reason == "unknown_hours":
		fld.counts.UnknownHours++
	case cover.Reason != "":
		fld.counts.Closed++
	case len(cover.Cells) == 0:
		fld.counts.Useless++
	default:
		fld.list, fld.covers = append(fld.list, c), append(fld.covers, cover.Cells)
	}
}
