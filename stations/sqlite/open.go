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
	"io/fs"
	"net/url"
	"os"
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
	path   string
	news   *bell
	closed chan struct{}
	once   sync.Once
}

var _ stations.Store = (*DB)(nil)

// Open opens the file, makes it when it is missing, for its owner alone, and
// brings its tables up to date, with a copy of how they were beside it (FILE.bak-VERSION). The path
// is a file name, not a URL; ":memory:" is Invalid, because
// readers and the writer would each see a database of their own. Unavailable
// when the file cannot be opened or migrated.
func Open(ctx context.Context, path string) (*DB, error) {
	writer, err := connectWriter(path)
	if err != nil {
		return nil, err
	}
	if _, err := migrate(ctx, writer, path); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := connect(path, "_pragma=busy_timeout(1000)&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	reader.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	return &DB{writer: writer, reader: reader, path: path, news: newBell(), closed: make(chan struct{})}, nil
}

// Migrate brings the tables of the file up to date and returns the names of
// the migrations that it applied.
func Migrate(ctx context.Context, path string) ([]string, error) {
	writer, err := connectWriter(path)
	if err != nil {
		return nil, err
	}
	applied, err := migrate(ctx, writer, path)
	return applied, errors.Join(err, writer.Close())
}

// connectWriter makes the handle of one connection that writes. SQLite itself
// waits only shortly for a lock: it does not see a context end. patiently
// tries again. Its cache of 48 MB holds the indexes that a long import touches;
// with the usual 2 MB it spills and reads back page after page.
func connectWriter(path string) (*sql.DB, error) {
	if path == "" || path == ":memory:" {
		return nil, stations.BadField("store", "sqlite: needs a file name, as in sqlite:yizhan.db")
	}
	if err := makePrivate(path); err != nil {
		return nil, unopened(err)
	}
	writer, err := connect(path, "_pragma=busy_timeout(50)&_txlock=immediate"+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(2)&_pragma=foreign_keys(1)&_pragma=cache_size(-49152)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	return writer, nil
}

// makePrivate makes a file that is missing, for its owner alone: it will hold
// personal contacts. What SQLite puts beside it gets the same rights. The error
// says why a file cannot be made, as SQLite's would not.
func makePrivate(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func unopened(err error) error {
	return &stations.Error{Code: stations.Unavailable, Text: "打不开 SQLite 文件 cannot open the SQLite file", Err: err}
}

func connect(path, options string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	db, err := sql.Open("sqlite", name.String()+"?"+options)
	if err != nil {
		return nil, unopened(err)
	}
	return db, nil
}

// patience is how long a write waits for another process to end its own.
const patience = 5 * time.Second

// patiently calls do again while another process holds the file, until
// patience or ctx ends.
func patiently(ctx context.Context, again func(error) bool, do func() error) error {
	for start := time.Now(); ; {
		err := do()
		if err == nil || !again(err) || ctx.Err() != nil || time.Since(start) > patience {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// migrate applies what is missing, and copies a file that holds tables first. goose has no lock for SQLite: when two
// processes start on one new file, the slower finds it locked or a table in
// its way, looks again, and then sees nothing left to do.
func migrate(ctx context.Context, db *sql.DB, path string) (applied []string, err error) {
	dir, err := migrations.SQLite()
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	var kept string
	err = patiently(ctx, lostRace, func() (err error) {
		kept, err = keepCopy(ctx, db, path, provider)
		return err
	})
	if err != nil {
		return nil, copyError(err)
	}
	err = patiently(ctx, lostRace, func() error {
		results, err := provider.Up(ctx)
		for _, r := range results {
			applied = append(applied, filepath.Base(r.Source.Path))
		}
		return err
	})
	if err != nil {
		text := "cannot bring the SQLite file up to date"
		if kept != "" {
			text += "; as it was it stands in " + kept
		}
		return applied, &stations.Error{Code: stations.Unavailable, Text: text, Err: errors.Join(err, ctx.Err())}
	}
	return applied, newer(ctx, provider)
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
