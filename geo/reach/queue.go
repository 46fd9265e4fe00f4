package reach

import "yizhan/geo/roads"

// queue is a bucket queue of labels: each bucket spans 2^shift milliseconds. A
// bucket is read from its beginning; what is pushed into it meanwhile comes
// too, since short edges stay inside it.
// About 3 s is the width that PEERS found best; a long horizon takes wider
// buckets, so that their number stays bounded.
type queue struct {
	buckets [][]entry
	shift   uint
	used    int // buckets up to the horizon
}

type entry struct {
	key  key
	node roads.NodeID
}

const (
	leastShift = 12 // 4,096 ms
	mostSpan   = 1 << 16
)

func (q *queue) reset(horizon roads.Millis) {
	for i := range q.used {
		q.buckets[i] = q.buckets[i][:0]
	}
	q.shift = leastShift
	for horizon>>q.shift >= mostSpan {
		q.shift++
	}
	q.used = int(horizon>>q.shift) + 1
	for len(q.buckets) < q.used {
		q.buckets = append(q.buckets, nil)
	}
}

// push queues a label within the horizon.
func (q *queue) push(n roads.NodeID, k key) {
	b := k.time() >> q.shift
	q.buckets[b] = append(q.buckets[b], entry{key: k, node: n})
}
