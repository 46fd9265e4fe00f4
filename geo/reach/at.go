package reach

import (
	"math"
	"sort"

	"yizhan/geo/roads"
)

// At appends to dst the k nearest distinct stations of a place tied at t, or
// as many as there are within the horizon, in order of (Time, Station). Times
// include the access of the place and of the station; the horizon bounds
// them, inclusive. It allocates nothing when dst has room for k labels. It may
// be called by several goroutines at once between two Runs.
//
// A place between junctions leaves along its chain to B, and back to A unless
// the chain is one-way; a station on the same chain is also reached directly,
// in a permitted direction only. At a junction the place is the node.
func (f *Field) At(t roads.Tie, dst []Label) []Label {
	if len(f.touched) == 0 && len(f.onChain) == 0 || int64(t.Edge) >= int64(f.g.NumEdges()) {
		return dst
	}
	var room [MaxK]key
	best := room[:f.k]
	for i := range best {
		best[i] = noKey
	}
	f.gather(t, best)
	for _, k := range best {
		if k != noKey {
			dst = append(dst, Label{Time: roads.Millis(k.time()), Station: k.station()})
		}
	}
	return dst
}

func (f *Field) gather(t roads.Tie, best []key) {
	access := uint64(t.Access)
	if n, ok := f.junction(t); ok {
		f.through(n, access, best)
		return
	}
	spot, ok := f.chains.Spot(t)
	if !ok {
		return
	}
	a, b, first, last := f.chains.Ends(spot.Chain)
	total, oneWay := f.chains.Total(spot.Chain)
	f.through(f.g.Arrive(f.mode, last, b), access+uint64(total-spot.At), best)
	if !oneWay {
		f.through(f.g.Arrive(f.mode, first, a), access+uint64(spot.At), best)
	}
	f.direct(spot, access, oneWay, best)
}

// through takes the labels of a junction, extra milliseconds away.
func (f *Field) through(state roads.NodeID, extra uint64, best []key) {
	n, ok := f.chains.Junction(state)
	if !ok {
		return
	}
	for _, k := range f.keys[int(n)*f.k : int(n+1)*f.k] {
		if k == noKey {
			return
		}
		f.take(k.time()+extra, k.station(), best)
	}
}

// direct takes the stations on the same chain, reached along it.
func (f *Field) direct(at roads.Spot, access uint64, oneWay bool, best []key) {
	first := sort.Search(len(f.onChain), func(i int) bool { return f.onChain[i].Chain >= at.Chain })
	for _, s := range f.onChain[first:] {
		if s.Chain != at.Chain {
			return
		}
		if oneWay && s.Before(at) {
			continue
		}
		between := max(s.At, at.At) - min(s.At, at.At)
		f.take(access+uint64(between)+uint64(s.access), s.station, best)
	}
}

func (f *Field) take(t uint64, station int32, best []key) {
	if t > f.horizon {
		return
	}
	if k := makeKey(t, station); k < best[len(best)-1] {
		insert(best, k)
	}
}

// least returns the least time from the end of an edge, for one who has come
// there by that edge; infinite when no station is reached.
func (f *Field) least(e roads.EdgeID, head bool) float64 {
	t := roads.Tie{Edge: e, ToHead: f.g.Cost(f.mode, e)}
	n, end := f.g.Ends(e)
	if head {
		n, t.Fraction, t.ToTail, t.ToHead = end, 1, t.ToHead, 0
	}
	best := [1]key{noKey}
	if _, ok := f.chains.Junction(n); ok {
		f.through(f.g.Arrive(f.mode, e, n), 0, best[:])
	} else {
		f.gather(t, best[:])
	}
	if best[0] == noKey {
		return math.Inf(1)
	}
	return float64(best[0].time())
}
