package postgis_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

func TestNothingTellsSendersApartAfterADay(t *testing.T) {
	dsn := migrated(t)
	db, noon := open(t, dsn), time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())
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
	r := stations.Report{Station: id, Kind: stations.WastedTrip}
	if err := db.FileReport(t.Context(), &r, stations.SenderOf("203.0.113.77"), noon); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{stations.ReportMemory - time.Millisecond, 2}, {stations.ReportMemory, 0}} {
		if err := db.ForgetSenders(t.Context(), noon.Add(step.after)); err != nil {
			t.Fatalf("ForgetSenders = %v", err)
		}
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		var rows int
		err = conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM report_sender) + (SELECT count(*) FROM report_key)`).Scan(&rows)
		if err != nil || conn.Close(t.Context()) != nil || rows != step.want {
			t.Errorf("%v later there are %d signatures and keys (%v), want %d", step.after, rows, err, step.want)
		}
	}
}
