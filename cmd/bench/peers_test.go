//go:build bench

package bench

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
)

// The peers run as processes of their own: this test binary, started again
// with these in its environment.
const (
	peerEnv    = "YIZHAN_BENCH_PEER" // echo, postgis or tiles
	listenEnv  = "YIZHAN_BENCH_LISTEN"
	bodyEnv    = "YIZHAN_BENCH_BODY" // file with the fixed body of echo
	databaseEn = "YIZHAN_BENCH_DATABASE"
)

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(peerEnv) {
	case "":
		os.Exit(m.Run())
	case "echo":
		err = serveFixed(os.Getenv(listenEnv), os.Getenv(bodyEnv))
	case "tiles":
		err = serveTiles(os.Getenv(listenEnv), os.Getenv(databaseEn))
	case "postgis":
		err = servePostGIS(os.Getenv(listenEnv), os.Getenv(databaseEn))
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// serveFixed is the ceiling: Echo sends the same bytes to everybody.
func serveFixed(addr, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	e := echo.New()
	e.GET("/v1/nearby", func(c echo.Context) error { return sendJSON(c, body) })
	return e.Start(addr)
}

// sendJSON sends a body of known length, which spares the peers the chunks.
func sendJSON(c echo.Context, body []byte) error {
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, "application/json", body)
}

// knn is the best SQL that was found for the question: an index over
// (kind, planar point), more than asked in planar order, cut and put right by
// the sphere in Go.
const knn = `SELECT lon, lat, card FROM bench WHERE kind = $1 AND services & $2 <> 0
	ORDER BY planar <-> ST_Transform(ST_SetSRID(ST_MakePoint($3, $4), 4326), 3857) LIMIT 12`

// servePostGIS answers the benchmark's question by SQL behind a minimal
// handler: no keys, no hours, cards rendered in advance.
func servePostGIS(addr, dsn string) error {
	pool, err := pgxpool.New(context.Background(), dsn)
	if err != nil {
		return err
	}
	e := echo.New()
	e.GET("/v1/nearby", func(c echo.Context) error {
		q, err := parseQuestion(c)
		if err != nil {
			return err
		}
		body, err := answerSQL(c.Request().Context(), pool, q)
		if err != nil {
			return err
		}
		return sendJSON(c, body)
	})
	return e.Start(addr)
}

func parseQuestion(c echo.Context) (question, error) {
	lon, err := strconv.ParseFloat(c.QueryParam("lon"), 64)
	if err != nil {
		return question{}, err
	}
	lat, err := strconv.ParseFloat(c.QueryParam("lat"), 64)
	if err != nil {
		return question{}, err
	}
	kind, service := slices.Index(kinds, c.QueryParam("kind")), slices.Index(services, c.QueryParam("service"))
	return question{orb.Point{lon, lat}, kind, service}, nil
}

type sqlCard struct {
	lon, lat float64
	card     []byte
	distance float64
}

func answerSQL(ctx context.Context, pool *pgxpool.Pool, q question) ([]byte, error) {
	rows, err := pool.Query(ctx, knn, q.kind, 1<<q.service, q.at[0], q.at[1])
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c sqlCard, err error) {
		err = row.Scan(&c.lon, &c.lat, &c.card)
		c.distance = sphere.Distance(q.at, orb.Point{c.lon, c.lat})
		return c, err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b sqlCard) int { return cmp.Compare(a.distance, b.distance) })
	body := append(make([]byte, 0, 8<<10), `{"datum":"wgs84","stations":[`...)
	for i, c := range found {
		if i == 10 || c.distance > 5000 {
			break
		}
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, c.card[:len(c.card)-1]...)
		body = append(body, `,"distance_m":`...)
		body = strconv.AppendFloat(body, c.distance, 'f', 1, 64)
		body = append(body, '}')
	}
	return append(body, "]}"...), nil
}
