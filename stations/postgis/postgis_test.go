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

// template is migrated once; every test copies it.
var template = fmt.Sprintf("yizhan_test_%d", os.Getpid())

// copies numbers the databases of this run.
var copies atomic.Int64

func TestMain(m *testing.M) {
	drop, err := makeTemplate(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, "prepare the template database:", err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if err := drop(); err != nil {
			fmt.Fprintln(os.Stderr, "drop the template database:", err)
			code = 1
		}
		os.Exit(code)
	}))
}

// makeTemplate leaves the tests to fail by themselves when no server is named.
func makeTemplate(ctx context.Context) (drop func() error, err error) {
	if os.Getenv(serverVariable) == "" {
		return func() error { return nil }, nil
	}
	if err := admin(ctx, `CREATE DATABASE `+template); err != nil {
		return nil, err
	}
	if _, err := postgis.Migrate(ctx, databaseURL(template)); err != nil {
		return nil, err
	}
	return func() error { return admin(ctx, `DROP DATABASE `+template+` WITH (FORCE)`) }, nil
}

// admin runs one statement on the server's own database.
func admin(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, os.Getenv(serverVariable))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// databaseURL is the server's URL with another database.
func databaseURL(name string) string {
	u, err := url.Parse(os.Getenv(serverVariable))
	if err != nil {
		return ""
	}
	u.Path = "/" + name
	return u.String()
}

// newDatabase makes a database from a template and drops it after the test.
// It fails, and never skips, when there is no server: a store that is not
// tested must not look tested.
func newDatabase(t testing.TB, from string) (dsn string) {
	t.Helper()
	if os.Getenv(serverVariable) == "" {
		t.Fatalf("%s is not set; run: scripts/with-postgis go test ./stations/postgis", serverVariable)
	}
	name := fmt.Sprintf("%s_%d", template, copies.Add(1))
	if err := admin(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+from); err != nil {
		t.Fatalf("create a database: %v", err)
	}
	t.Cleanup(func() {
		if err := admin(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("drop a database: %v", err)
		}
	})
	return databaseURL(name)
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
	storetest.Run(t, func(t *testing.T) stations.Store { return open(t, newDatabase(t, template)) })
}

func TestTwoHandlesOnOneDatabase(t *testing.T) {
	storetest.RunPair(t, func(t *testing.T) (a, b stations.Store) {
		dsn := newDatabase(t, template)
		return open(t, dsn), open(t, dsn)
	})
}
