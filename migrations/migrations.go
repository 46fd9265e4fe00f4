// Package migrations carries the SQL that makes and changes the tables of
// each store, for goose. A migration has the same file name in both
// directories, and both leave tables of the same names and meaning. A file
// that has been released is never edited: a change is a new file.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql postgis/*.sql
var files embed.FS

// SQLite returns the migrations of the embedded store.
func SQLite() (fs.FS, error) { return fs.Sub(files, "sqlite") }

// PostGIS returns the migrations of the PostgreSQL store.
func PostGIS() (fs.FS, error) { return fs.Sub(files, "postgis") }
