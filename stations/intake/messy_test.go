package intake_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/intake"
)

// keepMessy keeps the files of the test for people:
//
//	go test ./stations/intake -run Messy -messy DIR
var keepMessy = flag.String("messy", "", "folder to keep the messy files in")

// mess is one sheet of an office, row by row, and what was planted in it.
type mess struct {
	datum  datum.Datum
	rows   [][]any            // as the sheet has them, from row 1
	want   []string           // "row outcome field", one for each problem
	words  map[string]string  // what the problem of such a line must say
	mended map[string]mending // by record
	good   int                // rows without a fault
	random *rand.Rand
	next   int
}

// mending is what a cell that was written oddly has to become.
type mending struct {
	of   func(*stations.Station) string
	want string
}

// The ground: two districts, 118.70 … 118.80 and 118.80 … 118.90.
const (
	west, middle, east = 118.70, 118.80, 118.90
	south, north       = 32.00, 32.10
	gulou, xuanwu      = "320106", "320102"
)

func messyGround(t testing.TB, store stations.Store) {
	square := func(w, e float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{w, south}, {e, south}, {e, north}, {w, north}, {w, south}}}}
	}
	err := store.PutAreas(t.Context(), []stations.Area{
		{Adcode: gulou, Name: "鼓楼区", Geometry: square(west, middle)}, {Adcode: xuanwu, Name: "玄武区", Geometry: square(middle, east)},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func newMess(d datum.Datum) *mess {
	m := &mess{datum: d, words: map[string]string{}, mended: map[string]mending{}, random: rand.New(rand.NewPCG(20260301, uint64(d)))}
	m.rows = [][]any{
		{"某市户外劳动者服务站点一览表（" + d.String() + "）"},
		{"填表日期：", "2026年3月"},
		nil,
		{"序号", "记录号", "*站點名稱", "类型", "经度（" + d.String() + "）", "纬度", "地址", "区划代码", "服务项目", "开放时间", "联系电话", "高德ID", "入会链接", "核实日期"},
	}
	return m
}

// The columns of a row that are planted in.
const (
	colName, colKind, colLon, colLat, colAddress, colAdcode = 2, 3, 4, 5, 6, 7
	colServices, colHours, colAmap, colLink, colVerified    = 8, 9, 11, 12, 13
)

// at writes a place of the ground as the sheet does: six decimals.
func (m *mess) at(lon, lat float64) (any, any) {
	c := datum.Out(orb.Point{lon, lat}, m.datum)
	return m.digits(c.Lon), m.digits(c.Lat)
}

// digits ends on no nought, which a number would not show.
func (m *mess) digits(v float64) float64 {
	shown, err := strconv.ParseFloat(fmt.Sprintf("%.5f%d", v, 1+m.random.IntN(9)), 64)
	if err != nil {
		panic(err)
	}
	return shown
}

// row returns a faultless row in 鼓楼区, far from all others.
func (m *mess) row() []any {
	i := m.next
	m.next++
	lon, lat := m.at(west+0.02+0.003*float64(i%20), south+0.02+0.003*float64(i/20))
	return []any{i + 1, fmt.Sprintf("%s-%04d", m.datum, i), fmt.Sprintf("第%d驿站", i), "职工驿站", lon, lat, fmt.Sprintf("中山路%d号", i), gulou, "饮水、如厕", "9:00-17:00", "025-12345678", "", "", ""}
}

func (m *mess) add(row []any) int {
	m.rows = append(m.rows, row)
	return len(m.rows)
}

// plant adds a row with one thing wrong and notes what must be told.
func (m *mess) plant(outcome, field, words string, change func(row []any)) {
	row := m.row()
	change(row)
	m.told(m.add(row), outcome, field, words)
}

func (m *mess) told(row int, outcome, field, words string) {
	line := fmt.Sprintf("%03d %s %s", row, outcome, field)
	m.want, m.words[line] = append(m.want, line), words
}

// mend adds a row with something odd that must come out right.
func (m *mess) mend(want string, of func(*stations.Station) string, change func(row []any)) {
	row := m.row()
	change(row)
	m.add(row)
	m.good++
	m.mended[fmt.Sprint(row[1])] = mending{of, want}
}

func (m *mess) clean(n int) {
	for range n {
		m.add(m.row())
		m.good++
	}
}

func set(column int, value any) func([]any) { return func(row []any) { row[column] = value } }

// plantRejects plants rows of which nothing may be kept.
func (m *mess) plantRejects() {
	m.plant("rejected", "lon,lat", "looks swapped", func(row []any) { row[colLon], row[colLat] = row[colLat], row[colLon] })
	m.plant("rejected", "lon,lat", "is 0, 0", func(row []any) { row[colLon], row[colLat] = 0, 0 })
	m.plant("rejected", "lat", "decimal degrees", set(colLat, "32°3′36″"))
	m.plant("rejected", "lon", "is missing", set(colLon, ""))
	m.plant("rejected", "lon", "projected", set(colLon, 13221000.25))
	m.plant("rejected", "name", "is required", set(colName, " "))
	m.plant("rejected", "name", "is the error of a formula", set(colName, "#N/A"))
	m.plant("rejected", "lon,lat", "is missing", func(row []any) { row[colLon], row[colLat] = "", "" })
	m.plant("rejected", "adcode", "is not a division code", set(colAdcode, "32-01"))
	m.plant("rejected", "name", "is longer than", set(colName, strings.Repeat("长", 101)))
	first := m.row()
	m.add(first)
	m.good++
	m.plant("rejected", "id", "is a duplicate of row", set(1, first[1]))
}

// plantSuspects plants rows that are kept and must be looked at.
func (m *mess) plantSuspects() {
	m.plant("suspected", "lon,lat", "2 decimals", func(row []any) { row[colLon], row[colLat] = 118.75, 32.05 })
	m.plant("suspected", "lon,lat", "outside China", func(row []any) { row[colLon], row[colLat], row[colAdcode] = 139.700123, 35.600123, "" })
	m.plant("suspected", "adcode", "lies in "+gulou, set(colAdcode, xuanwu))
	m.plant("suspected", "services", "unknown services", set(colServices, "饮水、按摩"))
	m.plant("suspected", "enrol_url", "is not an https address", set(colLink, "http://example.org"))
	crowded := m.row()
	for i := range 3 {
		m.plant("suspected", "lon,lat", "3 rows state this very position", func(row []any) {
			row[colLon], row[colLat], row[colName] = crowded[colLon], crowded[colLat], []string{"银杏", "梧桐", "香樟"}[i]
		})
	}
	m.mend("amap-"+m.datum.String(), func(s *stations.Station) string { return s.ExternalIDs[stations.Amap] }, set(colAmap, "amap-"+m.datum.String()))
	m.plant("suspected", "amap_id", "has the same", set(colAmap, "amap-"+m.datum.String()))
	twin := m.row()
	m.add(twin)
	m.good++
	m.plant("suspected", "name", "has this name", func(row []any) {
		row[colName] = "“" + twin[colName].(string) + "” "
		row[colLon], row[colLat] = twin[colLon].(float64)+0.0003, twin[colLat]
	})
	m.plantDatum()
}

// plantDatum plants places near the edge of 鼓楼区 that were written in
// another datum: as stated they lie beyond the edge.
func (m *mess) plantDatum() {
	other, edge := datum.BD09, middle-0.001
	if m.datum == datum.BD09 {
		other, edge = datum.GCJ02, west+0.001
	}
	for i := range 3 {
		m.plant("suspected", "lon,lat", other.String(), func(row []any) {
			c := datum.Out(orb.Point{edge, south + 0.07 + 0.005*float64(i)}, other)
			row[colLon], row[colLat] = m.digits(c.Lon), m.digits(c.Lat)
		})
	}
}

// plantOddities plants what offices write and everybody understands.
func (m *mess) plantOddities() {
	wide := func(v any) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7f {
				return r + 0xfee0
			}
			return r
		}, fmt.Sprint(v))
	}
	services := func(s *stations.Station) string {
		var codes []string
		for _, service := range s.Services {
			codes = append(codes, string(service.Code))
		}
		return strings.Join(codes, " ")
	}
	name := func(s *stations.Station) string { return s.Name }
	hours := func(s *stations.Station) string { return s.Hours }
	m.mend("true", func(s *stations.Station) string { return fmt.Sprint(s.Position.Original.Lon > 118.7) }, func(row []any) { row[colLon] = wide(row[colLon]) })
	m.mend("true", func(s *stations.Station) string { return fmt.Sprint(s.Position.Original.Lat > 32) }, func(row []any) { row[colLat] = fmt.Sprint(" ", row[colLat]) })
	m.mend("全角１号", name, set(colName, "  全角１号 "))
	m.mend("=cmd", name, set(colName, "'=cmd"))
	m.mend("warm_station", func(s *stations.Station) string { return string(s.Kind) }, set(colKind, "暖新驛站"))
	m.mend("water phone_charging toilet", services, set(colServices, "飲水；手機充電/Toilet"))
	m.mend("water wifi", services, set(colServices, "Drinking water|ＷｉＦｉ"))
	m.mend("24/7", hours, set(colHours, "24小时"))
	m.mend("Mo-Fr 09:30-17:00", hours, set(colHours, "星期一到星期五 9:30-17:00"))
	m.mend("2026-03-01", func(s *stations.Station) string { return s.Verification.At.In(stations.Zone()).Format(time.DateOnly) }, set(colVerified, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)))
	m.mend(gulou, func(s *stations.Station) string { return s.Position.Adcode }, set(colAdcode, ""))
}

