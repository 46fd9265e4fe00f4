package plan_test

import (
	"context"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// readNetwork reads a PBF for the oracle with tag rules of its own, written
// from docs/en/numbers.md, points 1 and 3.
func readNetwork(t *testing.T, path, mode string) *network {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Skipf("no real roads here: %v", err)
	}
	defer file.Close()
	scanner := osmpbf.New(context.Background(), file, 1)
	defer scanner.Close()
	at, ways := map[int64]orb.Point{}, []*osm.Way{}
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			at[int64(o.ID)] = orb.Point{math.Round(o.Lon*1e7) / 1e7, math.Round(o.Lat*1e7) / 1e7}
		case *osm.Way:
			ways = append(ways, o)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	var links []link
	for _, w := range ways {
		links = append(links, linksOf(w, mode, at)...)
	}
	return newNetwork(mode, at, links, 1000)
}

func linksOf(w *osm.Way, mode string, at map[int64]orb.Point) []link {
	tags := w.Tags.Map()
	along, against := directions(tags, mode)
	if !isOpen(tags, mode) || tags["route"] == "ferry" {
		return nil
	}
	var out []link
	for i := 1; i < len(w.Nodes); i++ {
		a, b := int64(w.Nodes[i-1].ID), int64(w.Nodes[i].ID)
		_, okA := at[a]
		_, okB := at[b]
		if okA && okB && a != b {
			out = append(out, link{way: int64(w.ID), segment: i - 1, from: a, to: b, class: tags["highway"], along: along, against: against})
		}
	}
	return out
}

func oneOf(v string, list ...string) bool { return slices.Contains(list, v) }

func isOpen(tags map[string]string, mode string) bool {
	class := tags["highway"]
	if class == "" {
		return false
	}
	open := oneOf(class, "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
		"unclassified", "residential", "service", "road")
	own, keys := "", []string{}
	switch mode {
	case "walk":
		own, keys = "foot", []string{"foot", "access"}
		open = open || oneOf(class, "living_street", "track", "path", "cycleway", "footway", "pedestrian", "steps", "corridor", "platform")
		for _, key := range []string{"sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"} {
			if oneOf(class, "trunk", "trunk_link") && oneOf(tags[key], "yes", "both", "left", "right") {
				open = true
			}
		}
	case "ride":
		own, keys = "bicycle", []string{"bicycle", "vehicle", "access"}
		open = open || oneOf(class, "living_street", "track", "path", "cycleway")
	case "truck":
		own, keys = "hgv", []string{"hgv", "motor_vehicle", "vehicle", "access"}
		open = open || oneOf(class, "motorway", "motorway_link", "trunk", "trunk_link")
	}
	for _, key := range keys {
		value, ok := tags[key]
		if !ok {
			continue
		}
		if oneOf(value, "no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath", "dismount") {
			return false
		}
		if key == own && oneOf(value, "yes", "designated", "permissive") {
			return true
		}
		return open
	}
	return open
}

func directions(tags map[string]string, mode string) (along, against bool) {
	if mode == "walk" {
		return true, true
	}
	along, against = true, true
	switch value, stated := tags["oneway"]; {
	case oneOf(value, "yes", "true", "1"):
		against = false
	case value == "-1":
		along = false
	case !stated && (oneOf(tags["junction"], "roundabout", "circular") || tags["highway"] == "motorway"):
		against = false
	}
	if mode == "ride" && tags["oneway:bicycle"] == "no" {
		return true, true
	}
	for _, key := range []string{"cycleway", "cycleway:left", "cycleway:right"} {
		if value := tags[key]; mode == "ride" && len(value) >= 8 && value[:8] == "opposite" {
			return true, true
		}
	}
	return along, against
}
