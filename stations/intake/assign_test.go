package intake_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/intake"
)

func region(adcode string, west, south, east, north float64) stations.Area {
	outline := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()
	return stations.Area{Adcode: adcode, Name: adcode, Geometry: orb.MultiPolygon{outline}}
}

func putAreas(t *testing.T, store stations.Store, areas ...stations.Area) {
	t.Helper()
	if err := store.PutAreas(t.Context(), areas); err != nil {
		t.Fatal(err)
	}
}

// adcodes returns the division of each station by its record.
func adcodes(t *testing.T, store stations.Store) map[string]string {
	found := map[string]string{}
	for _, s := range all(t, store) {
		found[s.SourceRecord] = s.Position.Adcode
	}
	return found
}

func TestAssign(t *testing.T) {
	store := open(t)
	load(t, store, "id,name,lon,lat,kind,adcode\n1,甲,118.7512,32.0412,职工驿站,\n2,乙,118.7613,32.0413,职工驿站,320105\n3,丙,120.1234,30.1234,职工驿站,\n4,丁,118.7714,32.0414,职工驿站,320106\n", intake.Options{Source: "区总工会", Datum: datum.WGS84})
	nothing := map[string]string{"1": "", "2": "320105", "3": "", "4": "320106"}
	if diff := cmp.Diff(nothing, adcodes(t, store)); diff != "" {
		t.Fatalf("divisions before any is loaded (-want +got):\n%s", diff)
	}

	putAreas(t, store, region("320100", 118, 31, 119, 33), region("320105", 118, 31, 118.5, 33), region("320106", 118.5, 31, 119, 33))
	report, err := intake.Assign(context.Background(), store, "test")
	if err != nil || report.Assigned != 1 || len(report.Elsewhere) != 1 || report.Elsewhere[0].Found != "320106" {
		t.Fatalf("Assign = %+v, %v, want one assigned and one stated elsewhere", report, err)
	}
	want := map[string]string{"1": "320106", "2": "320105", "3": "", "4": "320106"}
	if diff := cmp.Diff(want, adcodes(t, store)); diff != "" {
		t.Errorf("divisions after Assign (-want +got):\n%s", diff)
	}

	putAreas(t, store, region("320106001", 118.75, 32, 118.78, 32.1))
	report, err = intake.Assign(context.Background(), store, "test")
	want["1"] = "320106001" // it follows what is loaded; what was stated stays
	if diff := cmp.Diff(want, adcodes(t, store)); err != nil || report.Assigned != 1 || diff != "" {
		t.Errorf("Assign after streets were loaded = %+v, %v; divisions (-want +got):\n%s", report, err, diff)
	}

	before, err := store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err = intake.Assign(context.Background(), store, "test")
	if after, _ := store.Revision(t.Context()); err != nil || report.Assigned != 0 || after != before {
		t.Errorf("Assign again = %+v, %v and %d writes, want none", report, err, after-before)
	}
}

// crossed is a store to which somebody else writes right before the first
// writes of others.
type crossed struct {
	stations.Store
	write func()
	times int // how often
	tries int
}

func (c *crossed) Apply(ctx context.Context, writes []stations.Write) (stations.Revision, error) {
	if c.tries++; c.tries <= c.times {
		c.write()
	}
	return c.Store.Apply(ctx, writes)
}

func TestAssignBeginsAgainWhenOthersWriteMeanwhile(t *testing.T) {
	for _, c := range []struct {
		sentence    string
		times, want int
		code        stations.Code
	}{
		{"once", 1, 1, ""},
		{"each time", 100, 0, stations.Conflict},
	} {
		store := open(t)
		load(t, store, "id,name,lon,lat,kind\n1,甲,118.7512,32.0412,职工驿站\n", intake.Options{Source: "区总工会", Datum: datum.WGS84})
		putAreas(t, store, region("320106", 118.5, 31, 119, 33))
		busy := &crossed{Store: store, times: c.times, write: func() {
			s := all(t, store)[0]
			s.Access.Steps += "+"
			write(t, store, s)
		}}
		report, err := intake.Assign(t.Context(), busy, "test")
		if stations.CodeOf(err) != c.code || err == nil && report.Assigned != c.want {
			t.Errorf("Assign while another writes %s = %+v, %v, want %d assigned, or code %q", c.sentence, report, err, c.want, c.code)
		}
		if s := all(t, store)[0]; err == nil && (s.Position.Adcode != "320106" || s.Access.Steps != "+") {
			t.Errorf("while another writes %s the station becomes %s %q, want both writes", c.sentence, s.Position.Adcode, s.Access.Steps)
		}
	}
}

// A record that is older than a rule for its texts gets its division all the
// same, and what a file says anew.
func TestARecordOlderThanARuleIsAssignedAndImported(t *testing.T) {
	store := open(t)
	const file = "id,name,lon,lat,kind,hours\n1,甲,118.7512,32.0412,职工驿站,"
	load(t, store, file+"\n", intake.Options{Source: "区总工会", Datum: datum.WGS84})
	old := all(t, store)[0]
	old.Position.Address = "\u202d中山路1号\u202c"
	if _, err := store.Apply(t.Context(), []stations.Write{{Station: old, Expect: old.Revision}}); err != nil {
		t.Fatal(err)
	}
	putAreas(t, store, region("320100", 118, 31, 119, 33))
	if report, err := intake.Assign(t.Context(), store, "test"); err != nil || report.Assigned != 1 {
		t.Errorf("Assign = %+v, %v, want one assigned", report, err)
	}
	wantCounts(t, "other hours", load(t, store, file+"24/7\n", intake.Options{Source: "区总工会", Datum: datum.WGS84}), "read 1 created 0 updated 1 unchanged 0 rejected 0 suspect 0")
}
