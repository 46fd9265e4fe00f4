package plan

import (
	"slices"
	"sync"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// keptSearchers is how many idle searchers are kept. One takes 8·k bytes for
// each junction of its network, the queue of its widest front, and the raster
// of its largest circle.
const keptSearchers = 4

// searcher is a field that searches for the k nearest stations on one network
// for one mode. To make one anew takes longer than a circle of 15 minutes on
// foot, and a tenth of a coverage.
type searcher struct {
	graph *roads.Graph
	mode  roads.Mode
	k     int
	field *reach.Field
}

// searchers are those that nobody uses now, the last used at the end. The zero
// value has none. They are safe for concurrent use.
type searchers struct {
	mu   sync.Mutex
	idle []searcher
}

// lend lends a field for the time of use, whose error it returns. After a panic
// the field does not come back: nobody knows what it holds.
func (s *searchers) lend(g *roads.Graph, m roads.Mode, k int, use func(*reach.Field) error) error {
	one := s.take(g, m, k)
	err := use(one.field)
	s.put(one)
	return err
}

// take returns a searcher for the caller alone, until it is put back.
func (s *searchers) take(g *roads.Graph, m roads.Mode, k int) searcher {
	if one, ok := s.find(g, m, k); ok {
		return one
	}
	return searcher{g, m, k, reach.NewField(g, m, k)}
}

func (s *searchers) find(g *roads.Graph, m roads.Mode, k int) (searcher, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, one := range slices.Backward(s.idle) {
		if one.graph == g && one.mode == m && one.k == k {
			s.idle = slices.Delete(s.idle, i, i+1)
			return one, true
		}
	}
	return searcher{}, false
}

// put keeps a searcher, instead of the one that was longest idle if there are
// too many.
func (s *searchers) put(one searcher) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.idle) == keptSearchers {
		s.idle = slices.Delete(s.idle, 0, 1)
	}
	s.idle = append(s.idle, one)
}
