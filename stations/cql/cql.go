// Package cql reads filters in the text form of the Common Query Language,
// CQL2 (OGC 21-065r2): the part of it that asks about flat records.
//
// It knows AND, OR, NOT and brackets; = <> < <= > >=; LIKE, IN, BETWEEN and IS
// NULL, each with NOT; CASEI; TRUE and FALSE; texts, numbers, DATE('…') and
// TIMESTAMP('…'); S_INTERSECTS and S_WITHIN of the place with BBOX(…), POINT,
// POLYGON or MULTIPOLYGON; T_AFTER, T_BEFORE, T_EQUALS and T_DURING; and
// A_CONTAINS, A_OVERLAPS for lists. It knows no arithmetic, no functions and no
// comparison of two properties.
//
// A property without a value makes a comparison neither true nor false, as in
// SQL, and a record is kept only by what is true.
package cql

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"
)

// What a filter may be at most.
const (
	MaxLength = 4000 // bytes
	MaxDepth  = 32   // brackets within brackets, NOT before NOT
)

// Type is what a property holds.
type Type uint8

// The types.
const (
	Text   Type = iota + 1 // string
	Number                 // float64
	Flag                   // bool
	Moment                 // time.Time
	List                   // []string
	Place                  // orb.Point, WGS-84 longitude and latitude
)

// Schema names the properties that a filter may ask about.
type Schema map[string]Type

// Record tells the value of a property, of the type that the schema names;
// nil when it has none.
type Record func(property string) any

// Expr is a filter that was read. It is immutable and safe for concurrent use.
type Expr struct{ root node }

// Error is a filter that cannot be read.
type Error struct {
	At   int // the byte where it fails, from 0
	Text string
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s, at byte %d", e.Text, e.At) }

// Keeps reports whether the filter is true of the record.
func (e *Expr) Keeps(r Record) bool { return e.root.truth(r) == yes }

// truth is Kleene's three-valued logic.
type truth int8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// node is a part of a filter.
type node interface{ truth(Record) truth }

type (
	every  []node // AND
	either []node // OR
	not    struct{ of node }
	always truth
)

func (n every) truth(r Record) truth {
	least := yes
	for _, part := range n {
		if least = min(least, part.truth(r)); least == no {
			break
		}
	}
	return least
}

func (n either) truth(r Record) truth {
	most := no
	for _, part := range n {
		if most = max(most, part.truth(r)); most == yes {
			break
		}
	}
	return most
}

func (n not) truth(r Record) truth     { return yes - n.of.truth(r) }
func (n always) truth(Record) truth    { return truth(n) }
func (n missing) truth(r Record) truth { return truthOf(r(n.property) == nil) }

// missing is IS NULL.
type missing struct{ property string }

// test asks about the value of one property; without a value it is unknown.
type test struct {
	property string
	holds    func(value any) bool
}

func (n test) truth(r Record) truth {
	value := r(n.property)
	if value == nil {
		return unknown
	}
	return truthOf(n.holds(value))
}

// order compares two values of the same ordered type.
func order(a, b any) int {
	switch a := a.(type) {
	case string:
		return compare(a, b.(string))
	case float64:
		return compare(a, b.(float64))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		if b := b.(bool); a != b {
			return 1
		}
	}
	return 0
}

func compare[T string | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// shape is a geometry that a place may lie in.
type shape struct {
	bound orb.Bound
	areas orb.MultiPolygon // none for a bare box
	point *orb.Point
}
