package datum_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/datum"
	"yizhan/geo/sphere"
)

const (
	west, south = 72.004, 0.8293
	east, north = 137.8347, 55.8271
)

func Example() {
	amap := datum.Coord{Lon: 118.796877, Lat: 32.060255, Datum: datum.GCJ02}
	p := datum.In(amap)
	baidu := datum.Out(p, datum.BD09)
	fmt.Printf("%.5f, %.5f\n", p.Lon(), p.Lat())
	fmt.Printf("%.5f, %.5f %v\n", baidu.Lon, baidu.Lat, baidu.Datum)
	// Output:
	// 118.79168, 32.06232
	// 118.80330, 32.06661 bd09
}

func TestParse(t *testing.T) {
	for name, want := range map[string]datum.Datum{
		"wgs84": datum.WGS84, "GCJ02": datum.GCJ02, "Bd09": datum.BD09,
	} {
		if got, err := datum.Parse(name); got != want || err != nil {
			t.Errorf("Parse(%q) = %v, %v, want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"", "wgs-84", "4326", "gcj02 "} {
		if _, err := datum.Parse(name); !errors.Is(err, datum.ErrUnknown) {
			t.Errorf("Parse(%q) error = %v, want ErrUnknown", name, err)
		}
	}
}

func TestJSON(t *testing.T) {
	for want, c := range map[string]datum.Coord{
		`{"lon":118.8,"lat":32.05,"datum":"gcj02"}`: {Lon: 118.8, Lat: 32.05, Datum: datum.GCJ02},
		`{"lon":0,"lat":0,"datum":""}`:              {},
	} {
		got, err := json.Marshal(c)
		if err != nil || string(got) != want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", c, got, err, want)
		}
		var back datum.Coord
		if err := json.Unmarshal([]byte(want), &back); err != nil || back != c {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", want, back, err, c)
		}
	}
	var c datum.Coord
	if err := json.Unmarshal([]byte(`{"datum":"tokyo"}`), &c); !errors.Is(err, datum.ErrUnknown) {
		t.Errorf("Unmarshal of datum tokyo: error = %v, want ErrUnknown", err)
	}
	if _, err := json.Marshal(datum.Datum(9)); !errors.Is(err, datum.ErrUnknown) {
		t.Errorf("Marshal(Datum(9)) error = %v, want ErrUnknown", err)
	}
}

// The published pairs of 332 cities, all nine pairs of frames, to 1 m.
func TestCities(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/datum/gcoord_china_cities.json")
	if err != nil {
		t.Skip("the city table is not here:", err)
	}
	type city struct {
		Attrs  struct{ Province, City, District, Name string }
		Coords struct{ WGS84, GCJ02, BD09 [2]float64 }
	}
	var rows []city
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	cities := map[city]bool{} // the file lists each city twice
	for _, row := range rows {
		cities[row] = true
	}
	if len(cities) != 332 {
		t.Fatalf("the city table has %d cities, want 332", len(cities))
	}
	worst := 0.0
	for city := range cities {
		in := map[datum.Datum][2]float64{datum.WGS84: city.Coords.WGS84, datum.GCJ02: city.Coords.GCJ02, datum.BD09: city.Coords.BD09}
		for from, a := range in {
			for to, b := range in {
				got := datum.Out(datum.In(datum.Coord{Lon: a[0], Lat: a[1], Datum: from}), to)
				off := sphere.Distance(orb.Point{got.Lon, got.Lat}, orb.Point(b))
				worst = max(worst, off)
				if !(off <= 1) {
					t.Errorf("%s: %v → %v is %.2f m off, want ≤ 1 m", city.Attrs.Name, from, to, off)
				}
			}
		}
	}
	t.Logf("largest difference: %.3f m", worst)
}

// inChina draws points of the box, every other one close to or on its edge.
func inChina(t *rapid.T) orb.Point {
	lon := rapid.Float64Range(west, east).Draw(t, "lon")
	lat := rapid.Float64Range(south, north).Draw(t, "lat")
	margin := rapid.SampledFrom([]float64{0, 1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 0.01}).Draw(t, "margin")
	switch rapid.IntRange(0, 7).Draw(t, "edge") {
	case 0:
		lon = west + margin
	case 1:
		lon = east - margin
	case 2:
		lat = south + margin
	case 3:
		lat = north - margin
	}
	return orb.Point{lon, lat}
}

func TestRoundTripInsideTheBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := inChina(t)
		for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
			back := datum.In(datum.Out(p, d))
			if off := sphere.Distance(p, back); !(off <= 0.001) {
				t.Errorf("In(Out(%v, %v)) = %v, %.4f m away, want ≤ 1 mm", p, d, back, off)
			}
		}
	})
}

