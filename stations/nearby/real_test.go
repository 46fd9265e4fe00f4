package nearby

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"yizhan/stations"
)

// realNames makes stations of real names: shops and car parks of Hong Kong, in
// traditional characters, cities and districts of the mainland.
func realNames(t *testing.T) []*stations.Station {
	var list []*stations.Station
	add := func(name, address string, p orb.Point) {
		if name != "" {
			id := stations.ID(fmt.Sprintf("%08x-0000-7000-8000-000000000000", len(list)))
			list = append(list, &stations.Station{ID: id, Name: name, Lifecycle: stations.Open, Kind: stations.UnionStation, Position: stations.Position{Point: p, Address: address}})
		}
	}
	for _, file := range []string{"hk_convenience_stores", "hk_carparks"} {
		var c geojson.FeatureCollection
		readReal(t, "stations/"+file+".geojson", &c)
		for _, f := range c.Features {
			name := f.Properties.MustString("name_chi", "")
			if name == "" {
				name = f.Properties.MustString("name eng", "")
			}
			add(name, f.Properties.MustString("address", ""), f.Point())
		}
	}
	var cities []struct {
		Attrs  struct{ Province, City, District string }
		Coords struct{ WGS84 orb.Point }
	}
	readReal(t, "datum/gcoord_china_cities.json", &cities)
	for _, c := range cities {
		add(c.Attrs.City+"工会驿站", c.Attrs.Province+c.Attrs.City+c.Attrs.District, c.Coords.WGS84)
	}
	for _, code := range []string{"110000", "320100", "500000"} {
		var c geojson.FeatureCollection
		readReal(t, "boundaries/"+code+".json", &c)
		for _, f := range c.Features {
			add(f.Properties.MustString("name", "")+"司机之家", "", f.Geometry.Bound().Center())
		}
	}
	return list
}

func readReal(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile("../../../shared/data/" + file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real names are not here:", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// Thirty questions, read and judged by a person: the first answer, seen
// from Beijing, is the one that was meant.
func TestRealNamesAreFoundAsPeopleType(t *testing.T) {
	f := NewFinder(nil, time.Now)
	t.Cleanup(f.lexicon.wait)
	f.lexicon.load(1, realNames(t))
	for typed, first := range map[string]string{
		"重慶":         "重庆市工会驿站",
		"chongqing":  "重庆市工会驿站",
		"xiamen":     "厦门市工会驿站",
		"六安":         "六安市工会驿站",
		"luan":       "六安市工会驿站",
		"bengbu":     "蚌埠市工会驿站",
		"leshan":     "乐山市工会驿站",
		"台州":         "台州市工会驿站",
		"taizhou":    "泰州市工会驿站", // as near to the word as 台州, nearer to Beijing
		"lishui":     "溧水区司机之家",
		"bozhou":     "亳州市工会驿站",
		"changzhi":   "长治市工会驿站",
		"hulunbeier": "呼伦贝尔市工会驿站",
		"njs工会":      "南京市工会驿站",
		"glq":        "鼓楼区司机之家",
		"cyqsj":      "朝阳区司机之家",
		"北碚 司机":      "北碚区司机之家",
		"朝阳区司机之嫁":    "朝阳区司机之家",
		"驻马点市工会驿站":   "驻马店市工会驿站",
		"七":          "七台河市工会驿站",
		"湾仔轩尼诗道":     "灣仔軒尼詩道199-203號東華大廈地下1號舖(OK便利店)",
		"wanzai":     "灣仔政府大樓停車場",
		"tongluowan": "銅鑼灣廣場第2期停車場",
		"chongqinh":  "重庆市工会驿站",
		"bejing":     "北京市工会驿站",
		"nanzhou":    "兰州市工会驿站",
		"hangzou":    "杭州市工会驿站",
		"haerbing":   "哈尔滨市工会驿站",
		"guanzhou":   "广州市工会驿站", // not 赣州 or 泉州, which are nearer
		"zanzou":     "漳州市工会驿站",
		"chonqgin":   "重庆市工会驿站",
		"shijazhung": "石家庄市工会驿站",
		"tongluwan":  "銅鑼灣廣場第2期停車場",
		"ＯＫ便利店":      "羅湖港鐵站%20LOW%20109%20號舖(OK便利店)",
	} {
		r, err := f.Search(t.Context(), Search{Text: typed, Filter: stations.Public(), Near: &orb.Point{116.4, 39.9}, Limit: 1})
		if err != nil || len(r.Found) == 0 || r.Found[0].Station.Name != first {
			t.Errorf("Search(%q) = %v, %v, want %s first", typed, r.Found, err, first)
		}
	}
}

// Some words of English are a letter from pinyin and an unfinished syllable.
func TestShortNonsenseIsNotAnswered(t *testing.T) {
	f := NewFinder(nil, time.Now)
	t.Cleanup(f.lexicon.wait)
	f.lexicon.load(1, realNames(t))
	for _, typed := range []string{"hunch", "weird", "hound", "world", "coffee", "toilet", "asdfgh", "birthday"} {
		r, err := f.Search(t.Context(), Search{Text: typed, Filter: stations.Public(), Limit: 1})
		if err != nil || r.Total > 0 {
			t.Errorf("Search(%q) finds %d, %v, want nothing", typed, r.Total, err)
		}
	}
}
