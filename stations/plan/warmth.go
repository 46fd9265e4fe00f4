package plan

import (
	"context"
	"slices"
	"sync"
)

// How much warm coverages may hold: the newest always, others while they fit.
// A cell takes about 300 bytes, a junction of the network 36 to 64.
const (
	keptWarm  = 4
	warmCells = 500_000 // of all together
)

// warmth remembers warm coverages by MemoryKey. It is safe for concurrent use.
type warmth struct {
	mu   sync.Mutex
	room int           // cells
	kept []*warm       // oldest first
	turn chan struct{} // who warms one up; a second asker finds it done
}

func newWarmth() *warmth { return &warmth{room: warmCells, turn: make(chan struct{}, 1)} }

// get returns the coverage of that key and makes it the newest, nil for none.
func (h *warmth) get(key string) *warm {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.kept, func(w *warm) bool { return w.base.Key() == key })
	if i < 0 {
		return nil
	}
	w := h.kept[i]
	h.kept = append(slices.Delete(h.kept, i, i+1), w)
	return w
}

// put remembers one and forgets the oldest that do not fit beside it.
func (h *warmth) put(w *warm) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept = append(h.kept, w)
	cells := 0
	for i, k := range slices.Backward(h.kept) {
		if cells += len(k.cells); i < len(h.kept)-1 && (cells > h.room || len(h.kept)-i > keptWarm) {
			h.kept = slices.Delete(h.kept, 0, i+1)
			return
		}
	}
}

// warmed returns the coverage of that id, ready for trials. Errors are those
// of Recall.
func (p *Planner) warmed(ctx context.Context, id string) (*warm, error) {
	epoch, err := p.store.Epoch(ctx)
	if err != nil {
		return nil, err
	}
	key := MemoryKey(epoch, id)
	if w := p.warmth.get(key); w != nil {
		return w, nil
	}
	select {
	case p.warmth.turn <- struct{}{}:
		defer func() { <-p.warmth.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if w := p.warmth.get(key); w != nil {
		return w, nil
	}
	base, err := p.Recall(ctx, id)
	if err != nil {
		return nil, err
	}
	run, err := p.store.Run(ctx, id, p.now())
	if err != nil {
		return nil, err
	}
	in, err := p.recollect(ctx, run)
	if err != nil {
		return nil, err
	}
	w, err := p.warmUp(ctx, in, base)
	if err == nil {
		p.warmth.put(w)
	}
	return w, err
}
