package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/stations"
	"yizhan/stations/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestOpenRefusesAnUnknownDSN(t *testing.T) {
	for _, dsn := range []string{"", "yizhan.db", "mysql://u:hunter2@h/db", "sqlite:", "sqlite::memory:", "POSTGRES://u:hunter2@h/db"} {
		s, err := store.Open(t.Context(), dsn)
		if stations.CodeOf(err) != stations.Invalid || s != nil {
			t.Errorf("Open(%q) = %v, %v, want Invalid", dsn, s, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Open(%q) tells the password: %v", dsn, err)
		}
		if _, err := store.Migrate(t.Context(), dsn); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("Migrate(%q) = %v, want Invalid", dsn, err)
		}
	}
}

func TestAStoreThatCannotBeReachedIsNil(t *testing.T) {
	for _, dsn := range []string{"postgres://u:hunter2@127.0.0.1:1/db", "sqlite:" + filepath.Join(t.TempDir(), "no", "x.db")} {
		s, err := store.Open(t.Context(), dsn)
		if s != nil || stations.CodeOf(err) != stations.Unavailable || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Open = %v, %v, want nil, Unavailable", s, err)
		}
	}
}

func TestTheFileIsWhereTheDSNSays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b%20#?.db")
	s, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("Open(sqlite:PATH) made no file at PATH: %v", err)
	}
}

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "yizhan")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "yizhan.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	station := &stations.Station{ID: "0190a5e4-0000-7000-8000-000000000001", Name: "新街口驿站", Kind: stations.UnionStation, Lifecycle: stations.Open}
	station.Position.Point, station.Position.Quality = orb.Point{118.78, 32.04}, stations.GPS
	revision, err := s.Apply(ctx, []stations.Write{{Station: station}})
	fmt.Println(revision, err)

	found, err := s.Stations(ctx, stations.Filter{Text: "新街口"}, time.Now(), "", 10)
	fmt.Println(len(found), found[0].Name, err)
	// Output:
	// 1 <nil>
	// 1 新街口驿站 <nil>
}
