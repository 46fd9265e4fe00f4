package features

import (
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/hex"
	"yizhan/stations/cql"
	"yizhan/stations/memo"
	"yizhan/stations/plan"
)

// squares is a collection of squares, named after their rows and coloured;
// made counts the shapes that were made.
func squares(corners []orb.Point, colours []string, made *int) Collection {
	c := &Catalogue{boxes: memo.NewRecent[string, []orb.Bound](keptBoxes)}
	return c.tabled(Collection{ID: "squares", Columns: []Column{{Name: "colour", Type: cql.Text}}}, "1", table{
		size: len(corners),
		row: func(i int) Feature {
			return Feature{ID: strconv.Itoa(i), value: func(string) any { return colours[i] }}
		},
		shape: func(i int) orb.Geometry {
			*made++
			return square(corners[i])
		},
	})
}

func square(at orb.Point) orb.Polygon {
	return orb.Bound{Min: at, Max: orb.Point{at[0] + 2, at[1] + 2}}.ToPolygon()
}

// TestPagesOfATable holds pages, from the first to the last, to a look at every
// row.
func TestPagesOfATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		point := rapid.Custom(func(t *rapid.T) orb.Point {
			return orb.Point{float64(rapid.IntRange(0, 9).Draw(t, "x")), float64(rapid.IntRange(0, 9).Draw(t, "y"))}
		})
		corners := rapid.SliceOfN(point, 0, 20).Draw(t, "corners")
		colours := rapid.SliceOfN(rapid.SampledFrom([]string{"red", "blue"}), len(corners), len(corners)).Draw(t, "colours")
		q := Query{Limit: rapid.IntRange(1, 5).Draw(t, "limit")}
		for _, p := range rapid.SliceOfN(point, 0, 2).Draw(t, "boxes") {
			q.Boxes = append(q.Boxes, orb.Bound{Min: p, Max: orb.Point{p[0] + 1, p[1] + 3}})
		}
		if rapid.Bool().Draw(t, "red only") {
			q.Equal = map[string]string{"colour": "red"}
		}
		var want []string
		for i, at := range corners {
			inside := len(q.Boxes) == 0 || slices.ContainsFunc(q.Boxes, square(at).Bound().Intersects)
			if inside && (q.Equal == nil || colours[i] == "red") {
				want = append(want, strconv.Itoa(i))
			}
		}
		made, got := 0, []string(nil)
		c := squares(corners, colours, &made)
		for more := true; more; more = q.Cursor != "" {
			page, err := c.Page(t.Context(), q)
			if err != nil || page.Matched != len(want) {
				t.Fatalf("Page(%v) = %d matched, %v, want %d", q, page.Matched, err, len(want))
			}
			for _, f := range page.Features {
				if row, _ := strconv.Atoi(f.ID); !orb.Equal(f.Geometry, square(corners[row])) {
					t.Fatalf("feature %s has geometry %v, want %v", f.ID, f.Geometry, square(corners[row]))
				}
				got = append(got, f.ID)
			}
			q.Cursor = page.Next
		}
		if !slices.Equal(got, want) {
			t.Fatalf("all pages of %v = %v, want %v", q, got, want)
		}
		if len(q.Boxes) == 0 && made > len(want) {
			t.Fatalf("%d shapes were made for %d features", made, len(want))
		}
	})
}

// TestAPageMakesItsOwnShapesOnly counts what the boxes around all shapes save.
func TestAPageMakesItsOwnShapesOnly(t *testing.T) {
	corners, colours := make([]orb.Point, 1000), make([]string, 1000)
	for i := range corners {
		corners[i] = orb.Point{float64(i * 10), 0}
	}
	made := 0
	c := squares(corners, colours, &made)
	corner := []orb.Bound{{Min: orb.Point{5000, 0}, Max: orb.Point{5001, 1}}}
	for _, step := range []struct {
		name string
		ask  func() (Page, error)
		want int
	}{
		{"a page", func() (Page, error) { return c.Page(t.Context(), Query{Limit: 7}) }, 7},
		{"a page farther on", func() (Page, error) { return c.Page(t.Context(), Query{Limit: 7, Cursor: "900"}) }, 7},
		{"the first page of a box", func() (Page, error) { return c.Page(t.Context(), Query{Limit: 7, Boxes: corner}) }, 1000 + 2},
		{"the next page of a box", func() (Page, error) { return c.Page(t.Context(), Query{Limit: 7, Boxes: corner}) }, 2},
		{"the extent", func() (Page, error) { _, _, err := c.Extent(t.Context()); return Page{}, err }, 0},
		{"one feature", func() (Page, error) { _, err := c.Feature(t.Context(), "999"); return Page{}, err }, 1},
	} {
		made = 0
		if _, err := step.ask(); err != nil || made != step.want {
			t.Errorf("%s made %d shapes, error %v, want %d", step.name, made, err, step.want)
		}
	}
	want := orb.Bound{Max: orb.Point{9992, 2}}
	if got, found, _ := c.Extent(t.Context()); !found || got != want {
		t.Errorf("Extent() = %v, %v, want %v", got, found, want)
	}
}

// BenchmarkCells is a page of a large city's cells, and the same in a box.
func BenchmarkCells(b *testing.B) {
	middle := hex.At(orb.Point{118.8, 32.05}, 9)
	of := &plan.Coverage{ID: "0123456789abcdef"}
	for _, cell := range middle.Parent(3).Children(9) {
		of.Cells = append(of.Cells, plan.Cell{Cell: cell})
	}
	c := (&Catalogue{boxes: memo.NewRecent[string, []orb.Bound](keptBoxes)}).cells(of)
	for name, q := range map[string]Query{
		"everywhere": {Limit: 100},
		"in a box":   {Limit: 100, Boxes: []orb.Bound{{Min: orb.Point{118.8, 32.05}, Max: orb.Point{118.9, 32.1}}}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Page(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