// From a Chinese pair and back, away from the strip where pairs have no
// counterpart.
func TestRoundTripFromChineseFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := datum.Coord{
			Lon:   rapid.Float64Range(west+0.03, east-0.03).Draw(t, "lon"),
			Lat:   rapid.Float64Range(south+0.03, north-0.03).Draw(t, "lat"),
			Datum: rapid.SampledFrom([]datum.Datum{datum.GCJ02, datum.BD09}).Draw(t, "datum"),
		}
		back := datum.Out(datum.In(c), c.Datum)
		if off := sphere.Distance(orb.Point{c.Lon, c.Lat}, orb.Point{back.Lon, back.Lat}); !(off <= 0.001) {
			t.Errorf("Out(In(%v)) = %v, %.4f m away, want ≤ 1 mm", c, back, off)
		}
	})
}

func TestShiftIsHundredsOfMetresInTowns(t *testing.T) {
	for name, p := range map[string]orb.Point{
		"Beijing": {116.39, 39.9}, "Urumqi": {87.6, 43.8}, "Hong Kong": {114.17, 22.28}, "Taipei": {121.56, 25.04},
	} {
		for _, d := range []datum.Datum{datum.GCJ02, datum.BD09} {
			c := datum.Out(p, d)
			off := sphere.Distance(p, orb.Point{c.Lon, c.Lat})
			if !(off > 200 && off < 1500) {
				t.Errorf("%s: Out(%v, %v) moves by %.0f m, want 200 … 1500", name, p, d, off)
			}
		}
	}
}

func TestIdentityOutsideTheBox(t *testing.T) {
	beyond := math.Nextafter
	for name, p := range map[string]orb.Point{
		"London":                 {-0.1276, 51.5072},
		"Sydney":                 {151.2, -33.9},
		"a hair west of the box": {beyond(west, 0), 40},
		"a hair north of it":     {100, beyond(north, 90)},
		"no longitude":           {math.NaN(), 40},
		"no latitude":            {100, math.NaN()},
		"infinitely far":         {math.Inf(1), 40},
	} {
		for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
			got := datum.Out(p, d)
			if !same(got.Lon, p[0]) || !same(got.Lat, p[1]) {
				t.Errorf("%s: Out(%v, %v) = %v, want the same numbers", name, p, d, got)
			}
		}
	}
	for name, p := range map[string]orb.Point{
		"London": {-0.1276, 51.5072}, "no pair": {math.NaN(), math.NaN()}, "half a pair": {110, math.NaN()}, "just beyond the strips": {west - 0.031, 40},
	} {
		for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
			got := datum.In(datum.Coord{Lon: p[0], Lat: p[1], Datum: d})
			if !same(got[0], p[0]) || !same(got[1], p[1]) {
				t.Errorf("%s: In(%v in %v) = %v, want the same numbers", name, p, d, got)
			}
		}
	}
}

func TestInBox(t *testing.T) {
	for _, c := range []struct {
		lon, lat float64
		want     bool
	}{{118.8, 32.05, true}, {west, south, true}, {east, north, true}, {32.05, 118.8, false}, {137.835, 40, false}, {math.NaN(), 40, false}} {
		if got := datum.InBox(c.lon, c.lat); got != c.want {
			t.Errorf("InBox(%v, %v) = %v, want %v", c.lon, c.lat, got, c.want)
		}
	}
}

func TestNoDatumIsNowhere(t *testing.T) {
	if got := datum.In(datum.Coord{Lon: 110, Lat: 30}); !math.IsNaN(got[0]) || !math.IsNaN(got[1]) {
		t.Errorf("In(110, 30 without datum) = %v, want NaN", got)
	}
	if got := datum.Out(orb.Point{110, 30}, 0); !math.IsNaN(got.Lon) || !math.IsNaN(got.Lat) {
		t.Errorf("Out(110, 30, no datum) = %v, want NaN", got)
	}
}

// same is equality that takes NaN for equal to NaN.
func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func TestConversionsDoNotAllocate(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		datum.In(datum.Out(orb.Point{118.8, 32.05}, datum.BD09))
	})
	if diff := cmp.Diff(0.0, allocs); diff != "" {
		t.Errorf("allocations of In(Out(p, bd09)) (-want +got):\n%s", diff)
	}
}

func BenchmarkOutGCJ(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		datum.Out(orb.Point{118.8, 32.05}, datum.GCJ02)
	}
}

func BenchmarkInGCJ(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		datum.In(datum.Coord{Lon: 118.8, Lat: 32.05, Datum: datum.GCJ02})
	}
}

func BenchmarkInBD(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		datum.In(datum.Coord{Lon: 118.8, Lat: 32.05, Datum: datum.BD09})
	}
}

func TestNoFrameMovesAPointFartherThanReach(t *testing.T) {
	most := 0.0
	for lon := west; lon <= east; lon += 0.25 {
		for lat := south; lat <= north; lat += 0.25 {
			for _, d := range []datum.Datum{datum.GCJ02, datum.BD09} {
				at := datum.Out(orb.Point{lon, lat}, d)
				most = max(most, math.Abs(at.Lon-lon), math.Abs(at.Lat-lat))
			}
		}
	}
	if most >= datum.Reach || most < datum.Reach/3 {
		t.Errorf("the farthest that a frame moves a point = %v degrees, want some below %v", most, datum.Reach)
	}
}
