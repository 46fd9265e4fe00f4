package stations

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func box(west, south, east, north float64) orb.Ring {
	return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func areaOf(adcode string, rings ...orb.Ring) Area {
	return Area{Adcode: adcode, Name: adcode, Geometry: orb.MultiPolygon{orb.Polygon(rings)}}
}

func ExampleLocator_Locate() {
	l := NewLocator([]Area{areaOf("320100", box(118, 31, 119, 33)), areaOf("320106", box(118.7, 32, 118.8, 32.1))})
	fmt.Println(l.Locate(orb.Point{118.75, 32.05}))
	fmt.Println(l.Locate(orb.Point{118.5, 32.05}))
	fmt.Println(l.Locate(orb.Point{120, 30}))
	// Output:
	// 320106 true
	// 320100 true
	//  false
}

func TestLocateAtEdges(t *testing.T) {
	l := NewLocator([]Area{
		areaOf("320000", box(116, 30, 122, 35)),
		areaOf("320102", box(118, 32, 118.5, 32.5), box(118.1, 32.1, 118.2, 32.2)), // with a hole
		areaOf("320104", box(118.5, 32, 119, 32.5)),
		areaOf("320105", box(118.5, 32, 119, 32.5)), // the same ground twice
		areaOf("100000", box(-180, -90, 180, 90)),
	})
	for name, c := range map[string]struct {
		p    orb.Point
		want string
	}{
		"inside":                           {orb.Point{118.3, 32.3}, "320102"},
		"in the hole, the province counts": {orb.Point{118.15, 32.15}, "320000"},
		"on the common border":             {orb.Point{118.5, 32.3}, "320104"},
		"the smaller of two codes":         {orb.Point{118.7, 32.3}, "320104"},
		"far away, in the wide one":        {orb.Point{-70, -40}, "100000"},
	} {
		if got, _ := l.Locate(c.p); got != c.want {
			t.Errorf("%s: Locate(%v) = %q, want %q", name, c.p, got, c.want)
		}
	}
	for code, want := range map[string][2]bool{"320105": {true, true}, "320102": {false, true}, "320199": {false, false}} {
		holds, known := l.Holds(code, orb.Point{118.7, 32.3})
		if got := [2]bool{holds, known}; got != want {
			t.Errorf("Holds(%s) = %v, want %v", code, got, want)
		}
	}
	for _, p := range []orb.Point{{math.NaN(), 1}, {181, 0}, {math.Inf(1), 0}} {
		if got, ok := l.Locate(p); ok {
			t.Errorf("Locate(%v) = %q, want none", p, got)
		}
	}
	if got, ok := NewLocator(nil).Locate(orb.Point{1, 1}); ok {
		t.Errorf("Locate with no areas = %q, want none", got)
	}
}

func TestAssign(t *testing.T) {
	l := NewLocator([]Area{areaOf("320106", box(118, 32, 119, 33))})
	inside := orb.Point{118.5, 32.5}
	for name, c := range map[string]struct {
		p    Position
		want string
	}{
		"nothing stated":            {Position{Point: inside}, "320106"},
		"derived before":            {Position{Point: inside, Adcode: "320105", Derived: true}, "320106"},
		"stated":                    {Position{Point: inside, Adcode: "320105"}, "320105"},
		"outside every division":    {Position{Point: orb.Point{1, 1}, Adcode: "320105", Derived: true}, "320105"},
		"an address and no place":   {Position{Quality: AddressOnly}, ""},
		"an address and some place": {Position{Quality: AddressOnly, Point: inside}, "320106"},
	} {
		got := c.p
		if changed := got.Assign(l); got.Adcode != c.want || changed != (got != c.p) {
			t.Errorf("%s: Assign = %v and adcode %s, want %s", name, changed, got.Adcode, c.want)
		}
	}
}

// star draws an outline of n corners around c, with long thin points.
func star(rng *rand.Rand, c orb.Point, size float64, n int) orb.Ring {
	ring := make(orb.Ring, n, n+1)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		r := size * (0.2 + 0.8*rng.Float64())
		ring[i] = orb.Point{c[0] + r*cos, c[1] + r*sin}
	}
	return append(ring, ring[0])
}

func drawAreas(rng *rand.Rand, n, corners int) []Area {
	areas := make([]Area, n)
	for i := range areas {
		code := fmt.Sprint(320100 + i)
		if i%3 == 0 {
			code += "001"
		}
		c := orb.Point{110 + 10*rng.Float64(), 25 + 10*rng.Float64()}
		areas[i] = areaOf(code, star(rng, c, 2*rng.Float64(), corners), star(rng, c, 0.02, 5))
		areas[i].Geometry = append(areas[i].Geometry, orb.Polygon{star(rng, orb.Point{c[0] + 5, c[1]}, 0.5, 4+rng.IntN(9))})
	}
	return areas
}

// The locator agrees with a walk over all areas that asks orb.
func TestLocateAgreesWithOrb(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	areas := drawAreas(rng, 60, 200)
	l, found := NewLocator(areas), 0
	for range 4000 {
		p := orb.Point{109 + 14*rng.Float64(), 24 + 12*rng.Float64()}
		want := ""
		for _, a := range areas {
			deeper := want == "" || Depth(a.Adcode) > Depth(want) || Depth(a.Adcode) == Depth(want) && a.Adcode < want
			if deeper && planar.MultiPolygonContains(a.Geometry, p) {
				want = a.Adcode
			}
		}
		if got, ok := l.Locate(p); got != want || ok != (want != "") {
			t.Fatalf("Locate(%v) = %q, %v, want %q", p, got, ok, want)
		}
		if want != "" {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("only %d of 4000 places lie in an area: the test sees too little", found)
	}
}

func BenchmarkLocate(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 4))
	l := NewLocator(drawAreas(rng, 2000, 500))
	b.ReportAllocs()
	for b.Loop() {
		l.Locate(orb.Point{110 + 10*rng.Float64(), 25 + 10*rng.Float64()})
	}
}
