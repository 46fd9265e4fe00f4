// Package basemap is the setting of the ground that pages draw stations on:
// the server's own roads, the tiles of a map service, or an archive of the
// operator's.
//
// A map that the public sees is shown in China with its review number (审图号).
// Which map that is, and whether it may be shown, the operator decides; a
// setting that names a map of somebody else's and no number is refused.
package basemap

import (
	"slices"

	"yizhan/geo/datum"
)

// Kind says how a page draws a base map.
type Kind string

// The kinds.
const (
	Roads   Kind = "roads"   // land and the server's own tiles of roads
	Raster  Kind = "raster"  // pictures, one layer over the other
	Archive Kind = "pmtiles" // one PMTiles file, of vector tiles or of pictures
)

// Path is where the server offers an archive that is a file of its own.
const Path = "/basemap.pmtiles"

// Map is a base map, as /v1/meta tells pages of it. Its zero value is no map;
// Default is the one that needs no setting. Nothing of it is secret: whatever
// a browser is to fetch, it must be told.
type Map struct {
	Name    string      `json:"name"`              // as the operator named it
	Kind    Kind        `json:"kind"`              // how it is drawn
	Datum   datum.Datum `json:"datum"`             // that its pictures are in; what is drawn on them goes there too
	Layers  []Layer     `json:"layers,omitempty"`  // of a Raster, the lowest first
	Archive string      `json:"archive,omitempty"` // address of an Archive: Path, or one elsewhere
	Credit  string      `json:"credit,omitempty"`  // whose map it is; "" for own roads, which pages credit themselves
	Review  string      `json:"review,omitempty"`  // the review number, as it is to be shown

	file string
}

// Layer is one layer of pictures of 256 pixels.
type Layer struct {
	Tiles   []string `json:"tiles"`    // addresses that hold {z}, {x} and {y}, one per server
	MaxZoom int      `json:"max_zoom"` // beyond it the last pictures are enlarged
}

// Default is the server's own roads: nothing is asked of anybody else.
func Default() Map { return Map{Name: "roads", Kind: Roads, Datum: datum.WGS84} }

// File is the archive that the server offers at Path itself, "" for none.
func (m Map) File() string { return m.file }

// Origins lists, in order, the origins that a page must be let ask for the
// map, besides its own: scheme and host, as a content security policy writes
// them.
func (m Map) Origins() []string {
	addresses := []string{m.Archive}
	for _, layer := range m.Layers {
		addresses = append(addresses, layer.Tiles...)
	}
	var list []string
	for _, address := range addresses {
		if origin, problem := originOf(address); problem == "" {
			list = append(list, origin)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
