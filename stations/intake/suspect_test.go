package intake_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/osm"
	"yizhan/geo/roads/roadstest"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/intake"
)

// along lists n stations beside the drawn road, one each 100 m, as they are
// written in the datum d.
func along(net *roadstest.Net, d datum.Datum, n int) string {
	var b strings.Builder
	b.WriteString("id,名称,经度,纬度\n")
	for i := range n {
		c := datum.Out(roadstest.Shift(net.At('A'), 3+100*float64(i), 5), d)
		fmt.Fprintf(&b, "%d,第%d站,%.7f,%.7f\n", i, i, c.Lon, c.Lat)
	}
	return b.String()
}

// verdicts are the problems of the file as a whole.
func verdicts(r *intake.Report) (list []string) {
	for _, p := range r.Problems {
		if p.Row == 0 {
			list = append(list, p.Value+" "+p.Problem)
		}
	}
	return list
}

// wide draws a road from E over A to B, with side roads two kilometres away
// from where the stations are: what misses the road is still on the map.
func wide(t *testing.T) *roadstest.Net {
	gap := strings.Repeat(" ", 59)
	side := strings.Repeat("|"+gap+"|\n", 15)
	return roadstest.Draw(t, 100, "C"+gap+"D\n"+side+"E"+strings.Repeat("-", 19)+"A"+strings.Repeat("-", 39)+"B\n"+side+"F"+gap+"G")
}

func TestRoadsTellAnotherDatum(t *testing.T) {
	net := wide(t)
	for name, c := range map[string]struct {
		written, stated datum.Datum
		rows            int
		suspect         int
		verdict         string
	}{
		"as stated":                          {datum.GCJ02, datum.GCJ02, 12, 0, ""},
		"bd09 that was called gcj02":         {datum.BD09, datum.GCJ02, 12, 12, "gcj02 suspect: 12 of 12 positions fit the ground clearly better as bd09 than as stated"},
		"too few rows for a verdict":         {datum.BD09, datum.GCJ02, 9, 9, ""},
		"gcj02 that was called wgs84, 480 m": {datum.GCJ02, datum.WGS84, 12, 0, "wgs84 suspect: 12 of 12 positions fit the ground clearly better as gcj02 than as stated"},
		"wgs84 that was called bd09, 440 m":  {datum.WGS84, datum.BD09, 12, 0, "bd09 suspect: 12 of 12 positions fit the ground clearly better as wgs84 than as stated"},
		"without the network, all is well":   {datum.BD09, datum.GCJ02, 0, 0, ""},
	} {
		store, o := open(t), gcj
		o.Datum, o.Roads = c.stated, net.Graph
		rows := c.rows
		if rows == 0 {
			o.Roads, rows = nil, 12
		}
		report := load(t, store, along(net, c.written, rows), o)
		if got := strings.Join(verdicts(report), "\n"); report.Suspect != c.suspect || got != c.verdict {
			t.Errorf("%s: %d suspect, verdict %q, want %d, %q; problems %v", name, report.Suspect, got, c.suspect, c.verdict, report.Problems)
		}
	}
}

func TestFarFromTheNetworkNothingIsSaid(t *testing.T) {
	net := roadstest.Draw(t, 100, "A-----------------B")
	store, o := open(t), gcj
	o.Roads = net.Graph
	file := "id,名称,经度,纬度\n1,别的城市,121.470012,31.230012\n"
	wantCounts(t, "import", load(t, store, file, o), "read 1 created 1 updated 0 unchanged 0 rejected 0 suspect 0")
}

func TestTwinsInAFile(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want string
	}{
		"one name, 28 m":              {"驿站,118.770012,32.060012,", "驿站,118.770312,32.060012,", "row 2 has this name 28 m away"},
		"one name, 70 m":              {"驿站,118.770012,32.060012,", "驿站,118.770752,32.060012,", ""},
		"one name but for its looks":  {"驛站（一）,118.770012,32.060012,", "驿站 (一),118.770312,32.060012,", "row 2 has this name 28 m away"},
		"two names, 28 m":             {"驿站一,118.770012,32.060012,", "驿站二,118.770312,32.060012,", ""},
		"across the edge of a square": {"驿站,118.764801,32.063001,", "驿站,118.764799,32.062999,", "row 2 has this name"},
		"one external id, far apart":  {"甲,118.770012,32.060012,B001", "乙,119.770012,32.060012,B001", "row 2 has the same"},
		"one id of two registries":    {"甲,118.770012,32.060012,B001", "乙,119.770012,32.060012,B002", ""},
	} {
		store := open(t)
		report := load(t, store, "id,名称,经度,纬度,高德ID\n1,"+c.a+"\n2,"+c.b+"\n", gcj)
		var got string
		for _, p := range report.Problems {
			got += p.Problem
		}
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: problems %q, want %q", name, got, c.want)
		}
	}
}

