package postgis

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"yizhan/migrations"
	"yizhan/stations"
)

// Migrate brings the tables of the database up to date and returns the names
// of the migrations that it applied. Several may run at once: they take turns
// by a session lock, so the DSN must not lead through a pooler in transaction
// mode. Unavailable when the database is not reached, when PostGIS is not
// installed, or when the user may not create what is missing.
func Migrate(ctx context.Context, dsn string) (applied []string, err error) {
	config, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDB(*config.ConnConfig)
	defer func() { err = errors.Join(err, db.Close()) }()
	provider, err := newProvider(db)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	results, err := provider.Up(ctx)
	for _, r := range results {
		applied = append(applied, filepath.Base(r.Source.Path))
	}
	if err != nil {
		return applied, explain(ctx, err)
	}
	have, want, err := provider.GetVersions(ctx)
	if err == nil && have > want {
		err = newer(have, want)
	}
	return applied, err
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	dir, err := migrations.PostGIS()
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // try each second, for five minutes
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, dir, goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
}

// PostgreSQL's codes for a missing extension file, an old or absent extension,
// and a missing right.
const (
	undefinedFile         = "58P01"
	featureNotSupported   = "0A000"
	insufficientPrivilege = "42501"
)

// explain says what an operator has to do about a failed migration.
func explain(ctx context.Context, err error) error {
	text := "cannot bring the database up to date"
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case undefinedFile, featureNotSupported:
			text = "PostGIS is not installed on the database server (Debian: apt-get install postgresql-15-postgis-3)"
		case insufficientPrivilege:
			text = "the database user may not create the PostGIS extension or tables; let a superuser run: CREATE EXTENSION postgis"
		}
	}
	return &stations.Error{Code: stations.Unavailable, Text: text, Err: errors.Join(err, ctx.Err())}
}
