package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"yizhan/stations"
)

// A migration that adds a table says in stations.ArchivedTables or in
// stations.UnarchivedTables whether a backup holds it.
func TestEveryTableIsArchivedOrSaysWhyNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yizhan.db")
	open(t, path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT name FROM sqlite_master WHERE type = 'table'
		AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'station\_box\_%' ESCAPE '\'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		if _, named := stations.UnarchivedTables()[table]; !named && !slices.Contains(stations.ArchivedTables(), table) {
			t.Errorf("table %s is in neither ArchivedTables nor UnarchivedTables", table)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
