package basemap_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/datum"
	"yizhan/stations/basemap"
)

const review = "GS(2024)0568号"

func Example() {
	m, err := basemap.Parse(basemap.Setting{Name: "tianditu", Key: "0123456789abcdef", Review: review})
	fmt.Println(m.Kind, m.Datum, len(m.Layers), err)
	fmt.Println(m.Origins()[0])
	// Output:
	// raster wgs84 2 <nil>
	// https://t0.tianditu.gov.cn
}

func TestASettingMakesAMap(t *testing.T) {
	file := archiveOf(t, "PMTiles\x03 and what follows")
	for name, c := range map[string]struct {
		setting basemap.Setting
		kind    basemap.Kind
		datum   datum.Datum
		origins []string
	}{
		"nothing said is the own roads":     {basemap.Setting{}, basemap.Roads, datum.WGS84, nil},
		"own roads may have a number":       {basemap.Setting{Name: "roads", Review: review}, basemap.Roads, datum.WGS84, nil},
		"AMap is in GCJ-02":                 {basemap.Setting{Name: "amap", Review: review}, basemap.Raster, datum.GCJ02, hosts("https://webrd0%d.is.autonavi.com", 1, 4)},
		"AMap's imagery":                    {basemap.Setting{Name: "amap-imagery", Review: review}, basemap.Raster, datum.GCJ02, hosts("https://webst0%d.is.autonavi.com", 1, 4)},
		"Tianditu is as WGS-84":             {basemap.Setting{Name: "tianditu", Key: "abcdefgh", Review: review}, basemap.Raster, datum.WGS84, hosts("https://t%d.tianditu.gov.cn", 0, 7)},
		"a proxy takes the service's place": {basemap.Setting{Name: "amap", URLs: []string{"http://10.0.0.8:8081/a/{z}/{x}/{y}"}, Review: review}, basemap.Raster, datum.GCJ02, []string{"http://10.0.0.8:8081"}},
		"an archive here needs no host":     {basemap.Setting{Name: "pmtiles:" + file, Review: review, Credit: "我市"}, basemap.Archive, datum.WGS84, nil},
		"an archive elsewhere needs its":    {basemap.Setting{Name: "pmtiles:https://Maps.example/a/b.pmtiles?v=1", Review: review, Credit: "我市"}, basemap.Archive, datum.WGS84, []string{"https://maps.example"}},
	} {
		m, err := basemap.Parse(c.setting)
		if err != nil || m.Kind != c.kind || m.Datum != c.datum || m.Review != c.setting.Review {
			t.Errorf("%s: Parse = %+v, %v", name, m, err)
		}
		if diff := cmp.Diff(c.origins, m.Origins()); diff != "" {
			t.Errorf("%s: Origins (-want +got)\n%s", name, diff)
		}
	}
}

func TestAnArchiveHereIsServedAtAnAddressOfItsOwn(t *testing.T) {
	file := archiveOf(t, "PMTiles\x03")
	if m, err := basemap.Parse(basemap.Setting{Name: "pmtiles:" + file, Review: review, Credit: "我市"}); m.File() != file || m.Archive != basemap.Path || err != nil {
		t.Errorf("Parse of a file = %q at %q, %v, want %q at %q", m.File(), m.Archive, err, file, basemap.Path)
	}
}

func TestTheKeyStandsInEveryAddress(t *testing.T) {
	m, err := basemap.Parse(basemap.Setting{Name: "tianditu-imagery", Key: "abcdefgh12", Review: review, Credit: "省级天地图"})
	if err != nil || m.Credit != "省级天地图" {
		t.Fatalf("Parse = %+v, %v", m, err)
	}
	for i, want := range []string{"LAYER=img", "LAYER=cia"} {
		for _, address := range m.Layers[i].Tiles {
			if !strings.HasSuffix(address, "&tk=abcdefgh12") || !strings.Contains(address, want) || strings.Contains(address, "{key}") {
				t.Errorf("layer %d has the address %s", i, address)
			}
		}
	}
}

func TestABadSettingIsRefusedWithItsRule(t *testing.T) {
	proxy := func(u string) basemap.Setting {
		return basemap.Setting{Name: "amap", Review: review, URLs: []string{u}}
	}
	for want, s := range map[string]basemap.Setting{
		`"mars": 未知`:                 {Name: "mars"},
		"review: 缺少审图号":              {Name: "amap"},
		"review: must be one line":   {Name: "amap", Review: "a\nb"},
		"credit: must be one line":   {Name: "amap", Review: review, Credit: strings.Repeat("图", 81)},
		"credit: 缺少署名":               {Name: "pmtiles:https://a.example/b", Review: review},
		"key: 缺少密钥":                  {Name: "tianditu", Review: review},
		"key: must be 8":             {Name: "tianditu", Review: review, Key: "k; script-src *"},
		"key: 用不上":                   {Name: "amap", Review: review, Key: "abcdefgh"},
		"key, url: 只用于地图服务":          {Name: "roads", Key: "abcdefgh"},
		"must hold {x} once":         proxy("https://a.example/{z}/{y}"),
		"must hold {y} once":         proxy("https://a.example/{z}/{x}/{y}/{y}"),
		"must begin with https":      proxy("ftp://a.example/{z}/{x}/{y}"),
		"must name a host":           proxy("https://a.example;script-src/{z}/{x}/{y}"),
		"nobody's password":          proxy("https://me:secret@a.example/{z}/{x}/{y}"),
		"must have at most 500":      proxy("https://a.example/{z}/{x}/{y}" + strings.Repeat("a", 500)),
		"url: has more than 4":       {Name: "amap", Review: review, URLs: make([]string, 5)},
		"no such file":               {Name: "pmtiles:" + filepath.Join(t.TempDir(), "none"), Review: review},
		"不是 PMTiles":                 {Name: "pmtiles:" + archiveOf(t, "PMTiles\x02"), Review: review},
		"pmtiles:ftp://a.example/b:": {Name: "pmtiles:ftp://a.example/b", Review: review},
	} {
		m, err := basemap.Parse(s)
		if !errors.Is(err, basemap.ErrSetting) || !strings.Contains(err.Error(), want) || m.Kind != "" {
			t.Errorf("Parse(%+v) = %+v, %v, want an error with %q", s, m, err, want)
		}
		if s.Key != "" && err != nil && strings.Contains(err.Error(), s.Key) {
			t.Errorf("Parse tells the key in its error: %v", err)
		}
	}
}

func archiveOf(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "map.pmtiles")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func hosts(format string, from, to int) []string {
	var list []string
	for i := from; i <= to; i++ {
		list = append(list, fmt.Sprintf(format, i))
	}
	return list
}
