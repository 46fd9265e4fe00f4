package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
)

// trace is one way in which a text gives away where somebody is.
type trace struct {
	what    string
	pattern *regexp.Regexp
}

// tracesOf lists what must not stand in anything a server writes down about a
// rider at p (WGS-84): in each datum, either number to two decimals or more,
// the same as whole numbers of small fractions of a degree and as the bits of
// a float, cells of resolution 8 and finer, and tiles of zoom 12 and deeper.
func tracesOf(p orb.Point) []trace {
	var list []trace
	for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
		c := datum.Out(p, d)
		for name, v := range map[string]float64{"longitude": c.Lon, "latitude": c.Lat} {
			list = append(list, tracesOfNumber(d.String()+" "+name, v)...)
		}
		list = append(list, tracesOfPlace(d.String(), orb.Point{c.Lon, c.Lat})...)
	}
	return list
}

// tracesOfNumber needs only the shortest form of each kind: longer ones begin
// with it.
func tracesOfNumber(what string, v float64) []trace {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', 7, 64), ".")
	return []trace{
		{what, regexp.MustCompile(`(^|\D)` + whole + `(\.|%2[eE])` + fraction[:2])},
		{what + ", rounded", regexp.MustCompile(`(^|\D)` + regexp.QuoteMeta(strconv.FormatFloat(v, 'f', 2, 64)))},
		{what + ", without its point", regexp.MustCompile(`(^|\D)` + whole + fraction[:4])},
		{what + ", as bits", regexp.MustCompile(`(?i)` + fmt.Sprintf("%x", math.Float64bits(v))[:10])},
	}
}

func tracesOfPlace(what string, p orb.Point) []trace {
	var list []trace
	for res := 8; res <= hex.MaxResolution; res++ {
		cell := hex.At(p, res)
		list = append(list,
			trace{fmt.Sprintf("%s cell of resolution %d", what, res), regexp.MustCompile(`(?i)` + cell.String())},
			trace{fmt.Sprintf("%s cell of resolution %d, as a number", what, res), regexp.MustCompile(strconv.FormatUint(uint64(cell), 10))})
	}
	for z := maptile.Zoom(12); z <= 22; z++ {
		t := maptile.At(p, z)
		list = append(list, trace{fmt.Sprintf("%s tile of zoom %d", what, z), regexp.MustCompile(fmt.Sprintf(`\b%d\D{1,12}%d\b`, t.X, t.Y))})
	}
	return list
}

// moments are times of logs, whose seconds may look like a latitude.
var moments = regexp.MustCompile(`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?`)

// wantNoTrace reports every line of a text that gives the place away. It does
// not repeat more of the line than the test needs.
func wantNoTrace(t *testing.T, source, text string, traces []trace) {
	t.Helper()
	for line := range strings.Lines(moments.ReplaceAllString(text, "MOMENT")) {
		for _, trace := range traces {
			if trace.pattern.MatchString(line) {
				t.Errorf("%s gives away the rider's %s: %s", source, trace.what, strings.TrimSpace(line))
			}
		}
	}
}

// found counts the traces in a text.
func found(text string, traces []trace) (n int) {
	for _, trace := range traces {
		if trace.pattern.MatchString(moments.ReplaceAllString(text, "MOMENT")) {
			n++
		}
	}
	return n
}

// The search for traces must itself be able to find them.
func TestTracesAreFoundWhereTheyAre(t *testing.T) {
	traces := tracesOf(rider)
	for _, text := range []string{
		"lon=102.41", "lon=102.4183641", `{"lat":40.2161}`, "/v1/nearby?lon=102%2E41836", "[102.42 4", "x=1024183641", "p={0x40599ac67ad5e4b1}",
		"gcj " + strconv.FormatFloat(datum.Out(rider, datum.GCJ02).Lon, 'f', 5, 64),
		"bd " + strconv.FormatFloat(datum.Out(rider, datum.BD09).Lat, 'f', 2, 64),
		"cell " + hex.At(rider, 8).String(), "cell " + hex.At(rider, 15).String(), fmt.Sprint(uint64(hex.At(rider, 9))),
		"GET /tiles/roads/12/3213/1547.mvt", "z=14 x=12853 y=6189",
	} {
		if found(text, traces) == 0 {
			t.Errorf("found(%q) = 0, want a trace", text)
		}
	}
	for _, text := range []string{
		"lon=102.4", "lat=40", "time=2026-11-22T03:40:40.216Z", "bytes=3213", "cell " + hex.At(rider, 7).String(), "/tiles/roads/11/1606/773.mvt",
		"route=/v1/nearby status=200", "1102.41", "duration 0.4021",
	} {
		if n := found(text, traces); n != 0 {
			t.Errorf("found(%q) = %d, want none", text, n)
		}
	}
}
