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

// perHour writes the hours of a row that have a weight.
func perHour(d stations.Demand) string {
	if d.Hours == nil {
		return fmt.Sprintf("%s=%g", d.Cell, d.Weight)
	}
	text := fmt.Sprintf("%s=%g:", d.Cell, d.Weight)
	for h, w := range d.Hours {
		if w != 0 {
			text += fmt.Sprintf(" %d@%g", h, w)
		}
	}
	return text
}

func TestReadDemandByHour(t *testing.T) {
	var names, values []string
	for h := range 24 {
		names, values = append(names, fmt.Sprintf("w%02d", h)), append(values, "0")
	}
	values[0], values[23] = "1.5", "2"
	wide, row := strings.Join(names, ","), strings.Join(values, ",")
	for name, c := range map[string]struct {
		text   string
		mapped map[string]string
		want   string
	}{
		"a column for each hour":        {"h3," + wide + "\n" + cellA + "," + row, nil, cellA + "=3.5: 0@1.5 23@2"},
		"a weight of its own stays":     {"h3,weight," + wide + "\n" + cellA + ",9," + row, nil, cellA + "=9: 0@1.5 23@2"},
		"a negative hour":               {"h3," + wide + "\n" + cellA + "," + strings.Replace(row, "2", "-2", 1), nil, "!w23"},
		"a row for each hour":           {"h3,hour,weight\n" + cellA + ",8,1\n" + cellB + ",08,5\n" + cellA + ",20,2\n" + cellA + ",8,3", nil, cellA + "=6: 8@4 20@2; " + cellB + "=5: 8@5"},
		"moments, as unmet writes them": {"h3,hour,searches\n" + cellA + ",2026-05-06T20:00:00+08:00,12\n" + cellA + ",2026-05-07T12:00:00Z,3", map[string]string{"searches": "weight"}, cellA + "=15: 20@15"},
		"a column hour of other things": {"h3,hour,weight\n" + cellA + ",8,1\n" + cellA + ",rush,2", nil, cellA + "=1; " + cellA + "=2"},
		"a mapped hour is strict":       {"h3,时段,weight\n" + cellA + ",8,1\n" + cellA + ",24,2", map[string]string{"时段": "hour"}, cellA + "=1: 8@1; !时段"},
	} {
		file, err := exchange.ReadDemand(strings.NewReader(c.text), exchange.DemandOptions{Map: c.mapped})
		if err != nil {
			t.Errorf("%s: error %v", name, err)
			continue
		}
		var parts []string
		for _, d := range file.Rows {
			parts = append(parts, perHour(d))
		}
		for _, p := range file.Problems {
			parts = append(parts, "!"+p.Field)
		}
		byHour := strings.Contains(c.want, "@") || strings.HasPrefix(c.want, "!")
		if got := strings.Join(parts, "; "); got != c.want || file.ByHour != byHour {
			t.Errorf("%s: %s (by hour %v), want %s", name, got, file.ByHour, c.want)
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
		"hours that are not all":      {"h3,weight,w00,w01\n" + cellA + ",3,1,2\n", exchange.DemandOptions{}, "w02"},
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
	f.Add("h3,hour,weight\n" + cellA + ",8,1\n" + cellA + ",9,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := exchange.ReadDemand(strings.NewReader(text), exchange.DemandOptions{Datum: datum.BD09})
		if err != nil {
			return
		}
		if rows := file.Read - file.Rejected; rows != len(file.Rows) && (!file.ByHour || rows < len(file.Rows)) {
			t.Errorf("read %d, kept %d, rejected %d", file.Read, len(file.Rows), file.Rejected)
		}
		for _, row := range file.Rows {
			if _, err := stations.CheckDemand("fuzz", []stations.Demand{row}); err != nil {
				t.Errorf("accepted row breaks a rule: %v", err)
			}
		}
	})
}
