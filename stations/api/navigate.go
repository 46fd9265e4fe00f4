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
func navigate(w *writer, c card, m roads.Mode) {
	w.comma()
	name, app := c.part(escaped), travel(m)
	b := append(w.buf, `"navigate":{"amap":"https://uri.amap.com/navigation?to=`...)
	b = append(append(append(b, c.lonLat(datum.GCJ02)...), ','), name...)
	b = append(append(b, "&mode="...), app.amap...)
	b = append(b, `&coordinate=gaode&src=yizhan&callnative=1","baidu":"https://api.map.baidu.com/marker?location=`...)
	b = append(append(append(b, c.latLon(datum.BD09)...), "&title="...), name...)
	b = append(b, `&content=yizhan&coord_type=bd09ll&output=html&src=yizhan","tencent":"https://apis.map.qq.com/uri/v1/routeplan?type=`...)
	b = append(append(append(b, app.tencent...), "&to="...), name...)
	b = append(append(append(b, "&tocoord="...), c.latLon(datum.GCJ02)...), `&referer=yizhan","geo":"geo:`...)
	b = append(append(append(b, c.latLon(datum.WGS84)...), "?q="...), c.latLon(datum.WGS84)...)
	w.buf = append(append(append(b, '('), name...), `)"}`...)
}

// mapApps is what AMap and Tencent call a mode.
type mapApps struct{ amap, tencent string }

func travel(m roads.Mode) mapApps {
	switch m {
	case roads.Ride:
		return mapApps{"ride", "bike"}
	case roads.Truck:
		return mapApps{"car", "drive"}
	}
	return mapApps{"walk", "walk"}
}
