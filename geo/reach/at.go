package reach

import (
	"sort"

	"yizhan/geo/roads"
)

// At appends to dst the k nearest distinct stations of a place tied at t, or
// as many as there are within the horizon, in order of (Time, Station). Times
// include the access of the place and of the station; the horizon bounds
// them, inclusive. It allocates nothing when dst has room for k labels.
//
// A place inside an edge leaves against the edge to its tail and along it to
// its head; a station inside the same edge is also reached directly, in a
// permitted direction only. At fraction 0 or 1 the place is the node.
func (f *Field) At(t roads.Tie, dst []Label) []Label {
	if len(f.touched) == 0 && len(f.onEdge) == 0 || int64(t.Edge) >= int64(f.g.NumEdges()) {
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
	tail, head := f.g.Ends(t.Edge)
	access := uint64(t.Access)
	switch permit := f.g.Permit(t.Edge); t.Fraction {
	case 0:
		f.through(tail, access, best)
	case 1:
		f.through(head, access, best)
	default:
		if permit.Against(f.mode) {
			f.through(f.g.Arrive(f.mode, t.Edge, tail), access+uint64(t.ToTail), best)
		}
		if permit.Along(f.mode) {
			f.through(f.g.Arrive(f.mode, t.Edge, head), access+uint64(t.ToHead), best)
		}
		f.direct(t, permit, best)
	}
}

// through takes the labels of a state, extra milliseconds away.
func (f *Field) through(n roads.NodeID, extra uint64, best []key) {
	for _, k := range f.keys[int(n)*f.k : int(n+1)*f.k] {
		if k == noKey {
			return
		}
		f.take(k.time()+extra, k.station(), best)
	}
}

// direct takes the stations on the same edge, reached along it.
func (f *Field) direct(t roads.Tie, permit roads.Permit, best []key) {
	first := sort.Search(len(f.onEdge), func(i int) bool { return f.onEdge[i].Tie.Edge >= t.Edge })
	for _, s := range f.onEdge[first:] {
		if s.Tie.Edge != t.Edge {
			return
		}
		if s.Tie.Fraction > t.Fraction && !permit.Along(f.mode) || s.Tie.Fraction < t.Fraction && !permit.Against(f.mode) {
			continue
		}
		between := max(s.Tie.ToTail, t.ToTail) - min(s.Tie.ToTail, t.ToTail)
		f.take(uint64(t.Access)+uint64(between)+uint64(s.Tie.Access), s.Station, best)
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
