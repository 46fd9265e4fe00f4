// Package store opens the store that a DSN names: SQLite for one machine,
// PostGIS for many servers. It is the one place that knows both.
package store

import (
	"context"
	"strings"

	"yizhan/stations"
	"yizhan/stations/postgis"
	"yizhan/stations/sqlite"
)

// Check reports a DSN that names no store, as Invalid on field store. It opens
// nothing, and it does not repeat the DSN: that may hold a password.
func Check(dsn string) error {
	if _, ok := sqlitePath(dsn); ok || isPostgres(dsn) {
		return nil
	}
	return stations.BadField("store", "is neither sqlite:PATH nor postgres://user:password@host:5432/database")
}

// Open opens the store of the DSN:
//
//   - sqlite:PATH is a file, made when missing and migrated when old
//   - postgres://… or postgresql://… is a database that Migrate has prepared
//
// Invalid on field store for any other DSN; Unavailable when the store cannot
// be opened, or is a PostgreSQL database that wants Migrate first. No error
// holds a password. The caller closes the store.
func Open(ctx context.Context, dsn string) (stations.Store, error) {
	if path, ok := sqlitePath(dsn); ok {
		db, err := sqlite.Open(ctx, path)
		if err != nil {
			return nil, err // not db: a nil *DB in the interface would not be nil
		}
		return db, nil
	}
	if err := Check(dsn); err != nil {
		return nil, err
	}
	db, err := postgis.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	return db, nil
}

// Migrate brings the tables of the store up to date and returns the names of
// the migrations that it applied, in order; none when nothing was missing. The
// errors are those of Open.
func Migrate(ctx context.Context, dsn string) ([]string, error) {
	if path, ok := sqlitePath(dsn); ok {
		return sqlite.Migrate(ctx, path)
	}
	if err := Check(dsn); err != nil {
		return nil, err
	}
	return postgis.Migrate(ctx, dsn)
}

func sqlitePath(dsn string) (path string, ok bool) {
	path, ok = strings.CutPrefix(dsn, "sqlite:")
	return path, ok && path != ""
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}
