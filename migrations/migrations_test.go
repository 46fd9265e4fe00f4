package migrations_test

import (
	"fmt"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/migrations"
)

func names(t *testing.T, open func() (fs.FS, error)) []string {
	t.Helper()
	dir, err := open()
	if err != nil {
		t.Fatal(err)
	}
	list, err := fs.Glob(dir, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestBothStoresHaveMigrationsOfTheSameNames(t *testing.T) {
	sqlite, postgis := names(t, migrations.SQLite), names(t, migrations.PostGIS)
	if len(sqlite) == 0 {
		t.Fatal("SQLite() holds no migration")
	}
	if diff := cmp.Diff(sqlite, postgis); diff != "" {
		t.Errorf("SQLite() and PostGIS() name different migrations (-sqlite +postgis):\n%s", diff)
	}
}

func Example() {
	dir, _ := migrations.SQLite()
	list, _ := fs.Glob(dir, "*.sql")
	fmt.Println(list[0])
	// Output: 00001_station.sql
}

func TestNewestIsTheNumberOfTheLastFile(t *testing.T) {
	list := names(t, migrations.PostGIS)
	newest, err := migrations.Newest()
	if last := list[len(list)-1]; err != nil || fmt.Sprintf("%05d", newest) != last[:5] {
		t.Errorf("Newest() = %d, %v, want the number of %s", newest, err, last)
	}
}
