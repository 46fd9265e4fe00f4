package report_test

import (
	"errors"
	"image"
	"image/color"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
	"yizhan/stations/report"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())

const fontFile = "../../static/node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff"

func printer(t testing.TB) *report.Printer {
	t.Helper()
	font, err := os.ReadFile(fontFile)
	if err != nil {
		t.Skipf("the font is not installed (scripts/ui install): %v", err)
	}
	p, err := report.NewPrinter(font, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// ring is a coverage of a cell and its neighbours: near, late and without a
// time in turn.
func ring() *plan.Coverage {
	centre := hex.At(orb.Point{118.8, 32.05}, 9)
	share := 0.625
	c := &plan.Coverage{
		ID: "0123456789abcdef", Profile: "walk-15@2", Roads: strings.Repeat("ab", 32), Revision: 7,
		Stations: plan.StationCounts{Used: 1}, Demand: plan.Share{Total: 8000, Covered: 5000, Share: &share},
		ByK:     []plan.Level{{K: 1, Cells: 3, Demand: 5000, Share: &share}},
		Areas:   []plan.AreaShare{{Adcode: "320102", Name: "玄武区", Demand: 8000, Covered: 5000, Share: &share}},
		Request: plan.Request{Minutes: 15, K: 1, Res: 9, HorizonMinutes: 60},
		Loads:   []plan.Load{{Station: "a", Name: "甲", Point: centre.Centre()}},
		Times:   plan.Times{Bins: []plan.Bin{{To: 5, Demand: 5000}, {To: 20, Demand: 2000}}},
	}
	for i, cell := range append([]hex.Cell{centre}, centre.Ring1()...) {
		times := []roads.Millis{4 * 60000, 18 * 60000, roads.Never}
		c.Cells = append(c.Cells, plan.Cell{Cell: cell, Demand: 1000, Time: times[i%3], Covered: i%3 == 0})
	}
	c.Gaps = []plan.Gap{{ID: c.Cells[1].Cell.String(), Demand: 3000, Cells: 1, Centre: c.Cells[1].Cell.Centre(), Beyond: 1, Label: "北京东路", Adcode: "320102", Members: []hex.Cell{c.Cells[1].Cell}}}
	return c
}

// read returns the text of a document as other programs read it.
func read(t *testing.T, document []byte) string {
	t.Helper()
	return pdftotext(t, document, "-layout")
}

func pdftotext(t *testing.T, document []byte, how ...string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("pdftotext is missing: scripts/need poppler installs it")
	}
	file := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(file, document, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", append(how, file, "-")...).Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(text)
}

func TestTheTextOfAReportCanBeRead(t *testing.T) {
	document, err := printer(t).Coverage(ring(), nil)
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, document)
	for _, want := range []string{
		"15 分钟服务圈覆盖报告", "62.50 %", "5,000 / 8,000", "玄武区", "北京东路", "0123456789abcdef", "walk-15@2", "2026-11-20", "> 60", "OpenStreetMap contributors",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}
	if gap := regexp.MustCompile(`(?m)^.*北京东路.*$`).FindString(text); !strings.Contains(gap, "玄武区") {
		t.Errorf("the report says %q of a gap, want the name of its division", gap)
	}
	if words := strings.Join(strings.Fields(text), " "); !strings.Contains(words, "the map shows roads and cells and no administrative border.") {
		t.Errorf("the report breaks lines within English words:\n%s", text)
	}
	if strings.Contains(text, "□") {
		t.Errorf("the report has characters that its font lacks:\n%s", text)
	}
}

func TestALongReportSaysWhatItLeavesOut(t *testing.T) {
	c := ring()
	for len(c.Areas) < 420 {
		c.Areas = append(c.Areas, c.Areas[0])
	}
	document, err := printer(t).Coverage(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, document); !strings.Contains(text, "另有 20 个分区") || strings.Count(text, "代码 code") < 5 {
		t.Error("the report lists some divisions and does not say how many it leaves out, or does not repeat its heads")
	}
}

func TestAPosterNamesTheStation(t *testing.T) {
	s := &stations.Station{
		ID: "a", Name: "新街口职工驿站", Kind: stations.UnionStation, Hours: "Mo-Fr 08:00-20:00; PH off", Access: stations.Access{Method: "walk_in"},
		Position: stations.Position{Address: "中山路1号"}, Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}},
	}
	document, err := printer(t).Poster(s, "http://127.0.0.1:8080/#at=118.8,32.05&station=a")
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, document)
	for _, want := range []string{"新街口职工驿站", "周一至周五 08:00至20:00；节假日 不开放", "直接进", "饮水", "中山路1号", "12351"} {
		if !strings.Contains(text, want) {
			t.Errorf("the poster does not say %q:\n%s", want, text)
		}
	}
	if _, err := printer(t).Poster(s, strings.Repeat("x", 5000)); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("Poster(a link of 5000 characters) error = %v, want invalid", err)
	}
}

