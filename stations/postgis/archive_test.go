package postgis_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"yizhan/stations/storetest"
)

func TestEveryTableIsArchivedOrSaysWhyNot(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), migrated(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 5 {
		t.Fatalf("tables = %v, %v", tables, err)
	}
	storetest.Archived(t, tables)
}
