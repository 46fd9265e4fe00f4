package plan

import (
	"slices"

	"yizhan/stations"
)

// bearers are the stations in time of each cell, nearest first, up to one more
// than k: what loads are added up from. A trial changes them and puts them back.
type bearers struct {
	depth int
	near  []int32 // depth for each cell, −1 where there are fewer
	saved []int32 // for each change, the last at the end: its cell, and what was there
}

func newBearers(cells, depth int) bearers {
	return bearers{depth: depth, near: slices.Repeat([]int32{-1}, cells*depth)}
}

// of returns those of a cell.
func (b *bearers) of(cell int) []int32 {
	row := b.near[cell*b.depth:][:b.depth]
	if none := slices.Index(row, -1); none >= 0 {
		row = row[:none]
	}
	return row
}

func (b *bearers) set(cell int, near []int32) {
	row := b.near[cell*b.depth:][:b.depth]
	for i := range row[copy(row, near):] {
		row[len(near)+i] = -1
	}
}

// try is set until putBack.
func (b *bearers) try(cell int, near []int32) {
	if slices.Equal(b.of(cell), near) {
		return
	}
	b.saved = append(append(b.saved, int32(cell)), b.near[cell*b.depth:][:b.depth]...)
	b.set(cell, near)
}

func (b *bearers) putBack() {
	for left := len(b.saved); left > 0; {
		left -= b.depth + 1
		copy(b.near[int(b.saved[left])*b.depth:], b.saved[left+1:left+1+b.depth])
	}
	b.saved = b.saved[:0]
}

// loads adds up what each station carries that is useful after the trial,
// ascending id. used is all stations by number, roles theirs.
func (t *trial) loads(used []*stations.Station, roles []role) []Load {
	burdens := make([]burden, len(used))
	for i := range t.cells {
		t.in.carry(t.cells[i].Demand, t.bearers.of(i), burdens)
	}
	out := []Load{}
	for i, r := range roles {
		if r == useful {
			out = append(out, burdens[i].of(used[i]))
		}
	}
	return out
}
