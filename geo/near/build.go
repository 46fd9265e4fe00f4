package near

// leafSize is how many points a leaf holds at most. Larger leaves compare
// more chords, smaller ones climb through more boxes; 8 to 16 measured alike.
const leafSize = 12

// New builds the index of the places. One that is not on the Earth (NaN,
// beyond ±180 or ±90 degrees) is never found. The list is not kept.
func New(places []Place) *Index {
	x := &Index{leafs: make([]entry, 0, len(places))}
	for _, p := range places {
		if onEarth(p.Point) {
			x.leafs = append(x.leafs, entry{unit(p.Point), p.Point, p.Tags, p.Item})
		}
	}
	if len(x.leafs) > 0 {
		x.nodes = make([]node, 0, 4*len(x.leafs)/leafSize+1)
		x.split(0, len(x.leafs))
	}
	return x
}

// split adds the node of entries from … to−1 and all nodes below it.
func (x *Index) split(from, to int) {
	i := len(x.nodes)
	x.nodes = append(x.nodes, boxOf(x.leafs[from:to]))
	x.nodes[i].from, x.nodes[i].to = int32(from), int32(to)
	if to-from <= leafSize {
		return
	}
	middle := (from + to) / 2
	halve(x.leafs[from:to], middle-from, x.nodes[i].widest())
	x.split(from, middle)
	x.nodes[i].right = int32(len(x.nodes))
	x.split(middle, to)
}

func boxOf(entries []entry) node {
	n := node{low: entries[0].at, high: entries[0].at}
	for _, e := range entries[1:] {
		for axis, v := range e.at {
			n.low[axis] = min(n.low[axis], v)
			n.high[axis] = max(n.high[axis], v)
		}
	}
	return n
}

func (n *node) widest() int {
	best := 0
	for axis := range n.low {
		if n.high[axis]-n.low[axis] > n.high[best]-n.low[best] {
			best = axis
		}
	}
	return best
}

// halve moves the entries about so that none before k lies beyond one from k
// on: Hoare's selection, with the middle entry as pivot.
func halve(entries []entry, k, axis int) {
	low, high := 0, len(entries)-1
	for low < high {
		pivot := entries[(low+high)/2].at[axis]
		i, j := low, high
		for i <= j {
			for entries[i].at[axis] < pivot {
				i++
			}
			for entries[j].at[axis] > pivot {
				j--
			}
			if i <= j {
				entries[i], entries[j] = entries[j], entries[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return
		}
	}
}
