package hex_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/hex"
	"yizhan/geo/sphere"
)

// nanjing is 新街口, in the middle of the test data.
var nanjing = orb.Point{118.778, 32.043}

func Example() {
	c := hex.At(orb.Point{118.778, 32.043}, 9)
	fmt.Println(c, c.Resolution(), len(c.Ring1()), c.Parent(8))
	fmt.Printf("%.4f km²\n", c.AreaKm2())
	// Output:
	// 89309119007ffff 9 6 8830911901fffff
	// 0.0814 km²
}

func TestAtRefusesWhatIsNoPlace(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		p    orb.Point
		res  int
	}{
		{"latitude over 90", orb.Point{118, 399}, 9},
		{"latitude under -90", orb.Point{118, -90.1}, 9},
		{"longitude over 180", orb.Point{180.1, 32}, 9},
		{"not a number", orb.Point{nan, 32}, 9},
		{"infinite", orb.Point{118, math.Inf(1)}, 9},
		{"resolution 16", nanjing, 16},
		{"resolution -1", nanjing, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := hex.At(c.p, c.res); got != 0 {
				t.Errorf("At(%v, %d) = %v, want 0", c.p, c.res, got)
			}
		})
	}
}

func TestNoCellAnswersNothing(t *testing.T) {
	for _, c := range []hex.Cell{0, 1, math.MaxUint64, hex.At(nanjing, 9) ^ 1<<60} {
		if c.Valid() || c.Resolution() != -1 || c.AreaKm2() != 0 || c.Ring1() != nil ||
			c.Parent(0) != 0 || c.Children(15) != nil || c.Boundary() != nil || !math.IsNaN(c.Centre()[0]) {
			t.Errorf("cell %v answers like a cell, want nothing", c)
		}
	}
}

func TestParse(t *testing.T) {
	const good = "89309119007ffff"
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"lower case", good, true},
		{"upper case", strings.ToUpper(good), true},
		{"a leading zero", "0" + good, true},
		{"nothing", "", false},
		{"a number with 0x", "0x" + good, false},
		{"a sign", "+" + good[1:], false},
		{"too short", "894d", false},
		{"an index that is no cell", "89309119007fff0", false},
		{"zero", "000000000000000", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := hex.Parse(c.text)
			if c.ok && (err != nil || got.String() != good) {
				t.Errorf("Parse(%q) = %v, %v, want %v", c.text, got, err, good)
			}
			if !c.ok && !errors.Is(err, hex.ErrSyntax) {
				t.Errorf("Parse(%q) = %v, %v, want ErrSyntax", c.text, got, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"89309119007ffff", "", "ffffffffffffffff", "8001fffffffffff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := hex.Parse(s)
		if err != nil {
			return
		}
		if back, err := hex.Parse(c.String()); err != nil || back != c {
			t.Errorf("Parse(%q) = %v, %v, want %v", c.String(), back, err, c)
		}
	})
}

func place(t *rapid.T) orb.Point {
	return orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")}
}

func TestFamilyTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		res := rapid.IntRange(0, 15).Draw(t, "res")
		c := hex.At(place(t), res)
		up := rapid.IntRange(max(0, res-3), res).Draw(t, "up")
		kids := c.Parent(up).Children(res)
		if !slices.Contains(kids, c) || !slices.IsSorted(kids) {
			t.Fatalf("children of the parent of %v lack it or are not ascending: %v", c, kids)
		}
		if got := hex.At(c.Centre(), res); got != c {
			t.Fatalf("At(%v.Centre()) = %v, want the cell", c, got)
		}
		for _, n := range c.Ring1() {
			if !slices.Contains(n.Ring1(), c) {
				t.Fatalf("%v is a neighbour of %v, but not the other way round", n, c)
			}
		}
	})
}

func TestChildrenHaveABound(t *testing.T) {
	c := hex.At(nanjing, 5)
	if got := len(c.Children(5 + hex.MaxDescent)); got != 823543 {
		t.Errorf("len(Children 7 down) = %d, want 823543", got)
	}
	if got := c.Children(5 + hex.MaxDescent + 1); got != nil {
		t.Errorf("Children 8 down has %d cells, want nil", len(got))
	}
}

func TestBoundaryIsClosedAndCounterClockwise(t *testing.T) {
	b := hex.At(nanjing, 9).Boundary()
	if !b.Closed() || b.Orientation() != orb.CCW || len(b) != 7 {
		t.Errorf("Boundary() = %v, want a closed counter-clockwise ring of 7 points", b)
	}
	for _, p := range b {
		if d := sphere.Distance(p, hex.At(nanjing, 9).Centre()); d < 150 || d > 260 {
			t.Errorf("corner is %.0f m from the centre, want about 200", d)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	b.ReportAllocs()
	for i := range b.N {
		hex.At(orb.Point{118.7 + float64(i%1000)/1e4, 32}, 9)
	}
}
