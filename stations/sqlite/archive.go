package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"yizhan/stations"
)

// Dump implements stations.Archive. The write-ahead log lets others write
// meanwhile.
func (db *DB) Dump(ctx context.Context, w stations.RowWriter) error {
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one state of all tables
	if err != nil {
		return db.fail(ctx, "read the store", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	for _, table := range stations.ArchivedTables() {
		if err := dumpTable(ctx, tx, table, w); err != nil {
			return db.fail(ctx, "read table "+table, err)
		}
	}
	return nil
}

// shown names where the rows of a table are read from: those that are hidden
// do not count.
func shown(table string) string {
	switch table {
	case "change", "station_code", "source_row", "unmet":
		return "shown_" + table
	}
	return table
}

// neverDumped are columns that only tell what is hidden.
func neverDumped(column string) bool { return column == "stored" }

func dumpTable(ctx context.Context, tx *sql.Tx, table string, w stations.RowWriter) error {
	columns, err := columnsOf(ctx, tx, shown(table))
	columns = slices.DeleteFunc(columns, neverDumped)
	if err != nil {
		return err
	}
	if err := w.Table(table, columns); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+strings.Join(columns, ", ")+` FROM `+shown(table))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := w.Row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// columnsOf lists the columns of a table in its own order, none when there is
// no such table.
func columnsOf(ctx context.Context, tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT name FROM pragma_table_info(?)`, table)
	if err != nil {
		return nil, err
	}
	return collect(rows, scanText)
}

// Load implements stations.Archive.
//
//  1. empty the tables, or see that they are empty
//  2. fill them
//  3. rebuild the stations from their last changes
//  4. renew the epoch
func (db *DB) Load(ctx context.Context, r stations.RowReader, replace bool) error {
	err := db.write(ctx, "restore the store", func(tx *sql.Tx) error {
		if err := clearTables(ctx, tx, replace); err != nil {
			return err
		}
		if err := fillTables(ctx, tx, r); err != nil {
			return err
		}
		if err := rebuild(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE meta SET epoch = ?`, stations.NewEpoch())
		return err
	})
	if err == nil {
		db.news.ring()
	}
	return err
}

// clearTables empties all tables that a load fills; without replace it
// refuses when one is not empty.
func clearTables(ctx context.Context, tx *sql.Tx, replace bool) error {
	tables := stations.ArchivedTables()
	slices.Reverse(tables)
	if !replace {
		if err := wantEmpty(ctx, tx, tables); err != nil {
			return err
		}
	}
	for _, table := range append([]string{"station_box", "station_service", "station", "superseded", "staging", "finding", "report_key", "report_sender"}, tables...) {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	return nil
}

func wantEmpty(ctx context.Context, tx *sql.Tx, tables []string) error {
	for _, table := range tables {
		query := `SELECT EXISTS (SELECT 1 FROM ` + shown(table) + `)`
		if table == "meta" { // it always has its row
			query = `SELECT revision > 0 FROM meta`
		}
		var filled bool
		if err := tx.QueryRowContext(ctx, query).Scan(&filled); err != nil {
			return err
		}
		if filled {
			return stations.NotEmpty(table)
		}
	}
	return nil
}

// fillTables inserts what r reads, to its end.
func fillTables(ctx context.Context, tx *sql.Tx, r stations.RowReader) error {
	for {
		table, columns, err := r.Table()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		known, err := columnsOf(ctx, tx, table)
		if err != nil {
			return err
		}
		if err := stations.CheckTable(table, columns, known); err != nil {
			return err
		}
		insert := inserter{tx: tx, width: len(columns), into: table + ` (` + strings.Join(columns, ", ") + `)`}
		if err := fillTable(ctx, insert, r); err != nil {
			return fmt.Errorf("fill table %s: %w", table, err)
		}
	}
}

func fillTable(ctx context.Context, insert inserter, r stations.RowReader) error {
	for {
		values, err := r.Row()
		if errors.Is(err, io.EOF) {
			return finish(ctx, &insert)
		}
		if err != nil {
			return err
		}
		if err := insert.add(ctx, values...); err != nil {
			return err
		}
	}
}

// rebuildPage is how many stations are rebuilt at once.
const rebuildPage = 2000

// rebuild fills the tables of stations from the last change of each.
func rebuild(ctx context.Context, tx *sql.Tx) error {
	for after := ""; ; {
		rows, err := tx.QueryContext(ctx, `SELECT c.revision, c.station_id, c.record, c.at
			FROM (SELECT max(revision) AS revision FROM change WHERE station_id > ? GROUP BY station_id
				ORDER BY station_id LIMIT ?) AS last
			JOIN change AS c ON c.revision = last.revision ORDER BY c.station_id`, after, rebuildPage)
		if err != nil {
			return err
		}
		page, err := collect(rows, scanEntry)
		if err != nil || len(page) == 0 {
			return err
		}
		after = string(page[len(page)-1].ID)
		page = slices.DeleteFunc(page, func(e stations.Entry) bool { return e.Station == nil })
		if err := saveStations(ctx, tx, page); err != nil {
			return err
		}
	}
}

// scanEntry reads what is needed to save a station.
func scanEntry(rows *sql.Rows) (e stations.Entry, err error) {
	var at int64
	if err := rows.Scan(&e.Revision, &e.ID, &e.Record, &at); err != nil || e.Record == nil {
		return e, err
	}
	return e, e.Complete(time.UnixMilli(at).UTC())
}
