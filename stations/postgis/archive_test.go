package postgis_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// As in sqlite, for the other list of migrations.
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
	for _, table := range tables {
		if _, named := stations.UnarchivedTables()[table]; !named && !slices.Contains(stations.ArchivedTables(), table) {
			t.Errorf("table %s is in neither ArchivedTables nor UnarchivedTables", table)
		}
	}
}
