package plan

import (
	"testing"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

func TestDrawersAreUsedAgain(t *testing.T) {
	g := roadstest.Draw(t, 100, "A--B")
	var d drawers
	first := d.take(g.Graph, roads.Walk)
	if other := d.take(g.Graph, roads.Walk); other.field == first.field {
		t.Error("take gave one drawer to two, want another")
	}
	d.put(first)
	if got := d.take(g.Graph, roads.Ride); got.field == first.field {
		t.Error("take(ride) = the drawer of walk, want one of its own")
	}
	if got := d.take(g.Graph, roads.Walk); got.field != first.field {
		t.Error("take(walk) = a new drawer, want the one put back")
	}
}

func TestDrawersAreFew(t *testing.T) {
	g := roadstest.Draw(t, 100, "A--B")
	var d drawers
	var oldest drawer
	for i := range keptDrawers + 1 {
		one := drawer{g.Graph, roads.Mode(i), nil}
		if i == 0 {
			one = d.take(g.Graph, roads.Walk)
			oldest = one
		}
		d.put(one)
	}
	if len(d.idle) != keptDrawers {
		t.Errorf("%d idle drawers, want %d", len(d.idle), keptDrawers)
	}
	if got := d.take(g.Graph, roads.Walk); got.field == oldest.field {
		t.Error("the drawer that was longest idle is still there, want it gone")
	}
}
