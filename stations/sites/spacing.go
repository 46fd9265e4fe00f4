package sites

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
	"yizhan/stations"
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

// maxConflicts bounds the pairs of candidates that are too near each other.
const maxConflicts = 20_000_000

// conflicts lists for each candidate those that are nearer to it than so many
// metres, ascending; nil when there is no such distance. A station that is
// there already is in nobody's way.
func (fld *field) conflicts(metres float64) ([][]int32, error) {
	if metres == 0 {
		return nil, nil
	}
	points := make([]orb.Point, len(fld.list))
	for j, c := range fld.list {
		points[j] = c.point
	}
	all, count := newLatitudes(points), 0
	out := make([][]int32, len(points))
	for j := range points {
		all.near(points[j], metres, func(k int32) bool {
			if int(k) != j && fld.list[j].extension == nil && fld.list[k].extension == nil {
				out[j] = append(out[j], k)
			}
			return true
		})
		slices.Sort(out[j])
		if count += len(out[j]); count > maxConflicts {
			return nil, stations.BadField("spacing_m", "候选点过多，间距过大 is too wide for so many candidates")
		}
	}
	return out, nil
}
