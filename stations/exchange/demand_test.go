package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

const (
	cellA = "88411cbb6bfffff"
	cellB = "88411cbb67fffff"
)

// told sums up a file of demand in one line.
func told(f *exchange.DemandFile) string {
	var parts []string
	for _, row := range f.Rows {
		place := row.Cell.String()
		if row.Cell == 0 {
			place = fmt.Sprintf("%.4f/%.4f", row.Point[0], row.Point[1])
		}
		parts = append(parts, fmt.Sprintf("%s=%g", place, row.Weight))
	}
	for _, p := range f.Problems {
		parts = append(parts, fmt.Sprintf("!%d %s", p.Row, p.Field))
	}
	return strings.Join(parts, " ")
}

func TestReadDemand(t *testing.T) {
	wgs := exchange.DemandOptions{Datum: datum.WGS84}
	for name, c := range map[string]struct {
		text    string
		options exchange.DemandOptions
		want    string
	}{
		"a header":                           {"h3,weight\n" + cellA + ",5\n", exchange.DemandOptions{}, cellA + "=5"},
		"a byte order mark":                  {"\ufeffh3_index,人口\n" + cellA + ",5\n", exchange.DemandOptions{}, cellA + "=5"},
		"no header":                          {cellA + ",5.5\n" + cellB + ",6\n", exchange.DemandOptions{}, cellA + "=5.5 " + cellB + "=6"},
		"no header, with a mark":             {"\ufeff" + cellA + ",5\n", exchange.DemandOptions{}, cellA + "=5"},
		"cells beat lon and lat":             {"id,lon,lat,population\n" + cellA + ",1,2,3\n", exchange.DemandOptions{}, cellA + "=3"},
		"an id that is no cell":              {"id,lon,lat,population\n7,1,2,3\n", wgs, "1.0000/2.0000=3"},
		"one id of two is a cell":            {"id,lon,lat,population\n" + cellA + ",1,2,3\n7,1,2,3\n", wgs, "1.0000/2.0000=3 1.0000/2.0000=3"},
		"a mapped weight":                    {"h3,jobs,population\n" + cellA + ",1,2\n", exchange.DemandOptions{Map: map[string]string{"jobs": "weight"}}, cellA + "=1"},
		"a datum moves points":               {"lon,lat,weight\n118.8,32.05,1\n", exchange.DemandOptions{Datum: datum.GCJ02}, "118.7948/32.0521=1"},
		"bad weights":                        {"h3,weight\n" + cellA + ",-1\n" + cellA + ",NaN\n" + cellA + ",inf\n" + cellA + ",\n" + cellA + ",x\n" + cellA + ",0\n", exchange.DemandOptions{}, cellA + "=0 !2 weight !3 weight !4 weight !5 weight !6 weight"},
		"a bad cell":                         {"h3,weight\nzz,1\n", exchange.DemandOptions{}, "!2 h3"},
		"a bad place":                        {"lon,lat,weight\n181,0,1\n0,91,1\n,0,1\n", wgs, "!2 lon !3 lat !4 lon"},
		"a short row":                        {"h3,weight\n" + cellA + "\n", exchange.DemandOptions{}, "!2 weight"},
		"one bad row spoils no other":        {"h3,weight\nzz,1\n" + cellB + ",2\n", exchange.DemandOptions{}, cellB + "=2 !2 h3"},
		"a bad row in a file without header": {cellA + ",5\nzz,1\n", exchange.DemandOptions{}, cellA + "=5 !2 h3"},
	} {
		file, err := exchange.ReadDemand(strings.NewReader(c.text), c.options)
		if err != nil {
			t.Errorf("%s: error %v", name, err)
			continue
		}
		if got := told(file); got != c.want || file.Read != len(file.Rows)+file.Rejected {
			t.Errorf("%s: %s (read %d), want %s", name, got, file.Read, c.want)
		}
	}
}

func TestReadDemandRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		options exchange.DemandOptions
		field   string
	}{
		"lon and lat without a datum": {"lon,lat,weight\n1,2,3\n", exchange.DemandOptions{}, "datum"},
		"no weight":                   {"h3,people\n" + cellA + ",3\n", exchange.DemandOptions{}, "weight"},
		"no place":                    {"name,weight\nx,3\n", exchange.DemandOptions{}, "h3"},
		"a mapped column that is not": {"h3,weight\n" + cellA + ",3\n", exchange.DemandOptions{Map: map[string]string{"jobs": "weight"}}, "map"},
		"a mapped field that is not":  {"h3,weight\n" + cellA + ",3\n", exchange.DemandOptions{Map: map[string]string{"weight": "jobs"}}, "map"},
		"nothing":                     {"", exchange.DemandOptions{}, ""},
		"bytes that are no text":      {"\x00\x01\x02", exchange.DemandOptions{}, ""},
	} {
		_, err := exchange.ReadDemand(strings.NewReader(c.text), c.options)
		if stations.CodeOf(err) != stations.Invalid || !strings.Contains(fmt.Sprint(err), c.field) {
			t.Errorf("%s: error = %v, want Invalid about %q", name, err, c.field)
		}
	}
}

func FuzzReadDemand(f *testing.F) {
	f.Add("h3,weight\n" + cellA + ",5\n")
	f.Add(cellA + ",5\nzz\n")
	f.Add("8800000001\"000000000") // a first row that is no CSV
	f.Add("id;lon;lat;population\n\"7;1;2;3\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := exchange.ReadDemand(strings.NewReader(text), exchange.DemandOptions{Datum: datum.BD09})
		if err != nil {
			return
		}
		if file.Read != len(file.Rows)+file.Rejected {
			t.Errorf("read %d, accepted %d, rejected %d", file.Read, len(file.Rows), file.Rejected)
		}
		for _, row := range file.Rows {
			if _, err := stations.CheckDemand("fuzz", []stations.Demand{row}); err != nil {
				t.Errorf("accepted row breaks a rule: %v", err)
			}
		}
	})
}
