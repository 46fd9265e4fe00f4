package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

// set is what a map needs of a TileJSON.
type set struct {
	TileJSON         string
	Tiles            []string
	MinZoom, MaxZoom int
	Bounds           []float64
	VectorLayers     []struct {
		ID     string
		Fields map[string]string
	} `json:"vector_layers"`
}

func TestTileSetsLeadToTheirTiles(t *testing.T) {
	r := newRig(t, nil)
	var run struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":5}`), &run)
	at := maptile.At(r.net.At('B'), 14)
	for name, layers := range map[string]string{"stations": "stations", "roads": "roads", "coverage-" + run.ID: "cells gaps"} {
		var got set
		r.decode(r.ask(http.MethodGet, "/tiles/"+name+".json", ""), &got)
		if got.TileJSON != "3.0.0" || got.MaxZoom != 16 || len(got.Tiles) != 1 || len(got.Bounds) != 4 {
			t.Fatalf("TileJSON of %s = %+v, want 3.0.0 with one address and its bounds", name, got)
		}
		if b := (orb.Bound{Min: orb.Point{got.Bounds[0], got.Bounds[1]}, Max: orb.Point{got.Bounds[2], got.Bounds[3]}}); !b.Intersects(at.Bound()) {
			t.Errorf("bounds of %s = %v, which leave out the tile that has some", name, got.Bounds)
		}
		address := strings.NewReplacer("{z}", "14", "{x}", fmt.Sprint(at.X), "{y}", fmt.Sprint(at.Y)).Replace(got.Tiles[0])
		tile := decodeTile(t, r.ask(http.MethodGet, path(t, address), "").Body.Bytes())
		var described []string
		for _, layer := range got.VectorLayers {
			described = append(described, layer.ID)
			for _, f := range tile[layer.ID] {
				for property := range f.Properties {
					if layer.Fields[property] == "" {
						t.Errorf("layer %s has a property %s that %s.json does not describe", layer.ID, property, name)
					}
				}
			}
		}
		if strings.Join(described, " ") != layers || len(tile) == 0 {
			t.Errorf("%s.json describes %v and its tile has %d layers, want %s", name, described, len(tile), layers)
		}
	}
}

func TestTileSetsThatAreNone(t *testing.T) {
	r := newRig(t, nil)
	for target, want := range map[string]int{
		"/tiles/rivers.json": 404, "/tiles/coverage-0000000000000000": 404, "/tiles/coverage-0000000000000000.json": 404, "/tiles/stations.json?x=1": 400,
	} {
		if w := r.ask(http.MethodGet, target, ""); w.Code != want {
			t.Errorf("GET %s = %d, want %d", target, w.Code, want)
		}
	}
}
