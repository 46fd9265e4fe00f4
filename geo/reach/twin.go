package reach

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sort"
	"sync"

	"yizhan/geo/roads"
)

// splitFrom is from how many stations, and blocks of them, on two processors
// pay: below, handing labels over costs more than it saves.
const (
	splitFrom       = 64
	splitFromBlocks = 4
)

// twin is the half of a search that another processor does. It works on the
// field's own labels, and is kept, so that a later Run allocates nothing.
type twin struct {
	Field
	ctx  context.Context //nolint:containedctx // of the stride that goes on, and of no other
	err  error
	work func()
	done sync.WaitGroup
}

// searchAll searches from the ordered sources, on two processors where that
// pays.
func (f *Field) searchAll(ctx context.Context, sources []Source) error {
	f.sources, f.block = sources, f.blockSize(len(sources))
	if len(sources) > f.block {
		f.queue.narrow(f.surge(len(sources)))
	}
	work := f.stride
	if len(sources) >= max(splitFrom, splitFromBlocks*f.block) && runtime.GOMAXPROCS(0) > 1 {
		f.divide()
		defer f.unite()
		work = f.both
	}
	err := work(ctx)
	for err == nil && f.queue.advance() {
		err = work(ctx)
	}
	f.queue.whole()
	return err
}

// divide gives a half of the stations to the twin, and the junctions from
// there on.
func (f *Field) divide() {
	if f.twin == nil {
		f.twin = newTwin(f)
	}
	t, middle := f.twin, len(f.sources)/2
	n, _ := f.g.Ends(f.sources[middle].Tie.Edge)
	junctions := f.chains.NumJunctions()
	border := sort.Search(junctions, func(j int) bool { return f.g.Node(f.mode, f.chains.State(int32(j))) >= n })
	t.half = half{uint32(border), uint32(junctions - border), f.sources[middle:], f.block, t.found[:0], t.given[:0]}
	f.half = half{0, uint32(border), f.sources[:middle], f.block, f.found[:0], f.given[:0]}
	t.horizon = f.horizon
	t.queue.reset(roads.Millis(f.horizon))
	t.queue.to = f.queue.to
}

func newTwin(f *Field) *twin {
	t := &twin{Field: Field{g: f.g, chains: f.chains, mode: f.mode, k: f.k, keys: f.keys}}
	t.work = func() {
		defer t.done.Done()
		defer t.calm()
		t.err = t.stride(t.ctx)
	}
	return t
}

// calm turns a panic into an error: nobody else would catch it here.
func (t *twin) calm() {
	if v := recover(); v != nil {
		t.err = fmt.Errorf("half of a search panicked with a %T\n%s", v, debug.Stack())
	}
}

// both lets the halves stride side by side, until neither finds labels for
// junctions of the other.
func (f *Field) both(ctx context.Context) error {
	t := f.twin
	if f.queue.from > t.queue.from {
		t.queue.advance()
	}
	for {
		t.ctx = ctx
		t.done.Add(1)
		go t.work()
		err := f.beside(ctx)
		t.ctx = nil
		if err == nil {
			err = t.err
		}
		f.given, t.found = t.found, f.given
		t.given, f.found = f.found, t.given
		if err != nil || len(f.given)+len(t.given) == 0 {
			return err
		}
	}
}

// beside strides, and waits for the twin, also when it panics: nobody may take
// the labels over while the twin works on them.
func (f *Field) beside(ctx context.Context) error {
	defer f.twin.done.Wait()
	return f.stride(ctx)
}

// unite takes over what the twin has beside labels.
func (f *Field) unite() {
	t := f.twin
	f.touched, f.onChain = append(f.touched, t.touched...), append(f.onChain, t.onChain...)
	t.touched, t.onChain, t.sources = t.touched[:0], t.onChain[:0], nil
	f.half = half{span: everything, found: f.found[:0], given: f.given[:0]}
}
