// Package postgistest gives tests databases of their own, on the PostgreSQL
// server with PostGIS that scripts/with-postgis starts.
package postgistest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

// ServerVariable is the environment variable that holds a superuser's URL of
// the server.
const ServerVariable = "YIZHAN_TEST_POSTGRES"

// Database makes an empty database, not migrated, and drops it after the test.
// It fails the test, and never skips it, when there is no server: a store that
// is not tested must not look tested.
func Database(t testing.TB) (dsn string) {
	t.Helper()
	server := os.Getenv(ServerVariable)
	if server == "" {
		t.Fatalf("%s is not set; run: scripts/with-postgis go test …", ServerVariable)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is no URL", ServerVariable) // which may hold a password
	}
	name := fmt.Sprintf("yizhan_%d_%d", os.Getpid(), rand.IntN(1e9))
	Execute(t, server, `CREATE DATABASE `+name)
	t.Cleanup(func() { Execute(t, server, `DROP DATABASE `+name+` WITH (FORCE)`) })
	u.Path = "/" + name
	return u.String()
}

// Execute runs one statement on a connection of its own, also after the test.
// With targets it is a query, whose one row they take.
func Execute(t testing.TB, dsn, statement string, target ...any) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if len(target) > 0 {
		err = conn.QueryRow(ctx, statement).Scan(target...)
	} else {
		_, err = conn.Exec(ctx, statement)
	}
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
