package exchange

import (
	"cmp"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations/text"
)

// frameWords takes out what an office adds to the name of a frame.
var frameWords = strings.NewReplacer("-", "", "_", "", " ", "", "坐标系统", "", "坐标系", "", "坐标", "", "地图", "")

// datumOf reads an office's word for the frame of its coordinates: its name or
// whose map they were read off (of 天地图 the 天 is left). Zero for a word that
// nobody listed.
func datumOf(cell string) datum.Datum {
	switch frameWords.Replace(matched(cell)) {
	case "wgs84", "gps", "天", "cgcs2000", "国家2000", "大地2000", "2000国家大地", "epsg:4326", "epsg:4490":
		return datum.WGS84
	case "gcj02", "高德", "腾讯", "火星", "国测局", "amap":
		return datum.GCJ02
	case "bd09", "bd09ll", "百度", "baidu":
		return datum.BD09
	}
	return 0
}

// framed returns the header of a position without the datum before it, 经度 of
// 百度经度; "" for any other header.
func framed(header string) string {
	key := headerKey(header)
	for _, tail := range []string{"经纬度", "经度", "纬度", "坐标", "longitude", "latitude", "lon", "lng", "lat"} {
		if name, ok := strings.CutSuffix(key, tail); ok && datumOf(name) != 0 {
			return tail
		}
	}
	return ""
}

// frameOf returns the datum that the header of a position names, as 百度经度
// and 经度（GCJ-02） do; 0 for none.
func frameOf(header string) datum.Datum {
	if tail := framed(header); tail != "" {
		return datumOf(strings.TrimSuffix(headerKey(header), tail))
	}
	return remarkedFrame(header)
}

// remarkedFrame returns the datum that remarks behind a header name, as those of
// 经度(BD09)(必填) do; 0 for none and for two.
func remarkedFrame(header string) datum.Datum {
	var named datum.Datum
	pieces := strings.FieldsFunc(text.Fold(header), func(r rune) bool { return strings.ContainsRune("()[]【】,、;/:", r) })
	for _, remark := range pieces {
		if d := datumOf(remark); d != 0 && named != 0 && d != named {
			return 0
		} else if d != 0 {
			named = d
		}
	}
	return named
}

// frames notes the datums that the headers of the position name, that of the
// two columns and that of a pair in one. A longitude of one and a latitude of
// another are no position.
func (m *Mapping) frames(columns []string) {
	named := func(f Field) datum.Datum {
		if !m.Has(f) {
			return 0
		}
		return frameOf(columns[m.at[f]])
	}
	m.pairFrame = named(Pair)
	lon, lat := named(Lon), named(Lat)
	if m.frame = cmp.Or(lon, lat); lon != 0 && lat != 0 && lon != lat {
		m.frame = 0
		for _, f := range []Field{Lon, Lat} {
			m.Ignored = append(m.Ignored, columns[m.at[f]])
			delete(m.at, f)
		}
	}
}
