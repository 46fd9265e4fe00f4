package api

import (
	"net/url"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
)

// navigate writes links that open a map app on the way to p. Each is in the
// datum of its app, whatever datum was asked for:
//
//	amap     https://lbs.amap.com/api/uri-api (coordinate=gaode is GCJ-02)
//	baidu    https://lbsyun.baidu.com/index.php?title=uri (BD-09)
//	tencent  https://lbs.qq.com/webApi/uriV1/uriGuide (GCJ-02)
//	geo      RFC 5870, WGS-84
func navigate(w *writer, p orb.Point, name string, m roads.Mode) {
	escaped := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	gcj, bd, wgs := datum.Out(p, datum.GCJ02), datum.Out(p, datum.BD09), datum.Out(p, datum.WGS84)
	amap, tencent := travel(m)
	w.key("navigate")
	w.open('{')
	w.link("amap", "https://uri.amap.com/navigation?to=", lonFirst(gcj), ",", escaped, "&mode=", amap, "&coordinate=gaode&src=yizhan&callnative=1")
	w.link("baidu", "https://api.map.baidu.com/marker?location=", latFirst(bd), "&title=", escaped, "&content=yizhan&coord_type=bd09ll&output=html&src=yizhan")
	w.link("tencent", "https://apis.map.qq.com/uri/v1/routeplan?type=", tencent, "&to=", escaped, "&tocoord=", latFirst(gcj), "&referer=yizhan")
	w.link("geo", "geo:", latFirst(wgs), "?q=", latFirst(wgs), "(", escaped, ")")
	w.close('}')
}

// travel returns what AMap and Tencent call the mode.
func travel(m roads.Mode) (amap, tencent string) {
	switch m {
	case roads.Ride:
		return "ride", "bike"
	case roads.Truck:
		return "car", "drive"
	}
	return "walk", "walk"
}

// link writes a member whose parts need no escaping any more.
func (w *writer) link(key string, parts ...string) {
	w.key(key)
	w.buf = append(w.buf, '"')
	for _, part := range parts {
		w.buf = append(w.buf, part...)
	}
	w.buf = append(w.buf, '"')
}

func lonFirst(c datum.Coord) string { return degrees(c.Lon) + "," + degrees(c.Lat) }

func latFirst(c datum.Coord) string { return degrees(c.Lat) + "," + degrees(c.Lon) }

func degrees(v float64) string { return string(appendDegrees(make([]byte, 0, 12), v)) }
