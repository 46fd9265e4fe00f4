package features

import (
	"context"
	"strconv"

	"github.com/paulmach/orb"
)

// table is a source whose features are all at hand.
type table struct {
	collection *Collection
	size       int
	row        func(i int) Feature
}

// Extent implements source.
func (t *table) Extent(context.Context) (orb.Bound, bool, error) {
	var bound orb.Bound
	found := false
	for i := range t.size {
		g := t.row(i).Geometry
		switch {
		case g == nil:
		case !found:
			bound, found = g.Bound(), true
		default:
			bound = bound.Union(g.Bound())
		}
	}
	return bound, found, nil
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
	var p Page
	for i := range t.size {
		f := t.row(i)
		if !t.collection.keeps(q, f) {
			continue
		}
		p.Matched++
		switch {
		case i < begin:
		case len(p.Features) < q.Limit:
			p.Features = append(p.Features, f)
		case p.Next == "":
			p.Next = strconv.Itoa(i)
		}
	}
	return p, ctx.Err()
}

// Feature implements source.
func (t *table) Feature(_ context.Context, id string) (Feature, error) {
	for i := range t.size {
		if f := t.row(i); f.ID == id {
			return f, nil
		}
	}
	return Feature{}, noFeature()
}
