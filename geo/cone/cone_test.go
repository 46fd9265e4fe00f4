package cone_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/cone"
)

func ExampleThin() {
	street := []orb.Point{{0, 0}, {10, 0.1}, {20, -0.1}, {30, 0}, {30, 20}}
	fmt.Println(cone.Thin(nil, street, 0.5))
	// Output: [[0 0] [30 0] [30 20]]
}

// beside is how far p is from the side from a to b.
func beside(a, b, p orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	f := 0.0
	if square := dx*dx + dy*dy; square > 0 {
		f = min(max(((p[0]-a[0])*dx+(p[1]-a[1])*dy)/square, 0), 1)
	}
	return math.Hypot(p[0]-a[0]-f*dx, p[1]-a[1]-f*dy)
}

func TestThinLeavesNoPointFartherAsideThanTheTolerance(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	dropped := 0
	for range 2000 {
		tolerance := 0.1 + r.Float64()*3
		line := []orb.Point{{}}
		for heading := 0.0; len(line) < 2+r.IntN(60); heading += (r.Float64() - 0.5) * 2 {
			last, step := line[len(line)-1], r.Float64()*8
			line = append(line, orb.Point{last[0] + step*math.Cos(heading), last[1] + step*math.Sin(heading)})
		}
		thin := cone.Thin(nil, line, tolerance)
		if thin[0] != line[0] || thin[len(thin)-1] != line[len(line)-1] {
			t.Fatalf("Thin() goes from %v to %v, want %v to %v", thin[0], thin[len(thin)-1], line[0], line[len(line)-1])
		}
		at := 0 // in thin, the side that stands for what comes next
		for _, p := range line {
			if at+1 < len(thin)-1 && p == thin[at+1] {
				at++
			}
			if d := beside(thin[at], thin[at+1], p); d > tolerance+1e-9 {
				t.Fatalf("Thin(%v, %v) leaves %v aside by %v", line, tolerance, p, d)
			}
		}
		dropped += len(line) - len(slices.Compact(thin))
	}
	if dropped == 0 {
		t.Error("Thin() dropped nothing")
	}
}

func TestThinKeepsAPointWhereTheLineTurnsBack(t *testing.T) {
	line := []orb.Point{{0, 0}, {10, 0}, {4, 0}, {20, 0}}
	if got := cone.Thin(nil, line, 1); len(got) < 3 || got[1] != line[1] {
		t.Errorf("Thin(%v) = %v, want the point at 10 in it", line, got)
	}
}
