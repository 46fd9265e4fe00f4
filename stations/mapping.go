package stations

import (
	"context"
	"fmt"
	"strings"
)

// Mappings remembers how the files of a source are to be read, so that what
// somebody worked out once is not asked again.
type Mappings interface {
	// PutMapping keeps the columns of the source's files that are mapped by
	// hand: field by column, both as the file and the caller name them. It
	// replaces what was kept; an empty mapping forgets it. Invalid when the
	// source or a column has no name, or a text is too long.
	PutMapping(ctx context.Context, source string, columns map[string]string) error

	// Mapping returns what was kept for the source, empty when nothing was.
	Mapping(ctx context.Context, source string) (map[string]string, error)
}

// CheckMapping reports what PutMapping must refuse, as an Invalid error.
func CheckMapping(source string, columns map[string]string) error {
	var c checks
	if strings.TrimSpace(source) == "" {
		c.add("source", "is required")
	}
	c.text("source", source, MaxNote)
	if len(columns) > MaxNote {
		c.add("map", fmt.Sprintf("has more than %d columns", MaxNote))
	}
	for column, field := range columns {
		if column == "" || field == "" {
			c.add("map", "has a column or a field without a name")
		}
		c.text("map", column, MaxNote)
		c.text("map", field, MaxName)
	}
	if len(c) > 0 {
		return &Error{Code: Invalid, Text: "the mapping breaks a rule", Fields: c}
	}
	return nil
}
