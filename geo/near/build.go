package near

import (
	"math/bits"

	"github.com/paulmach/orb"
)

// Sizes of the tree's ends. A change costs the making of one bucket, a walk
// passes over what is far in leaves; 8 to 16 places per leaf measured alike.
const (
	bucketSize = 256 // places of a bucket at most
	leafSize   = 12  // places of a leaf at most
)

// branch is all places in a box: none at all when count is 0, else a node
// with two branches or a bucket.
type branch struct {
	box
	count  int32
	node   *node
	bucket *bucket
}

type node struct{ branches [2]branch }

// bucket is a complete binary tree. The root of boxes is 1, the children of i
// are 2i and 2i+1; the last level are the leaves, which share the entries out
// evenly, see bucket.leaf.
type bucket struct {
	boxes   []box
	entries []entry
	points  []orb.Point // of the entries: only the last few are asked for theirs
}

// entry is a place in a leaf.
type entry struct {
	at   vector
	item int32
	tags Tags
}

// spot is an entry with its point, while it is put in its place.
type spot struct {
	entry
	point orb.Point
}

// New builds the index of the places. One that is not on the Earth (NaN,
// beyond ±180 or ±90 degrees) is never found. The list is not kept.
func New(places []Place) *Index { return &Index{grow(spotsOf(places))} }

func spotsOf(places []Place) []spot {
	spots := make([]spot, 0, len(places))
	for _, p := range places {
		if onEarth(p.Point) {
			spots = append(spots, spot{entry{unit(p.Point), p.Item, p.Tags}, p.Point})
		}
	}
	return spots
}

// grow makes the branch of the spots, and moves them about.
func grow(spots []spot) branch {
	if len(spots) == 0 {
		return branch{}
	}
	if len(spots) <= bucketSize {
		b := fill(spots)
		return branch{box: b.boxes[1], count: int32(len(spots)), bucket: b}
	}
	around := boxOf(spots)
	middle := len(spots) / 2
	halve(spots, middle, around.widest())
	n := &node{[2]branch{grow(spots[:middle]), grow(spots[middle:])}}
	return branch{box: around, count: int32(len(spots)), node: n}
}

// fill makes the bucket of at least one spot.
func fill(spots []spot) *bucket {
	leaves := 1
	for leaves*leafSize < len(spots) {
		leaves *= 2
	}
	b := &bucket{make([]box, 2*leaves), make([]entry, len(spots)), make([]orb.Point, len(spots))}
	b.arrange(spots, 1)
	for i, s := range spots {
		b.entries[i], b.points[i] = s.entry, s.point
	}
	return b
}

// arrange sorts the spots into the leaves below box i, and makes the boxes.
func (b *bucket) arrange(spots []spot, i int) {
	from, to := b.span(i)
	b.boxes[i] = boxOf(spots[from:to])
	if 2*i < len(b.boxes) {
		_, middle := b.span(2 * i)
		halve(spots[from:to], middle-from, b.boxes[i].widest())
		b.arrange(spots, 2*i)
		b.arrange(spots, 2*i+1)
	}
}

// span returns the range of the entries below box i. Every half is n·j/2^level,
// cut: so each box's range is those of its children.
func (b *bucket) span(i int) (from, to int) {
	level := bits.Len(uint(i)) - 1
	j, n := i-1<<level, len(b.entries)
	return n * j >> level, n * (j + 1) >> level
}

// halve moves the spots about so that none before k lies beyond one from k
// on: Hoare's selection, with the middle spot as pivot.
func halve(spots []spot, k, axis int) {
	low, high := 0, len(spots)-1
	for low < high {
		pivot := spots[(low+high)/2].at[axis]
		i, j := low, high
		for i <= j {
			for spots[i].at[axis] < pivot {
				i++
			}
			for spots[j].at[axis] > pivot {
				j--
			}
			if i <= j {
				spots[i], spots[j] = spots[j], spots[i]
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
