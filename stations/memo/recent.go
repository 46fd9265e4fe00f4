package memo

import (
	"slices"
	"sync"
)

// Recent remembers the values that were last put or got, up to a limit. It is
// safe for concurrent use. Its limits are small, so a slice does.
type Recent[K comparable, V any] struct {
	mu    sync.Mutex
	limit int
	kept  []entry[K, V] // oldest first
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

// NewRecent returns a memory of so many values, at least 1.
func NewRecent[K comparable, V any](limit int) *Recent[K, V] {
	return &Recent[K, V]{limit: limit}
}

// Get returns the value of the key and makes it the newest.
func (r *Recent[K, V]) Get(key K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := r.find(key)
	if i < 0 {
		var none V
		return none, false
	}
	e := r.kept[i]
	r.kept = append(slices.Delete(r.kept, i, i+1), e)
	return e.value, true
}

// Put remembers the value and forgets the oldest one beyond the limit.
func (r *Recent[K, V]) Put(key K, value V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := r.find(key); i >= 0 {
		r.kept = slices.Delete(r.kept, i, i+1)
	}
	r.kept = append(r.kept, entry[K, V]{key, value})
	if len(r.kept) > r.limit {
		r.kept = slices.Delete(r.kept, 0, 1)
	}
}

func (r *Recent[K, V]) find(key K) int {
	return slices.IndexFunc(r.kept, func(e entry[K, V]) bool { return e.key == key })
}
