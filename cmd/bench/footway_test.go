//go:build bench

package bench

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// writeFootways writes the ways of an extract that walkers may use as footways
// without any other tag.
func writeFootways(t *testing.T, extract, path string) {
	t.Helper()
	g, _, err := osm.Build(context.Background(), filepath.Join(shared, "roads", extract+".osm.pbf"), osm.Options{MinComponent: roads.DefaultMinComponent})
	if err != nil {
		t.Fatal(err)
	}
	nodes := make([]osm.Node, g.NumNodes())
	for n := range nodes {
		nodes[n] = osm.Node{ID: int64(n + 1), Point: g.Point(roads.NodeID(n))}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := osm.Write(f, nodes, footways(g)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// footways joins the edges that walkers may use to ways again.
func footways(g *roads.Graph) []osm.Way {
	var edges []roads.EdgeID
	for e := range roads.EdgeID(g.NumEdges()) {
		if g.Permit(e).Open(roads.Walk) {
			edges = append(edges, e)
		}
	}
	slices.SortFunc(edges, func(a, b roads.EdgeID) int {
		wayA, partA := g.Way(a)
		wayB, partB := g.Way(b)
		if wayA != wayB {
			return int(min(max(wayA-wayB, -1), 1))
		}
		return int(partA) - int(partB)
	})
	var ways []osm.Way
	last, end := int64(-1), roads.NodeID(0)
	for _, e := range edges {
		way, _ := g.Way(e)
		tail, head := g.Ends(e)
		if way != last || tail != end {
			ways = append(ways, osm.Way{ID: int64(len(ways) + 1), Nodes: []int64{int64(tail + 1)}, Tags: [][2]string{{"highway", "footway"}}})
		}
		w := &ways[len(ways)-1]
		w.Nodes = append(w.Nodes, int64(head+1))
		last, end = way, head
	}
	return ways
}
