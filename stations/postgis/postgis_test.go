package postgis_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"yizhan/stations"
	"yizhan/stations/postgis"
	"yizhan/stations/storetest"
)

// serverVariable names a superuser URL of a PostgreSQL with PostGIS.
const serverVariable = "YIZHAN_TEST_POSTGRES"

// database is of this run alone. Each test has a schema of its own in it,
// which takes a tenth of the time of a database of its own.
var database = fmt.Sprintf("yizhan_test_%d", os.Getpid())

// schemas numbers the schemas of this run.
var schemas atomic.Int64

func TestMain(m *testing.M) {
	drop, err := makeDatabase(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, "prepare the test database:", err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if err := drop(); err != nil {
			fmt.Fprintln(os.Stderr, "drop the test database:", err)
			code = 1
		}
		os.Exit(code)
	}))
}

// makeDatabase leaves the tests to fail by themselves when no server is named.
func makeDatabase(ctx context.Context) (drop func() error, err error) {
	server := os.Getenv(serverVariable)
	if server == "" {
		return func() error { return nil }, nil
	}
	if err := execute(ctx, server, `CREATE DATABASE `+database); err != nil {
		return nil, err
	}
	return func() error { return execute(ctx, server, `DROP DATABASE `+database+` WITH (FORCE)`) },
		execute(ctx, databaseURL(""), `CREATE EXTENSION postgis`)
}

// execute runs one statement on a connection of its own.
func execute(ctx context.Context, dsn, statement string, args ...any) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement, args...)
	return err
}

// databaseURL is the address of a schema in the database of this run.
func databaseURL(schema string) string {
	u, err := url.Parse(os.Getenv(serverVariable))
	if err != nil {
		return ""
	}
	u.Path = "/" + database
	query := u.Query()
	if schema != "" {
		query.Set("search_path", schema+",public")
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// newSchema makes an empty schema and drops it after the test. It fails, and
// never skips, when there is no server: a store that is not tested must not
// look tested.
func newSchema(t testing.TB) (dsn string) {
	t.Helper()
	if os.Getenv(serverVariable) == "" {
		t.Fatalf("%s is not set; run: scripts/with-postgis go test ./stations/postgis", serverVariable)
	}
	name := fmt.Sprintf("s%d", schemas.Add(1))
	if err := execute(t.Context(), databaseURL(""), `CREATE SCHEMA `+name); err != nil {
		t.Fatalf("create a schema: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(context.Background(), databaseURL(""), `DROP SCHEMA `+name+` CASCADE`); err != nil {
			t.Errorf("drop a schema: %v", err)
		}
	})
	return databaseURL(name)
}

// migrated is a schema with the tables in it.
func migrated(t testing.TB) (dsn string) {
	t.Helper()
	dsn = newSchema(t)
	if _, err := postgis.Migrate(t.Context(), dsn); err != nil {
		t.Fatalf("Migrate = %v", err)
	}
	return dsn
}

func open(t testing.TB, dsn string) *postgis.DB {
	t.Helper()
	db, err := postgis.Open(t.Context(), dsn)
	if err != nil {
		t.Fatalf("Open = %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return db
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) stations.Store { return open(t, migrated(t)) })
}

func TestTwoHandlesOnOneDatabase(t *testing.T) {
	storetest.RunPair(t, func(t *testing.T) (a, b stations.Store) {
		dsn := migrated(t)
		return open(t, dsn), open(t, dsn)
	})
}

func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) stations.Store { return open(b, migrated(b)) })
}
