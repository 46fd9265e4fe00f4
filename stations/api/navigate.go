package api

import (
	"yizhan/geo/datum"
	"yizhan/geo/roads"
)

// navigate writes links that open a map app on the way to a station. Each is
// in the datum of its app, whatever datum was asked for:
//
//	amap     https://lbs.amap.com/api/uri-api (coordinate=gaode is GCJ-02)
//	baidu    https://lbsyun.baidu.com/index.php?title=uri (BD-09)
//	tencent  https://lbs.qq.com/webApi/uriV1/uriGuide (GCJ-02)
//	geo      RFC 5870, WGS-84
func navigate(w *writer, c *card, m roads.Mode) {
	name := c.part(escaped)
	amap, tencent := travel(m)
	w.key("navigate")
	w.open('{')
	w.link("amap", "https://uri.amap.com/navigation?to=", c.part(lonIn(datum.GCJ02)), ",", c.part(latIn(datum.GCJ02)), ",", name,
		"&mode=", amap, "&coordinate=gaode&src=yizhan&callnative=1")
	w.link("baidu", "https://api.map.baidu.com/marker?location=", c.part(latIn(datum.BD09)), ",", c.part(lonIn(datum.BD09)),
		"&title=", name, "&content=yizhan&coord_type=bd09ll&output=html&src=yizhan")
	w.link("tencent", "https://apis.map.qq.com/uri/v1/routeplan?type=", tencent, "&to=", name,
		"&tocoord=", c.part(latIn(datum.GCJ02)), ",", c.part(lonIn(datum.GCJ02)), "&referer=yizhan")
	w.link("geo", "geo:", c.part(latIn(datum.WGS84)), ",", c.part(lonIn(datum.WGS84)),
		"?q=", c.part(latIn(datum.WGS84)), ",", c.part(lonIn(datum.WGS84)), "(", name, ")")
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
