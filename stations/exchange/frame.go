package exchange

import (
	"cmp"
	"strings"

	"yizhan/geo/datum"
	"yizhan/stations/text"
)

// frameWords takes out what an office adds to the name of a frame.
var frameWords = strings.NewReplacer("-", "", "_", "", " ", "", "坐标系统", "", "坐标系", "", "坐标", "", "地图", "")

// frameNames are the words for each frame, and whose maps are in it; nothing
// changes them.
var frameNames = map[string]datum.Datum{
	"wgs84": datum.WGS84, "gps": datum.WGS84, "天": datum.WGS84, "cgcs2000": datum.WGS84, "国家2000": datum.WGS84, "大地2000": datum.WGS84,
	"2000国家大地": datum.WGS84, "epsg:4326": datum.WGS84, "epsg:4490": datum.WGS84,
	"gcj02": datum.GCJ02, "高德": datum.GCJ02, "腾讯": datum.GCJ02, "火星": datum.GCJ02, "国测局": datum.GCJ02, "amap": datum.GCJ02, "gaode": datum.GCJ02,
	"bd09": datum.BD09, "bd09ll": datum.BD09, "百度": datum.BD09, "baidu": datum.BD09,
}

// amongWords are those that name their frame with other words around them too.
var amongWords = []string{"wgs84", "gps", "cgcs2000", "国家2000", "2000国家大地", "gcj02", "高德", "腾讯", "火星", "国测局", "bd09", "百度"}

// datumOf reads an office's word for the frame of its coordinates: its name or
// whose map they were read off (of 天地图 the 天 is left). Zero for a word that
// nobody listed.
func datumOf(cell string) datum.Datum {
	return frameNames[frameWords.Replace(matched(cell))]
}

// framed cuts the header of a position into that and the datum before or behind
// it: 百度经度 and lon_bd09 are 经度 and lon of BD-09. 0 for any other header.
func framed(header string) (place string, d datum.Datum) {
	key := headerKey(header)
	for _, place := range []string{"经纬度", "经度", "纬度", "坐标", "longitude", "latitude", "lon", "lng", "lat"} {
		for _, cut := range []func(string, string) (string, bool){strings.CutSuffix, strings.CutPrefix} {
			if name, ok := cut(key, place); ok && datumOf(name) != 0 {
				return place, datumOf(name)
			}
		}
	}
	return "", 0
}

// frameOf returns the datum that the header of a position names, as 百度经度
// and 经度（GCJ-02） do; 0 for none.
func frameOf(header string) datum.Datum {
	if _, d := framed(header); d != 0 {
		return d
	}
	return remarkedFrame(header)
}

// remarkedFrame returns the datum that a header and its remarks name, as those
// of 经度(BD09)(必填) do; 0 for none and for two.
func remarkedFrame(header string) datum.Datum {
	var named datum.Datum
	for _, remark := range strings.FieldsFunc(text.Fold(header), func(r rune) bool { return strings.ContainsRune("()[]【】〔〕,、;/:", r) }) {
		for d := range told(remark) {
			if named != 0 && d != named {
				return 0
			}
			named = d
		}
	}
	return named
}

// told gives the datums that a remark tells of with other words around them,
// 采用百度坐标系 and 高德地图GCJ-02. Of coordinates that were converted it is the
// one behind (百度转WGS84); one that is denied (非百度) is none.
func told(remark string) map[datum.Datum]bool {
	if d := datumOf(remark); d != 0 {
		return map[datum.Datum]bool{d: true}
	}
	words := frameWords.Replace(matched(remark))
	if at := strings.LastIndex(words, "转"); at >= 0 {
		words = words[at:]
	}
	found := map[datum.Datum]bool{}
	if strings.ContainsAny(words, "非不") {
		return found
	}
	for _, name := range amongWords {
		if strings.Contains(words, name) {
			found[frameNames[name]] = true
		}
	}
	return found
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
