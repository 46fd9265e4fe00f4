package datum_test

import (
	"context"
	"os"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"yizhan/geo/datum"
)

// The roads of Nanjing are published in WGS-84, the city's outline in GCJ-02.
// Roads end at the outline, so only roads that were moved into its frame fall
// inside.
func TestNanjingRoadsFallInsideNanjing(t *testing.T) {
	outline := readOutline(t, "../../../shared/data/boundaries/320100.json")
	vertices := readVertices(t, "../../../shared/data/roads/nanjing.osm.pbf")
	var raw, converted int
	for _, p := range vertices {
		c := datum.Out(p, datum.GCJ02)
		raw += contains(outline, p)
		converted += contains(outline, orb.Point{c.Lon, c.Lat})
	}
	all := float64(len(vertices))
	t.Logf("%d road vertices: %.5f inside as they are, %.5f converted", len(vertices), float64(raw)/all, float64(converted)/all)
	if share := float64(converted) / all; share < 0.999 {
		t.Errorf("share of converted vertices inside = %.5f, want ≥ 0.999", share)
	}
	if share := float64(raw) / all; share >= 0.998 {
		t.Errorf("share of unconverted vertices inside = %.5f, want < 0.998: the test could not tell", share)
	}
}

// district is a part of the outline with its bound.
type district struct {
	orb.MultiPolygon
	bound orb.Bound
}

// contains counts p: 1 when a district holds it, else 0.
func contains(outline []district, p orb.Point) int {
	for _, d := range outline {
		if d.bound.Contains(p) && planar.MultiPolygonContains(d.MultiPolygon, p) {
			return 1
		}
	}
	return 0
}

func readOutline(t *testing.T, path string) []district {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skip("the outline is not here:", err)
	}
	features, err := geojson.UnmarshalFeatureCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	var outline []district
	for _, f := range features.Features {
		if shape, ok := f.Geometry.(orb.MultiPolygon); ok {
			outline = append(outline, district{shape, shape.Bound()})
		}
	}
	if len(outline) == 0 {
		t.Fatalf("%s holds no multipolygon", path)
	}
	return outline
}

func readVertices(t *testing.T, path string) []orb.Point {
	file, err := os.Open(path)
	if err != nil {
		t.Skip("the roads are not here:", err)
	}
	defer file.Close()
	scanner := osmpbf.New(context.Background(), file, 1)
	defer scanner.Close()
	nodes, used := map[osm.NodeID]orb.Point{}, map[osm.NodeID]bool{}
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			nodes[o.ID] = o.Point()
		case *osm.Way:
			for _, n := range o.Nodes {
				used[n.ID] = used[n.ID] || o.Tags.HasTag("highway")
			}
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	var vertices []orb.Point
	for id, onRoad := range used {
		if p, ok := nodes[id]; ok && onRoad {
			vertices = append(vertices, p)
		}
	}
	return vertices
}
