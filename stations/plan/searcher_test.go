package plan

import (
	"testing"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

func TestSearchersAreUsedAgain(t *testing.T) {
	g := roadstest.Draw(t, 100, "A--B")
	var s searchers
	first := s.take(g.Graph, roads.Walk, 1)
	if other := s.take(g.Graph, roads.Walk, 1); other.field == first.field {
		t.Error("take gave one searcher to two, want another")
	}
	s.put(first)
	if got := s.take(g.Graph, roads.Ride, 1); got.field == first.field {
		t.Error("take(ride) = the searcher of walk, want one of its own")
	}
	if got := s.take(g.Graph, roads.Walk, 2); got.field == first.field {
		t.Error("take(two nearest) = the searcher of the nearest, want one of its own")
	}
	if got := s.take(g.Graph, roads.Walk, 1); got.field != first.field {
		t.Error("take(walk) = a new searcher, want the one put back")
	}
}

func TestSearchersAreFew(t *testing.T) {
	g := roadstest.Draw(t, 100, "A--B")
	var s searchers
	oldest := s.take(g.Graph, roads.Walk, 1)
	s.put(oldest)
	for k := range keptSearchers {
		s.put(searcher{g.Graph, roads.Walk, k + 2, nil})
	}
	if len(s.idle) != keptSearchers {
		t.Errorf("%d idle searchers, want %d", len(s.idle), keptSearchers)
	}
	if got := s.take(g.Graph, roads.Walk, 1); got.field == oldest.field {
		t.Error("the searcher that was longest idle is still there, want it gone")
	}
}
