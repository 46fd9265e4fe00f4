package plan

// tally keeps, for each cell, the hours in which at least 1, 2 … k stations
// can be reached in time: a counter of k steps for each hour, all hours at once.
type tally struct {
	k     int
	hours []week // those of cell i are hours[i*k:][:k]
}

func newTally(cells, k int) *tally { return &tally{k, make([]week, cells*k)} }

// add counts one more station for the cells in these hours.
func (t *tally) add(cells []int32, open week) {
	if open == (week{}) {
		return
	}
	for _, c := range cells {
		steps := t.hours[int(c)*t.k:][:t.k]
		for j := t.k - 1; j > 0; j-- {
			steps[j] = steps[j].or(steps[j-1].and(open))
		}
		steps[0] = steps[0].or(open)
	}
}

// fill adds up, for each hour, the cells with k stations and their people.
// people are those of each hour of the day.
func (t *tally) fill(hours []Hour, people []*crowd) {
	number := map[week]int32{} // of each set of hours that occurs
	var sets []week
	group := make([]int32, len(t.hours)/t.k)
	for i := range group {
		set := t.hours[(i+1)*t.k-1]
		if i > 0 && len(sets) > 0 && set == sets[group[i-1]] {
			group[i] = group[i-1]
			continue
		}
		n, ok := number[set]
		if !ok {
			n = int32(len(sets))
			number[set], sets = n, append(sets, set)
		}
		group[i] = n
	}
	groups := map[*crowd][]crew{}
	for h := range hours {
		crowd := people[h%len(people)]
		crews, ok := groups[crowd]
		if !ok {
			crews = crowd.crews(group, len(sets))
			groups[crowd] = crews
		}
		hours[h].Cells, hours[h].Demand = during(h, sets, crews, crowd.total)
	}
}

// crew is the people of the cells that are covered in the same hours.
type crew struct {
	cells  int
	demand sum
}

func (c *crowd) crews(group []int32, groups int) []crew {
	crews := make([]crew, groups)
	for i, weight := range c.of {
		if weight > 0 {
			crews[group[i]].cells++
			crews[group[i]].demand.add(weight)
		}
	}
	return crews
}

// during adds up the crews whose set holds the hour.
func during(hour int, sets []week, crews []crew, total float64) (cells int, demand Share) {
	var covered sum
	for g, set := range sets {
		if set[hour/64]>>(hour%64)&1 == 1 {
			cells += crews[g].cells
			covered.add(crews[g].demand.total)
			covered.add(crews[g].demand.rest)
		}
	}
	return cells, Share{Total: total, Covered: covered.value(), Share: shareOf(covered.value(), total)}
}
