package postgis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// Dump implements stations.Archive.
func (db *DB) Dump(ctx context.Context, w stations.RowWriter) error {
	err := pgx.BeginTxFunc(ctx, db.pool, oneRead(), func(tx pgx.Tx) error {
		for _, table := range stations.ArchivedTables() {
			if err := dumpTable(ctx, tx, table, w); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
		}
		return nil
	})
	return db.fail(ctx, "read the store", err)
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
func neverDumped(c column) bool { return c.name == "stored" }

func dumpTable(ctx context.Context, tx pgx.Tx, table string, w stations.RowWriter) error {
	columns, err := columnsOf(ctx, tx, shown(table))
	columns = slices.DeleteFunc(columns, neverDumped)
	if err != nil {
		return err
	}
	names, reads := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
		if reads[i], err = c.read(); err != nil {
			return err
		}
	}
	if err := w.Table(table, names); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT `+strings.Join(reads, ", ")+` FROM `+shown(table))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		if err := w.Row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// column is a column of a table, with the type that PostgreSQL names.
type column struct{ name, kind string }

// columnsOf lists the columns of a table in its own order, none when there is
// no such table.
func columnsOf(ctx context.Context, tx pgx.Tx, table string) ([]column, error) {
	rows, err := tx.Query(ctx, `SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
		WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`, table)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c column, err error) {
		err = row.Scan(&c.name, &c.kind)
		return c, err
	})
}

// read is the SQL that reads the column as one of the types of an archive.
func (c column) read() (string, error) {
	switch c.kind {
	case "bigint", "double precision", "text", "bytea", "geometry":
		return c.name, nil
	case "integer", "smallint":
		return c.name + "::bigint", nil
	case "boolean":
		return c.name + "::integer::bigint", nil
	case "real":
		return c.name + "::double precision", nil
	case "json", "jsonb":
		return c.name + "::text", nil
	}
	return "", stations.Errorf(stations.Internal, "a backup cannot hold column %s of type %s", c.name, c.kind)
}

// fit makes a value of an archive one that the column takes. SQLite keeps
// whatever type a value came with.
func (c column) fit(value any) any {
	switch v := value.(type) {
	case int64:
		switch c.kind {
		case "boolean":
			return v != 0
		case "double precision", "real":
			return float64(v)
		}
	case string:
		if c.kind == "bytea" {
			return []byte(v)
		}
	case []byte:
		if c.kind == "text" || c.kind == "json" || c.kind == "jsonb" {
			return string(v)
		}
	}
	return value
}

// Load implements stations.Archive, in the steps of sqlite's.
func (db *DB) Load(ctx context.Context, r stations.RowReader, replace bool) error {
	err := db.write(ctx, "restore the store", func(tx pgx.Tx) error {
		if err := clearTables(ctx, tx, replace); err != nil {
			return err
		}
		if err := fillTables(ctx, tx, r); err != nil {
			return err
		}
		if err := rebuild(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE meta SET epoch = $1`, stations.NewEpoch()); err != nil {
			return err
		}
		if err := analyse(ctx, tx); err != nil {
			return err
		}
		return notify(ctx, tx)
	})
	if err != nil {
		return err
	}
	_, _ = db.look(ctx) // wakes the waiters; the poll does too
	return nil
}

