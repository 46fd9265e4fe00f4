package course_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/course"
	"yizhan/geo/sphere"
)

// lines returns a course, which must be good.
func lines(t testing.TB, line ...orb.Point) *course.Course {
	t.Helper()
	c, err := course.New(line)
	if err != nil {
		t.Fatalf("New(%v) = %v", line, err)
	}
	return c
}

// whole is the course as one part.
func whole(c *course.Course) course.Part { return course.Part{Last: c.Pieces() - 1} }

func TestNewRefuses(t *testing.T) {
	long := orb.LineString{}
	for i := range course.MaxPoints + 1 {
		long = append(long, orb.Point{100 + float64(i)*1e-5, 30})
	}
	for _, c := range []struct {
		sentence string
		line     orb.LineString
		want     error
	}{
		{"nothing", nil, course.ErrFew},
		{"one point, however often", orb.LineString{{118, 32}, {118, 32}, {118, 32}}, course.ErrFew},
		{"too many points", long, course.ErrMany},
		{"a way round the Earth", orb.LineString{{0, 0}, {120, 0}, {-120, 0}}, course.ErrLong},
		{"a point beyond the pole", orb.LineString{{118, 32}, {118, 92}}, course.ErrPoint},
		{"a point that is none", orb.LineString{{118, 32}, {math.NaN(), 32}}, course.ErrPoint},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if _, err := course.New(c.line); !errors.Is(err, c.want) {
				t.Errorf("New(…) = %v, want %v", err, c.want)
			}
		})
	}
	if c := lines(t, long[:course.MaxPoints]...); c.Pieces() != course.MaxPoints-1 {
		t.Errorf("New of the most points has %v pieces, want %v", c.Pieces(), course.MaxPoints-1)
	}
}

func TestLengthIsThatOfTheSphere(t *testing.T) {
	a, b := orb.Point{118.8, 32}, orb.Point{118.8, 33}
	if got, want := lines(t, a, b).Length(), sphere.Distance(a, b); math.Abs(got-want) > 0.01 {
		t.Errorf("Length of a degree of a meridian = %v, want %v", got, want)
	}
	c := lines(t, a, b)
	for i := range c.Pieces() {
		if from, to := c.Ends(i); to-from > course.MaxPiece+0.01 {
			t.Fatalf("piece %d is %v m long, want at most %v", i, to-from, course.MaxPiece)
		}
	}
}

func TestFoot(t *testing.T) {
	east := []orb.Point{{118.8, 32}, {118.9, 32}}
	bend := []orb.Point{{118.8, 32}, {118.9, 32}, {118.9, 32.1}} // a turn to the left
	across := []orb.Point{{179.9, 10}, {-179.9, 10}}
	for _, c := range []struct {
		sentence string
		line     []orb.Point
		place    orb.Point
		at       float64
		side     course.Side
	}{
		{"north of a way to the east is left", east, orb.Point{118.85, 32.01}, 4715, course.Left},
		{"south of it is right", east, orb.Point{118.85, 31.99}, 4715, course.Right},
		{"ten metres beside it is on it", east, orb.Point{118.85, 32.00009}, 4715, course.On},
		{"before the start counts at the start", east, orb.Point{118.79, 31.99}, 0, course.Right},
		{"beyond the end counts at the end", east, orb.Point{118.91, 32.01}, 9430, course.Left},
		{"outside a bend is right, also past the corner", bend, orb.Point{118.91, 31.99}, 9430, course.Right},
		{"inside a bend is left", bend, orb.Point{118.89, 32.05}, 14990, course.Left},
		{"across the antimeridian", across, orb.Point{-179.95, 9.99}, 16423, course.Right},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			way := lines(t, c.line...)
			got := way.Foot(c.place, whole(way))
			if math.Abs(got.At-c.at) > 3 || got.Side != c.side {
				t.Errorf("Foot(%v) = at %.0f %v, want at %.0f %v", c.place, got.At, got.Side, c.at, c.side)
			}
		})
	}
}

// The slow oracle of a foot: a walk along the line in steps of metres.
func TestFootAgreesWithAWalkAlongTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := orb.LineString{{118.8, 32}}
		for range rapid.IntRange(1, 5).Draw(t, "turns") {
			last := line[len(line)-1]
			line = append(line, orb.Point{last[0] + rapid.Float64Range(-0.01, 0.02).Draw(t, "east"), last[1] + rapid.Float64Range(-0.01, 0.01).Draw(t, "north")})
		}
		c, err := course.New(line)
		if err != nil {
			t.Skip("a line of no length")
		}
		p := orb.Point{rapid.Float64Range(118.79, 118.87).Draw(t, "lon"), rapid.Float64Range(31.97, 32.03).Draw(t, "lat")}
		got := c.Foot(p, whole(c))
		want := math.Inf(1)
		for i := 1; i < len(line); i++ {
			for f := 0.0; f <= 1; f += 1.0 / 512 {
				q := orb.Point{line[i-1][0] + f*(line[i][0]-line[i-1][0]), line[i-1][1] + f*(line[i][1]-line[i-1][1])}
				want = min(want, sphere.Distance(p, q))
			}
		}
		if got.Offset > want*1.001+0.01 || got.Offset < want-5 {
			t.Fatalf("Foot(%v) is %v m away, want %v", p, got.Offset, want)
		}
	})
}

// Every place within reach of the course is within reach of the circle of the
// part where it has its foot.
func TestPartsHoldTheirPieces(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	line := orb.LineString{{118.8, 32}}
	for range 200 {
		last := line[len(line)-1]
		line = append(line, orb.Point{last[0] + 0.02*rng.Float64(), last[1] + 0.02*rng.NormFloat64()})
	}
	c := lines(t, line...)
	next := 0
	for _, part := range c.Parts(3000) {
		if part.First != next || part.Last < part.First {
			t.Fatalf("part %+v follows piece %d", part, next-1)
		}
		next = part.Last + 1
		from, _ := c.Ends(part.First)
		if _, to := c.Ends(part.Last); to-from > 3000+course.MaxPiece || part.Radius > to-from {
			t.Errorf("part %+v is %v m long", part, to-from)
		}
	}
	if next != c.Pieces() {
		t.Errorf("parts end before piece %d of %d", next, c.Pieces())
	}
}

func BenchmarkFoot(b *testing.B) {
	c := lines(b, orb.Point{118.8, 32}, orb.Point{118.9, 32.05}, orb.Point{119, 32})
	b.ReportAllocs()
	for b.Loop() {
		c.Foot(orb.Point{118.9, 32.01}, whole(c))
	}
}

func ExampleCourse_Foot() {
	c, err := course.New(orb.LineString{{118.80, 32.00}, {118.90, 32.00}})
	if err != nil {
		fmt.Println(err)
		return
	}
	foot := c.Foot(orb.Point{118.85, 31.995}, c.Parts(20_000)[0])
	fmt.Printf("after %.1f km, %.0f m to the %v\n", foot.At/1000, foot.Offset, foot.Side)
	// Output: after 4.7 km, 556 m to the right
}