// What a row states goes before where the store's districts put it, and is
// told apart.
func TestStatedDivisionIsHeldAgainstThePosition(t *testing.T) {
	store := open(t)
	square := orb.MultiPolygon{{{{118.7, 32}, {118.8, 32}, {118.8, 32.1}, {118.7, 32.1}, {118.7, 32}}}}
	if err := store.PutAreas(t.Context(), []stations.Area{{Adcode: "320106", Name: "鼓楼区", Geometry: square}}); err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]string{
		"118.750012,32.050012,320106":    "",
		"118.750012,32.050012,320106001": "",
		"118.750012,32.050012,320100":    "",
		"118.750012,32.050012,110101":    "",
		"118.950012,32.050012,320106":    "lies outside every known division",
		"118.803012,32.050012,320106":    "wrong datum? As wgs84 the position lies outside its stated division 320106, as gcj02 or bd09 it does not",
	} {
		o := gcj
		o.Datum, o.DryRun = datum.WGS84, true
		report := load(t, store, "名称,经度,纬度,区划代码\n站,"+row+"\n", o)
		got := fmt.Sprint(report.Problems)
		if (want == "") != (report.Suspect == 0) || !strings.Contains(got, want) {
			t.Errorf("%s: problems %s, want %q", row, got, want)
		}
	}
}

// Real shops and a real network, which ends where the extract does: of the
// true datum little is suspected, of both others the verdict is told.
func TestHongKongShopsTellTheirDatum(t *testing.T) {
	network, _, err := osm.Build(t.Context(), "../../../shared/data/roads/hk_island.osm.pbf", osm.Options{})
	if err != nil {
		t.Skip("the extract is not here:", err)
	}
	defer network.Close()
	data, err := os.ReadFile("../../../shared/data/stations/hk_convenience_stores.geojson")
	if err != nil {
		t.Skip("the shops are not here:", err)
	}
	for d, want := range map[datum.Datum]string{datum.WGS84: "", datum.GCJ02: "as wgs84 than as stated", datum.BD09: "as wgs84 than as stated"} {
		o := intake.Options{Source: "hk", Datum: d, Kind: stations.UnionStation, Columns: map[string]string{"name eng": "name"}, Roads: network, DryRun: true}
		report := load(t, open(t), string(data), o)
		got := strings.Join(verdicts(report), "; ")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("verdict on the shops as %v = %q, want %q", d, got, want)
		}
		if d == datum.WGS84 && report.Suspect > 14 {
			t.Errorf("shops as they are: %d suspect, want at most one in a hundred", report.Suspect)
		}
	}
}

func TestARowThatIsKnownByItsAddressIsNotDoubtedForItsPlace(t *testing.T) {
	var file strings.Builder
	file.WriteString("名称,经度,纬度,地址,position_quality\n")
	for i := range 12 {
		fmt.Fprintf(&file, "第%d站,,,中山路%d号,address_only\n", i, i)
	}
	report := load(t, open(t), file.String(), gcj)
	for _, p := range report.Problems {
		if p.Suspect {
			t.Errorf("row %d is doubted: %s %s, want no word about a place that it does not state", p.Row, p.Field, p.Problem)
		}
	}
	wantCounts(t, "rows without a position", report, "read 12 created 12 updated 0 unchanged 0 rejected 0 suspect 0")
}

// TestRowsNameTheirOwnDatum imports one file with all three datums: every station
// is beside the road, and the report says what was done.
func TestRowsNameTheirOwnDatum(t *testing.T) {
	net := wide(t)
	words := map[datum.Datum]string{datum.WGS84: "GPS", datum.GCJ02: "", datum.BD09: "百度坐标系"}
	var file strings.Builder
	file.WriteString("id,名称,经度,纬度,坐标系\n")
	for i := range 36 {
		d := []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09}[i%3]
		c := datum.Out(roadstest.Shift(net.At('A'), 3+100*float64(i/3), 5), d)
		fmt.Fprintf(&file, "%d,第%d站,%.7f,%.7f,%s\n", i, i, c.Lon, c.Lat, words[d])
	}
	store, o := open(t), gcj
	o.Roads = net.Graph
	report := load(t, store, file.String(), o)
	if report.Created != 36 || report.Rejected != 0 || verdicts(report) != nil {
		t.Errorf("created %d, rejected %d, verdicts %v, want 36 and nothing; problems %v", report.Created, report.Rejected, verdicts(report), report.Problems)
	}
	if notes := strings.Join(report.Notes, "\n"); !strings.Contains(notes, "wgs84 12, gcj02 12, bd09 12") {
		t.Errorf("notes = %q, want how many rows are in which datum", notes)
	}
	for _, s := range all(t, store) {
		if off := sphere.Distance(s.Position.Point, roadstest.Shift(net.At('A'), 3+100*float64(number(t, s)/3), 5)); off > 1 {
			t.Errorf("%s is %.0f m from where it is, want 0", s.Name, off)
		}
	}
}

func number(t *testing.T, s *stations.Station) int {
	n, err := strconv.Atoi(s.SourceRecord)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
