package demo

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// keptHours reports whether a row is only told that its hours are kept as text:
// some of the office's are such.
func keptHours(p exchange.Problem) bool { return p.Suspect && p.Field == "hours" }

// The office's file says all that the city knows of its stations.
func TestTheOfficesFileReadsBack(t *testing.T) {
	c, dir := city(t, 1), t.TempDir()
	if err := c.Save(dir); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, StationsFile))
	if err != nil {
		t.Fatal(err)
	}
	table, err := exchange.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.MapColumns(table.Columns, nil)
	if err != nil || len(m.Ignored) > 0 || len(table.Rows) != len(c.Stations) {
		t.Fatalf("MapColumns = %v, ignored %v; %d rows, want %d", err, m.Ignored, len(table.Rows), len(c.Stations))
	}
	notInCells := cmp.Options{
		cmpopts.IgnoreFields(stations.Station{}, "Source", "SourceRecord"),
		cmpopts.IgnoreFields(stations.Position{}, "Point", "Original"),
		cmpopts.EquateEmpty(),
	}
	for i, row := range table.Rows {
		var got stations.Station
		if problems := slices.DeleteFunc(m.Fill(&got, row), keptHours); len(problems) > 0 {
			t.Fatalf("row %d: %v", row.Number, problems)
		}
		at, _, problems := m.Place(row, datum.GCJ02)
		if want := c.Stations[i].Position.Original; len(problems) > 0 || degrees(at.Lon) != degrees(want.Lon) || degrees(at.Lat) != degrees(want.Lat) {
			t.Errorf("row %d: Place = %v, %v, want %v", row.Number, at, problems, want)
		}
		got.Hours = c.Stations[i].Hours // some are words that the reader makes into hours
		if diff := cmp.Diff(c.Stations[i], &got, notInCells); diff != "" {
			t.Fatalf("row %d (-want +got):\n%s", row.Number, diff)
		}
	}
}
