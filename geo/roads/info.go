package roads

import "math"

// Info sums a graph up. It marshals as the document of `yizhan roads info
// --json` in API.md.
type Info struct {
	Nodes    int                 `json:"nodes"`  // on an edge open to at least one mode
	Arcs     int                 `json:"arcs"`   // directed edges open to at least one mode
	Km       float64             `json:"km"`     // each undirected edge once, to the metre
	Bounds   [4]float64          `json:"bounds"` // west, south, east, north; zeros without nodes
	Modes    map[string]ModeInfo `json:"modes"`
	Checksum string              `json:"checksum"` // SHA-256 of the file, hex
	Source   string              `json:"source"`   // base name of the file it was built from
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
	info.Modes = make(map[string]ModeInfo, NumModes)
	for name, m := range g.info.Modes {
		info.Modes[name] = m
	}
	return info
}

// summarise counts what Info tells, except for the modes' components.
func (g *Graph) summarise(source string, lengths []float64) {
	metres := 0.0
	for e, length := range lengths {
		metres += length
		g.info.Arcs += directions(g.permits[e])
	}
	g.info.Nodes = len(g.points)
	g.info.Km = math.Round(metres) / 1000
	g.info.Bounds = bounds(g.points)
	g.info.Source = source
}

// directions returns in how many directions any mode may use an edge.
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
