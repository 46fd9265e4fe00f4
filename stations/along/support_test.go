package along_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/geo/course"
	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/along"
	"yizhan/stations/drive"
	"yizhan/stations/nearby"
	"yizhan/stations/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// eight is Friday 2026-11-20 08:00 in China.
var eight = time.Date(2026, 11, 20, 8, 0, 0, 0, stations.Zone())

// yard makes a valid drivers' home at p.
func yard(t testing.TB, name string, p orb.Point, change ...func(*stations.Station)) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{
		ID: id, Name: name, Kind: stations.DriverHome, Lifecycle: stations.Open, Hours: "24/7",
		Position: stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed},
	}
	for _, f := range change {
		f(s)
	}
	return s
}

// guide returns a guide over these stations.
func guide(t testing.TB, list []*stations.Station, graphs ...*roads.Graph) *along.Guide {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	writes := make([]stations.Write, len(list))
	for i, s := range list {
		writes[i].Station = s
	}
	if _, err := store.Apply(t.Context(), writes); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return eight }
	finder := nearby.NewFinder(graphs, clock)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- finder.Follow(ctx, store, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Follow = %v, want it to end with its context", err)
		}
	})
	for finder.Snapshot() == nil {
		time.Sleep(time.Millisecond)
	}
	return along.NewGuide(finder, graphs, clock)
}

// ask asks a guide about a lorry's way, after the changes to the question.
func ask(t testing.TB, g *along.Guide, line orb.LineString, change ...func(*along.Query)) along.Answer {
	t.Helper()
	c, err := course.New(line)
	if err != nil {
		t.Fatal(err)
	}
	q := along.Query{
		Course: c, CorridorM: along.DefaultCorridor, Mode: roads.Truck, Limit: along.MaxLimit,
		Drive: &along.Drive{Longest: drive.LongestStretch, Rest: drive.ShortestRest},
	}
	for _, f := range change {
		f(&q)
	}
	answer, err := g.Find(t.Context(), q)
	if err != nil {
		t.Fatalf("Find = %v", err)
	}
	return answer
}

// names lists the stations of an answer.
func names(a along.Answer) []string {
	list := []string{}
	for _, h := range a.Hits {
		list = append(list, h.Station.Name)
	}
	return list
}

// rests lists where a plan rests, nil when there is no plan.
func rests(p *along.Plan) []string {
	if p.Problem != nil {
		return nil
	}
	list := []string{}
	for _, s := range p.Stops {
		list = append(list, s.Station.Name)
	}
	return list
}
