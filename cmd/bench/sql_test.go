//go:build bench

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

// startPostGIS makes the peer's table in the test database and serves it.
// Its cards are those of our own answers, rendered in advance.
func startPostGIS(t *testing.T, places []place, sample [][]byte) server {
	t.Helper()
	dsn := os.Getenv("YIZHAN_TEST_POSTGRES")
	if dsn == "" {
		t.Fatal("YIZHAN_TEST_POSTGRES is not set: run scripts/bench")
	}
	ctx := context.Background()
	db, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	for _, sql := range []string{
		"CREATE EXTENSION IF NOT EXISTS postgis", "CREATE EXTENSION IF NOT EXISTS btree_gist", "DROP TABLE IF EXISTS bench",
		"CREATE TABLE bench (id int, kind int, services int, lon float8, lat float8, card text, planar geometry(Point, 3857))",
	} {
		if _, err := db.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	card := typicalCard(t, sample)
	_, err = db.CopyFrom(ctx, pgx.Identifier{"bench"}, []string{"id", "kind", "services", "lon", "lat", "card"},
		pgx.CopyFromSlice(len(places), func(i int) ([]any, error) {
			p := places[i]
			return []any{i, p.kind, p.services, p.at[0], p.at[1], card(i, p)}, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"UPDATE bench SET planar = ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)",
		"CREATE INDEX ON bench USING gist (kind, planar)", "VACUUM FULL ANALYZE bench",
	} {
		if _, err := db.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	return start(t, peer("postgis", databaseEn+"="+dsn))
}

// typicalCard takes the card of a real answer as a pattern: each peer's card
// is as long as ours, with its own name, kind and position.
func typicalCard(t *testing.T, sample [][]byte) func(i int, p place) string {
	t.Helper()
	for _, body := range sample {
		if cards := decode(t, body).Stations; len(cards) > 0 {
			pattern := cards[0]
			delete(pattern, "distance_m")
			return func(i int, p place) string {
				pattern["name"], pattern["kind"] = fmt.Sprintf("示例第%d驿站", i), kinds[p.kind]
				pattern["lon"], pattern["lat"] = p.at[0], p.at[1]
				out, _ := json.Marshal(pattern)
				return string(out)
			}
		}
	}
	t.Fatal("no question of the sample found a station")
	return nil
}

type decoded struct{ Stations []map[string]any }

func decode(t *testing.T, body []byte) decoded {
	t.Helper()
	var d decoded
	if err := json.Unmarshal(body, &d); err != nil {
		t.Fatalf("answer %.200s: %v", body, err)
	}
	return d
}
