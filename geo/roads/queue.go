package roads

// Queue is a priority queue of 32-bit items by time, for searches. Items of
// equal time come out lowest first, so a search is the same in every run. It
// keeps its memory when it is emptied; the zero Queue is ready to use. It is
// for one goroutine.
//
// It is a 4-ary heap of time and item packed into one word: half the depth of
// a binary heap, and the four children lie in one cache line.
type Queue struct{ heap []uint64 }

// Len returns the number of items.
func (q *Queue) Len() int { return len(q.heap) }

// Reset empties the queue and keeps its memory.
func (q *Queue) Reset() { q.heap = q.heap[:0] }

// Push adds an item. The same item may be added again at another time; both
// come out.
func (q *Queue) Push(t Millis, item uint32) {
	x := uint64(t)<<32 | uint64(item)
	q.heap = append(q.heap, x)
	i := len(q.heap) - 1
	for i > 0 {
		up := (i - 1) / 4
		if q.heap[up] <= x {
			break
		}
		q.heap[i] = q.heap[up]
		i = up
	}
	q.heap[i] = x
}

// Pop removes the item with the least time and returns it; ok is false when
// the queue is empty.
func (q *Queue) Pop() (t Millis, item uint32, ok bool) {
	n := len(q.heap)
	if n == 0 {
		return 0, 0, false
	}
	top, last := q.heap[0], q.heap[n-1]
	q.heap = q.heap[:n-1]
	if n > 1 {
		q.sink(last)
	}
	return Millis(top >> 32), uint32(top), true
}

// sink puts x in at the root and moves it down to its place.
func (q *Queue) sink(x uint64) {
	h, i := q.heap, 0
	for {
		c := 4*i + 1
		if c >= len(h) {
			break
		}
		for d := c + 1; d < min(4*i+5, len(h)); d++ {
			if h[d] < h[c] {
				c = d
			}
		}
		if h[c] >= x {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = x
}
