package reach

import (
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
	if len(f.touched) == 0 && len(f.onChain) == 0 {
		return dst
	}
	return f.From(Locate(f.g, f.mode, t), dst)
}

// From is At for a place that was located before.
func (f *Field) From(p Place, dst []Label) []Label {
	if len(f.touched) == 0 && len(f.onChain) == 0 {
		return dst
	}
	var room [MaxK]key
	best := room[:f.k]
	for i := range best {
		best[i] = noKey
	}
	f.gather(&p, best)
	for _, k := range best {
		if k == noKey {
			break
		}
		dst = append(dst, Label{Time: roads.Millis(k.time()), Station: k.station()})
	}
	return dst
}

func (f *Field) gather(p *Place, best []key) {
	for _, way := range p.ways[:p.used] {
		f.through(way.junction, uint64(way.time), best)
	}
	if p.between {
		f.direct(p, best)
	}
}

// through takes the labels of a junction, extra milliseconds away.
func (f *Field) through(junction int32, extra uint64, best []key) {
	for _, k := range f.keys[int(junction)*f.k : int(junction+1)*f.k] {
		if k == noKey {
			return
		}
		f.take(k.time()+extra, k.station(), best)
	}
}

// direct takes the stations on the same chain, reached along it.
func (f *Field) direct(p *Place, best []key) {
	if !f.busy.has(p.spot.Chain) {
		return
	}
	first := sort.Search(len(f.onChain), func(i int) bool { return f.onChain[i].Chain >= p.spot.Chain })
	for _, s := range f.onChain[first:] {
		if s.Chain != p.spot.Chain {
			return
		}
		if p.oneWay && s.Before(p.spot) {
			continue
		}
		between := max(s.At, p.spot.At) - min(s.At, p.spot.At)
		f.take(uint64(p.access)+uint64(between)+uint64(s.access), s.station, best)
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
