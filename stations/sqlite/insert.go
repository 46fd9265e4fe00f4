package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// insertRows is how many rows one statement inserts. A call into SQLite costs
// more than a row does; beyond fifty little is left to win.
const insertRows = 50

// inserter gathers rows of one table and inserts them many at a time. It is
// used by one goroutine and ended with finish.
type inserter struct {
	tx    *sql.Tx
	into  string // the table and its columns
	width int    // how many columns
	also  string // what follows the values

	full *sql.Stmt // for insertRows rows; prepared when first needed
	args []any
}

// add takes one row of width values.
func (i *inserter) add(ctx context.Context, values ...any) error {
	i.args = append(i.args, values...)
	if len(i.args) < insertRows*i.width {
		return nil
	}
	if i.full == nil {
		var err error
		if i.full, err = i.tx.PrepareContext(ctx, i.query(insertRows)); err != nil {
			return err
		}
	}
	_, err := i.full.ExecContext(ctx, i.args...)
	i.args = i.args[:0]
	return err
}

func (i *inserter) query(rows int) string {
	row := "(?" + strings.Repeat(", ?", i.width-1) + ")"
	return "INSERT INTO " + i.into + " VALUES " + row + strings.Repeat(", "+row, rows-1) + i.also
}

// finish inserts what is left of each.
func finish(ctx context.Context, inserters ...*inserter) error {
	var errs []error
	for _, i := range inserters {
		if len(i.args) > 0 {
			_, err := i.tx.ExecContext(ctx, i.query(len(i.args)/i.width), i.args...)
			errs = append(errs, err)
			i.args = nil
		}
		if i.full != nil {
			errs = append(errs, i.full.Close())
			i.full = nil
		}
	}
	return errors.Join(errs...)
}
