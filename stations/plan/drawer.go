package plan

import (
	"sync"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// keptDrawers is how many idle drawers are kept. One takes some 10 bytes for
// each junction of its network, and the raster of its largest circle.
const keptDrawers = 4

// drawer is a field that draws circles on one network for one mode. To make
// one anew takes longer than a circle of 15 minutes on foot.
type drawer struct {
	graph *roads.Graph
	mode  roads.Mode
	field *reach.Field
}

// drawers are those that nobody uses now, the last used at the end. The zero
// value has none. They are safe for concurrent use.
type drawers struct {
	mu   sync.Mutex
	idle []drawer
}

// take returns a drawer of the network and mode, for the caller alone until it
// is put back.
func (d *drawers) take(g *roads.Graph, m roads.Mode) drawer {
	if one, ok := d.find(g, m); ok {
		return one
	}
	return drawer{g, m, reach.NewField(g, m, 1)}
}

func (d *drawers) find(g *roads.Graph, m roads.Mode) (drawer, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := len(d.idle) - 1; i >= 0; i-- {
		if one := d.idle[i]; one.graph == g && one.mode == m {
			d.idle = append(d.idle[:i], d.idle[i+1:]...)
			return one, true
		}
	}
	return drawer{}, false
}

// put keeps a drawer, instead of the one that was longest idle if there are
// too many.
func (d *drawers) put(one drawer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.idle) == keptDrawers {
		copy(d.idle, d.idle[1:])
		d.idle = d.idle[:keptDrawers-1]
	}
	d.idle = append(d.idle, one)
}
