package reach

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"yizhan/geo/roads"
)

// splitFrom is from how many stations, and blocks of them, on two processors
// pay: below, the second set of labels costs more than it saves.
const (
	splitFrom       = 64
	splitFromBlocks = 4
)

// twin searches from the second half of the stations while the field searches
// from the first. It is kept, so that a later Run allocates nothing.
type twin struct {
	Field
	sources []Source
	block   int             // its size
	ctx     context.Context //nolint:containedctx // of the Run that goes on, and of no other
	err     error
	work    func()
	done    sync.WaitGroup
}

// searchAll searches from the ordered sources, on two processors where that
// pays.
func (f *Field) searchAll(ctx context.Context, sources []Source) error {
	size := f.blockSize(len(sources))
	if len(sources) < max(splitFrom, splitFromBlocks*size) || runtime.GOMAXPROCS(0) < 2 {
		return f.search(ctx, sources, size)
	}
	if f.twin == nil {
		f.twin = newTwin(f)
	}
	half := len(sources) / 2
	f.twin.block = size
	f.twin.start(ctx, sources[half:], roads.Millis(f.horizon))
	err := f.search(ctx, sources[:half], size)
	f.twin.done.Wait()
	f.twin.ctx, f.twin.sources = nil, nil
	if err == nil {
		err = f.twin.err
	}
	f.absorb(&f.twin.Field)
	return err
}

func newTwin(f *Field) *twin {
	t := &twin{Field: Field{g: f.g, chains: f.chains, mode: f.mode, k: f.k}}
	t.keys = slices.Repeat([]key{noKey}, len(f.keys))
	t.work = func() {
		defer t.done.Done()
		t.err = t.search(t.ctx, t.sources, t.block)
	}
	return t
}

func (t *twin) start(ctx context.Context, sources []Source, horizon roads.Millis) {
	t.ctx, t.sources = ctx, sources
	t.queue.reset(horizon)
	t.horizon = uint64(horizon)
	t.done.Add(1)
	go t.work()
}

// absorb moves another field's labels and places into this one's.
func (f *Field) absorb(o *Field) {
	for _, n := range o.touched {
		from := o.keys[int(n)*f.k : int(n+1)*f.k]
		for i, k := range from {
			if k == noKey {
				break
			}
			f.keep(roads.NodeID(n), k)
			from[i] = noKey
		}
	}
	f.onChain = append(f.onChain, o.onChain...)
	o.touched, o.onChain = o.touched[:0], o.onChain[:0]
}
