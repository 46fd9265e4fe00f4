package sites

import (
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/siting"
	"yizhan/stations"
)

// problem writes the question in numbers. Demands are the cells that lack
// stations and that some candidate covers, in the order in which candidates name
// them. The stations of the base are in it as what the cells still lack.
func (q *question) problem(fld *field) (p siting.Problem, err error) {
	if len(fld.list) == 0 {
		return p, stations.BadField("candidates", "没有可用的候选点 none of them would cover anything that is not covered yet")
	}
	base := fld.ground.Coverage()
	number := make([]int32, len(base.Cells))
	for i := range number {
		number[i] = -1
	}
	p.Covers = make([][]int32, len(fld.covers))
	for j, cells := range fld.covers {
		for _, i := range cells {
			if number[i] < 0 {
				number[i] = int32(len(p.Demand))
				p.Demand = append(p.Demand, base.Cells[i].Demand)
				p.Need = append(p.Need, uint8(base.Request.K-base.Cells[i].K))
			}
			p.Covers[j] = append(p.Covers[j], number[i])
		}
	}
	p.Apart, err = fld.conflicts(q.SpacingM)
	return p, err
}

// maxConflicts bounds the pairs of candidates that are too near each other.
const maxConflicts = 20_000_000

// conflicts lists for each candidate those that are nearer to it than so many
// metres, ascending; nil for none at all.
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
			if int(k) != j {
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
