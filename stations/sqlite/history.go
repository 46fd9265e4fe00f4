package sqlite

import (
	"context"
	"database/sql"
	"math"
	"time"

	"yizhan/stations"
)

// History implements stations.History.
func (db *DB) History(ctx context.Context, id stations.ID, before stations.Revision, limit int) ([]stations.Change, error) {
	return stations.HistoryPage(id, before, limit, db.pastOf(ctx, id))
}

// pastOf binds past to a station.
func (db *DB) pastOf(ctx context.Context, id stations.ID) stations.Past {
	return func(before stations.Revision, limit int) ([]stations.Change, error) {
		return db.past(ctx, id, before, limit)
	}
}

// past returns writes to the station before the revision, the latest first.
func (db *DB) past(ctx context.Context, id stations.ID, before stations.Revision, limit int) ([]stations.Change, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	rows, err := db.reader.QueryContext(ctx,
		`SELECT `+changeColumns+` FROM shown_change WHERE station_id = ? AND revision < ? ORDER BY revision DESC LIMIT ?`, id, before, limit)
	if err != nil {
		return nil, db.fail(ctx, "read a history", err)
	}
	list, err := collect(rows, scanChange)
	return list, db.fail(ctx, "read a history", err)
}

// StationAt implements stations.History.
func (db *DB) StationAt(ctx context.Context, id stations.ID, at stations.Revision) (stations.Change, error) {
	return stations.HistoryAt(id, at, db.pastOf(ctx, id))
}

// PurgeContacts implements stations.History. SQLite is told to overwrite what
// it frees.
func (db *DB) PurgeContacts(ctx context.Context, id stations.ID) (purged int, err error) {
	err = db.write(ctx, "purge personal contacts", func(tx *sql.Tx) error {
		return overwriting(ctx, tx, func() error {
			purged, err = purge(ctx, tx, id)
			return err
		})
	})
	return purged, err
}

// purge looks at every record of the station, those that are hidden too; only
// shown ones are counted. An import that is under way may have read the
// contacts and not written them yet: it is lost, and starts again.
func purge(ctx context.Context, tx *sql.Tx, id stations.ID) (purged int, err error) {
	shown, err := storedOf(ctx, tx, `SELECT stored, record FROM shown_change WHERE station_id = ?`, id)
	if err != nil {
		return 0, err
	}
	if len(shown) == 0 {
		return 0, stations.MissingPast(id, nil, nil)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE staging SET count = -1 WHERE base IS NULL`); err != nil {
		return 0, err
	}
	all, err := storedOf(ctx, tx, `SELECT revision, record FROM change WHERE station_id = ?`, id)
	if err != nil {
		return 0, err
	}
	for stored, record := range all {
		if record == nil {
			continue
		}
		had, err := rewrite(ctx, tx, id, stored, record)
		if err != nil {
			return 0, err
		}
		if _, seen := shown[stored]; had && seen {
			purged++
		}
	}
	return purged, nil
}

// storedOf reads the records of a station by the revisions that they stand
// under.
func storedOf(ctx context.Context, tx *sql.Tx, query string, id stations.ID) (map[int64][]byte, error) {
	records := map[int64][]byte{}
	err := each(ctx, tx, query, func(rows *sql.Rows) error {
		var stored int64
		var record []byte
		err := rows.Scan(&stored, &record)
		records[stored] = record
		return err
	}, id)
	return records, err
}

// rewrite takes personal contacts out of a record, in the history and in the
// version that stands.
func rewrite(ctx context.Context, tx *sql.Tx, id stations.ID, stored int64, record []byte) (had bool, err error) {
	s, err := stations.DecodeRecord(id, record)
	if err != nil {
		return false, err
	}
	clean, had := s.WithoutPersonal()
	if !had {
		return false, nil
	}
	if record, err = stations.EncodeRecord(clean); err != nil {
		return false, err
	}
	for _, table := range []string{"change", "station"} {
		if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET record = ? WHERE revision = ?`, string(record), stored); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Claim implements stations.Claims.
func (db *DB) Claim(ctx context.Context, claim stations.Claim) (stations.Claim, error) {
	if err := claim.Check(); err != nil {
		return stations.Claim{}, err
	}
	claim.At = stations.Stamp(claim.At)
	stands := stations.Claim{By: claim.By, Token: claim.Token}
	err := db.write(ctx, "keep a claim", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM claim WHERE at < ?`, claim.At.Add(-stations.ClaimTTL).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO claim (who, token, digest, station_id, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			claim.By, claim.Token, claim.Digest[:], claim.Station, claim.At.UnixMilli())
		if err != nil {
			return err
		}
		var digest []byte
		var at int64
		err = tx.QueryRowContext(ctx, `SELECT digest, station_id, at FROM claim WHERE who = ? AND token = ?`, claim.By, claim.Token).
			Scan(&digest, &stands.Station, &at)
		copy(stands.Digest[:], digest)
		stands.At = time.UnixMilli(at).UTC()
		return err
	})
	return stands, err
}
