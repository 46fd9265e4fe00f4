package api_test

import (
	"fmt"
	"math"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"yizhan/geo/datum"
)

// A tile of another datum holds what is in WGS-84 tiles, where datum.Out puts
// it. Tiles have 4096 units a side.
func TestTilesAreInTheDatumThatIsAsked(t *testing.T) {
	r := newRig(t, nil)
	var run struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":5}`), &run)
	for _, d := range []datum.Datum{datum.GCJ02, datum.BD09} {
		at := datum.Out(r.list[0].Position.Point, d)
		there := orb.Point{at.Lon, at.Lat}
		for _, z := range []maptile.Zoom{12, 16} {
			if stations := r.tileAt("stations", "stations", there, z, d); len(stations) == 0 || nearest(stations, there, z) > 2 {
				t.Errorf("%v station tile at %d = %v, want a point within two units of %v", d, z, stations, there)
			}
		}
		if plain, moved := count(r.tileAt("stations", "stations", r.list[0].Position.Point, 8, datum.WGS84)), count(r.tileAt("stations", "stations", there, 8, d)); moved != plain || plain < 2 {
			t.Errorf("%v clusters at 8 count %v stations, want %v", d, moved, plain)
		}
		node := datum.Out(r.net.At('B'), d)
		if roads := r.tileAt("roads", "roads", there, 16, d); nearest(roads, orb.Point{node.Lon, node.Lat}, 16) > 2 {
			t.Errorf("%v road tile has no road at B, want one within two units", d)
		}
		cells := r.tileAt("coverage-"+run.ID, "cells", there, 13, d)
		plain := r.tileAt("coverage-"+run.ID, "cells", r.list[0].Position.Point, 13, datum.WGS84)
		if len(cells) == 0 || len(plain) == 0 {
			t.Fatalf("coverage tiles have %d and %d cells, want some", len(cells), len(plain))
		}
		corner := plain[0].Geometry.(orb.Polygon)[0][0]
		moved := datum.Out(corner, d)
		if off := nearest(cells, orb.Point{moved.Lon, moved.Lat}, 13); off > 3 {
			t.Errorf("%v coverage tile: a corner is %v units off", d, off)
		}
	}
	if w := r.ask(http.MethodGet, "/tiles/stations/3/6/3.mvt?datum=mars", ""); w.Code != http.StatusBadRequest || r.fields(w) != "datum" {
		t.Errorf("a tile of an unknown datum = %d, want 400", w.Code)
	}
}

// tileAt returns a layer of the tile that holds a point, in degrees.
func (r *rig) tileAt(tiles, layer string, at orb.Point, z maptile.Zoom, d datum.Datum) []*geojson.Feature {
	r.t.Helper()
	tile := maptile.At(at, z)
	w := r.ask(http.MethodGet, fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt?datum=%v", tiles, tile.Z, tile.X, tile.Y, d), "")
	if w.Code != http.StatusOK {
		return nil
	}
	return degrees(r.t, w.Body.Bytes(), tile, layer)
}

// count adds up how many stations points stand for.
func count(features []*geojson.Feature) float64 {
	sum := 0.0
	for _, f := range features {
		sum += f.Properties["count"].(float64)
	}
	return sum
}

// nearest is how far the nearest corner of the features is, in units of a tile.
func nearest(features []*geojson.Feature, to orb.Point, z maptile.Zoom) float64 {
	unit := 360 / math.Exp2(float64(z)) / 4096
	best := math.Inf(1)
	for _, f := range features {
		for _, p := range corners(f.Geometry) {
			best = min(best, math.Hypot(p[0]-to[0], (p[1]-to[1])/math.Cos(to[1]*math.Pi/180))/unit)
		}
	}
	return best
}

func corners(g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.LineString:
		return g
	case orb.MultiLineString:
		var all []orb.Point
		for _, line := range g {
			all = append(all, line...)
		}
		return all
	case orb.Polygon:
		return g[0]
	}
	return nil
}

// The layer that is written by hand holds what the general encoder of package
// mvt would write.
func TestATileOfPointsIsWhatTheGeneralEncoderWrites(t *testing.T) {
	r := newRig(t, nil)
	for _, z := range []maptile.Zoom{12, 14, 16} {
		tile := maptile.At(r.list[0].Position.Point, z)
		var features []*geojson.Feature
		for _, s := range r.list {
			if tile.Bound().Contains(s.Position.Point) {
				f := geojson.NewFeature(s.Position.Point)
				f.Properties = geojson.Properties{"id": string(s.ID), "name": s.Name, "kind": string(s.Kind), "count": 1}
				features = append(features, f)
			}
		}
		layer := mvt.NewLayer("stations", &geojson.FeatureCollection{Features: features})
		layer.Version = 2
		layer.ProjectToTile(tile)
		data, err := mvt.Marshal(mvt.Layers{layer})
		if err != nil {
			t.Fatal(err)
		}
		want, got := byID(t, data), byID(t, r.ask(http.MethodGet, fmt.Sprintf("/tiles/stations/%d/%d/%d.mvt", tile.Z, tile.X, tile.Y), "").Body.Bytes())
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("tile %v (-general +ours)\n%s", tile, diff)
		}
	}
}

// byID reads the only layer of a tile, its points in units.
func byID(t *testing.T, data []byte) map[string]*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(data)
	if err != nil || len(layers) != 1 || layers[0].Name != "stations" || layers[0].Version != 2 || layers[0].Extent != 4096 {
		t.Fatalf("the tile has the layers %+v: %v", layers, err)
	}
	found := map[string]*geojson.Feature{}
	for _, f := range layers[0].Features {
		found[f.Properties["id"].(string)] = f
	}
	return found
}
