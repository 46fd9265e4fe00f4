package sphere_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/sphere"
)

func Example() {
	xinjiekou := orb.Point{118.778, 32.043}
	gulou := orb.Point{118.778, 32.058}
	fmt.Printf("%.2f m\n", sphere.Distance(xinjiekou, gulou))
	// Output:
	// 1667.93 m
}

func TestDistanceOfKnownArcs(t *testing.T) {
	const half = math.Pi * sphere.Radius
	for _, c := range []struct {
		name string
		a, b orb.Point
		want float64
	}{
		{"a point and itself", orb.Point{118.8, 32}, orb.Point{118.8, 32}, 0},
		{"pole to pole", orb.Point{0, 90}, orb.Point{0, -90}, half},
		{"antipodes on the equator", orb.Point{0, 0}, orb.Point{180, 0}, half},
		{"antipodes in between", orb.Point{30, 40}, orb.Point{-150, -40}, half},
		{"a quarter of the equator", orb.Point{10, 0}, orb.Point{100, 0}, half / 2},
		{"equator to pole", orb.Point{77, 0}, orb.Point{5, 90}, half / 2},
		{"one degree of a meridian", orb.Point{118, 31}, orb.Point{118, 32}, half / 180},
		{"across the antimeridian", orb.Point{179.5, 0}, orb.Point{-179.5, 0}, half / 180},
		{"the smallest step of a graph", orb.Point{118, 0}, orb.Point{118, 1e-7}, half / 180 * 1e-7},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := sphere.Distance(c.a, c.b); math.Abs(got-c.want) > 1e-6 {
				t.Errorf("Distance(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
			}
		})
	}
}

// vector is the slow oracle: the angle between two unit vectors by atan2 of
// their cross and dot product.
func vector(a, b orb.Point) float64 {
	u, v := unit(a), unit(b)
	cross := [3]float64{u[1]*v[2] - u[2]*v[1], u[2]*v[0] - u[0]*v[2], u[0]*v[1] - u[1]*v[0]}
	sin := math.Sqrt(cross[0]*cross[0] + cross[1]*cross[1] + cross[2]*cross[2])
	return sphere.Radius * math.Atan2(sin, u[0]*v[0]+u[1]*v[1]+u[2]*v[2])
}

func unit(p orb.Point) [3]float64 {
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func TestDistanceAgreesWithVectors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Inside China's box: haversine loses digits near antipodes only.
		point := func(name string) orb.Point {
			return orb.Point{rapid.Float64Range(72, 138).Draw(t, name+" lon"), rapid.Float64Range(0.8, 56).Draw(t, name+" lat")}
		}
		a, b := point("a"), point("b")
		got, want := sphere.Distance(a, b), vector(a, b)
		if math.Abs(got-want) > 1e-6 {
			t.Fatalf("Distance(%v, %v) = %v, want %v", a, b, got, want)
		}
		if back := sphere.Distance(b, a); back != got {
			t.Fatalf("Distance(%v, %v) = %v, want the same %v both ways", b, a, back, got)
		}
	})
}

// TestShortArcsAreAsExactAsLongOnes holds the series to the haversine formula
// with the library's sine and arcsine, from a centimetre to 100 km: on both
// sides of where the series ends.
func TestShortArcsAreAsExactAsLongOnes(t *testing.T) {
	const rad = math.Pi / 180
	const last = 7e-16 // three steps of the last of a float64's digits
	rng := rand.New(rand.NewPCG(5, 6))
	for range 200_000 {
		size := math.Pow(10, -7+7*rng.Float64())
		a := orb.Point{72 + 66*rng.Float64(), 56 * rng.Float64()}
		b := orb.Point{a[0] + size*(2*rng.Float64()-1), a[1] + size*(2*rng.Float64()-1)}
		lat1, lat2 := a[1]*rad, b[1]*rad
		sinLat, sinLon := math.Sin((lat2-lat1)/2), math.Sin((b[0]-a[0])*rad/2)
		want := 2 * sphere.Radius * math.Asin(math.Sqrt(sinLat*sinLat+math.Cos(lat1)*math.Cos(lat2)*sinLon*sinLon))
		if got := sphere.Distance(a, b); math.Abs(got-want) > last*want {
			t.Fatalf("Distance(%v, %v) = %v, want %v", a, b, got, want)
		}
	}
}

func BenchmarkDistance(b *testing.B) {
	for _, c := range []struct {
		name    string
		degrees float64
	}{{"within a street", 1e-3}, {"within a province", 1}} {
		b.Run(c.name, func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			var pts [1024]orb.Point
			for i := range pts {
				pts[i] = orb.Point{118 + c.degrees*rng.Float64(), 31 + c.degrees*rng.Float64()}
			}
			var sum float64
			b.ReportAllocs()
			for i := range b.N {
				sum += sphere.Distance(pts[i%1024], pts[(i+1)%1024])
			}
			if sum < 0 {
				b.Fatal("negative distance")
			}
		})
	}
}
