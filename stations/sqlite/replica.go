package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"iter"

	"yizhan/stations"
)

// Mirrored implements stations.Replica.
func (db *DB) Mirrored(ctx context.Context) (scope stations.Scope, err error) {
	err = db.reader.QueryRowContext(ctx, `SELECT mirror FROM meta`).Scan(&scope)
	return scope, db.fail(ctx, "read what is mirrored", err)
}

// mirrored is Mirrored within a transaction.
func mirrored(ctx context.Context, tx *sql.Tx) (scope stations.Scope, err error) {
	err = tx.QueryRowContext(ctx, `SELECT mirror FROM meta`).Scan(&scope)
	return scope, err
}

// own refuses to write stations into a mirror.
func own(ctx context.Context, tx *sql.Tx) error {
	scope, err := mirrored(ctx, tx)
	return cmp.Or(err, scope.Own())
}

// Seed implements stations.Replica, in one transaction: readers go on with what
// was there before.
func (db *DB) Seed(ctx context.Context, s stations.Seed) error {
	if err := s.Check(); err != nil {
		return err
	}
	err := db.write(ctx, "begin a mirror", func(tx *sql.Tx) error {
		if err := clearMirror(ctx, tx); err != nil {
			return err
		}
		if err := stations.SeedInParts(s, func(part []stations.Entry) error { return follow(ctx, tx, part) }); err != nil {
			return err
		}
		if _, err := forgetPictures(ctx, tx, `station_id NOT IN (SELECT id FROM station)`); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE meta SET epoch = ?1, revision = ?2, floor = ?2, mirror = ?3`, s.Mark.Epoch, s.Mark.Revision, s.Scope)
		return err
	})
	if err == nil {
		db.news.ring()
	}
	return err
}

// clearMirror empties a mirror, or a store that never had a write.
func clearMirror(ctx context.Context, tx *sql.Tx) error {
	var taken bool
	if err := tx.QueryRowContext(ctx, `SELECT mirror = '' AND revision > 0 FROM meta`).Scan(&taken); err != nil {
		return err
	}
	if taken {
		return stations.NotMirror()
	}
	for _, table := range []string{"station_box", "station_service", "station", "superseded", "staging", "finding", "source_row", "change", "station_code"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
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
	err = db.write(ctx, "follow the origin", func(tx *sql.Tx) error {
		var stands stations.Mark
		var scope stations.Scope
		if err := tx.QueryRowContext(ctx, `SELECT epoch, revision, mirror FROM meta`).Scan(&stands.Epoch, &stands.Revision, &scope); err != nil {
			return err
		}
		if scope == "" || stands != from {
			return stations.Elsewhere()
		}
		if err := removeStations(ctx, tx, stations.ChangedIDs(changes)); err != nil {
			return err
		}
		if err := follow(ctx, tx, entries); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE meta SET revision = ?`, entries[len(entries)-1].Revision)
		return err
	})
	if err == nil {
		db.news.ring()
	}
	return err
}

// follow saves entries of the origin's, and forgets the pictures that their
// stations do not name any more.
func follow(ctx context.Context, tx *sql.Tx, entries []stations.Entry) error {
	if err := saveEntries(ctx, tx, 0, entries); err != nil {
		return err
	}
	ids, pictures := stations.Named(entries)
	_, err := forgetPictures(ctx, tx, `station_id IN (SELECT value FROM json_each(?)) AND station_id || '/' || id NOT IN (SELECT value FROM json_each(?))`,
		jsonList(ids), jsonList(pictures))
	return err
}

// followed refuses to put what an origin sends into a store of its own.
func followed(ctx context.Context, tx *sql.Tx) error {
	scope, err := mirrored(ctx, tx)
	return cmp.Or(err, scope.Followed())
}

// KeepPicture implements stations.Replica.
func (db *DB) KeepPicture(ctx context.Context, p stations.Picture) error {
	if err := stations.CheckPicture(p); err != nil {
		return err
	}
	return db.write(ctx, "keep a picture", func(tx *sql.Tx) error {
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
	return db.write(ctx, "follow the origin's areas", func(tx *sql.Tx) error {
		if err := followed(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM area`); err != nil {
			return err
		}
		if err := stations.AreasInParts(areas, func(part []stations.Area) error { return saveAreas(ctx, tx, part) }); err != nil {
			return err
		}
		return renewAreas(ctx, tx)
	})
}

// Detach implements stations.Replica. The floor stays: what lies before it is
// not known here.
func (db *DB) Detach(ctx context.Context) error {
	err := db.write(ctx, "detach the mirror", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE meta SET mirror = '', epoch = ? WHERE mirror <> ''`, stations.NewEpoch())
		return err
	})
	if err == nil {
		db.news.ring()
	}
	return err
}
