package course_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/course"
	"yizhan/geo/sphere"
)

func TestAPointOfTheCourseIsAsFarAsItSays(t *testing.T) {
	start, turn, end := orb.Point{118.7, 32}, orb.Point{118.7, 32.1}, orb.Point{118.8, 32.1}
	c, err := course.New(orb.LineString{start, turn, end})
	if err != nil {
		t.Fatal(err)
	}
	first := sphere.Distance(start, turn)
	for _, metres := range []float64{0, 1, first / 2, first, first + 100, c.Length()} {
		p := c.At(metres)
		got := sphere.Distance(start, p)
		if metres > first {
			got = first + sphere.Distance(turn, p)
		}
		if math.Abs(got-metres) > 0.5 {
			t.Errorf("At(%v) = %v, which is %v m along, want %v", metres, p, got, metres)
		}
	}
	for metres, want := range map[float64]orb.Point{-5: start, c.Length() + 5: end} {
		if got := c.At(metres); sphere.Distance(got, want) > 1e-6 {
			t.Errorf("At(%v) = %v, want %v", metres, got, want)
		}
	}
}