func drawMess(d datum.Datum) *mess {
	m := newMess(d)
	m.clean(60)
	m.plantRejects()
	m.add(nil)
	m.plantOddities()
	m.plantSuspects()
	m.clean(65)
	return m
}

// fill writes the mess as a sheet; a filter has hidden one of its rows.
func (m *mess) fill(t testing.TB, f *excelize.File, sheet string) {
	for i, row := range m.rows {
		if row == nil {
			continue
		}
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell(sheet, "A1", "N1"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetRowVisible(sheet, 6, false); err != nil {
		t.Fatal(err)
	}
}

// csv writes the mess as Excel saves a CSV in China: GB18030.
func (m *mess) csv(t testing.TB) []byte {
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	for _, row := range m.rows {
		record := make([]string, len(m.rows[3]))
		for i, cell := range row {
			switch v := cell.(type) {
			case time.Time:
				record[i] = v.Format(time.DateOnly)
			case float64:
				record[i] = strconv.FormatFloat(v, 'f', -1, 64)
			default:
				record[i] = fmt.Sprint(v)
			}
		}
		if err := out.Write(record); err != nil {
			t.Fatal(err)
		}
	}
	out.Flush()
	data, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A workbook whose sheets are in two datums, and its twins in GB18030: what
// is told equals what was planted.
func TestMessyFilesAreToldApart(t *testing.T) {
	sheets := map[string]*mess{"高德": drawMess(datum.GCJ02), "百度": drawMess(datum.BD09)}
	book := excelize.NewFile()
	defer book.Close()
	files := map[string][]byte{}
	for _, name := range []string{"高德", "百度"} {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		_ = book.DeleteSheet("Sheet1") // excelize's own; gone the second time
		sheets[name].fill(t, book, name)
		files["messy-"+sheets[name].datum.String()+".csv"] = sheets[name].csv(t)
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	files["messy.xlsx"] = data.Bytes()
	keepFiles(t, files)
	if rows := len(sheets["高德"].rows) + len(sheets["百度"].rows); rows < 300 {
		t.Fatalf("the workbook has %d rows, want at least 300", rows)
	}
	for name, m := range sheets {
		t.Run("XLSX "+name, func(t *testing.T) { m.check(t, files["messy.xlsx"], name) })
		t.Run("CSV "+name, func(t *testing.T) { m.check(t, files["messy-"+m.datum.String()+".csv"], "") })
	}
}

func keepFiles(t testing.TB, files map[string][]byte) {
	for name, data := range files {
		if *keepMessy == "" {
			return
		}
		if err := os.WriteFile(filepath.Join(*keepMessy, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// check imports the file and holds the report and the store to the list.
func (m *mess) check(t *testing.T, file []byte, sheet string) {
	store := open(t)
	messyGround(t, store)
	report, err := intake.Import(t.Context(), store, bytes.NewReader(file), intake.Options{Source: "某市", Datum: m.datum, Sheet: sheet})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range report.Problems {
		outcome := "rejected"
		if p.Suspect {
			outcome = "suspected"
		}
		line := fmt.Sprintf("%03d %s %s", p.Row, outcome, p.Field)
		got = append(got, line)
		if words, ok := m.words[line]; ok && !strings.Contains(p.Problem, words) {
			t.Errorf("problem of row %d = %q, want it to say %q", p.Row, p.Problem, words)
		}
	}
	slices.Sort(got)
	slices.Sort(m.want)
	if diff := cmp.Diff(m.want, got); diff != "" {
		t.Errorf("planted and told (-planted +told):\n%s", diff)
	}
	count := func(outcome string) (n int) {
		for _, line := range m.want {
			if strings.Contains(line, outcome) {
				n++
			}
		}
		return n
	}
	suspected := count("suspected")
	wantCounts(t, "import", report, fmt.Sprintf("read %d created %d updated 0 unchanged 0 rejected %d suspect %d",
		m.good+len(m.want), m.good+suspected, count("rejected"), suspected))
	m.checkMended(t, store)
}

func (m *mess) checkMended(t *testing.T, store stations.Store) {
	records, err := store.BySource(t.Context(), "某市")
	if err != nil {
		t.Fatal(err)
	}
	for record, mended := range m.mended {
		s := records[record]
		if s == nil {
			t.Errorf("record %s is not kept, want %s", record, mended.want)
			continue
		}
		if got := mended.of(s); got != mended.want {
			t.Errorf("record %s = %q, want %q", record, got, mended.want)
		}
	}
}
