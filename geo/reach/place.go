package reach

import "yizhan/geo/roads"

// Place is where somebody sets out, with all that a Field of the same graph
// and mode asks about it. A planner keeps the places of its cells, and spares
// each search the look-up of edges and chains. The zero Place is nowhere: no
// station is reached from it.
type Place struct {
	ways    [2]way
	used    uint8 // of ways
	between bool  // spot and access hold: it is between junctions
	oneWay  bool  // its chain is
	access  roads.Millis
	spot    roads.Spot
}

// way leads from a place to a junction.
type way struct {
	junction int32
	time     roads.Millis // with the access
}

// Locate returns the place tied at t. It is nowhere when the edge is not one
// of the graph or closed to the mode.
func Locate(g *roads.Graph, m roads.Mode, t roads.Tie) Place {
	var p Place
	if m >= roads.NumModes || int64(t.Edge) >= int64(g.NumEdges()) {
		return p
	}
	chains := g.Chains(m)
	if n, ok := atJunction(g, chains, t); ok {
		p.add(chains, n, t.Access)
		return p
	}
	spot, ok := chains.Spot(t)
	if !ok {
		return p
	}
	a, b, first, last := chains.Ends(spot.Chain)
	total, oneWay := chains.Total(spot.Chain)
	p.between, p.oneWay, p.access, p.spot = true, oneWay, t.Access, spot
	p.add(chains, g.Arrive(m, last, b), t.Access+total-spot.At)
	if !oneWay {
		p.add(chains, g.Arrive(m, first, a), t.Access+spot.At)
	}
	return p
}

// add adds the way to a state, if that is a junction.
func (p *Place) add(c *roads.Chains, state roads.NodeID, t roads.Millis) {
	if j, ok := c.Junction(state); ok {
		p.ways[p.used] = way{j, t}
		p.used++
	}
}

// atJunction returns the node that a place is at, if it is at one and that is
// a junction.
func atJunction(g *roads.Graph, c *roads.Chains, t roads.Tie) (roads.NodeID, bool) {
	if t.Fraction != 0 && t.Fraction != 1 {
		return 0, false
	}
	n, head := g.Ends(t.Edge)
	if t.Fraction == 1 {
		n = head
	}
	_, ok := c.Junction(n)
	return n, ok
}
