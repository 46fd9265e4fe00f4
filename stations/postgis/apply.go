package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// writeLock is the number of the advisory lock under which every write runs:
// "yizhan" in ASCII.
const writeLock = 0x79697a68616e

// Apply implements stations.Writer.
func (db *DB) Apply(ctx context.Context, writes []stations.Write) (stations.Revision, error) {
	return db.ApplyBatch(ctx, stations.Batch{Writes: writes})
}

// ApplyBatch implements stations.Sources, in one transaction.
//
//  1. take the write lock and load what the writes touch
//  2. let the ledger work out the entries, and save them part by part
//  3. save what the sources said, the reviews, the decisions and whose pictures are whose
//  4. notify followers; they hear it when the transaction has committed
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
	err = db.write(ctx, "write stations", func(tx pgx.Tx) error {
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
	db.wrote(last)
	return last, nil
}

// saveBeside saves what goes with the writes, and rings at the end.
func saveBeside(ctx context.Context, tx pgx.Tx, b stations.Batch) error {
	if err := saveRows(ctx, tx, b.Rows); err != nil {
		return err
	}
	if err := saveReviews(ctx, tx, b.Reviews); err != nil {
		return err
	}
	if err := saveDecisions(ctx, tx, b.Decisions); err != nil {
		return err
	}
	if err := takePictures(ctx, tx, b); err != nil {
		return err
	}
	return notify(ctx, tx)
}

// notify wakes followers when the transaction has committed.
func notify(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify($1, '')`, channel)
	return err
}

// write runs do in one transaction under the write lock.
func (db *DB) write(ctx context.Context, doing string, do func(pgx.Tx) error) error {
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(writeLock)); err != nil {
			return err
		}
		return do(tx)
	})
	return db.fail(ctx, doing, err)
}

// load reads the ledger of what the writes touch, in one round trip, from the
// tables: hidden rows count too. It runs under read committed, so it sees all
// that was committed before the lock was given.
func load(ctx context.Context, tx pgx.Tx, touched stations.Touched) (*stations.Ledger, error) {
	ledger := stations.NewLedger(0)
	ids := storable(touched.IDs)
	sources, records := keyColumns(touched.Records)
	rowSources, rowRecords := keyColumns(touched.Rows)
	var batch pgx.Batch
	var scope stations.Scope
	batch.Queue(`SELECT revision, mirror FROM meta`).QueryRow(func(row pgx.Row) error { return row.Scan(&ledger.Revision, &scope) })
	batch.Queue(`SELECT s.id, s.revision, s.revision, s.created_at, s.source, s.source_record
		FROM station AS s JOIN staging AS g ON g.id = s.revision >> 32 WHERE g.base IS NULL AND s.id = ANY($1)`, ids).
		Query(func(rows pgx.Rows) error { return loadHeld(ledger, rows) })
	batch.Queue(`SELECT id, revision, stored, created_at, source, source_record FROM shown_station WHERE id = ANY($1)`, ids).
		Query(func(rows pgx.Rows) error { return loadHeld(ledger, rows) }) // which count more
	batch.Queue(`SELECT DISTINCT station_id FROM change WHERE station_id = ANY($1)`, ids).
		Query(func(rows pgx.Rows) error { return loadKnown(ledger, rows) })
	batch.Queue(`SELECT code, station_id FROM station_code WHERE code = ANY($1)`, touched.Codes).
		Query(func(rows pgx.Rows) error { return loadCodes(ledger, rows) })
	batch.Queue(`SELECT s.source, s.source_record, s.id FROM unnest($1::text[], $2::text[]) AS k (source, record)
		JOIN station AS s ON s.source = k.source AND s.source_record = k.record WHERE s.source_record <> ''`, sources, records).
		Query(func(rows pgx.Rows) error { return loadRecords(ledger, rows) })
	batch.Queue(`SELECT r.source, r.record, bool_or(r.staging > 0 AND g.base IS NULL) FROM unnest($1::text[], $2::text[]) AS k (source, record)
		JOIN source_row AS r ON r.source = k.source AND r.record = k.record LEFT JOIN staging AS g ON g.id = r.staging
		GROUP BY r.source, r.record`, rowSources, rowRecords).
		Query(func(rows pgx.Rows) error { return loadRows(ledger, rows) })
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, err
	}
	return ledger, scope.Own()
}

// keyColumns gives keys to PostgreSQL, as two columns for unnest.
func keyColumns(keys []stations.RecordKey) (sources, records []string) {
	sources, records = make([]string, len(keys)), make([]string, len(keys))
	for i, key := range keys {
		sources[i], records[i] = key.Source, key.Record
	}
	return sources, records
}

func loadHeld(l *stations.Ledger, rows pgx.Rows) error {
	var id stations.ID
	var h stations.Holding
	var created int64
	_, err := pgx.ForEachRow(rows, []any{&id, &h.Revision, &h.Stored, &created, &h.Key.Source, &h.Key.Record}, func() error {
		h.CreatedAt = time.UnixMilli(created).UTC()
		l.Held[id] = h
		return nil
	})
	return err
}

func loadKnown(l *stations.Ledger, rows pgx.Rows) error {
	var id stations.ID
	_, err := pgx.ForEachRow(rows, []any{&id}, func() error {
		l.Known[id] = true
		return nil
	})
	return err
}

func loadCodes(l *stations.Ledger, rows pgx.Rows) error {
	var code string
	var id stations.ID
	_, err := pgx.ForEachRow(rows, []any{&code, &id}, func() error {
		l.Codes[code] = id
		return nil
	})
	return err
}

func loadRecords(l *stations.Ledger, rows pgx.Rows) error {
	var key stations.RecordKey
	var id stations.ID
	_, err := pgx.ForEachRow(rows, []any{&key.Source, &key.Record, &id}, func() error {
		l.Records[key] = id
		return nil
	})
	return err
}

func loadRows(l *stations.Ledger, rows pgx.Rows) error {
	var key stations.RecordKey
	var hidden bool
	_, err := pgx.ForEachRow(rows, []any{&key.Source, &key.Record, &hidden}, func() error {
		l.Rows[key] = hidden
		return nil
	})
	return err
}
