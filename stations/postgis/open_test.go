package postgis_test

import (
	"context"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"yizhan/migrations"
	"yizhan/stations"
	"yizhan/stations/postgis"
)

func TestOpenRefusesADatabaseThatIsNotMigrated(t *testing.T) {
	_, err := postgis.Open(t.Context(), newSchema(t))
	if stations.CodeOf(err) != stations.Unavailable || !strings.Contains(err.Error(), "run: yizhan migrate --store postgres://") {
		t.Errorf("Open(empty) = %v, want Unavailable with the command to run", err)
	}
}

func TestOpenRefusesANewerDatabase(t *testing.T) {
	dsn := migrated(t)
	if err := execute(t.Context(), dsn, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)`); err != nil {
		t.Fatal(err)
	}
	_, err := postgis.Open(t.Context(), dsn)
	if stations.CodeOf(err) != stations.Unavailable || !strings.Contains(err.Error(), "newer yizhan") {
		t.Errorf("Open(version 99) = %v, want Unavailable", err)
	}
	if _, err := postgis.Migrate(t.Context(), dsn); stations.CodeOf(err) != stations.Unavailable || !strings.Contains(err.Error(), "newer yizhan") {
		t.Errorf("Migrate(version 99) = %v, want Unavailable", err)
	}
}

func TestMigrationsTakeTurns(t *testing.T) {
	dsn := newSchema(t)
	var group sync.WaitGroup
	counts := make(chan int, 3)
	for range cap(counts) {
		group.Go(func() {
			applied, err := postgis.Migrate(t.Context(), dsn)
			if err != nil {
				t.Errorf("Migrate = %v", err)
			}
			counts <- len(applied)
		})
	}
	group.Wait()
	close(counts)
	total := 0
	for n := range counts {
		total += n
	}
	dir, err := migrations.PostGIS()
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(dir, "*.sql")
	if err != nil || total != len(files) {
		t.Errorf("three Migrate at once applied %d migrations in all, want %d; %v", total, len(files), err)
	}
}

func TestNoErrorHoldsThePassword(t *testing.T) {
	for name, dsn := range map[string]string{
		"a closed port":       "postgres://u:hunter2@127.0.0.1:1/db",
		"a bad port":          "postgres://u:hunter2@127.0.0.1:x/db",
		"a bad escape":        "postgres://u:hunter2%zz@127.0.0.1/db",
		"an unknown ssl mode": "postgres://u:hunter2@127.0.0.1/db?sslmode=hunter2",
		"key and value words": "host=127.0.0.1 port=1 password=hunter2 user=u",
		"a bad pool size":     "postgres://u:hunter2@127.0.0.1/db?pool_max_conns=many",
	} {
		_, errOpen := postgis.Open(t.Context(), dsn)
		_, errMigrate := postgis.Migrate(t.Context(), dsn)
		for call, err := range map[string]error{"Open": errOpen, "Migrate": errMigrate} {
			if code := stations.CodeOf(err); code != stations.Unavailable && code != stations.Invalid {
				t.Errorf("%s: %s gives code %q (%v), want unavailable or invalid", name, call, code, err)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%s: %s tells the password: %v", name, call, err)
			}
		}
	}
}

func TestTheCommandToRunHoldsNoPassword(t *testing.T) {
	u, err := url.Parse(newSchema(t))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(u.User.Username(), "hunter2") // the test server asks for none
	_, err = postgis.Open(t.Context(), u.String())
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("Open(empty) = %v, want an error without the password", err)
	}
}

func TestConnectionsAreNamed(t *testing.T) {
	dsn := migrated(t)
	open(t, dsn)
	err := execute(t.Context(), dsn, `SELECT 1 / (count(*) > 0)::int FROM pg_stat_activity
		WHERE application_name = 'yizhan' AND datname = current_database()`)
	if err != nil {
		t.Errorf("no connection is named yizhan: %v", err)
	}
}

// The waiter must not depend on the listener: here it is cut off for good, and
// then once more just before the write.
func TestWaitOutlivesItsListener(t *testing.T) {
	dsn := migrated(t)
	a, b := open(t, dsn), open(t, dsn)
	time.Sleep(100 * time.Millisecond) // let them listen
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`
	for round := range 3 {
		type heard struct {
			err error
			at  time.Time
		}
		news := make(chan heard, 1)
		go func() {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, err := b.Wait(ctx, stations.Mark{Revision: stations.Revision(round)})
			news <- heard{err, time.Now()}
		}()
		time.Sleep(20 * time.Millisecond)
		if err := execute(t.Context(), dsn, cut); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Apply(t.Context(), []stations.Write{{Station: newStation(t)}}); err != nil {
			t.Fatal(err)
		}
		committed := time.Now()
		if got := <-news; got.err != nil || got.at.Sub(committed) > time.Second {
			t.Errorf("round %d: Wait with its listener cut = %v after %v, want news within 1s", round, got.err, got.at.Sub(committed))
		}
	}
}

func newStation(t *testing.T) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{ID: id, Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open}
	s.Position.Point, s.Position.Quality = [2]float64{118, 32}, stations.GPS
	return s
}

func TestADamagedRecordNamesItsStation(t *testing.T) {
	dsn := migrated(t)
	db := open(t, dsn)
	s := newStation(t)
	if _, err := db.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{`UPDATE station SET record = '[1]'`, `UPDATE change SET record = '{"id":5}'`} {
		if err := execute(t.Context(), dsn, damage); err != nil {
			t.Fatal(err)
		}
	}
	_, errStation := db.Station(t.Context(), s.ID)
	_, _, errSnapshot := db.Snapshot(t.Context(), 0)
	_, errChanges := db.Changes(t.Context(), 0, 1)
	for call, err := range map[string]error{"Station": errStation, "Snapshot": errSnapshot, "Changes": errChanges} {
		if stations.CodeOf(err) != stations.Internal || !strings.Contains(err.Error(), string(s.ID)) {
			t.Errorf("%s of a damaged record = %v, want Internal that names the station", call, err)
		}
	}
}

func TestAPointIsAPointForPostGIS(t *testing.T) {
	dsn := migrated(t)
	if _, err := open(t, dsn).Apply(t.Context(), []stations.Write{{Station: newStation(t)}}); err != nil {
		t.Fatal(err)
	}
	err := execute(t.Context(), dsn, `SELECT 1 / (ST_AsEWKT(point) = 'SRID=4326;POINT(118 32)')::int FROM station`)
	if err != nil {
		t.Errorf("PostGIS reads another point than was put: %v", err)
	}
}

func TestMigrateSaysWhoMustMakeTheExtension(t *testing.T) {
	dsn := newSchema(t)
	server, role := os.Getenv(serverVariable), database+"_plain"
	for _, statement := range []string{`CREATE ROLE ` + role + ` LOGIN PASSWORD 'hunter2'`, `CREATE DATABASE ` + role + ` OWNER ` + role} {
		if err := execute(t.Context(), server, statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, statement := range []string{`DROP DATABASE ` + role + ` WITH (FORCE)`, `DROP ROLE ` + role} {
			if err := execute(context.Background(), server, statement); err != nil {
				t.Error(err)
			}
		}
	})
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User, u.Path, u.RawQuery = url.UserPassword(role, "hunter2"), "/"+role, "sslmode=disable"
	_, err = postgis.Migrate(t.Context(), u.String())
	if stations.CodeOf(err) != stations.Unavailable || !strings.Contains(err.Error(), "CREATE EXTENSION postgis") {
		t.Errorf("Migrate by a plain user = %v, want Unavailable that says to create the extension", err)
	}
}
