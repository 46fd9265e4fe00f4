// Package sqlite keeps the registry in one SQLite file: the embedded default,
// with nothing to install. It implements stations.Store.
//
// Writes go through one connection, so they queue instead of failing; reads
// go through a pool of their own and, with the write-ahead log, neither wait
// for writes nor hold them up. Several processes may share a file on a local
// disk; SQLite does not promise that on a network one.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver named "sqlite"

	"yizhan/migrations"
	"yizhan/stations"
)

// DB is a registry in a SQLite file. It is safe for concurrent use.
type DB struct {
	writer *sql.DB // one connection
	reader *sql.DB // a pool
	news   *bell
	closed chan struct{}
	once   sync.Once
}

var _ stations.Store = (*DB)(nil)

// Open opens the file, makes it when it is missing, and brings its tables up
// to date. The path is a file name, not a URL; ":memory:" is not supported,
// because readers and the writer would each see a database of their own.
// Unavailable when the file cannot be opened or migrated.
func Open(ctx context.Context, path string) (*DB, error) {
	if path == "" || path == ":memory:" {
		return nil, stations.BadField("store", "sqlite: needs a file name, as in sqlite:yizhan.db")
	}
	writer, err := connect(path, "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(2)&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if _, err := migrate(ctx, writer); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := connect(path, "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	reader.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	return &DB{writer: writer, reader: reader, news: newBell(), closed: make(chan struct{})}, nil
}

// Migrate brings the tables of the file up to date and returns the names of
// the migrations that it applied.
func Migrate(ctx context.Context, path string) ([]string, error) {
	writer, err := connect(path, "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(2)&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	applied, err := migrate(ctx, writer)
	return applied, errors.Join(err, writer.Close())
}

func connect(path, options string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	db, err := sql.Open("sqlite", name.String()+"?_pragma=busy_timeout(5000)&"+options)
	if err != nil {
		return nil, &stations.Error{Code: stations.Unavailable, Text: "cannot open the SQLite file", Err: err}
	}
	return db, nil
}

// migrateTries is how often a migration is tried again when another process
// migrates the same new file at the same time.
const migrateTries = 5

// migrate applies what is missing. goose has no lock for SQLite: when two
// processes start on one new file, the slower finds a table in its way, looks
// again, and then sees nothing left to do.
func migrate(ctx context.Context, db *sql.DB) (applied []string, err error) {
	dir, err := migrations.SQLite()
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	for try := 1; ; try++ {
		results, err := provider.Up(ctx)
		for _, r := range results {
			applied = append(applied, filepath.Base(r.Source.Path))
		}
		if err == nil {
			return applied, newer(ctx, provider)
		}
		if try == migrateTries || ctx.Err() != nil {
			return applied, &stations.Error{Code: stations.Unavailable, Text: "cannot bring the SQLite file up to date", Err: errors.Join(err, ctx.Err())}
		}
		time.Sleep(time.Duration(try) * 20 * time.Millisecond)
	}
}

// newer refuses a file that a later yizhan has migrated further.
func newer(ctx context.Context, provider *goose.Provider) error {
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return &stations.Error{Code: stations.Unavailable, Text: "cannot read the version of the SQLite file", Err: err}
	}
	if have > want {
		return stations.Errorf(stations.Unavailable, "the SQLite file is of version %d, made by a newer yizhan; this one knows version %d", have, want)
	}
	return nil
}

// Ping implements stations.Store.
func (db *DB) Ping(ctx context.Context) error {
	if _, err := db.Revision(ctx); err != nil {
		return &stations.Error{Code: stations.Unavailable, Text: "the store does not answer", Err: err}
	}
	return nil
}

// Close implements stations.Store. Calls that wait return.
func (db *DB) Close() error {
	var err error
	db.once.Do(func() {
		close(db.closed)
		err = errors.Join(db.reader.Close(), db.writer.Close())
	})
	return err
}
