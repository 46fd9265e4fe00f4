package exchange_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// workbook makes a file of the sheets that draw fills.
func workbook(t testing.TB, draw func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	draw(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func setRow(t testing.TB, f *excelize.File, sheet string, row int, cells ...any) {
	t.Helper()
	if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &cells); err != nil {
		t.Fatal(err)
	}
}

// office is a workbook as offices send them: titles, a date, two rows of
// headers that are merged in part, styles, hidden and blank rows.
func office(t testing.TB) []byte {
	return workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "某区户外劳动者驿站一览表")
		setRow(t, f, "Sheet1", 2, "填表日期：", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
		setRow(t, f, "Sheet1", 4, "站点名称", "位置", nil, "编号", "日期", "巡检", "开门")
		setRow(t, f, "Sheet1", 5, nil, "经度", "纬度", nil, nil, nil, nil)
		setRow(t, f, "Sheet1", 6, "鼓楼驿站", 118.77001234567891, "３２．０６", 320102000012345, 46082, 46082.5, 0.375)
		setRow(t, f, "Sheet1", 8, "=玄武", "118.79", 32.06, 7, "2026年3月", nil, nil, "备注")
		setRow(t, f, "Sheet1", 9, "#N/A", 118.79, 32.06)
		if err := f.SetRowVisible("Sheet1", 8, false); err != nil {
			t.Fatal(err)
		}
		for cell, format := range map[string]string{"E6": `yyyy"年"m"月"d"日"`, "F6": "yyyy/m/d h:mm", "G6": "h:mm AM/PM", "B6": "0.00", "C8": "0.00E+00", "D6": "0"} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.NewSheet("第二批"); err != nil {
			t.Fatal(err)
		}
		setRow(t, f, "第二批", 1, "名称", "坐标")
		setRow(t, f, "第二批", 2, "秦淮驿站", "118.79,32.02")
	})
}

