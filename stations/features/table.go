package features

import (
	"context"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"yizhan/stations/memo"
)

// table is a source whose rows are all at hand. What a shape costs is paid for
// the features of a page only, and once for the boxes around all.
type table struct {
	collection *Collection
	size       int
	row        func(i int) Feature // without its geometry
	shape      func(i int) orb.Geometry
	boxes      func() []orb.Bound // around the shapes, by row
}

// tabled fills the collection with rows. version names them among all that
// were ever in it; what is made of them is remembered by it.
func (c *Catalogue) tabled(empty Collection, version string, t table) Collection {
	key := empty.ID + " " + version
	t.boxes = func() []orb.Bound { return around(c.boxes, key, t.size, t.shape) }
	empty.source = &t
	whole := empty
	t.collection = &whole
	return empty
}

// around returns the boxes around shapes.
func around(known *memo.Recent[string, []orb.Bound], key string, size int, shape func(i int) orb.Geometry) []orb.Bound {
	if boxes, ok := known.Get(key); ok {
		return boxes
	}
	boxes := make([]orb.Bound, size)
	for i := range boxes {
		boxes[i] = shape(i).Bound()
	}
	known.Put(key, boxes)
	return boxes
}

// Extent implements source.
func (t *table) Extent(context.Context) (orb.Bound, bool, error) {
	if t.size == 0 {
		return orb.Bound{}, false, nil
	}
	boxes := t.boxes()
	bound := boxes[0]
	for _, box := range boxes {
		bound = bound.Union(box)
	}
	return bound, true, nil
}

// Page implements source. A cursor is how many rows are behind.
func (t *table) Page(ctx context.Context, q Query) (Page, error) {
	begin := 0
	if q.Cursor != "" {
		var err error
		if begin, err = strconv.Atoi(q.Cursor); err != nil || begin < 0 || begin > t.size {
			return Page{}, badCursor()
		}
	}
	if len(q.Boxes) == 0 && !q.narrow() {
		return t.stretch(begin, q.Limit), ctx.Err()
	}
	var boxes []orb.Bound
	if len(q.Boxes) > 0 {
		boxes = t.boxes()
	}
	var p Page
	for i := range t.size {
		if boxes != nil && !t.lies(q, i, boxes[i]) {
			continue
		}
		f := t.row(i)
		if !t.collection.says(q, f) {
			continue
		}
		p.Matched++
		switch {
		case i < begin:
		case len(p.Features) < q.Limit:
			f.Geometry = t.shape(i)
			p.Features = append(p.Features, f)
		case p.Next == "":
			p.Next = strconv.Itoa(i)
		}
	}
	return p, ctx.Err()
}

// stretch is a page of so many rows, whatever they are.
func (t *table) stretch(begin, limit int) Page {
	end := min(begin+limit, t.size)
	p := Page{Features: make([]Feature, 0, end-begin), Matched: t.size}
	for i := begin; i < end; i++ {
		f := t.row(i)
		f.Geometry = t.shape(i)
		p.Features = append(p.Features, f)
	}
	if end < t.size {
		p.Next = strconv.Itoa(end)
	}
	return p
}

// lies reports whether row i, which has this box around it, meets the boxes
// that are asked about.
func (t *table) lies(q Query, i int, box orb.Bound) bool {
	return slices.ContainsFunc(q.Boxes, box.Intersects) && meets(q.Boxes, t.shape(i))
}

// Feature implements source.
func (t *table) Feature(_ context.Context, id string) (Feature, error) {
	for i := range t.size {
		if f := t.row(i); f.ID == id {
			f.Geometry = t.shape(i)
			return f, nil
		}
	}
	return Feature{}, noFeature()
}
