package sqlite_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/sqlite"
)

// dump returns every cell of every table as text and as bytes.
func dump(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	for _, table := range column(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'`) {
		for _, name := range column(t, db, `SELECT name FROM pragma_table_info('`+table+`')`) {
			all[table] += strings.Join(column(t, db, fmt.Sprintf(`SELECT CAST("%s" AS TEXT) FROM "%s" WHERE "%s" IS NOT NULL`, name, table, name)), "\n") + "\n"
		}
	}
	return all
}

func column(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// reported is a file with two reports of two networks, of 2026-11-20 noon.
func reported(t *testing.T) (db *sqlite.DB, path string, noon time.Time) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.db")
	db, noon = open(t, path), time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	point := orb.Point{118.7, 32}
	s := &stations.Station{
		ID: id, Name: "鼓楼驿站", Kind: stations.UnionStation, Lifecycle: stations.Open, Hours: "24/7",
		Position: stations.Position{Point: point, Original: datum.Out(point, datum.WGS84), Quality: stations.GPS},
	}
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"203.0.113.77", "2001:db8:abcd::77"} {
		r := stations.Report{Station: id, Kind: stations.WastedTrip}
		if err := db.FileReport(t.Context(), &r, stations.SenderOf(from), noon); err != nil {
			t.Fatal(err)
		}
	}
	return db, path, noon
}

func TestNoTableHoldsWhoReported(t *testing.T) {
	_, path, noon := reported(t)
	moment := fmt.Sprint(noon.UnixMilli())
	for table, cells := range dump(t, path) {
		for _, secret := range []string{"203.0.113", "\xcb\x00\x71", "2001:db8", "\x20\x01\x0d\xb8\xab\xcd"} {
			if strings.Contains(cells, secret) {
				t.Errorf("table %s holds the network %q", table, secret)
			}
		}
		if table != "report_sender" && strings.Contains(cells, moment) {
			t.Errorf("table %s holds the moment of a report", table)
		}
	}
}

func TestNothingTellsSendersApartAfterADay(t *testing.T) {
	db, path, noon := reported(t)
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	traces := append(column(t, raw, `SELECT hex(sign) FROM report_sender`), column(t, raw, `SELECT hex(secret) FROM report_key`)...)
	if len(traces) != 3 {
		t.Fatalf("there are %d signatures and keys, want 2 and 1", len(traces))
	}
	if err := db.ForgetSenders(t.Context(), noon.Add(stations.ReportMemory)); err != nil {
		t.Fatalf("ForgetSenders = %v", err)
	}
	if left := append(column(t, raw, `SELECT day FROM report_sender`), column(t, raw, `SELECT day FROM report_key`)...); len(left) > 0 {
		t.Errorf("a day later the tables hold %q, want nothing", left)
	}
	if _, err := raw.ExecContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range traces {
		var b []byte
		if _, err := fmt.Sscanf(trace, "%x", &b); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, b) {
			t.Errorf("a day later the file still holds the bytes %s", trace)
		}
	}
}