func TestReadXLSX(t *testing.T) {
	got, err := exchange.Read(bytes.NewReader(office(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := &exchange.Table{
		Format: "xlsx", Sheet: "Sheet1", Sheets: []string{"Sheet1", "第二批"}, Header: 5, Hidden: 1,
		Columns: []string{"站点名称", "经度", "纬度", "编号", "日期", "巡检", "开门", ""},
		Rows: []exchange.Row{
			{Number: 6, Values: []string{"鼓楼驿站", "118.770012345679", "３２．０６", "320102000012345", "2026-03-01", "2026-03-01T12:00:00+08:00", "09:00"}},
			{Number: 8, Values: []string{"=玄武", "118.79", "32.06", "7", "2026年3月", "", "", "备注"}},
			{Number: 9, Values: []string{"#N/A", "118.79", "32.06"}, Problems: []exchange.Problem{{Row: 9, Field: "name", Value: "#N/A", Problem: "is the error of a formula"}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
}

func TestSheets(t *testing.T) {
	file := office(t)
	for name, c := range map[string]struct {
		file        []byte
		sheet, want string
	}{
		"named":               {file, " 第二批", "第二批 1"},
		"none named":          {file, "", "Sheet1 3"},
		"an unknown one":      {file, "第三批", `no sheet "第三批"; it has: Sheet1, 第二批`},
		"a CSV has none":      {[]byte(small), "第二批", "only an XLSX workbook has sheets"},
		"the first is hidden": {workbook(t, func(f *excelize.File) { hideFirst(t, f) }), "", "看得见 1"},
		"an empty sheet":      {workbook(t, func(*excelize.File) {}), "", "no readable header row"},
		"too many columns": {workbook(t, func(f *excelize.File) {
			setRow(t, f, "Sheet1", 1, make([]any, 0)...)
			_ = f.SetCellValue("Sheet1", "XFD1", 1)
		}), "", "500 columns"},
		"not a workbook at all":   {zipped(t, map[string]string{"a.txt": "a"}), "", "not a readable XLSX workbook"},
		"XML that ends too early": {zipped(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}), "", "the workbook is damaged"},
	} {
		table, err := exchange.ReadAs(bytes.NewReader(c.file), exchange.Reading{Sheet: c.sheet})
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprint(table.Sheet, " ", len(table.Rows))
		} else if stations.CodeOf(err) != stations.Invalid {
			t.Errorf("%s: ReadAs = %v, want Invalid", name, err)
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: ReadAs = %s, want %s", name, got, c.want)
		}
	}
}

func hideFirst(t testing.TB, f *excelize.File) {
	if _, err := f.NewSheet("看得见"); err != nil {
		t.Fatal(err)
	}
	f.SetActiveSheet(1)
	if err := f.SetSheetVisible("Sheet1", false); err != nil {
		t.Fatal(err)
	}
	setRow(t, f, "看得见", 1, "名称", "坐标")
	setRow(t, f, "看得见", 2, "秦淮驿站", "118.79,32.02")
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, content := range parts {
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bare is the least that ECMA-376 asks of a workbook: neither styles nor shared
// texts.
func bare(t testing.TB, sheet string) []byte {
	t.Helper()
	const (
		declared = `<?xml version="1.0" encoding="UTF-8"?>`
		office   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		main     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		packed   = "http://schemas.openxmlformats.org/package/2006"
		kind     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	)
	return zipped(t, map[string]string{
		"[Content_Types].xml": declared + `<Types xmlns="` + packed + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + kind + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + kind + `worksheet+xml"/></Types>`,
		"_rels/.rels":                declared + `<Relationships xmlns="` + packed + `/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            declared + `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="站点" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": declared + `<Relationships xmlns="` + packed + `/relationships"><Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   declared + `<worksheet xmlns="` + main + `">` + sheet + `</worksheet>`,
	})
}

func TestAWorkbookNeedsNoStyles(t *testing.T) {
	book := bare(t, `<sheetData>`+
		`<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1" t="inlineStr"><is><t>经度</t></is></c><c r="C1" t="inlineStr"><is><t>纬度</t></is></c></row>`+
		`<row r="2"></row><row r="3"><c r="A3" t="inlineStr"><is><t>甲站</t></is></c><c r="B3"><v>118.7012345</v></c><c r="C3"><v>32.04</v></c></row></sheetData>`)
	got, err := exchange.Read(bytes.NewReader(book))
	if err != nil || len(got.Rows) != 1 || got.Rows[0].Number != 3 {
		t.Fatalf("Read = %+v, %v, want the station of row 3", got, err)
	}
	if diff := cmp.Diff([]string{"甲站", "118.7012345", "32.04"}, got.Rows[0].Values); diff != "" {
		t.Errorf("its cells (-want +got):\n%s", diff)
	}
}

// A few hundred kilobytes that unfold to 300 MB.
func TestZipBombsAreRefused(t *testing.T) {
	bomb := zipped(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet>" + strings.Repeat(" ", 300<<20) + "</worksheet>"})
	_, err := exchange.Read(bytes.NewReader(bomb))
	if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), "unfolds to more than 256 MB") {
		t.Errorf("Read(%d bytes) = %v, want Invalid: it unfolds to too much", len(bomb), err)
	}
}

func TestHeaderRowIsFound(t *testing.T) {
	title := "某区驿站一览表,,,\n填表人：张三,,2026年,\n"
	for name, c := range map[string]struct {
		file    string
		header  int
		columns string
	}{
		"in the first row":                         {"名称,经度,纬度\na,1,2\n", 1, "名称 经度 纬度"},
		"below titles":                             {title + "名称,经度,纬度,地址\na,1,2,b\n", 3, "名称 经度 纬度 地址"},
		"below blank rows":                         {"\n,,\n名称,经度,纬度\na,1,2\n", 3, "名称 经度 纬度"},
		"semicolons below a title with a comma":    {"一览表,2026\n名称;经度;纬度\na;1;2\n", 2, "名称 经度 纬度"},
		"in English, by its score":                 {"Stations,address\nname,lon,lat\n", 2, "name lon lat"},
		"two rows of headers":                      {"名称,位置,\n,经度,纬度\na,1,2\n", 2, "名称 经度 纬度"},
		"unknown headers: the first row":           {"甲,乙,丙\na,驿站,1\n", 1, "甲 乙 丙"},
		"by what the caller maps":                  {"一览表,,\n点位,经,纬\na,1,2\n", 2, "点位 经 纬"},
		"in traditional characters":                {"一覽表,,\n站點名稱,經度,緯度\na,1,2\n", 2, "站點名稱 經度 緯度"},
		"not below the thirtieth row":              {strings.Repeat("x,y,z\n", 30) + "名称,经度,纬度\n", 1, "x y z"},
		"the first of two, when a page repeats it": {"名称,经度,纬度\na,1,2\n名称,经度,纬度\n", 1, "名称 经度 纬度"},
	} {
		table, err := exchange.ReadAs(strings.NewReader(c.file), exchange.Reading{Columns: []string{"点位", "经", "纬"}})
		if err != nil {
			t.Errorf("%s: ReadAs = %v", name, err)
			continue
		}
		if got := strings.Join(table.Columns, " "); table.Header != c.header || strings.TrimSpace(got) != c.columns {
			t.Errorf("%s: header row %d %q, want %d %q", name, table.Header, got, c.header, c.columns)
		}
	}
}

func TestWriteXLSXGoesBackIn(t *testing.T) {
	s := &stations.Station{
		Name: "=HYPERLINK(1)", Code: "007", Kind: stations.UnionStation, Lifecycle: stations.Open, Hours: "24/7",
		Position: stations.Position{Quality: stations.GPS, Point: [2]float64{-51.2, -30.0000001}},
	}
	var file bytes.Buffer
	if err := exchange.Write(&file, "xlsx", datum.WGS84, []*stations.Station{s}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Sheet1")
	if err != nil || !strings.Contains(strings.Join(rows[1], "|"), "'=HYPERLINK(1)") {
		t.Errorf("cells of the export = %v, %v, want an apostrophe before the formula", rows, err)
	}
	table, err := exchange.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.MapColumns(table.Columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	row := table.Rows[0]
	got := []string{m.Value(row, exchange.Name), m.Value(row, exchange.Code), m.Value(row, exchange.Lon), m.Value(row, exchange.Lat)}
	if diff := cmp.Diff([]string{"=HYPERLINK(1)", "007", "-51.2", "-30.0000001"}, got); diff != "" {
		t.Errorf("cells after export and import (-want +got):\n%s", diff)
	}
}

// excelize would cut the cell without a word.
func TestWriteXLSXRefusesWhatASheetCannotHold(t *testing.T) {
	s := &stations.Station{Name: "a", Hours: strings.Repeat("x", 32767)}
	err := exchange.Write(io.Discard, "xlsx", datum.WGS84, []*stations.Station{s})
	if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), "export as csv") {
		t.Errorf("Write of a cell of 32,767 bytes = %v, want Invalid", err)
	}
}

func TestRejectsGoBackInTheirFormat(t *testing.T) {
	var book bytes.Buffer
	book.Write(workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "一览表")
		setRow(t, f, "Sheet1", 2, "名称", "lon", "lat", "备注")
		setRow(t, f, "Sheet1", 3, "good", 1, 2)
		setRow(t, f, "Sheet1", 4, "bad", -51.5, "x", "'=1+1")
	}))
	for format, file := range map[string]string{
		"csv":     "一览表,,,\n名称,lon,lat,备注\ngood,1,2,\nbad,-51.5,x,'=1+1\n",
		"xlsx":    book.String(),
		"geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"名称":"good"}},{"type":"Feature","geometry":{"type":"Point","coordinates":[-51.5,"x"]},"properties":{"名称":"bad","备注":"=1+1"}}]}`,
	} {
		table, err := exchange.Read(strings.NewReader(file))
		if err != nil {
			t.Fatal(format, err)
		}
		good, bad := table.Rows[0], table.Rows[1]
		problems := []exchange.Problem{
			{Row: good.Number, Field: "lat", Problem: "is odd", Suspect: true},
			{Row: bad.Number, Field: "lat", Problem: "is not a number"},
			{Row: bad.Number, Field: "kind", Problem: "is required"},
		}
		var rejects bytes.Buffer
		if err := exchange.WriteRejects(&rejects, table, problems); err != nil {
			t.Fatal(format, err)
		}
		again, err := exchange.Read(&rejects)
		if err != nil || again.Format != format || len(again.Rows) != 1 {
			t.Fatalf("%s: Read of the rejects = %+v, %v, want one row in %s", format, again, err, format)
		}
		cells := map[string]string{}
		for i, value := range again.Rows[0].Values {
			cells[again.Columns[i]] = value
		}
		want := map[string]string{"名称": "bad", "lon": "-51.5", "lat": "x", "备注": "=1+1", exchange.ProblemColumn: "纬度 lat: 不是数字 is not a number; 类型 kind: 必填 is required"}
		if diff := cmp.Diff(want, cells); diff != "" {
			t.Errorf("%s: cells of the rejected row (-want +got):\n%s", format, diff)
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(office(f))
	f.Add(zipped(f, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet/>", "xl/workbook.xml": "<workbook/>"}))
	f.Add([]byte("PK\x03\x04\x14\x00"))
	f.Fuzz(fuzzRead)
}

func FuzzHeader(f *testing.F) {
	f.Add("某区驿站一览表,,\n名称,经度,纬度\na,1,2\n#N/A,1,2\n")
	f.Add("名称;位置;\n;经度;纬度\na;1;2\n")
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRead(t, []byte(text))
		table, err := exchange.ReadAs(strings.NewReader(text), exchange.Reading{Columns: []string{"点位", text}})
		if err == nil && len(table.Rows) > 0 && table.Rows[0].Number <= table.Header && table.Format == "csv" {
			t.Errorf("row %d is not below the header, row %d", table.Rows[0].Number, table.Header)
		}
	})
}
