package exchange_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

const small = "名称,经度,纬度\n鼓楼驿站,118.77,32.06\n"

// gb18030 encodes s; the text fits.
func gb18030(t testing.TB, s string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16(t testing.TB, order unicode.Endianness, s string) string {
	out, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadTellsFormatsByContent(t *testing.T) {
	want := &exchange.Table{
		Format: "csv", Header: 1, Columns: []string{"名称", "经度", "纬度"},
		Rows: []exchange.Row{{Number: 2, Values: []string{"鼓楼驿站", "118.77", "32.06"}}},
	}
	for name, file := range map[string]string{
		"UTF-8":                        small,
		"UTF-8 with a byte order mark": "\ufeff" + small,
		"GB18030":                      gb18030(t, small),
		"UTF-16, little end first":     utf16(t, unicode.LittleEndian, small),
		"UTF-16, big end first":        utf16(t, unicode.BigEndian, small),
		"semicolons":                   strings.ReplaceAll(small, ",", ";"),
		"tabs":                         strings.ReplaceAll(small, ",", "\t"),
		"Windows line ends":            strings.ReplaceAll(small, "\n", "\r\n"),
		"no line end at the end":       strings.TrimSpace(small),
		"what nobody sees":             strings.Replace(small, "鼓楼驿站", "\u202d鼓楼\x1b驿站\u202c", 1),
		"quotes and spaces":            "名称,经度,纬度\n\"鼓楼驿站 \", 118.77 ,32.06",
	} {
		got, err := exchange.Read(strings.NewReader(file))
		if err != nil {
			t.Errorf("%s: Read = %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: Read (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadRefusesWhatIsNoFileOfStations(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"a broken workbook":          {"PK\x03\x04\x14\x00", "not a readable XLSX workbook"},
		"an old Excel workbook":      {"\xd0\xcf\x11\xe0\xa1", "XLS files and workbooks with a password are not read"},
		"a JSON list":                {` [{"name":"a"}]`, "not a GeoJSON FeatureCollection"},
		"a collection of nothing":    {`{"type":"FeatureCollection"}`, "not a GeoJSON FeatureCollection"},
		"another JSON object":        {`{"type":"Topology"}`, "not a GeoJSON FeatureCollection"},
		"broken JSON":                {`{"type":"FeatureCollection"`, "not valid JSON"},
		"an empty file":              {"", "no readable header row"},
		"zero bytes":                 {"name,lon,lat\n\x00\x00", "it holds zero bytes"},
		"bytes of no encoding":       {"name,lon,lat\n\xff\xff\xff\xff", "neither UTF-8 nor GB18030"},
		"UTF-8 with one broken byte": {"名称,经度,纬度\n鼓楼驿\xe7,118.77,32.06\n", "line 2 is not valid UTF-8"},
		"too many columns":           {strings.Repeat("a,", 500) + "b\n", "500 columns"},
	} {
		_, err := exchange.Read(strings.NewReader(c.file))
		if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Read = %v, want an Invalid error with %q", name, err, c.want)
		}
	}
}

// A spreadsheet counts blank rows; so does the report.
func TestRowNumbersAreASpreadsheets(t *testing.T) {
	file := "\nname,lon,lat\n\na,1,2\n,,\n\"b\nb\",3,4\n\n\nc,5,6\n"
	table, err := exchange.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, row := range table.Rows {
		got[row.Values[0]] = row.Number
	}
	want := map[string]int{"a": 4, "b\nb": 6, "c": 9}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("row numbers (-want +got):\n%s", diff)
	}
}

func TestBadRowsAreKeptApart(t *testing.T) {
	for name, c := range map[string]struct{ row, want string }{
		"a quote inside a cell": {`a"b,1,2`, "quotation mark"},
		"a cell too many":       {"Road 5, Town,1,2", "has more cells than the header's 3"},
		"a huge cell":           {strings.Repeat("x", exchange.MaxCell+1) + ",1,2", "more than 64 kB"},
	} {
		table, err := exchange.Read(strings.NewReader("name,lon,lat\n" + c.row + "\ngood,3,4\n"))
		if err != nil || len(table.Rows) != 2 {
			t.Fatalf("%s: Read = %v, %v, want two rows", name, table, err)
		}
		bad, good := table.Rows[0], table.Rows[1]
		if len(bad.Problems) != 1 || bad.Problems[0].Row != 2 || !strings.Contains(bad.Problems[0].Problem, c.want) {
			t.Errorf("%s: problems = %v, want one of row 2 with %q", name, bad.Problems, c.want)
		}
		if len(good.Problems) != 0 || good.Number != 3 {
			t.Errorf("%s: the row after it = %v, want row 3 without problems", name, good)
		}
	}
}

func TestReadGeoJSON(t *testing.T) {
	file := `{"type":"FeatureCollection","features":[
		{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[118.7700,32.06,11]},"properties":{"name":" 鼓楼 ","services":["water", "wifi"],"free":true,"note":null}},
		{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"name":"a line"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[1]},"properties":{}},
		{"type":"Feature","geometry":null,"properties":{"name":"nowhere"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":[1]},
		{"type":"Feature","geometry":"here","properties":{}},
		17]}`
	got, err := exchange.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	bad := func(row int, field, value, problem string) []exchange.Problem {
		return []exchange.Problem{{Row: row, Field: field, Value: value, Problem: problem}}
	}
	want := &exchange.Table{
		Format: "geojson", Columns: []string{"lon", "lat", "id", "name", "services", "free", "note"},
		Rows: []exchange.Row{
			{Number: 1, Values: []string{"118.7700", "32.06", "7", "鼓楼", `["water","wifi"]`, "true", ""}},
			{Number: 2, Values: []string{"", "", "", "a line"}, Problems: bad(2, "geometry", "LineString", "is not a Point")},
			{Number: 3, Values: []string{"", ""}, Problems: bad(3, "geometry", "[1]", "has no pair of coordinates")},
			{Number: 4, Values: []string{"", "", "", "nowhere"}},
			{Number: 5, Values: []string{"", ""}, Problems: bad(5, "properties", "", "are not a JSON object")},
			{Number: 6, Values: []string{"", ""}, Problems: bad(6, "row", "", "is not a GeoJSON Feature")},
			{Number: 7, Values: []string{"", ""}, Problems: bad(7, "row", "", "is not a GeoJSON Feature")},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(exchange.Row{}, "Feature")); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
}

func TestRealPointsAreRead(t *testing.T) {
	for file, want := range map[string]int{"hk_convenience_stores": 1317, "hk_carparks": 2664} {
		data, err := os.ReadFile("../../../shared/data/stations/" + file + ".geojson")
		if err != nil {
			t.Skip("the points are not here:", err)
		}
		table, err := exchange.Read(bytes.NewReader(data))
		if err != nil || len(table.Rows) != want {
			t.Errorf("%s: Read gives %v rows, %v, want %d", file, table, err, want)
		}
	}
}

// fuzzRead looks for crashes and for tables that break their own promises.
func fuzzRead(t *testing.T, file []byte) {
	table, err := exchange.Read(bytes.NewReader(file))
	if err != nil {
		if stations.CodeOf(err) != stations.Invalid {
			t.Errorf("Read error = %v, want Invalid", err)
		}
		return
	}
	last := 0
	for _, row := range table.Rows {
		if row.Number <= last {
			t.Errorf("row %d comes after row %d", row.Number, last)
		}
		if len(row.Values) > len(table.Columns) && len(row.Problems) == 0 && row.Values[len(table.Columns)] != "" {
			t.Errorf("row %d has %d cells for %d columns and no problem", row.Number, len(row.Values), len(table.Columns))
		}
		last = row.Number
	}
	if m, err := exchange.MapColumns(table.Columns, nil); err == nil {
		for _, row := range table.Rows {
			m.Fill(&stations.Station{}, row)
			m.Place(row, 1)
			m.Decimals(row)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{small, "\ufeff" + small, gb18030(f, small), utf16(f, unicode.LittleEndian, small), "name;lon;lat;服务;phone\n\"a\"\"b\";1;2;[\"water\"];[{}]\n\n\n\"c"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(fuzzRead)
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[118.77,32.06]},"properties":{"name":"a","services":["water"],"kind":null}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"coordinates":{}},"properties":{"name":{"a":[]}}},3,null]}`))
	f.Fuzz(fuzzRead)
}

func TestWhatASpreadsheetWouldRunIsGuarded(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "＝1+1": "'＝1+1", "＠a": "'＠a", "\n=1": "'\n=1", "'=1": "''=1",
		"驿站": "驿站", "": "", "'quoted": "'quoted", "1=1": "1=1",
	} {
		if got := exchange.Guarded(cell); got != want {
			t.Errorf("Guarded(%q) = %q, want %q", cell, got, want)
		}
	}
}
