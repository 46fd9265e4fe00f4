// Package postgis keeps the registry in PostgreSQL with PostGIS, for many
// stateless servers on one database. It implements stations.Store.
//
// Writers queue on an advisory transaction lock. A sequence alone would hand
// out revisions before commit, so that a follower could see 7, then 8, and
// never the 6 that commits last; under the lock the order of revisions is the
// order of commits, without holes.
package postgis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"

	"yizhan/migrations"
	"yizhan/stations"
)

// DB is a registry in a PostgreSQL database. It is safe for concurrent use.
type DB struct {
	pool   *pgxpool.Pool
	news   *bell
	closed chan struct{}
	once   sync.Once
	stop   context.CancelFunc // ends the followers
	busy   sync.WaitGroup     // the followers
}

var _ stations.Store = (*DB)(nil)

// Open connects to the database that the DSN names: a URL or key=value words,
// as libpq reads them, with pool_max_conns and the like of pgxpool. It does not
// change tables: Unavailable, with the command to run, when Migrate has not
// been run or was run by an older yizhan. No error holds the password.
func Open(ctx context.Context, dsn string) (*DB, error) {
	config, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	config.AfterConnect = registerGeometry
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, unreachable(err)
	}
	if err := checkVersion(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	db := &DB{pool: pool, news: newBell(), closed: make(chan struct{}), stop: stop}
	db.busy.Go(func() { db.listen(following) })
	db.busy.Go(func() { db.poll(following) })
	return db, nil
}

// parse reads the DSN. The cause of a failure is dropped: it quotes the DSN,
// and with it perhaps the password.
func parse(dsn string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, stations.BadField("store", "is no PostgreSQL address like postgres://user:password@host:5432/database")
	}
	params := config.ConnConfig.RuntimeParams
	if params["application_name"] == "" {
		params["application_name"] = "yizhan"
	}
	config.PingTimeout = cmp.Or(config.PingTimeout, answers)
	config.ConnConfig.ConnectTimeout = cmp.Or(config.ConnConfig.ConnectTimeout, connects)
	config.ConnConfig.DialFunc = (&net.Dialer{KeepAliveConfig: alive}).DialContext
	return config, nil
}

// How soon a connection is given up: one that is made, and one that has rested
// when it is taken up again. A firewall or a machine that is gone may let it
// fall silent, without a word that it has ended.
const (
	connects = 5 * time.Second
	answers  = time.Second
)

// alive asks a resting connection whether its other end is there still, so
// that one that is not is given up within half a minute; pgx would ask for
// the first time after five.
var alive = net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3}

func unreachable(err error) error {
	return &stations.Error{Code: stations.Unavailable, Text: "cannot reach PostgreSQL", Err: err}
}

// undefinedTable is PostgreSQL's code for a table that does not exist.
const undefinedTable = "42P01"

// newer refuses a database that a later yizhan has migrated further.
func newer(have, want int64) error {
	return stations.Errorf(stations.Unavailable, "the database is at version %d, made by a newer yizhan; this one knows version %d", have, want)
}

// checkVersion refuses a database whose tables are older or newer than this
// program.
func checkVersion(ctx context.Context, pool *pgxpool.Pool) error {
	want, err := lastVersion()
	if err != nil {
		return err
	}
	var have int64
	err = pool.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have)
	var pg *pgconn.PgError
	if unmade := errors.As(err, &pg) && pg.Code == undefinedTable; err != nil && !unmade {
		return unreachable(err)
	}
	switch {
	case have < want:
		return stations.Errorf(stations.Unavailable,
			"the database is at version %d, this yizhan needs %d; run: yizhan migrate --store %s", have, want, place(pool.Config().ConnConfig))
	case have > want:
		return newer(have, want)
	}
	return nil
}

// place names the database without the password.
func place(c *pgx.ConnConfig) string {
	return fmt.Sprintf("postgres://%s@%s:%d/%s", c.User, c.Host, c.Port, c.Database)
}

// lastVersion is the number of the newest migration.
func lastVersion() (int64, error) {
	dir, err := migrations.PostGIS()
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	files, err := fs.Glob(dir, "*.sql")
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("find migrations: %w", err)
	}
	version, err := goose.NumericComponent(files[len(files)-1])
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	return version, nil
}

// Ping implements stations.Store.
func (db *DB) Ping(ctx context.Context) error {
	if _, err := db.Revision(ctx); err != nil {
		return &stations.Error{Code: stations.Unavailable, Text: "the store does not answer", Err: err}
	}
	return nil
}

// Close implements stations.Store. Calls that wait return; it waits for
// queries under way.
func (db *DB) Close() error {
	db.once.Do(func() {
		close(db.closed)
		db.stop()
		db.busy.Wait()
		db.pool.Close()
	})
	return nil
}
