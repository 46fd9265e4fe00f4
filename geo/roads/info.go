package roads

import (
	"maps"
	"math"
)

// Info sums a graph up. It marshals as what `yizhan roads info --json` prints;
// Arcs, Km and Modes count what version 1 of the rules opens.
type Info struct {
	Nodes    int                 `json:"nodes"`  // on an edge open to at least one mode
	Arcs     int                 `json:"arcs"`   // directed edges open to at least one mode
	Km       float64             `json:"km"`     // each undirected edge once, to the metre
	Bounds   [4]float64          `json:"bounds"` // west, south, east, north; zeros without nodes
	Modes    map[string]ModeInfo `json:"modes"`
	Rules    RulesInfo           `json:"version_2"`
	Checksum string              `json:"checksum"` // SHA-256 of the file, hex
	Source   string              `json:"source"`   // base name of the file it was built from

	MinComponent float64 `json:"min_component_m"` // places are not tied to components with less
}

// RulesInfo sums up what version 2 of the rules sees.
type RulesInfo struct {
	Modes    map[string]ModeInfo `json:"modes"`
	Turns    int                 `json:"turn_restrictions"` // that are kept
	Unclear  int                 `json:"unclear_turns"`     // restrictions whose ways do not meet in one edge each
	Barriers int                 `json:"barriers"`          // nodes that some mode cannot pass
	Limited  int                 `json:"limited_edges"`     // with a largest height, length or weight
}

// of returns the figures by mode of a mode's version of the rules.
func (i *Info) of(m Mode) map[string]ModeInfo {
	if m.Version() > 1 {
		return i.Rules.Modes
	}
	return i.Modes
}

// ModeInfo sums up what one mode sees of a graph.
type ModeInfo struct {
	Arcs         int     `json:"arcs"`          // directed edges open to the mode
	Components   int     `json:"components"`    // weak, of the nodes on an open edge
	LargestShare float64 `json:"largest_share"` // nodes in the largest ÷ nodes in all; 0 without nodes
}

// Info returns the summary of the graph. Its map is a fresh one.
func (g *Graph) Info() Info {
	info := g.info
	info.Checksum = g.Checksum()
	info.Modes, info.Rules.Modes = maps.Clone(g.info.Modes), maps.Clone(g.info.Rules.Modes)
	return info
}

// UnclearTurns returns how many restrictions that were added say nothing clear.
func (g *Graph) UnclearTurns() int { return g.info.Rules.Unclear }

// summarise counts what Info tells, except for the modes' components.
func (g *Graph) summarise(opts Options, lengths []float64) {
	metres, seen := 0.0, make([]bool, len(g.points))
	for e, length := range lengths {
		if arcs := directions(g.permits[e]); arcs > 0 {
			metres += length
			g.info.Arcs += arcs
			seen[g.ends[e][0]], seen[g.ends[e][1]] = true, true
		}
	}
	for _, ok := range seen {
		g.info.Nodes += int(b2u(ok))
	}
	g.info.Km = math.Round(metres) / 1000
	g.info.Bounds = bounds(g.points)
	g.info.Source, g.info.MinComponent = opts.Source, opts.MinComponent
	g.info.Rules.Limited = len(g.limits)
}

// directions returns in how many directions any mode may use an edge, under
// version 1.
func directions(p Permit) int {
	n := 0
	if p&0b010101 != 0 {
		n++
	}
	if p&0b101010 != 0 {
		n++
	}
	return n
}

// bounds returns west, south, east, north of the points.
func bounds(points [][2]int32) [4]float64 {
	if len(points) == 0 {
		return [4]float64{}
	}
	low, high := points[0], points[0]
	for _, p := range points {
		low = [2]int32{min(low[0], p[0]), min(low[1], p[1])}
		high = [2]int32{max(high[0], p[0]), max(high[1], p[1])}
	}
	sw, ne := degrees(low), degrees(high)
	return [4]float64{sw[0], sw[1], ne[0], ne[1]}
}
