package basemap

import (
	"fmt"
	"strings"

	"yizhan/geo/datum"
)

// service is a map service that is known by name.
type service struct {
	name   string
	datum  datum.Datum
	credit string
	keyed  bool
	layers [][]string // addresses per layer; {key} stands for the operator's
}

// maxZoom is the last zoom of both services' pictures.
const maxZoom = 18

// services lists those that are known. Tianditu's addresses are those of its
// own documentation of WMTS in web mercator (vec, img; cva, cia are their
// names), on CGCS2000, which is WGS-84 to what a map shows. AMap documents no
// tiles; the addresses are those that its own pages ask, in GCJ-02: whoever
// uses them needs AMap's leave.
func services() []service {
	const tianditu, amap = "© 天地图 国家地理信息公共服务平台", "© 高德地图"
	return []service{
		{"tianditu", datum.WGS84, tianditu, true, [][]string{fromTianditu("vec"), fromTianditu("cva")}},
		{"tianditu-imagery", datum.WGS84, tianditu, true, [][]string{fromTianditu("img"), fromTianditu("cia")}},
		{"amap", datum.GCJ02, amap, false, [][]string{fromAMap("webrd", "lang=zh_cn&size=1&scale=1&style=8")}},
		{"amap-imagery", datum.GCJ02, amap, false, [][]string{fromAMap("webst", "style=6"), fromAMap("webst", "style=8")}},
	}
}

func fromTianditu(layer string) []string {
	list := make([]string, 8)
	for i := range list {
		list[i] = fmt.Sprintf("https://t%d.tianditu.gov.cn/%s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=%[2]s&STYLE=default"+
			"&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}", i, layer)
	}
	return list
}

func fromAMap(host, style string) []string {
	list := make([]string, 4)
	for i := range list {
		list[i] = fmt.Sprintf("https://%s0%d.is.autonavi.com/appmaptile?%s&x={x}&y={y}&z={z}", host, i+1, style)
	}
	return list
}

// known returns the service of that name.
func known(name string) (service, bool) {
	for _, s := range services() {
		if s.name == name {
			return s, true
		}
	}
	return service{}, false
}

// names lists what a setting may name, for its errors.
func names() string {
	list := []string{"roads"}
	for _, s := range services() {
		list = append(list, s.name)
	}
	return strings.Join(append(list, archivePrefix+"FILE", archivePrefix+"URL"), ", ")
}
