package main

import (
	"fmt"
	"io"

	"yizhan/stations/basemap"
)

// basemapFlags say what the pages draw on.
type basemapFlags struct {
	Basemap       string   `env:"YIZHAN_BASEMAP" default:"roads" placeholder:"NAME" help:"底图 Base map of the pages: roads (own), tianditu, tianditu-imagery, amap, amap-imagery, pmtiles:FILE or pmtiles:URL (${env}, default ${default})."`
	BasemapKey    string   `env:"YIZHAN_BASEMAP_KEY" placeholder:"KEY" help:"底图密钥 Key for browsers of the map service; every visitor's browser is told it (${env})."`
	BasemapURL    []string `name:"basemap-url" env:"YIZHAN_BASEMAP_URL" sep:"none" placeholder:"URL" help:"瓦片地址 Address with {z}, {x}, {y} instead of the service's own; repeatable, the lowest layer first (${env})."`
	BasemapReview string   `env:"YIZHAN_BASEMAP_REVIEW" placeholder:"TEXT" help:"审图号 Review number that stands on the map; needed for every map but the own roads (${env})."`
	BasemapCredit string   `env:"YIZHAN_BASEMAP_CREDIT" placeholder:"TEXT" help:"底图署名 Whose map it is, instead of the service's own words (${env})."`
}

// basemap checks what the flags say.
func (f basemapFlags) basemap() (basemap.Map, error) {
	m, err := basemap.Parse(basemap.Setting{Name: f.Basemap, Key: f.BasemapKey, URLs: f.BasemapURL, Review: f.BasemapReview, Credit: f.BasemapCredit})
	if err != nil {
		return m, usage("--basemap: %w", err)
	}
	return m, nil
}

// announceBasemap says who else learns where people look.
func announceBasemap(w io.Writer, m basemap.Map) {
	if origins := m.Origins(); len(origins) > 0 {
		fmt.Fprintf(w, "底图 base map  %s: 来访者的浏览器直接向 %s 取图，对方会知道其网络地址和所看的区域 visitors' browsers fetch it there, which tells their network address and what area they look at\n", m.Name, origins[0])
	}
}
