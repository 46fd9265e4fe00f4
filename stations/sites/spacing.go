package sites

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// latitudes finds the places within a distance of another without looking at
// all of them.
type latitudes struct {
	points []orb.Point
	order  []int32 // of points, from south to north
}

func newLatitudes(points []orb.Point) latitudes {
	l := latitudes{points: points, order: make([]int32, len(points))}
	for i := range l.order {
		l.order[i] = int32(i)
	}
	slices.SortFunc(l.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(points[a][1], points[b][1]), cmp.Compare(a, b))
	})
	return l
}

// near calls visit with each place less than so many metres from p, until it
// returns false.
func (l latitudes) near(p orb.Point, metres float64, visit func(i int32) bool) {
	const perDegree = 111_000 // of latitude, at least
	reach := metres / perDegree
	from, _ := slices.BinarySearchFunc(l.order, p[1]-reach, func(i int32, lat float64) int { return cmp.Compare(l.points[i][1], lat) })
	for _, i := range l.order[from:] {
		if l.points[i][1] > p[1]+reach {
			return
		}
		if sphere.Distance(l.points[i], p) < metres && !visit(i) {
			return
		}
	}
}
