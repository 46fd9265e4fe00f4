package sites

import (
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
			}
			p.Covers[j] = append(p.Covers[j], number[i])
		}
	}
	return p, nil
}
