package reach

import (
	"context"
	"math"
	"slices"
)

// patience is how many labels are settled between two looks at ctx.
const patience = 4096

// ahead is how many labels are fetched before they are settled, in a network
// of so many arcs that no cache next to a processor holds them.
const (
	ahead     = 32
	fetchFrom = 1 << 19
)

// settle takes the buckets of the wave in order of time until all labels in
// them are settled. The nearest one and two stations, which nearly all questions are
// about, have loops of their own.
func (f *Field) settle(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	work := f.settleAny
	if f.before == nil && f.horizon <= math.MaxInt32 { // then no sum of a label and an arc overflows
		switch f.k {
		case 1:
			work = f.settleOne
		case 2:
			work = f.settleTwo
		}
	}
	left := patience
	for b := f.queue.from; b < f.queue.to; b++ {
		for done := 0; done < len(f.queue.buckets[b]); {
			n := min(len(f.queue.buckets[b])-done, left, ahead)
			f.fetch(f.queue.buckets[b][done : done+n])
			work(b, done, done+n)
			done += n
			if left -= n; left == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
				left = patience
			}
		}
		f.queue.buckets[b] = f.queue.buckets[b][:0]
	}
	return nil
}

// fetch looks at the arcs of labels that are about to be settled, so that memory
// is asked for all of them at once. Settling waits for each in turn: what it
// finds decides how it goes on. In a city of half a million nodes that takes a
// fifth of a search away.
func (f *Field) fetch(labels []entry) {
	first, arcs := f.chains.In.First, f.chains.In.Arcs
	if len(arcs) < fetchFrom {
		return
	}
	for _, e := range labels {
		if i := int(first[e.node]); i < len(arcs) {
			f.fetched += arcs[i].Cost
		}
	}
}

// settleAny settles some labels of a bucket: it offers each, unless a better
// one came since, to the junctions that arcs arrive from. What it pushes into
// the bucket comes behind them.
func (f *Field) settleAny(bucket, from, to int) {
	in := &f.chains.In
	for at := from; at < to; at++ {
		e := f.queue.buckets[bucket][at]
		if !slices.Contains(f.row(e.node), e.key) {
			continue
		}
		t := e.key.time()
		for _, a := range in.Of(e.node) {
			if next := t + uint64(a.Cost); next <= f.horizon {
				f.improve(a.To, e.key.at(next))
			}
		}
	}
}

// settleOne is settleAny for the nearest station.
func (f *Field) settleOne(bucket, from, to int) {
	keys, begin, arcs, buckets := f.keys, f.chains.In.First, f.chains.In.Arcs, f.queue.buckets
	most, shift := makeKey(f.horizon, -1), f.queue.shift+32
	later, first, span := key(f.queue.to), f.first, f.span
	for _, e := range buckets[bucket][from:to] {
		if keys[e.node] != e.key {
			continue
		}
		for _, a := range arcs[begin[e.node]:begin[e.node+1]] {
			next := e.key + key(a.Cost)<<32
			if uint32(a.To)-first >= span {
				if next <= most {
					f.found = append(f.found, entry{next, a.To})
				}
				continue
			}
			old := keys[a.To]
			if next >= old || next > most {
				continue
			}
			keys[a.To] = next
			b := &buckets[min(next>>shift, later)]
			*b = append(*b, entry{next, a.To})
			if old == noKey {
				f.touched = append(f.touched, int32(a.To))
			}
		}
	}
}

// settleTwo is settleAny for the two nearest stations: of a row, the nearer
// comes first, and both are of distinct stations.
func (f *Field) settleTwo(bucket, from, to int) {
	keys, begin, arcs, buckets := f.keys, f.chains.In.First, f.chains.In.Arcs, f.queue.buckets
	most, shift := makeKey(f.horizon, -1), f.queue.shift+32
	later, first, span := key(f.queue.to), f.first, f.span
	for _, e := range buckets[bucket][from:to] {
		if keys[2*e.node] != e.key && keys[2*e.node+1] != e.key {
			continue
		}
		for _, a := range arcs[begin[e.node]:begin[e.node+1]] {
			next := e.key + key(a.Cost)<<32
			if uint32(a.To)-first >= span {
				if next <= most {
					f.found = append(f.found, entry{next, a.To})
				}
				continue
			}
			row := keys[2*a.To : 2*a.To+2 : 2*a.To+2]
			nearest := row[0]
			same := next.station() == nearest.station()
			switch {
			case next >= row[1] || next > most || same && next >= nearest:
				continue
			case next >= nearest:
				row[1] = next
			case same:
				row[0] = next
			default:
				row[0], row[1] = next, nearest
			}
			b := &buckets[min(next>>shift, later)]
			*b = append(*b, entry{next, a.To})
			if nearest == noKey {
				f.touched = append(f.touched, int32(a.To))
			}
		}
	}
}
