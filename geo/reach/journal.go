package reach

import (
	"slices"

	"yizhan/geo/roads"
)

// journal keeps the rows of the junctions as they were before a trial.
type journal struct {
	epoch  uint32
	stamps []uint32       // by junction: the trial in which its row was noted
	nodes  []roads.NodeID // noted in this trial
	rows   []key          // of nodes, k each
}

// note keeps the row of a junction that is about to change, once in a trial.
func (j *journal) note(n roads.NodeID, row []key) {
	if j.stamps[n] == j.epoch {
		return
	}
	j.stamps[n] = j.epoch
	j.nodes = append(j.nodes, n)
	j.rows = append(j.rows, row...)
}

// restore puts the rows back.
func (j *journal) restore(f *Field) {
	for i, n := range j.nodes {
		copy(f.row(n), j.rows[i*f.k:])
	}
}

// begin starts the next trial; other are stamps that follow the same trials.
func (j *journal) begin(other []uint32) {
	j.nodes, j.rows = j.nodes[:0], j.rows[:0]
	if j.epoch++; j.epoch == 0 { // after four thousand million trials
		clear(j.stamps)
		clear(other)
		j.epoch = 1
	}
}

// row returns the labels of a junction.
func (f *Field) row(n roads.NodeID) []key { return f.keys[int(n)*f.k : int(n+1)*f.k] }

// putIn adds a station between junctions to the field.
func (f *Field) putIn(s stop) {
	i, _ := slices.BinarySearchFunc(f.onChain, s, compareStops)
	f.onChain = slices.Insert(f.onChain, i, s)
	f.mark(s)
}

// takeOut takes it out again.
func (f *Field) takeOut(s stop) {
	if i, ok := slices.BinarySearchFunc(f.onChain, s, compareStops); ok {
		f.onChain = slices.Delete(f.onChain, i, i+1)
	}
}

// watched are places by the chain they lie on; those at a junction by one of
// the chains there. What changes at a junction is told by its chains.
type watched struct {
	first  []uint32 // the places on chain c are list[first[c]:first[c+1]]
	list   []int32
	stamps []uint32 // by chain: the trial in which it was listed
	beside bits     // by junction: places are on a chain there
}

// watch lays places out by their chains. One that is nowhere is on none.
func (f *Field) watch(places []Place) watched {
	chains := f.chains.NumChains()
	w := watched{first: make([]uint32, chains+1), stamps: make([]uint32, chains), beside: newBits(f.chains.NumJunctions())}
	f.chainsOf(places, func(_ int, chain uint32) { w.first[chain+1]++ })
	for c := range chains {
		w.first[c+1] += w.first[c]
	}
	w.list = make([]int32, w.first[chains])
	next := slices.Clone(w.first)
	f.chainsOf(places, func(place int, chain uint32) {
		w.list[next[chain]] = int32(place)
		next[chain]++
		a, b, _, _ := f.chains.Ends(chain)
		for _, n := range [2]roads.NodeID{a, b} {
			f.enter(n, noEdge, func(state roads.NodeID) {
				j, _ := f.chains.Junction(state)
				w.beside.add(uint32(j))
			})
		}
	})
	return w
}

func (f *Field) chainsOf(places []Place, visit func(place int, chain uint32)) {
	for i := range places {
		p := &places[i]
		if p.between {
			visit(i, p.spot.Chain)
			continue
		}
		for _, way := range p.ways[:p.used] {
			if chain, ok := f.chains.First(way.junction); ok {
				visit(i, chain)
			}
		}
	}
}
