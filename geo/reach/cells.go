package reach

import (
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// sampling is the distance between two samples of an edge, in metres.
const sampling = 25.0

// RoadCells returns the cells of resolution res that hold a road of the mode,
// ascending, each once: the cells of both ends of every edge that is open to
// it, and of a sample each 25 m along the edge, counted from its tail, the end
// nearer to the way's first node. Samples lie on the straight line in degrees
// at the fraction of the great-circle length.
//
// Only cells whose centre is within are returned; a nil within keeps all. A
// resolution that H3 does not have gives none.
func RoadCells(g *roads.Graph, m roads.Mode, res int, within func(orb.Point) bool) []hex.Cell {
	if m >= roads.NumModes || res < 0 || res > hex.MaxResolution {
		return nil
	}
	set := cellSet{res: res, seen: map[hex.Cell]struct{}{}}
	for e := range roads.EdgeID(g.NumEdges()) {
		if g.Permit(e).Open(m) {
			tail, head := g.Ends(e)
			set.edge(g.Point(tail), g.Point(head))
		}
	}
	return set.sorted(within)
}

// cellSet collects cells; it remembers the last one, since samples come in
// runs.
type cellSet struct {
	res  int
	last hex.Cell
	seen map[hex.Cell]struct{}
}

func (s *cellSet) edge(tail, head orb.Point) {
	s.add(tail)
	s.add(head)
	length := sphere.Distance(tail, head)
	for i := 1; float64(i)*sampling < length; i++ {
		f := float64(i) * sampling / length
		s.add(orb.Point{tail[0] + f*(head[0]-tail[0]), tail[1] + f*(head[1]-tail[1])})
	}
}

func (s *cellSet) add(p orb.Point) {
	if c := hex.At(p, s.res); c != 0 && c != s.last {
		s.seen[c] = struct{}{}
		s.last = c
	}
}

func (s *cellSet) sorted(within func(orb.Point) bool) []hex.Cell {
	out := make([]hex.Cell, 0, len(s.seen))
	for c := range s.seen {
		if within == nil || within(c.Centre()) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
