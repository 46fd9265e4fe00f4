//go:build bench

package bench

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

const shared = "../../../shared/data"

// Every station of the benchmark is of one of these kinds and offers some of
// these services, so that a query keeps a few per cent of them.
var (
	kinds    = []string{"union_station", "warm_station", "driver_home", "rider_home", "courier_home", "workers_home"}
	services = []string{"water", "heat_food", "toilet", "phone_charging", "wifi", "medicine_kit", "rest_seat", "cool"}
)

// place is a synthetic station of the benchmark.
type place struct {
	at       orb.Point
	kind     int
	services int // bit i: services[i]
}

// question asks for the 10 nearest of a kind with a service within 5 km.
type question struct {
	at            orb.Point
	kind, service int
}

// megacity makes n stations: two thirds on real road vertices of two
// megacities, the rest around 332 city centres. It is the same for a seed.
func megacity(t *testing.T, n int, seed uint64) []place {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	spots := crowd(t, n, rng)
	places := make([]place, n)
	for i, at := range spots {
		places[i] = place{at, rng.IntN(len(kinds)), rng.IntN(1 << len(services))}
	}
	return places
}

// questions makes n questions at places where people are, all distinct.
func questions(t *testing.T, n int, seed uint64) []question {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 2))
	asked := make([]question, n)
	for i, at := range crowd(t, n, rng) {
		asked[i] = question{at, rng.IntN(len(kinds)), rng.IntN(len(services))}
	}
	return asked
}

func crowd(t *testing.T, n int, rng *rand.Rand) []orb.Point {
	t.Helper()
	towns, beijing, guangzhou := cities(t), vertices(t, "beijing"), vertices(t, "guangzhou")
	spots := make([]orb.Point, n)
	for i := range spots {
		var at orb.Point
		spread := 0.0005
		switch i % 3 {
		case 0:
			at = beijing[rng.IntN(len(beijing))]
		case 1:
			at = guangzhou[rng.IntN(len(guangzhou))]
		default:
			at, spread = towns[rng.IntN(len(towns))], 0.05
		}
		spots[i] = orb.Point{round7(at[0] + rng.NormFloat64()*spread), round7(at[1] + rng.NormFloat64()*spread)}
	}
	return spots
}

// round7 cuts a degree to the 7 decimals that files carry.
func round7(v float64) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', 7, 64), 64)
	return v
}

func vertices(t *testing.T, city string) []orb.Point {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "stations", city+"_points_lat_lon.txt.gz"))
	if err != nil {
		t.Fatalf("the benchmark's data: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var points []orb.Point
	for lines := bufio.NewScanner(z); lines.Scan(); {
		var lat, lon float64
		if _, err := fmt.Sscan(lines.Text(), &lat, &lon); err == nil {
			points = append(points, orb.Point{lon, lat})
		}
	}
	return points
}

func cities(t *testing.T) []orb.Point {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(shared, "datum", "gcoord_china_cities.json"))
	if err != nil {
		t.Fatalf("the benchmark's data: %v", err)
	}
	var rows []struct{ Coords struct{ WGS84 [2]float64 } }
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	points := make([]orb.Point, len(rows))
	for i, row := range rows {
		points[i] = row.Coords.WGS84
	}
	return points
}

// writeCSV writes the places as an office would, for the ordinary import.
func writeCSV(t *testing.T, path string, places []place) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(f)
	rows := [][]string{{"id", "name", "kind", "lon", "lat", "address", "hours", "services", "access", "floor"}}
	for i, p := range places {
		rows = append(rows, []string{
			strconv.Itoa(i), fmt.Sprintf("示例第%d驿站", i), kinds[p.kind], degrees(p.at[0]), degrees(p.at[1]),
			fmt.Sprintf("示例路%d号", i%999), fmt.Sprintf("Mo-Su %02d:00-%02d:00", 6+i%5, 18+i%6), strings.Join(offered(p), ";"), "walk_in", "1",
		})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

func offered(p place) []string {
	var codes []string
	for i, code := range services {
		if p.services&(1<<i) != 0 {
			codes = append(codes, code)
		}
	}
	return codes
}
