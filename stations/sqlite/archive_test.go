package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"yizhan/stations/storetest"
)

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
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	if err := rows.Err(); err != nil || len(tables) < 5 {
		t.Fatalf("tables = %v, %v", tables, err)
	}
	storetest.Archived(t, tables)
}
