package features

import (
	"testing"

	"github.com/paulmach/orb"
)

// A horseshoe, open to the north, and a ring with a hole beside it.
func shapes() orb.MultiPolygon {
	return orb.MultiPolygon{
		{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}, {0, 0}}},
		{
			{{20, 0}, {30, 0}, {30, 10}, {20, 10}, {20, 0}},
			{{22, 2}, {22, 8}, {28, 8}, {28, 2}, {22, 2}},
		},
	}
}

func TestABoxMeetsAnAreaWhereTheAreaIs(t *testing.T) {
	box := func(w, s, e, n float64) orb.Bound { return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}} }
	for name, c := range map[string]struct {
		box  orb.Bound
		want bool
	}{
		"far away":                        {box(50, 50, 60, 60), false},
		"between the horseshoe's arms":    {box(3, 3, 7, 9), false},
		"from between the arms into one":  {box(3, 3, 9, 9), true},
		"inside an arm":                   {box(8.5, 4, 9.5, 6), true},
		"around everything":               {box(-1, -1, 40, 20), true},
		"in the hole":                     {box(23, 3, 27, 7), false},
		"from the hole across the ring":   {box(23, 3, 29, 7), true},
		"inside the ring":                 {box(20.5, 0.5, 21.5, 1.5), true},
		"between both":                    {box(11, 0, 19, 10), false},
		"across both arms, no corner in":  {box(-1, 4, 11, 6), true},
		"touching a corner from outside":  {box(10, 10, 12, 12), true},
		"a point inside":                  {box(1, 1, 1, 1), true},
		"a point between the arms":        {box(5, 5, 5, 5), false},
		"a line through the second shape": {box(25, -5, 25, 15), true},
	} {
		if got := meets([]orb.Bound{c.box}, shapes()); got != c.want {
			t.Errorf("%s: meets = %v, want %v", name, got, c.want)
		}
	}
	if p := (orb.Point{5, 5}); !meets([]orb.Bound{box(50, 50, 60, 60), box(5, 5, 6, 6)}, p) || meets([]orb.Bound{box(6, 6, 7, 7)}, p) || meets([]orb.Bound{box(0, 0, 9, 9)}, nil) {
		t.Error("a point on a box's edge is in, one outside is not, and what has no geometry is nowhere")
	}
}
