package mirror_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/mirror"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
	"yizhan/stations/store"
)

// An origin of one station, open to this machine, is followed into a file.
func ExampleMirror_CatchUp() {
	ctx, quiet := context.Background(), slog.New(slog.DiscardHandler)
	dir, _ := os.MkdirTemp("", "mirror")
	defer os.RemoveAll(dir)
	theirs, _ := store.Open(ctx, "sqlite:"+filepath.Join(dir, "theirs.db"))
	defer theirs.Close()
	ours, _ := store.Open(ctx, "sqlite:"+filepath.Join(dir, "ours.db"))
	defer ours.Close()
	id, _ := stations.NewID()
	station := &stations.Station{ID: id, Name: "玄武门驿站", Kind: stations.UnionStation, Lifecycle: stations.Open}
	station.Position.Quality, station.Position.Point = stations.GPS, [2]float64{118.78, 32.07}
	_, _ = theirs.Apply(ctx, []stations.Write{{Station: station}})

	origin := httptest.NewServer(api.New(api.Config{
		Store: theirs, Finder: nearby.NewFinder(nil, time.Now), Planner: plan.NewPlanner(theirs, nil, time.Now),
		Log: quiet, Now: time.Now, Loopback: true,
	}))
	defer origin.Close()
	address, _ := url.Parse(origin.URL)
	m := mirror.Mirror{Origin: address, Store: ours, Log: quiet}
	mark, err := m.CatchUp(ctx)
	copied, _ := ours.Station(ctx, id)
	fmt.Println(mark.Revision, copied.Name, err)
	// Output: 1 玄武门驿站 <nil>
}
