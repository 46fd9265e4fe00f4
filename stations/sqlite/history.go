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
		if _, err := tx.ExecContext(ctx, `PRAGMA secure_delete = 1`); err != nil {
			return err
		}
		purged, err = purge(ctx, tx, id)
		return err
	})
	return purged, err
}

func purge(ctx context.Context, tx *sql.Tx, id stations.ID) (purged int, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM shown_change WHERE station_id = ? ORDER BY revision`, id)
	if err != nil {
		return 0, err
	}
	history, err := collect(rows, scanChange)
	if err := stations.MissingPast(id, history, err); err != nil {
		return 0, err
	}
	for _, c := range history {
		if c.Station == nil {
			continue
		}
		clean, had := c.Station.WithoutPersonal()
		if !had {
			continue
		}
		if err := rewrite(ctx, tx, c.Revision, clean); err != nil {
			return 0, err
		}
		purged++
	}
	return purged, nil
}

// storedRevision is what stands in the tables for a revision ?3 of station ?2.
const storedRevision = `(SELECT stored FROM shown_change WHERE station_id = ?2 AND revision = ?3)`

// rewrite puts another record in the place of the one of that revision.
func rewrite(ctx context.Context, tx *sql.Tx, revision stations.Revision, s *stations.Station) error {
	record, err := stations.EncodeRecord(s)
	if err != nil {
		return err
	}
	for _, query := range []string{
		`UPDATE change SET record = ?1 WHERE revision = ` + storedRevision,
		`UPDATE station SET record = ?1 WHERE id = ?2 AND revision = ` + storedRevision,
	} {
		if _, err := tx.ExecContext(ctx, query, string(record), s.ID, revision); err != nil {
			return err
		}
	}
	return nil
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
