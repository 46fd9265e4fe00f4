package near

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// vector is a unit vector in single precision: each axis is off by 3e-8 at
// most, 20 cm on the ground.
type vector [3]float32

// slack is more than the chords of two places can be off together, by the
// rounding of their vectors, of the asker's and of the chord itself: 6 m on
// the ground, where those come to 2 m.
const slack = 1e-6

func unit(p orb.Point) vector {
	const rad = math.Pi / 180
	sinLat, cosLat := math.Sincos(p[1] * rad)
	sinLon, cosLon := math.Sincos(p[0] * rad)
	return vector{float32(cosLat * cosLon), float32(cosLat * sinLon), float32(sinLat)}
}

func onEarth(p orb.Point) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 // false for NaN
}

// away returns the squared chord between two vectors.
func away(a, b vector) float32 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return x*x + y*y + z*z
}

// chord returns the chord of the unit sphere under a great circle of so many
// metres.
func chord(metres float64) float64 {
	return 2 * math.Sin(min(metres/(2*sphere.Radius), math.Pi/2))
}

// beyond returns a squared chord that no place at this chord exceeds.
func beyond(chord float64) float32 { return float32((chord + slack) * (chord + slack)) }

// short returns a squared chord below that of every place at this chord.
func short(chord float64) float32 {
	chord = max(0, chord-slack)
	return float32(chord * chord)
}

// box is the least box around some places, with all tags of theirs.
type box struct {
	low, high vector
	tags      Tags
}

// boxOf returns the box of at least one spot.
func boxOf(spots []spot) box {
	b := box{low: spots[0].at, high: spots[0].at}
	for i := range spots {
		b.tags |= spots[i].tags
		for axis, v := range spots[i].at {
			b.low[axis] = min(b.low[axis], v)
			b.high[axis] = max(b.high[axis], v)
		}
	}
	return b
}

// and returns the box around both.
func (b box) and(c box) box {
	b.tags |= c.tags
	for axis := range b.low {
		b.low[axis] = min(b.low[axis], c.low[axis])
		b.high[axis] = max(b.high[axis], c.high[axis])
	}
	return b
}

func (b *box) widest() int {
	best := 0
	for axis := range b.low {
		if b.high[axis]-b.low[axis] > b.high[best]-b.low[best] {
			best = axis
		}
	}
	return best
}

// nearest returns the squared chord from v to the nearest place in the box.
// Differences, squares and sums round alike, so it is never more than away of
// a place inside.
func (b *box) nearest(v vector) float32 {
	x := max(b.low[0]-v[0], v[0]-b.high[0], 0)
	y := max(b.low[1]-v[1], v[1]-b.high[1], 0)
	z := max(b.low[2]-v[2], v[2]-b.high[2], 0)
	return x*x + y*y + z*z
}

// farthest returns the squared chord from v to the farthest corner.
func (b *box) farthest(v vector) float32 {
	x := max(v[0]-b.low[0], b.high[0]-v[0])
	y := max(v[1]-b.low[1], b.high[1]-v[1])
	z := max(v[2]-b.low[2], b.high[2]-v[2])
	return x*x + y*y + z*z
}

// holds reports whether v lies in the box.
func (b *box) holds(v vector) bool { return b.nearest(v) == 0 }
