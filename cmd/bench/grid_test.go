//go:build bench

package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
)

// grid is a synthetic city of side × side crossings. They stand 60 m apart,
// each moved by up to 12 m either way, and one street in eleven between two
// neighbours is missing: 3.6 arcs for each node, as dense as the old towns
// that searches find hardest, and hardly a node that only passes on. All
// streets are footways, so that no engine has rules to differ in.
type grid struct {
	side   int
	spots  []orb.Point
	across []bool // the street from a crossing to its right neighbour is there
	up     []bool // the street to its upper neighbour is there
}

func newGrid(side int) *grid {
	const apart, shift, missing = 60.0, 12.0, 11
	const metresPerDegree = 111_195.0
	rng := rand.New(rand.NewPCG(uint64(side), 3))
	g := &grid{side: side, spots: make([]orb.Point, side*side), across: make([]bool, side*side), up: make([]bool, side*side)}
	squeeze := math.Cos(32 * math.Pi / 180)
	for i := range g.spots {
		x := float64(i%side)*apart + (2*rng.Float64()-1)*shift
		y := float64(i/side)*apart + (2*rng.Float64()-1)*shift
		g.spots[i] = orb.Point{round7(118 + x/metresPerDegree/squeeze), round7(32 + y/metresPerDegree)}
		g.across[i] = i%side < side-1 && rng.IntN(missing) > 0
		g.up[i] = i/side < side-1 && rng.IntN(missing) > 0
	}
	return g
}

// write writes the city as OSM PBF: a way is a stretch of a row or a column
// without a gap.
func (g *grid) write(t *testing.T, path string) {
	t.Helper()
	nodes := make([]osm.Node, len(g.spots))
	for i, p := range g.spots {
		nodes[i] = osm.Node{ID: int64(i + 1), Point: p}
	}
	var ways []osm.Way
	for line := range g.side {
		ways = g.stretches(ways, line*g.side, 1, g.across)
		ways = g.stretches(ways, line, g.side, g.up)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := osm.Write(f, nodes, ways); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// stretches appends the ways of one row or column, whose crossings are step
// apart; open says where the street goes on.
func (g *grid) stretches(ways []osm.Way, first, step int, open []bool) []osm.Way {
	goes := false
	for i := range g.side - 1 {
		at := first + i*step
		if !open[at] {
			goes = false
			continue
		}
		if !goes {
			id := int64(len(ways) + 1)
			ways = append(ways, osm.Way{ID: id, Nodes: []int64{int64(at + 1)}, Tags: [][2]string{{"highway", "footway"}, {"name", fmt.Sprint("示例", id)}}})
			goes = true
		}
		w := &ways[len(ways)-1]
		w.Nodes = append(w.Nodes, int64(at+step+1))
	}
	return ways
}
