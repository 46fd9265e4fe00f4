package reach

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"sync"

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
// resolution that H3 does not have gives none. All processors take part; within
// is called by one of them.
func RoadCells(g *roads.Graph, m roads.Mode, res int, within func(orb.Point) bool) []hex.Cell {
	if m >= roads.NumModes || res < 0 || res > hex.MaxResolution {
		return nil
	}
	edges := openEdges(g, m)
	sets := make([]cellSet, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i := range sets {
		wait.Go(func() {
			sets[i] = cellSet{res: res, seen: map[hex.Cell]hex.Disc{}}
			for _, e := range edges[i*len(edges)/len(sets) : (i+1)*len(edges)/len(sets)] {
				tail, head := g.Ends(e)
				sets[i].edge(g.Point(tail), g.Point(head))
			}
		})
	}
	wait.Wait()
	for _, s := range sets[1:] {
		maps.Copy(sets[0].seen, s.seen)
	}
	return sets[0].sorted(within)
}

// openEdges returns the edges that are open to the mode in order of their
// tails, which are numbered along a curve: neighbours on the ground follow
// each other.
func openEdges(g *roads.Graph, m roads.Mode) []roads.EdgeID {
	var edges []roads.EdgeID
	for e := range roads.EdgeID(g.NumEdges()) {
		if g.Permit(e).Open(m) {
			edges = append(edges, e)
		}
	}
	slices.SortFunc(edges, func(a, b roads.EdgeID) int {
		x, _ := g.Ends(a)
		y, _ := g.Ends(b)
		return cmp.Compare(x, y)
	})
	return edges
}

// cellSet collects cells. Samples that follow each other are neighbours, so
// it remembers discs inside the cells that were hit last: to ask H3 for each
// sample of a city takes half a second.
type cellSet struct {
	res  int
	seen map[hex.Cell]hex.Disc
	last [8]hex.Disc
	turn int // where in last the next disc goes
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
	for i := range s.last {
		if s.last[i].Holds(p) {
			return
		}
	}
	c := hex.At(p, s.res)
	if c == 0 {
		return
	}
	disc, ok := s.seen[c]
	if !ok {
		disc = c.Inner()
		s.seen[c] = disc
	}
	s.last[s.turn] = disc
	s.turn = (s.turn + 1) % len(s.last)
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
