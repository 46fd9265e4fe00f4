// Package features shows what yizhan holds as collections of features with a
// geometry and flat properties, as geographic information systems read them:
// stations, areas, and the cells and gaps of each coverage. It knows what can
// be asked of a collection, not how an asker writes it.
package features

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/cql"
)

// MaxLimit is the most features of a page.
const MaxLimit = 1000

// Column is a property that every feature of a collection may have.
type Column struct {
	Name  string
	Type  cql.Type
	Title string   // Chinese, then English
	Codes []string // the only values, if there is a list of them
}

// Feature is one of a collection. Its parts are shared and must not be
// changed.
type Feature struct {
	ID       string
	Geometry orb.Geometry // WGS-84; nil when nobody knows it
	value    cql.Record
}

// Value returns a property as its column's type, nil when it has none.
func (f Feature) Value(column string) any { return f.value(column) }

// Query asks for a page. A feature is in when every part of it says so.
type Query struct {
	Boxes  []orb.Bound       // that the geometry meets, any of these; nil for everywhere
	From   time.Time         // of when it was last changed, inclusive; zero for no bound
	To     time.Time         // likewise
	Equal  map[string]string // properties of type Text
	Filter *cql.Expr         // nil for none
	Limit  int               // 1 … MaxLimit
	Cursor string            // Page.Next of the page before; "" for the first
}

// narrow reports whether more is asked than a single box.
func (q Query) narrow() bool {
	return len(q.Boxes) > 1 || !q.From.IsZero() || !q.To.IsZero() || len(q.Equal) > 0 || q.Filter != nil
}

// Page is a page of features.
type Page struct {
	Features []Feature
	Matched  int    // on all pages
	Next     string // the next page's Cursor; "" after the last
}

// Collection is a set of features of the same columns.
type Collection struct {
	ID, Title, Description string
	Columns                []Column
	Changed                string // the column that From and To look at; "" for none
	source
}

// source gives the features of a collection.
type source interface {
	// Extent bounds the geometries; false when there are none.
	Extent(ctx context.Context) (orb.Bound, bool, error)
	// Page returns a page. Invalid when the cursor is not one that a page gave.
	Page(ctx context.Context, q Query) (Page, error)
	// Feature returns the one of that id; NotFound.
	Feature(ctx context.Context, id string) (Feature, error)
}

// Loaded reports whether the collection can be asked for features: one that a
// list names may have to be found first.
func (c Collection) Loaded() bool { return c.source != nil }

// Schema returns the columns as a filter may name them. geometry is the place
// of features that are points.
func (c Collection) Schema() cql.Schema {
	schema := cql.Schema{}
	for _, column := range c.Columns {
		schema[column.Name] = column.Type
	}
	if c.points() {
		schema[geometry] = cql.Place
	}
	return schema
}

const geometry = "geometry"

func (c Collection) points() bool {
	_, ok := c.source.(*registry)
	return ok
}

// keeps reports whether the query, but for its paging, is true of the feature.
func (c Collection) keeps(q Query, f Feature) bool {
	return (len(q.Boxes) == 0 || meets(q.Boxes, f.Geometry)) && c.says(q, f)
}

// says is keeps but for the boxes.
func (c Collection) says(q Query, f Feature) bool {
	if timed := !q.From.IsZero() || !q.To.IsZero(); timed && c.Changed != "" {
		at, ok := f.Value(c.Changed).(time.Time)
		if !ok || at.Before(q.From) || !q.To.IsZero() && at.After(q.To) {
			return false
		}
	}
	for name, want := range q.Equal {
		if f.Value(name) != any(want) {
			return false
		}
	}
	return q.Filter == nil || q.Filter.Keeps(func(name string) any {
		if name == geometry {
			if p, ok := f.Geometry.(orb.Point); ok {
				return p
			}
			return nil
		}
		return f.Value(name)
	})
}

func noFeature() error {
	return stations.Errorf(stations.NotFound, "没有这个要素 there is no such feature")
}

func badCursor() error {
	return stations.BadField("cursor", "is not one that this server gave")
}
