//go:build bench

package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"
)

// startTiles makes the peer's table, with names and ids as long as ours, and
// serves tiles of it. backends lists the database's processes that work for
// the peer at the moment.
func startTiles(t *testing.T, places []place) (s server, backends func() []server) {
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
	t.Cleanup(func() { db.Close(context.Background()) })
	exec := func(statements ...string) {
		t.Helper()
		for _, sql := range statements {
			if _, err := db.Exec(ctx, sql); err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
		}
	}
	exec("CREATE EXTENSION IF NOT EXISTS postgis", "DROP TABLE IF EXISTS bench_tiles",
		"CREATE TABLE bench_tiles (id text, name text, kind text, lon float8, lat float8, planar geometry(Point, 3857))")
	_, err = db.CopyFrom(ctx, pgx.Identifier{"bench_tiles"}, []string{"id", "name", "kind", "lon", "lat"},
		pgx.CopyFromSlice(len(places), func(i int) ([]any, error) {
			p := places[i]
			return []any{fmt.Sprintf("01900000-0000-7000-8000-%012d", i), fmt.Sprintf("示例第%d驿站", i), kinds[p.kind], p.at[0], p.at[1]}, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	exec("UPDATE bench_tiles SET planar = ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)",
		"CREATE INDEX ON bench_tiles USING gist (planar)", "VACUUM FULL ANALYZE bench_tiles")
	return start(t, peer("tiles", databaseEn+"="+dsn)), func() []server { return backendsOf(t, db) }
}

// backendsOf lists the processes of the others who are connected to the
// database.
func backendsOf(t *testing.T, db *pgx.Conn) []server {
	t.Helper()
	rows, err := db.Query(context.Background(), `SELECT pid FROM pg_stat_activity
		WHERE datname = current_database() AND backend_type IN ('client backend', 'parallel worker') AND pid <> pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		t.Fatal(err)
	}
	list := make([]server, len(pids))
	for i, pid := range pids {
		list[i].pid = pid
	}
	return list
}

// The SQL of tile servers: every point of the tile's envelope; and the same
// points joined on our grid of 12 × 12.
const (
	eachSQL = `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS box)
		SELECT ST_AsMVT(f, 'stations') FROM (
			SELECT ST_AsMVTGeom(planar, box) AS geom, id, name, kind, 1 AS count FROM bench_tiles, tile WHERE planar && box) f`
	clustersSQL = `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS box)
		SELECT ST_AsMVT(f, 'stations') FROM (
			SELECT ST_AsMVTGeom(ST_Centroid(ST_Collect(planar)), (SELECT box FROM tile)) AS geom, count(*) AS count
			FROM bench_tiles, tile WHERE planar && box
			GROUP BY floor((ST_X(planar) - ST_XMin(box)) * 12 / (ST_XMax(box) - ST_XMin(box))), floor((ST_Y(planar) - ST_YMin(box)) * 12 / (ST_YMax(box) - ST_YMin(box)))) f`
)

// serveTiles answers tiles by SQL behind a minimal handler: no keys, no tags.
func serveTiles(addr, dsn string) error {
	pool, err := pgxpool.New(context.Background(), dsn)
	if err != nil {
		return err
	}
	e := echo.New()
	for path, sql := range map[string]string{"/each": eachSQL, "/clusters": clustersSQL} {
		e.GET(path+"/:z/:x/:y", func(c echo.Context) error { return sendTileSQL(c, pool, sql) })
	}
	return e.Start(addr)
}

func sendTileSQL(c echo.Context, pool *pgxpool.Pool, sql string) error {
	var at [3]int
	for i, text := range []string{c.Param("z"), c.Param("x"), c.Param("y")} {
		n, err := strconv.Atoi(text[:len(text)-len(filepath.Ext(text))])
		if err != nil {
			return err
		}
		at[i] = n
	}
	var tile []byte
	if err := pool.QueryRow(c.Request().Context(), sql, at[0], at[1], at[2]).Scan(&tile); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(tile)))
	return c.Blob(200, "application/vnd.mapbox-vector-tile", tile)
}