func TestWhatIsHandedOutSaysThatHoursAreNotOnRecord(t *testing.T) {
	s := &stations.Station{ID: "a", Name: "新街口职工驿站", Kind: stations.UnionStation}
	document, err := printer(t).Poster(s, "http://127.0.0.1:8080/#at=118.8,32.05&station=a")
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, document); !strings.Contains(text, "开放时间没有登记，以现场为准") {
		t.Errorf("the poster says nothing of hours:\n%s", text)
	}
	if text := report.Hotline(s, stations.StateUnknown, ""); !strings.Contains(text, "开放时间：没有登记。") {
		t.Errorf("Hotline() says nothing of hours:\n%s", text)
	}
}

func TestAPosterOfLongTextsStaysOnItsPage(t *testing.T) {
	s := &stations.Station{
		ID: "01890000-0000-7000-8000-000000000001", Code: "NJ-1", Name: strings.Repeat("很长的名字", 20), Kind: stations.DriverHome,
		Hours:    strings.Repeat("Mo-Su 08:00-12:00,13:00-17:00; ", 20) + "PH off",
		Position: stations.Position{Address: strings.Repeat("某某路😀", 50)},
		Access:   stations.Access{Method: "walk_in"},
	}
	for _, w := range stations.Services() {
		s.Services = append(s.Services, stations.ServiceState{Code: stations.Service(w.Code), Status: stations.ServiceOK})
	}
	document, err := printer(t).Poster(s, "https://stations.example/#station=1")
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, document)
	for _, want := range []string{"很长的名字", "周一至周日", "扫码", "某某路", "NJ-1", "12351"} {
		if !strings.Contains(text, want) {
			t.Errorf("the poster of long texts lacks %q:\n%s", want, text)
		}
	}
}

func TestAHotlineTextSaysWhatACallerNeeds(t *testing.T) {
	s := &stations.Station{
		Name: "新街口职工驿站", Kind: stations.UnionStation, Hours: "24/7", Position: stations.Position{Address: "中山路1号", Floor: "2", EntranceNote: "北门上楼"},
		Contacts: []stations.Contact{{Phone: "13900001111", Personal: true}, {Phone: "025-12351"}}, Doubt: &stations.Doubt{},
	}
	got := report.Hotline(s, stations.StateOpen, "")
	for _, want := range []string{"新街口职工驿站（职工驿站）", "中山路1号", "2 层", "北门上楼", "现在开放", "025-12351", "请先致电"} {
		if !strings.Contains(got, want) {
			t.Errorf("the text does not say %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "13900001111") {
		t.Errorf("the text tells a personal number:\n%s", got)
	}
}

func TestAMapPaintsCellsByMinutes(t *testing.T) {
	c := ring()
	c.Loads, c.Gaps = nil, nil
	img := report.Map(c, nil, 600)
	for i, want := range []color.RGBA{{0x0a, 0x3f, 0x73, 0xff}, {0xfd, 0xd9, 0xa0, 0xff}, {0x6b, 0x4a, 0x3a, 0xff}} {
		if got := pixel(img, c, c.Cells[i].Cell.Centre()); got != want {
			t.Errorf("the middle of cell %d is %v, want %v", i, got, want)
		}
	}
	if got := img.At(1, 1); got != (color.RGBA{0xf4, 0xf3, 0xee, 0xff}) {
		t.Errorf("a corner is %v, want the ground", got)
	}
}

// pixel returns the colour at a place: the picture holds the centres of the
// cells and 0.005 degrees around them.
func pixel(img image.Image, c *plan.Coverage, p orb.Point) color.Color {
	var centres orb.MultiPoint
	for _, cell := range c.Cells {
		centres = append(centres, cell.Cell.Centre())
	}
	b := centres.Bound().Pad(0.005)
	size := img.Bounds().Size()
	x := (p[0] - b.Min[0]) / (b.Max[0] - b.Min[0]) * float64(size.X)
	y := (b.Max[1] - p[1]) / (b.Max[1] - b.Min[1]) * float64(size.Y)
	return img.At(int(math.Floor(x)), int(math.Floor(y)))
}

func TestWhatIsNoFont(t *testing.T) {
	for name, font := range map[string][]byte{
		"nothing": nil, "a text": []byte("not a font at all"), "a header alone": []byte("wOFF\x00\x01\x00\x00"),
		"tables that are cut off": append([]byte("wOFF\x00\x01\x00\x00\x00\x00\x00\x00\x00\x09"), make([]byte, 40)...),
	} {
		if _, err := report.NewPrinter(font, time.Now); !errors.Is(err, report.ErrFont) {
			t.Errorf("NewPrinter(%s) error = %v, want ErrFont", name, err)
		}
	}
}

// FuzzFont holds that a broken font is an error and nothing worse.
func FuzzFont(f *testing.F) {
	f.Add([]byte("wOFF\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01" + strings.Repeat("\x00", 30) + "head" + strings.Repeat("\x00", 16)))
	f.Fuzz(func(t *testing.T, font []byte) {
		if _, err := report.NewPrinter(font, time.Now); err != nil && !errors.Is(err, report.ErrFont) {
			t.Errorf("NewPrinter error = %v, want ErrFont", err)
		}
	})
}

func BenchmarkMap(b *testing.B) {
	c := ring()
	b.ReportAllocs()
	for b.Loop() {
		report.Map(c, nil, 1400)
	}
}
