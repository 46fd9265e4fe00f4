package plan_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/paulmach/orb/geojson"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// drawn computes a small coverage with a covered cell and a gap.
func drawn(t testing.TB) *plan.Coverage {
	net := roadstest.Draw(t, 300, "A--B--C--D")
	store := openStore(t)
	putStations(t, store, station(1, net.At('A')))
	putDemand(t, store, stations.Demand{Point: net.At('A'), Weight: 10}, stations.Demand{Point: net.At('D'), Weight: 5},
		stations.Demand{Point: roadstest.Shift(net.At('D'), 9000, 0), Weight: 1})
	return coverage(t, planner(store, net.Graph), plan.Request{Minutes: 5})
}

func TestCellsAsGeoJSON(t *testing.T) {
	c := drawn(t)
	var b bytes.Buffer
	if err := c.WriteCellsGeoJSON(&b, datum.GCJ02); err != nil {
		t.Fatal(err)
	}
	file, err := geojson.UnmarshalFeatureCollection(b.Bytes())
	if err != nil || len(file.Features) != 3 || file.ExtraMembers["datum"] != "gcj02" {
		t.Fatalf("GeoJSON %v with %d features in %v, want 3 in gcj02", err, len(file.Features), file.ExtraMembers["datum"])
	}
	for i, f := range file.Features {
		cell := c.Cells[i]
		if f.Properties["h3"] != cell.Cell.String() || f.Properties["k"] != float64(cell.K) || f.Properties["covered"] != cell.Covered {
			t.Errorf("properties = %v, want those of %+v", f.Properties, cell)
		}
		if ms := f.Properties["time_ms"]; (ms == nil) != (cell.Minutes() == nil) {
			t.Errorf("time_ms of %s = %v, minutes = %v: want both or neither", cell.Cell, ms, cell.Minutes())
		}
		at := datum.Out(cell.Cell.Centre(), datum.GCJ02)
		if got := f.Geometry.Bound().Center(); max(got[0]-at.Lon, at.Lon-got[0], got[1]-at.Lat, at.Lat-got[1]) > 1e-4 {
			t.Errorf("hexagon of %s is not around its centre in gcj02", cell.Cell)
		}
	}
}

// Those are the halves, which a binary fraction would send up or down by chance.
func TestMinutesOfHalvesAreRoundedUp(t *testing.T) {
	for ms := roads.Millis(30); ms < 1440*60_000; ms += 60 {
		want := float64((ms+30)/60) / 1000
		if got := *(plan.Cell{Time: ms}).Minutes(); got != want {
			t.Fatalf("Cell{Time: %d}.Minutes() = %v, want %v", ms, got, want)
		}
	}
}

func TestCellsAsCSV(t *testing.T) {
	c := drawn(t)
	var b strings.Builder
	if err := c.WriteCellsCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 4 || strings.Join(rows[0], ",") != "h3,minutes,time_ms,station,k,demand" {
		t.Fatalf("CSV = %q, %v, want a header and 3 rows", b.String(), err)
	}
	timeless := 0
	for _, row := range rows[1:] {
		if row[1] == "" && row[2] == "" && row[3] == "" {
			timeless++
		}
	}
	if timeless != 1 {
		t.Errorf("%d rows without a time, want the 1 off the road", timeless)
	}
}

func TestGapsAsFiles(t *testing.T) {
	c := drawn(t)
	var shapes, table bytes.Buffer
	if err := c.WriteGapsGeoJSON(&shapes, datum.WGS84); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteGapsCSV(&table, datum.WGS84); err != nil {
		t.Fatal(err)
	}
	file, err := geojson.UnmarshalFeatureCollection(shapes.Bytes())
	if err != nil || len(file.Features) != 2 {
		t.Fatalf("GeoJSON error %v, want 2 features", err)
	}
	first := file.Features[0]
	if first.Properties["id"] != c.Gaps[0].ID || first.Properties["rank"] != 1.0 || first.Properties["demand"] != 5.0 {
		t.Errorf("first gap = %v, want rank 1 and demand 5", first.Properties)
	}
	if lines := strings.Count(table.String(), "\n"); lines != 3 {
		t.Errorf("CSV has %d lines, want 3", lines)
	}
}

func TestToMovesTheCentresOnly(t *testing.T) {
	c := drawn(t)
	moved := c.To(datum.BD09)
	if moved.Datum != datum.BD09 || c.Datum != datum.WGS84 || moved.Gaps[0].Centre == c.Gaps[0].Centre {
		t.Errorf("To(bd09) = %v %v from %v %v", moved.Datum, moved.Gaps[0].Centre, c.Datum, c.Gaps[0].Centre)
	}
	text, _ := json.Marshal(moved.Gaps[0].Centre)
	for _, number := range strings.Split(strings.Trim(string(text), "[]"), ",") {
		if _, decimals, _ := strings.Cut(number, "."); len(decimals) > 7 {
			t.Errorf("centre %s has more than 7 decimals", text)
		}
	}
}
