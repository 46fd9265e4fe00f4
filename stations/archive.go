package stations

import (
	"context"
	"slices"
)

// Archive copies a whole store, of either kind, to and from rows. It is what
// `yizhan backup` and `yizhan restore` are made of.
type Archive interface {
	// Dump writes every table of ArchivedTables to w as it stands at one
	// moment, while others read and write. Errors of w are passed on.
	Dump(ctx context.Context, w RowWriter) error

	// Load fills the store with what r reads, in one transaction, rebuilds
	// what is derived, and renews the epoch. Tables and columns that r does
	// not name stay empty or at their default.
	//
	// With replace, what the store holds is removed in the same transaction.
	// Without, Conflict when the store is not empty. Invalid when r names a
	// table or a column that the store does not have. On any error, also one
	// that r gives instead of io.EOF at its end, nothing has changed.
	Load(ctx context.Context, r RowReader, replace bool) error
}

// RowWriter takes the rows of tables. A value is an int64, a float64, a
// string, a []byte or nil.
type RowWriter interface {
	// Table begins a table; the rows that follow have these columns.
	Table(name string, columns []string) error
	// Row takes one row; it keeps nothing of values.
	Row(values []any) error
}

// RowReader gives back what a RowWriter took.
type RowReader interface {
	// Table goes on to the next table, past rows that were not read. After
	// the last it gives io.EOF, and only when everything was read as it was
	// written.
	Table() (name string, columns []string, err error)
	// Row gives the next row of the table, and io.EOF after its last.
	Row() ([]any, error)
}

// ArchivedTables names the tables that an archive holds, in an order in which
// they can be filled.
func ArchivedTables() []string {
	return []string{
		"meta", "change", "station_code",
		"area",
		"demand_layer", "demand",
		"run",
		"access_key", "key_usage", "audit", "claim",
		"source_row", "review", "mapping",
		"report", "picture",
		"unmet", // rows of MinUnmet searches or more
	}
}

// NotEmpty is the error of a Load without replace into a store that holds
// something.
func NotEmpty(table string) error {
	return Errorf(Conflict, "the store is not empty: table %s holds rows; only a restore that replaces everything (--force) may go on", table)
}

// CheckTable checks a table of an archive against the columns that the store
// has for it.
func CheckTable(table string, columns, known []string) error {
	if !slices.Contains(ArchivedTables(), table) {
		return Errorf(Invalid, "the backup holds a table %s, which this yizhan does not know", quote(table))
	}
	if len(columns) == 0 {
		return Errorf(Invalid, "table %s of the backup has no columns", table)
	}
	for i, column := range columns {
		if !slices.Contains(known, column) || slices.Contains(columns[:i], column) {
			return Errorf(Invalid, "table %s of the backup has a column %s too much", table, quote(column))
		}
	}
	return nil
}
