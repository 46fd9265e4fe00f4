package postgis

import (
	"cmp"
	"context"
	"iter"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// Mirrored implements stations.Replica.
func (db *DB) Mirrored(ctx context.Context) (scope stations.Scope, err error) {
	err = db.pool.QueryRow(ctx, `SELECT mirror FROM meta`).Scan(&scope)
	return scope, db.fail(ctx, "read what is mirrored", err)
}

// mirrored is Mirrored within a transaction.
func mirrored(ctx context.Context, tx pgx.Tx) (scope stations.Scope, err error) {
	err = tx.QueryRow(ctx, `SELECT mirror FROM meta`).Scan(&scope)
	return scope, err
}

// own refuses to write stations into a mirror.
func own(ctx context.Context, tx pgx.Tx) error {
	scope, err := mirrored(ctx, tx)
	return cmp.Or(err, scope.Own())
}

// Seed implements stations.Replica, in one transaction: readers go on with what
// was there before.
func (db *DB) Seed(ctx context.Context, s stations.Seed) error {
	if err := s.Check(); err != nil {
		return err
	}
	return db.moved(ctx, "begin a mirror", func(tx pgx.Tx) error {
		if err := clearMirror(ctx, tx); err != nil {
			return err
		}
		if err := stations.SeedInParts(s, func(part []stations.Entry) error { return follow(ctx, tx, part) }); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE meta SET epoch = $1, revision = $2, floor = $2, mirror = $3`, s.Mark.Epoch, s.Mark.Revision, string(s.Scope)); err != nil {
			return err
		}
		if err := analyse(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM picture AS p WHERE NOT EXISTS (SELECT FROM station AS s WHERE s.id = p.station_id)`)
		return err
	})
}

// follow saves entries of the origin's, and forgets the pictures that their
// stations do not name any more.
func follow(ctx context.Context, tx pgx.Tx, entries []stations.Entry) error {
	if err := saveEntries(ctx, tx, 0, entries); err != nil {
		return err
	}
	ids, pictures := stations.Named(entries)
	_, err := tx.Exec(ctx, `DELETE FROM picture WHERE station_id = ANY($1) AND station_id || '/' || id <> ALL($2)`, storable(ids), storable(pictures))
	return err
}

// followed refuses to put what an origin sends into a store of its own.
func followed(ctx context.Context, tx pgx.Tx) error {
	scope, err := mirrored(ctx, tx)
	return cmp.Or(err, scope.Followed())
}

// KeepPicture implements stations.Replica.
func (db *DB) KeepPicture(ctx context.Context, p stations.Picture) error {
	if err := stations.CheckPicture(p); err != nil {
		return err
	}
	return db.write(ctx, "keep a picture", func(tx pgx.Tx) error {
		if err := followed(ctx, tx); err != nil {
			return err
		}
		wanted, err := p.WantedBy(stationIn(ctx, tx, p.Station))
		if err != nil || !wanted {
			return err
		}
		return insertPicture(ctx, tx, p)
	})
}

// RepeatAreas implements stations.Replica.
func (db *DB) RepeatAreas(ctx context.Context, areas iter.Seq2[stations.Area, error]) error {
	return db.write(ctx, "follow the origin's areas", func(tx pgx.Tx) error {
		if err := followed(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM area`); err != nil {
			return err
		}
		if err := stations.AreasInParts(areas, func(part []stations.Area) error { return saveAreas(ctx, tx, part) }); err != nil {
			return err
		}
		return renewAreas(ctx, tx)
	})
}

// moved is write, of what moves the store's mark: followers are told.
func (db *DB) moved(ctx context.Context, doing string, do func(pgx.Tx) error) error {
	err := db.write(ctx, doing, func(tx pgx.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return notify(ctx, tx)
	})
	if err == nil {
		_, _ = db.look(ctx) // wakes the waiters; the poll does too
	}
	return err
}

// clearMirror empties a mirror, or a store that never had a write.
func clearMirror(ctx context.Context, tx pgx.Tx) error {
	var taken bool
	if err := tx.QueryRow(ctx, `SELECT mirror = '' AND revision > 0 FROM meta`).Scan(&taken); err != nil {
		return err
	}
	if taken {
		return stations.NotMirror()
	}
	for _, table := range []string{"station_service", "station", "superseded", "staging", "finding", "source_row", "change", "station_code"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	return nil
}

// Repeat implements stations.Replica.
func (db *DB) Repeat(ctx context.Context, from stations.Mark, changes []stations.Change) error {
	entries, err := stations.Repeated(from.Revision, changes)
	if err != nil || len(entries) == 0 {
		return err
	}
	return db.moved(ctx, "follow the origin", func(tx pgx.Tx) error {
		var stands stations.Mark
		var scope stations.Scope
		if err := tx.QueryRow(ctx, `SELECT epoch, revision, mirror FROM meta`).Scan(&stands.Epoch, &stands.Revision, &scope); err != nil {
			return err
		}
		if scope == "" || stands != from {
			return stations.Elsewhere()
		}
		if err := removeStations(ctx, tx, storable(stations.ChangedIDs(changes))); err != nil {
			return err
		}
		if err := follow(ctx, tx, entries); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE meta SET revision = $1`, entries[len(entries)-1].Revision)
		return err
	})
}

// Detach implements stations.Replica. The floor stays: what lies before it is
// not known here.
func (db *DB) Detach(ctx context.Context) error {
	return db.moved(ctx, "detach the mirror", func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE meta SET mirror = '', epoch = $1 WHERE mirror <> ''`, stations.NewEpoch())
		return err
	})
}
