package reach

import (
	"context"
	"math"

	"yizhan/geo/roads"
)

// half is the part of a search that one processor does: the labels of its own
// junctions are nobody else's to read or write. What it finds for others is
// handed over.
type half struct {
	first, span uint32   // its junctions are first … first+span−1
	sources     []Source // still to set out from
	block       int      // how many of them together
	found       []entry  // labels for junctions of the other half
	given       []entry  // labels that the other half found for these
}

// everything is the span of a search that is not shared.
const everything = math.MaxUint32

// owns reports whether a junction is one of the half's.
func (h *half) owns(n roads.NodeID) bool { return uint32(n)-h.first < h.span }

// A wave's labels are taken up in blocks as stations are: they lie in the order
// in which blocks of stations left them.
const waitingBlock = 4096

// stride does all that is to do in the wave under way: it sets out from
// stations, goes on from where the last wave ended, and from what the other
// half found.
func (f *Field) stride(ctx context.Context) error {
	for len(f.sources) > 0 {
		block := f.sources[:min(f.block, len(f.sources))]
		f.sources = f.sources[len(block):]
		for _, s := range block {
			f.seed(s)
		}
		if err := f.settle(ctx); err != nil {
			return err
		}
	}
	for waiting := f.queue.waiting; len(waiting) > 0; {
		block := waiting[:min(waitingBlock, len(waiting))]
		waiting = waiting[len(block):]
		for _, e := range block {
			f.queue.push(e.node, e.key)
		}
		if err := f.settle(ctx); err != nil {
			return err
		}
	}
	f.queue.waiting = f.queue.waiting[:0]
	for _, e := range f.given {
		f.improve(e.node, e.key)
	}
	f.given = f.given[:0]
	return f.settle(ctx)
}

// surge returns how long the first wave of a search from n stations is: about
// until a station's front has met those of its neighbours. That is the time
// along as many arcs as lie side by side in a station's share of the city.
func (f *Field) surge(n int) uint64 {
	const sample = 256
	arcs := f.chains.In.Arcs
	if len(arcs) == 0 {
		return math.MaxUint64
	}
	var sum, count uint64
	for i := 0; i < len(arcs); i += len(arcs)/sample + 1 {
		sum, count = sum+uint64(arcs[i].Cost), count+1
	}
	return uint64(math.Sqrt(float64(f.chains.NumJunctions())/float64(n)) * float64(sum) / float64(count))
}