// clearTables empties all tables that a load fills; without replace it
// refuses when one is not empty.
func clearTables(ctx context.Context, tx pgx.Tx, replace bool) error {
	tables := stations.ArchivedTables()
	slices.Reverse(tables)
	if !replace {
		if err := wantEmpty(ctx, tx, tables); err != nil {
			return err
		}
	}
	for _, table := range append([]string{"station_service", "station", "superseded", "staging", "finding", "report_key", "report_sender"}, tables...) {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	return nil
}

func wantEmpty(ctx context.Context, tx pgx.Tx, tables []string) error {
	for _, table := range tables {
		query := `SELECT EXISTS (SELECT 1 FROM ` + shown(table) + `)`
		if table == "meta" { // it always has its row
			query = `SELECT revision > 0 FROM meta`
		}
		var filled bool
		if err := tx.QueryRow(ctx, query).Scan(&filled); err != nil {
			return err
		}
		if filled {
			return stations.NotEmpty(table)
		}
	}
	return nil
}

// fillTables copies what r reads, to its end.
func fillTables(ctx context.Context, tx pgx.Tx, r stations.RowReader) error {
	for {
		table, names, err := r.Table()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fillTable(ctx, tx, filling{table, names, r}); err != nil {
			return fmt.Errorf("fill table %s: %w", table, err)
		}
	}
}

// filling is one table of an archive on its way into the store.
type filling struct {
	table string
	names []string
	rows  stations.RowReader
}

func fillTable(ctx context.Context, tx pgx.Tx, f filling) error {
	all, err := columnsOf(ctx, tx, f.table)
	if err != nil {
		return err
	}
	known, byName := make([]string, len(all)), map[string]column{}
	for i, c := range all {
		known[i], byName[c.name] = c.name, c
	}
	if err := stations.CheckTable(f.table, f.names, known); err != nil {
		return err
	}
	var errRead error // pgx gives only its text
	_, err = tx.CopyFrom(ctx, pgx.Identifier{f.table}, f.names, pgx.CopyFromFunc(func() ([]any, error) {
		values, err := f.rows.Row()
		if errors.Is(err, io.EOF) {
			return nil, nil // the end, for pgx
		}
		errRead = err
		for i := range values {
			values[i] = byName[f.names[i]].fit(values[i])
		}
		return values, err
	}))
	if err != nil {
		return cmp.Or(errRead, err)
	}
	return advance(ctx, tx, f.table, f.names)
}

// advance moves the sequences that number a table's rows past those that were
// copied.
func advance(ctx context.Context, tx pgx.Tx, table string, names []string) error {
	for _, name := range names {
		var sequence *string
		if err := tx.QueryRow(ctx, `SELECT pg_get_serial_sequence($1, $2)`, table, name).Scan(&sequence); err != nil {
			return err
		}
		if sequence == nil {
			continue
		}
		_, err := tx.Exec(ctx, `SELECT setval($1, coalesce(max(`+name+`), 1), max(`+name+`) IS NOT NULL) FROM `+table, *sequence)
		if err != nil {
			return err
		}
	}
	return nil
}

// rebuildPage is how many stations are rebuilt at once.
const rebuildPage = 2000

// rebuild fills the tables of stations from the last change of each.
func rebuild(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `ANALYSE change`); err != nil { // or its index is not thought of
		return err
	}
	for after := ""; ; {
		rows, err := tx.Query(ctx, `SELECT c.revision, c.station_id, c.record, c.at
			FROM (SELECT max(revision) AS revision FROM change WHERE station_id > $1 GROUP BY station_id
				ORDER BY station_id LIMIT $2) AS last
			JOIN change AS c ON c.revision = last.revision ORDER BY c.station_id`, after, rebuildPage)
		if err != nil {
			return err
		}
		page, err := pgx.CollectRows(rows, scanEntry)
		if err != nil || len(page) == 0 {
			return err
		}
		after = string(page[len(page)-1].ID)
		page = slices.DeleteFunc(page, func(e stations.Entry) bool { return e.Station == nil })
		if err := saveStations(ctx, tx, page); err != nil {
			return err
		}
		if err := saveServices(ctx, tx, page); err != nil {
			return err
		}
	}
}

// scanEntry reads what is needed to save a station.
func scanEntry(row pgx.CollectableRow) (e stations.Entry, err error) {
	var at int64
	if err := row.Scan(&e.Revision, &e.ID, &e.Record, &at); err != nil || e.Record == nil {
		return e, err
	}
	return e, e.Complete(time.UnixMilli(at).UTC())
}
