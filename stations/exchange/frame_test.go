package exchange_test

import (
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// TestHeadingsNameTheDatum reads positions under headings that say whose map
// they were read off, in a file of which GCJ-02 was stated.
func TestHeadingsNameTheDatum(t *testing.T) {
	for header, want := range map[string]datum.Datum{
		"name,经度,纬度": datum.GCJ02, "name,百度经度,百度纬度": datum.BD09, "name,高德经度,高德纬度": datum.GCJ02, "name,经度（WGS84）,纬度（WGS84）": datum.WGS84,
		"name,经度（百度）,纬度": datum.BD09, "name,经度(BD09)(必填),纬度(BD09)(必填)": datum.BD09, "name,经度（必填，GCJ-02）,纬度": datum.GCJ02,
		"name,（必填）经度【WGS84】,纬度": datum.WGS84, "name,经度（高德/百度）,纬度": datum.GCJ02, "name,GPS经度,GPS纬度": datum.WGS84, "name,经度（东经）,纬度（北纬）": datum.GCJ02,
		"name,百度经度,百度纬度,高德经度,高德纬度": datum.BD09,
		"name,经度（百度地图BD-09）,纬度":    datum.BD09, "name,经度（高德地图GCJ-02）,纬度": datum.GCJ02, "name,经度（采用百度坐标系）,纬度": datum.BD09, "name,经度（百度坐标拾取系统）,纬度": datum.BD09,
		"name,经度（WGS-84 经纬度）,纬度": datum.WGS84, "name,经度〔BD09〕,纬度": datum.BD09, "name,lon_bd09,lat_bd09": datum.BD09, "name,经度WGS84,纬度WGS84": datum.WGS84, "name,gaode_lng,gaode_lat": datum.GCJ02,
		"name,经度（非百度）,纬度": datum.GCJ02, "name,经度（百度转WGS84）,纬度": datum.WGS84, "name,经度（由百度坐标转换）,纬度": datum.GCJ02,
	} {
		m, row := one(t, header, "a,118.77,32.06,118.76,32.05")
		if c, ok, problems := m.Place(row, datum.GCJ02); !ok || c != (datum.Coord{Lon: 118.77, Lat: 32.06, Datum: want}) {
			t.Errorf("Place under %s = %v, %v, %v, want it in %v", header, c, ok, problems, want)
		}
	}
	for header, want := range map[string]datum.Datum{"name,百度坐标": datum.BD09, "name,坐标（百度）": datum.BD09, "name,天地图坐标": datum.WGS84, "name,经纬度": datum.GCJ02} {
		m, row := one(t, header, `a,"118.77,32.06"`)
		if c, ok, problems := m.Place(row, datum.GCJ02); !ok || c.Datum != want {
			t.Errorf("Place under %s = %v, %v, %v, want it in %v", header, c, ok, problems, want)
		}
	}
	// A row that leaves its two columns empty has its position in the third.
	for header, want := range map[string]datum.Datum{"name,经度,纬度,百度坐标": datum.BD09, "name,百度经度,百度纬度,坐标": datum.GCJ02, "name,GPS经度,GPS纬度,百度坐标": datum.BD09} {
		m, row := one(t, header, `a,,,"118.77,32.06"`)
		if c, ok, problems := m.Place(row, datum.GCJ02); !ok || c.Datum != want {
			t.Errorf("Place of a pair under %s = %v, %v, %v, want it in %v", header, c, ok, problems, want)
		}
	}
	m, row := one(t, "name,百度经度,百度纬度,坐标系", "a,118.77,32.06,GPS")
	if c, _, _ := m.Place(row, datum.GCJ02); c.Datum != datum.WGS84 {
		t.Errorf("Place of a row that says GPS = %v, want it in wgs84", c)
	}
	if _, err := exchange.MapColumns([]string{"name", "百度经度", "高德纬度"}, nil); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("MapColumns of half a pair in each of two datums = %v, want Invalid", err)
	}
	if _, err := exchange.MapColumns([]string{"name", "地址", "定位方式"}, nil); err != nil {
		t.Errorf("MapColumns of addresses that say that they are all = %v, want none", err)
	}
}
