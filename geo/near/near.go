// Package near finds the nearest of many points on the sphere, exactly, while
// points come and go.
//
// The points are kept as unit vectors in a k-d tree with tight boxes. A chord
// through the Earth grows with the great circle over it, so the distance from
// a vector to a box bounds every great circle into that box from below, at
// the poles and across the antimeridian like anywhere else: there is no frame
// of degrees whose seam could hide a neighbour.
//
//  1. Walk the tree from the root, the nearer half first.
//  2. Pass over a box whose bound is beyond the k-th best so far, which holds
//     no place with the wished tags, or which a page before has listed whole.
//  3. Within a leaf look at the tags, then at chords, then ask the filter,
//     unless a tag says that it keeps the place.
//  4. At the end compute the great circles of those that remain, which alone
//     decide the order. Chords are single precision and a few metres off: who
//     is that near to the k-th best remains too.
//
// The tree ends in buckets, small trees that lie in one piece of memory. A
// change makes the buckets that it falls into anew, and the nodes above them;
// the old index and the new one share all others.
package near

import (
	"github.com/paulmach/orb"
)

// Place is a point to be found.
type Place struct {
	Point orb.Point // WGS-84
	Item  int32     // the caller's name for it, unique in an index
	Tags  Tags
}

// Tags mark a place with up to 64 properties, a bit each.
type Tags uint64

// Wish says which tags a place must have. Its zero value takes every place.
type Wish struct {
	All Tags // each of these
	Any Tags // one of these at least, if there are any
}

// Takes reports whether the tags fulfil the wish.
func (w Wish) Takes(t Tags) bool {
	return t&w.All == w.All && (w.Any == 0 || t&w.Any != 0)
}

// Hit is one found place.
type Hit struct {
	Distance float64 // metres by geo/sphere, not rounded
	Item     int32
}

// Query asks for the nearest places: in the order of their distance, and at
// equal distances in that of Before.
type Query struct {
	Point  orb.Point             // WGS-84
	K      int                   // at most so many
	Radius float64               // metres, inclusive; 0 for no limit
	Wish   Wish                  // looked at first
	Keep   func(item int32) bool // asked before K counts; nil keeps every place
	Sure   Tags                  // a place with one of these is kept without asking
	Before func(a, b int32) bool // a strict order of all items; nil for the items' own
	After  *Mark                 // only hits after this one; nil for the first page
}

// Mark is the hit at which a page ended. It need not be there any more.
type Mark struct {
	Distance float64               // metres, as Hit.Distance
	Passed   func(item int32) bool // whether a hit at just this distance was listed up to here
}

// Index answers queries. It is immutable and safe for concurrent use; Update
// makes another one.
type Index struct{ root branch }

// Len returns the number of places in the index.
func (x *Index) Len() int { return int(x.root.count) }
