package ewkb_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/stations/ewkb"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	data, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The wanted bytes are those of PostGIS: SELECT ST_AsEWKB('SRID=4326;POINT(1 2)').
func TestPointIsWhatPostGISWrites(t *testing.T) {
	got, err := ewkb.Point(orb.Point{1, 2})
	want := "0101000020e6100000000000000000f03f0000000000000040"
	if err != nil || hex.EncodeToString(got) != want {
		t.Errorf("Point(1 2) = %x, %v, want %s", got, err, want)
	}
}

var coordinate = rapid.Float64Range(-180, 180)

func drawPolygons(t *rapid.T) orb.MultiPolygon {
	points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{coordinate.Draw(t, "lon"), coordinate.Draw(t, "lat")}
	}), 1, 6)
	rings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) orb.Ring { return orb.Ring(points.Draw(t, "ring")) }), 1, 3)
	polygons := rapid.Custom(func(t *rapid.T) orb.Polygon { return orb.Polygon(rings.Draw(t, "polygon")) })
	return orb.MultiPolygon(rapid.SliceOfN(polygons, 1, 4).Draw(t, "polygons"))
}

func TestPolygonsComeBackToTheBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawPolygons(t)
		data, err := ewkb.MultiPolygon(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ewkb.ParseMultiPolygon(data)
		if err != nil {
			t.Fatalf("ParseMultiPolygon(MultiPolygon(%v)) = %v", want, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("ParseMultiPolygon(MultiPolygon(p)) differs (-want +got):\n%s", diff)
		}
	})
}

func TestPointsComeBackToTheBit(t *testing.T) {
	for _, want := range []orb.Point{{0, math.Copysign(0, -1)}, {-180, 90}, {118.7780139, math.Nextafter(32, 33)}} {
		data, err := ewkb.Point(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ewkb.ParsePoint(data)
		same := math.Float64bits(got[0]) == math.Float64bits(want[0]) && math.Float64bits(got[1]) == math.Float64bits(want[1])
		if err != nil || !same {
			t.Errorf("ParsePoint(Point(%v)) = %v, %v", want, got, err)
		}
	}
}

func TestBadBytesAreRefused(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":                            "",
		"an unknown byte order":              "02",
		"a cut point":                        "0101000020e6100000000000000000f03f",
		"a point of another system":          "0101000020110f0000000000000000f03f0000000000000040",
		"a point without a system":           "0101000000000000000000f03f0000000000000040",
		"a line":                             "0102000020e610000000000000",
		"a byte too many":                    "0101000020e6100000000000000000f03f000000000000004000",
		"four billion polygons in no bytes":  "0106000020e6100000ffffffff",
		"four billion points in a ring":      "0106000020e610000001000000010300000001000000ffffffff",
		"a multipolygon that holds a point":  "0106000020e6100000010000000101000000000000000000f03f0000000000000040",
		"a point, where polygons are wanted": "0101000020e6100000000000000000f03f0000000000000040",
	} {
		if got, err := ewkb.ParseMultiPolygon(unhex(t, data)); !errors.Is(err, ewkb.ErrFormat) {
			t.Errorf("%s: ParseMultiPolygon(%s) = %v, %v, want ErrFormat", name, data, got, err)
		}
	}
	if got, err := ewkb.ParsePoint(unhex(t, "0106000020e610000000000000")); !errors.Is(err, ewkb.ErrFormat) {
		t.Errorf("ParsePoint(no polygons) = %v, %v, want ErrFormat", got, err)
	}
}

func TestBigEndianIsRead(t *testing.T) {
	got, err := ewkb.ParsePoint(unhex(t, "0020000001000010e63ff00000000000004000000000000000"))
	if want := (orb.Point{1, 2}); err != nil || got != want {
		t.Errorf("ParsePoint(big endian) = %v, %v, want %v", got, err, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "0101000020e6100000000000000000f03f0000000000000040",
		"0106000020e6100000010000000103000000010000000100000000000000000000000000000000000000",
		"0106000020e610000001000000010300000001000000ffffffff",
	} {
		f.Add(unhex(f, seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := ewkb.ParsePoint(data); err == nil {
			again, err := ewkb.Point(p)
			if err != nil || len(again) != len(data) {
				t.Errorf("Point(ParsePoint(%x)) = %x, %v", data, again, err)
			}
		}
		mp, err := ewkb.ParseMultiPolygon(data)
		if err != nil {
			return
		}
		if _, err := ewkb.MultiPolygon(mp); err != nil {
			t.Errorf("MultiPolygon(ParseMultiPolygon(%x)) = %v", data, err)
		}
	})
}

func BenchmarkParseMultiPolygon(b *testing.B) {
	r := make(orb.Ring, 10_000)
	for i := range r {
		a := 2 * math.Pi * float64(i) / float64(len(r)-1)
		r[i] = orb.Point{118 + math.Cos(a), 32 + math.Sin(a)}
	}
	data, err := ewkb.MultiPolygon(orb.MultiPolygon{{r}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ewkb.ParseMultiPolygon(data); err != nil {
			b.Fatal(err)
		}
	}
}

func Example() {
	data, _ := ewkb.Point(orb.Point{118.78, 32.04})
	p, err := ewkb.ParsePoint(data)
	fmt.Println(len(data), p, err)
	// Output: 25 [118.78 32.04] <nil>
}
