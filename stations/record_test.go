package stations_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/datum"
	"yizhan/stations"
)

func TestRecordsComeBackToTheBit(t *testing.T) {
	degrees := rapid.Float64Range(-180, 180)
	rapid.Check(t, func(t *rapid.T) {
		want := plain(idA)
		want.Name = rapid.String().Draw(t, "name")
		want.Position.Point = orb.Point{degrees.Draw(t, "lon"), degrees.Draw(t, "lat")}
		want.Position.Original = datum.Coord{Lon: degrees.Draw(t, "lon"), Lat: degrees.Draw(t, "lat"), Datum: datum.GCJ02}
		record, err := stations.EncodeRecord(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := stations.DecodeRecord(idA, record)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("DecodeRecord(EncodeRecord(s)) = %v (-want +got):\n%s", err, diff)
		}
		if math.Signbit(got.Position.Point[0]) != math.Signbit(want.Position.Point[0]) {
			t.Fatalf("DecodeRecord(EncodeRecord(s)) loses the sign of %v", want.Position.Point[0])
		}
	})
}

func TestDamagedRecordsAreInternalErrors(t *testing.T) {
	for _, record := range []string{"", "{", "[]", `{"id":1}`, `{"id":"other"}`, "null"} {
		s, err := stations.DecodeRecord(idA, []byte(record))
		if stations.CodeOf(err) != stations.Internal || !strings.Contains(err.Error(), string(idA)) || s != nil {
			t.Errorf("DecodeRecord(%q) = %v, %v, want Internal that names the station", record, s, err)
		}
	}
}

func FuzzDecodeRecord(f *testing.F) {
	record, err := stations.EncodeRecord(plain(idA))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record)
	f.Add([]byte(`{"id":"0190a5e4-0000-7000-8000-00000000000a","services":[{"expires_at":"x"}]}`))
	f.Fuzz(func(t *testing.T, record []byte) {
		s, err := stations.DecodeRecord(idA, record)
		if (s == nil) != (err != nil) {
			t.Errorf("DecodeRecord(%q) = %v, %v", record, s, err)
		}
		b, errBrief := stations.DecodeBrief(idA, record)
		if (b == nil) != (errBrief != nil) || err == nil && (errBrief != nil || b.Name != s.Name || b.Code != s.Code || b.Position.Point != s.Position.Point) {
			t.Errorf("DecodeBrief(%q) = %v, %v, beside %v, %v", record, b, errBrief, s, err)
		}
	})
}

func TestSortableTextsCompareAsMoments(t *testing.T) {
	earliest, latest := time.Date(0, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC)
	seconds := rapid.Int64Range(earliest.Unix(), latest.Unix())
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		return time.Unix(seconds.Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano")).In(zone)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := moment.Draw(t, "a"), moment.Draw(t, "b")
		if rapid.Bool().Draw(t, "close") {
			b = a.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "step")))
		}
		if (stations.Sortable(a) < stations.Sortable(b)) != a.Before(b) {
			t.Fatalf("Sortable(%v) = %s and Sortable(%v) = %s do not compare alike", a, stations.Sortable(a), b, stations.Sortable(b))
		}
	})
	if far := time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC); stations.Sortable(latest) >= stations.Sortable(far) {
		t.Errorf("Sortable(%v) = %q does not sort after the year 9999", far, stations.Sortable(far))
	}
}

func BenchmarkDecodeRecord(b *testing.B) {
	record, err := stations.EncodeRecord(plain(idA))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stations.DecodeRecord(idA, record); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleSortable() {
	fmt.Println(stations.Sortable(time.Date(2026, 11, 22, 20, 0, 0, 5, time.FixedZone("", 8*3600))))
	// Output: 2026-11-22T12:00:00.000000005Z
}
