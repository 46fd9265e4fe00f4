package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"yizhan/stations"
)

// Apply implements stations.Writer.
func (db *DB) Apply(ctx context.Context, writes []stations.Write) (stations.Revision, error) {
	return db.ApplyBatch(ctx, stations.Batch{Writes: writes})
}

// ApplyBatch implements stations.Sources, in one transaction.
//
//  1. take the write lock and load what the writes touch
//  2. let the ledger work out the entries, and save them part by part
//  3. save what the sources said, the reviews, the decisions and whose pictures are whose
func (db *DB) ApplyBatch(ctx context.Context, b stations.Batch) (stations.Revision, error) {
	if b.Empty() {
		return db.Revision(ctx)
	}
	touched, err := stations.TouchedByBatch(b)
	if err != nil {
		return 0, err
	}
	if err := stations.CheckBatch(b); err != nil {
		return 0, err
	}
	var last stations.Revision
	var receipts []stations.Receipt
	err = db.write(ctx, "write stations", func(tx *sql.Tx) error {
		ledger, err := load(ctx, tx, touched)
		if err != nil {
			return err
		}
		if err := ledger.AdmitRows(b.Rows); err != nil {
			return err
		}
		if receipts, err = save(ctx, tx, ledger, batch{b, touched}, time.Now()); err != nil {
			return err
		}
		last = ledger.Revision
		return saveBeside(ctx, tx, b)
	})
	if err != nil {
		return 0, err
	}
	stations.Acknowledge(b.Writes, receipts)
	db.news.ring()
	return last, nil
}

// saveBeside saves what goes with the writes.
func saveBeside(ctx context.Context, tx *sql.Tx, b stations.Batch) error {
	if err := saveRows(ctx, tx, 0, b.Rows); err != nil {
		return err
	}
	if err := saveReviews(ctx, tx, b.Reviews); err != nil {
		return err
	}
	if err := saveDecisions(ctx, tx, b.Decisions); err != nil {
		return err
	}
	return takePictures(ctx, tx, b)
}

// write runs do in one transaction, which begins with the write lock.
func (db *DB) write(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	var tx *sql.Tx
	err := patiently(ctx, locked, func() (err error) {
		tx, err = db.writer.BeginTx(ctx, nil)
		return err
	})
	if err != nil {
		return db.fail(ctx, doing, err)
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback() // the first error is the one to tell
		return db.fail(ctx, doing, err)
	}
	return db.fail(ctx, doing, tx.Commit())
}

// The versions of some stations, for a ledger.
const (
	hiddenVersions = `SELECT t.id, t.revision, t.revision, t.created_at, t.source, t.source_record
		FROM station AS t JOIN staging AS g ON g.id = t.revision >> 32
		WHERE g.base IS NULL AND t.id IN (SELECT value FROM json_each(?))`
	shownVersions = `SELECT id, revision, stored, created_at, source, source_record
		FROM shown_station WHERE id IN (SELECT value FROM json_each(?))`
)

// load reads the ledger of what the writes touch, from the tables: hidden rows
// count too.
func load(ctx context.Context, tx *sql.Tx, touched stations.Touched) (*stations.Ledger, error) {
	ledger := stations.NewLedger(0)
	if err := own(ctx, tx); err != nil {
		return nil, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT revision FROM meta`).Scan(&ledger.Revision); err != nil {
		return nil, err
	}
	ids := jsonList(touched.IDs)
	for _, step := range []struct {
		query, list string
		scan        func(*sql.Rows) error
	}{
		{hiddenVersions, ids, ledgerHeld(ledger)},
		{shownVersions, ids, ledgerHeld(ledger)}, // which count more
		{`SELECT DISTINCT station_id FROM change WHERE station_id IN (SELECT value FROM json_each(?))`, ids, ledgerKnown(ledger)},
		{
			`SELECT code, station_id FROM station_code WHERE code IN (SELECT value FROM json_each(?))`,
			jsonList(touched.Codes), ledgerCodes(ledger),
		},
		{`SELECT s.source, s.source_record, s.id FROM json_each(?) AS k
			JOIN station AS s ON s.source = k.value ->> 'Source' AND s.source_record = k.value ->> 'Record'
			WHERE s.source_record <> ''`, jsonKeys(touched.Records), ledgerRecords(ledger)},
		{`SELECT r.source, r.record, max(r.staging > 0 AND g.base IS NULL) FROM json_each(?) AS k
			CROSS JOIN source_row AS r ON r.source = k.value ->> 'Source' AND r.record = k.value ->> 'Record'
			LEFT JOIN staging AS g ON g.id = r.staging GROUP BY r.source, r.record`, jsonKeys(touched.Rows), ledgerRows(ledger)},
	} {
		rows, err := tx.QueryContext(ctx, step.query, step.list)
		if err != nil {
			return nil, err
		}
		if _, err := collect(rows, func(rows *sql.Rows) (struct{}, error) { return struct{}{}, step.scan(rows) }); err != nil {
			return nil, err
		}
	}
	return ledger, nil
}

// jsonKeys is jsonList for source records.
func jsonKeys(keys []stations.RecordKey) string {
	list, err := json.Marshal(keys)
	if err != nil {
		return "[]" // not reached: texts can always be written as JSON
	}
	return string(list)
}

func ledgerHeld(l *stations.Ledger) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id stations.ID
		var h stations.Holding
		var created int64
		err := rows.Scan(&id, &h.Revision, &h.Stored, &created, &h.Key.Source, &h.Key.Record)
		h.CreatedAt = time.UnixMilli(created).UTC()
		l.Held[id] = h
		return err
	}
}

func ledgerKnown(l *stations.Ledger) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id stations.ID
		err := rows.Scan(&id)
		l.Known[id] = true
		return err
	}
}

func ledgerCodes(l *stations.Ledger) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var code string
		var id stations.ID
		err := rows.Scan(&code, &id)
		l.Codes[code] = id
		return err
	}
}

func ledgerRecords(l *stations.Ledger) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var key stations.RecordKey
		var id stations.ID
		err := rows.Scan(&key.Source, &key.Record, &id)
		l.Records[key] = id
		return err
	}
}

func ledgerRows(l *stations.Ledger) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var key stations.RecordKey
		var hidden bool
		err := rows.Scan(&key.Source, &key.Record, &hidden)
		l.Rows[key] = hidden
		return err
	}
}
