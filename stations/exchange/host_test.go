package exchange_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

func hosts(t *testing.T, text string, columns map[string]string) *exchange.HostFile {
	t.Helper()
	file, err := exchange.ReadHosts(strings.NewReader(text), exchange.HostOptions{Map: columns, Datum: datum.GCJ02})
	if err != nil {
		t.Fatalf("ReadHosts(%q) error: %v", text, err)
	}
	return file
}

func TestHostsOfAnyFile(t *testing.T) {
	at := datum.Coord{Lon: 118.8, Lat: 32.06, Datum: datum.GCJ02}
	for name, c := range map[string]struct {
		text    string
		columns map[string]string
		want    exchange.Host
	}{
		"all columns in Chinese": {
			"名称,所属单位,经度,纬度,成本,营业时间\n城东支行,工商银行,118.8,32.06,3.5,周一至周五9:00—17:00\n", nil,
			exchange.Host{Name: "城东支行", Owner: "工商银行", Place: at, Cost: 3.5, Hours: "Mo-Fr 09:00-17:00"},
		},
		"the least that there can be": {"lon,lat\n118.8,32.06\n", nil, exchange.Host{Place: at}},
		"a pair in one column, below a title": {
			"候选网点一览,,\n网点名称,坐标,cost\n油站,\"118.8,32.06\",２\n",
			map[string]string{"网点名称": "name"},
			exchange.Host{Name: "油站", Place: at, Cost: 2},
		},
		"GeoJSON": {
			`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[118.8,32.06]},"properties":{"name":"便利店","host":"甲"}}]}`, nil,
			exchange.Host{Name: "便利店", Owner: "甲", Place: at},
		},
		"columns by name": {
			"a,b,x,y\n店,7,118.8,32.06\n",
			map[string]string{"a": "name", "b": "cost"},
			exchange.Host{Name: "店", Place: at, Cost: 7},
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := hosts(t, c.text, c.columns)
			if diff := cmp.Diff([]exchange.Host{c.want}, file.Hosts); diff != "" || file.Read != 1 || file.Rejected != 0 {
				t.Errorf("hosts (-want +got):\n%s\n%+v", diff, file)
			}
		})
	}
}

func TestRowsThatAreNoHosts(t *testing.T) {
	file := hosts(t, "name,lon,lat,cost,hours\n好,118.8,32.06,1,\n甲,,,1,\n乙,32.06,118.8,1,\n丙,118.8,32.06,0,\n丁,118.8,32.06,很多,\n戊,118.8,32.06,,看情况\n己,0,0,1,\n", nil)
	want := []exchange.Problem{
		{Row: 3, Field: "lon", Problem: "is missing"},
		{Row: 4, Field: "lon,lat", Value: "32.06,118.8", Problem: "looks swapped: longitude and latitude in each other's place"},
		{Row: 5, Field: "cost", Value: "0", Problem: "is not a number above 0"},
		{Row: 6, Field: "cost", Value: "很多", Problem: "is not a number above 0"},
		{Row: 7, Field: "hours", Value: "看情况", Problem: "cannot be read as opening hours"},
		{Row: 8, Field: "lon,lat", Value: "0,0", Problem: "is 0, 0, which is no position"},
	}
	if diff := cmp.Diff(want, file.Problems, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if file.Read != 7 || file.Rejected != 6 || len(file.Hosts) != 1 || file.Rows[0] != 2 {
		t.Errorf("file = %+v, want one host, of row 2, and six rejected", file)
	}
}

func TestFilesThatHoldNoHosts(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		options exchange.HostOptions
		want    string
	}{
		"no datum":       {"lon,lat\n1,2\n", exchange.HostOptions{}, "datum"},
		"no position":    {"name,cost\n甲,1\n", exchange.HostOptions{Datum: datum.WGS84}, "lon,lat"},
		"no such column": {"lon,lat\n1,2\n", exchange.HostOptions{Datum: datum.WGS84, Map: map[string]string{"x": "cost"}}, "map"},
		"no such field":  {"lon,lat,c\n1,2,3\n", exchange.HostOptions{Datum: datum.WGS84, Map: map[string]string{"c": "services"}}, "map"},
	} {
		_, err := exchange.ReadHosts(strings.NewReader(c.text), c.options)
		var ours *stations.Error
		got := ""
		if errors.As(err, &ours) && len(ours.Fields) > 0 {
			got = ours.Fields[0].Field
		}
		if stations.CodeOf(err) != stations.Invalid || got != c.want {
			t.Errorf("%s: error %v blames %q, want %q", name, err, got, c.want)
		}
	}
}

func FuzzReadHosts(f *testing.F) {
	f.Add([]byte("名称,经度,纬度,成本,营业时间\n甲,118.8,32.06,3,24小时\n"))
	f.Add([]byte(`{"type":"FeatureCollection","features":[]}`))
	f.Add([]byte("lon;lat\n1;2"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := exchange.ReadHosts(bytes.NewReader(data), exchange.HostOptions{Datum: datum.WGS84})
		if err != nil {
			if stations.CodeOf(err) != stations.Invalid {
				t.Errorf("error %v, want Invalid", err)
			}
			return
		}
		if len(file.Hosts) != len(file.Rows) || len(file.Hosts)+file.Rejected != file.Read || len(file.Problems) != file.Rejected {
			t.Errorf("%d hosts in %d rows and %d rejected for %d problems of %d", len(file.Hosts), len(file.Rows), file.Rejected, len(file.Problems), file.Read)
		}
		for _, h := range file.Hosts {
			if !stations.ValidPoint(h.Place.Lon, h.Place.Lat) || !(h.Cost >= 0) {
				t.Errorf("host %+v, want one on Earth that costs nothing or more", h)
			}
		}
	})
}
