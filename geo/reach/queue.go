package reach

import "yizhan/geo/roads"

// queue is a bucket queue of labels: each bucket spans 2^shift milliseconds. A
// bucket is read from its beginning; what is pushed into it meanwhile comes
// too, since short edges stay inside it. Buckets of 3.2 s, in the first
// measurements, beat a 4-ary heap, and 4,096 ms is the power of two next to
// that; a long horizon takes wider ones, so that their number stays bounded.
//
// The buckets may be taken in waves: labels later than the wave under way are
// put by, all in one bucket, for the next.
type queue struct {
	buckets  [][]entry
	shift    uint
	used     int     // buckets up to the horizon
	from, to int     // the buckets of the wave; what comes later is in buckets[to]
	waiting  []entry // what the last wave put by
}

type entry struct {
	key  key
	node roads.NodeID
}

const (
	leastShift = 12 // 4,096 ms
	mostSpan   = 1 << 16
)

// reset empties the queue for a search up to the horizon, in a single wave.
func (q *queue) reset(horizon roads.Millis) {
	for i := range min(q.used+1, len(q.buckets)) {
		q.buckets[i] = q.buckets[i][:0]
	}
	q.waiting = q.waiting[:0]
	q.shift = leastShift
	for horizon>>q.shift >= mostSpan {
		q.shift++
	}
	q.used = int(horizon>>q.shift) + 1
	for len(q.buckets) <= q.used {
		q.buckets = append(q.buckets, nil)
	}
	q.whole()
}

// whole makes a single wave of the queue, which is empty.
func (q *queue) whole() { q.from, q.to = 0, q.used }

// push queues a label within the horizon.
func (q *queue) push(n roads.NodeID, k key) {
	b := min(int(k.time()>>q.shift), q.to)
	q.buckets[b] = append(q.buckets[b], entry{key: k, node: n})
}

// narrow ends the wave, which begins at 0, after about so many milliseconds.
func (q *queue) narrow(wave uint64) {
	q.to = int(min(uint64(q.used), max(wave>>q.shift, 1)))
}

// advance begins the next wave, which ends twice as late as the last one did.
// It reports false when there is none.
func (q *queue) advance() bool {
	if q.to == q.used {
		return false
	}
	q.waiting, q.buckets[q.to] = q.buckets[q.to], q.waiting[:0]
	q.from, q.to = q.to, min(2*q.to, q.used)
	return true
}
