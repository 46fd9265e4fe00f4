package postgis

import (
	"context"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

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
	if !stations.Storable(string(id)) {
		return nil, nil
	}
	rows, err := db.pool.Query(ctx,
		`SELECT `+changeColumns+` FROM shown_change WHERE station_id = $1 AND revision < $2 ORDER BY revision DESC LIMIT $3`, string(id), before, limit)
	if err != nil {
		return nil, db.fail(ctx, "read a history", err)
	}
	list, err := pgx.CollectRows(rows, scanChange)
	return list, db.fail(ctx, "read a history", err)
}

// StationAt implements stations.History.
func (db *DB) StationAt(ctx context.Context, id stations.ID, at stations.Revision) (stations.Change, error) {
	return stations.HistoryAt(id, at, db.pastOf(ctx, id))
}

// PurgeContacts implements stations.History. PostgreSQL keeps the old rows
// until it vacuums.
func (db *DB) PurgeContacts(ctx context.Context, id stations.ID) (purged int, err error) {
	if !stations.Storable(string(id)) {
		return 0, stations.MissingPast(id, nil, nil)
	}
	err = db.write(ctx, "purge personal contacts", func(tx pgx.Tx) error {
		purged, err = purge(ctx, tx, id)
		return err
	})
	return purged, err
}

func purge(ctx context.Context, tx pgx.Tx, id stations.ID) (purged int, err error) {
	rows, err := tx.Query(ctx, `SELECT `+changeColumns+` FROM shown_change WHERE station_id = $1 ORDER BY revision`, string(id))
	if err != nil {
		return 0, err
	}
	history, err := pgx.CollectRows(rows, scanChange)
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

// rewrite puts another record in the place of the one of that revision, which
// may stand under another number.
func rewrite(ctx context.Context, tx pgx.Tx, revision stations.Revision, s *stations.Station) error {
	record, err := stations.EncodeRecord(s)
	if err != nil {
		return err
	}
	for _, query := range []string{
		`UPDATE station AS s SET record = $1 FROM shown_change AS c
			WHERE c.station_id = $2 AND c.revision = $3 AND s.id = $2 AND s.revision = c.stored`,
		`UPDATE change AS c SET record = $1 FROM shown_change AS v
			WHERE v.station_id = $2 AND v.revision = $3 AND c.revision = v.stored`,
	} {
		if _, err := tx.Exec(ctx, query, record, string(s.ID), revision); err != nil {
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
	err := db.write(ctx, "keep a claim", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM claim WHERE at < $1`, claim.At.Add(-stations.ClaimTTL).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO claim (who, token, digest, station_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			claim.By, claim.Token, claim.Digest[:], string(claim.Station), claim.At.UnixMilli())
		if err != nil {
			return err
		}
		var digest []byte
		var at int64
		err = tx.QueryRow(ctx, `SELECT digest, station_id, at FROM claim WHERE who = $1 AND token = $2`, claim.By, claim.Token).
			Scan(&digest, &stands.Station, &at)
		copy(stands.Digest[:], digest)
		stands.At = time.UnixMilli(at).UTC()
		return err
	})
	return stands, err
}
