package near

import (
	"cmp"
	"slices"
)

// Update returns an index without the places that are gone and with those
// that came; x stays as it is. A place that moves or changes its tags is in
// both lists. Gone places must be as they were given; one that is not in the
// index is passed over.
//
// It costs some 40 µs for each change that falls into a bucket of its own,
// and less than a fresh index for any number of them.
func (x *Index) Update(gone, came []Place) *Index {
	leaving := spotsOf(gone)
	slices.SortFunc(leaving, func(a, b spot) int { return cmp.Compare(a.item, b.item) })
	return &Index{x.root.update(leaving, spotsOf(came))}
}

// update returns the branch without the spots that are gone, which are in
// ascending order of item, and with those that came.
func (b *branch) update(gone, came []spot) branch {
	switch {
	case len(gone)+len(came) == 0:
		return *b
	case b.node == nil || len(gone)+len(came) > int(b.count)/4:
		return b.anew(gone, came)
	}
	left, right := &b.node.branches[0], &b.node.branches[1]
	first := part(came, func(s *spot) bool { return left.nearest(s.at) <= right.nearest(s.at) })
	return join(
		left.update(left.held(gone), came[:first]),
		right.update(right.held(gone), came[first:]),
	)
}

// anew grows the branch without the spots that are gone and with those that
// came, unless that would change nothing.
func (b *branch) anew(gone, came []spot) branch {
	spots := b.collect(make([]spot, 0, int(b.count)+len(came)), gone)
	if len(spots) == int(b.count) && len(came) == 0 {
		return *b
	}
	return grow(append(spots, came...))
}

// held returns the spots that lie in the branch's box; boxes may touch, so
// others of them may be elsewhere.
func (b *branch) held(spots []spot) []spot {
	var held []spot
	for i := range spots {
		if b.count > 0 && b.holds(spots[i].at) {
			held = append(held, spots[i])
		}
	}
	return held
}

// part moves the spots that belong first to the front and returns how many.
func part(spots []spot, first func(*spot) bool) int {
	n := 0
	for i := range spots {
		if first(&spots[i]) {
			spots[n], spots[i] = spots[i], spots[n]
			n++
		}
	}
	return n
}

// join puts two branches under one node. It grows them anew where a bucket
// would do, or where one has so much more than the other that walks become
// long; half of the places must have changed for that, so it is rare.
func join(a, b branch) branch {
	if a.count == 0 || b.count == 0 {
		if a.count == 0 {
			return b
		}
		return a
	}
	whole := branch{box: a.and(b.box), count: a.count + b.count, node: &node{[2]branch{a, b}}}
	lopsided := whole.count > 4*bucketSize && 4*max(a.count, b.count) > 3*whole.count
	if whole.count <= bucketSize/2 || lopsided {
		return grow(whole.collect(make([]spot, 0, whole.count), nil))
	}
	return whole
}

// collect appends to dst all spots of the branch but those that are gone,
// which are in ascending order of item.
func (b *branch) collect(dst, gone []spot) []spot {
	switch {
	case b.node != nil:
		dst = b.node.branches[0].collect(dst, gone)
		return b.node.branches[1].collect(dst, gone)
	case b.bucket == nil:
		return dst
	}
	for i, e := range b.bucket.entries {
		at, left := slices.BinarySearchFunc(gone, e.item, func(s spot, item int32) int { return cmp.Compare(s.item, item) })
		if !left || gone[at].at != e.at {
			dst = append(dst, spot{e, b.bucket.points[i]})
		}
	}
	return dst
}
