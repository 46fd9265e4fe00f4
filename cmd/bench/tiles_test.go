//go:build bench

package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
)

// tileCount is how many tiles of a zoom are asked for, in turn.
const tileCount = 2000

// TestTiles prints tiles of stations per second at three zooms, in turns and
// in one run, each tile cut anew: ours with keys, limits, log and metrics, and
// ST_AsMVT by pgx behind a minimal Echo handler. At zoom 12 and 14 both send
// every station of the tile, which is checked; at 10 ours are clustered, and
// PostGIS is asked for all as its servers do, and for the same clusters.
func TestTiles(t *testing.T) {
	places := megacity(t, stationCount, 1)
	ours := startYizhan(t, places)
	keys := makeKeys(t, ours.addr, keyCount)
	peer, backends := startTiles(t, places)
	fmt.Printf("\n### Tiles of stations over HTTP, %d stations, uncached, %d connections, best of %d × %v\n\n", stationCount, connections, rounds, roundTime)
	fmt.Println("| zoom | server | tiles/s | × ST_AsMVT | processor µs | × ST_AsMVT | p50 ms | p99 ms | body bytes |\n|---|---|---|---|---|---|---|---|---|")
	var set goals
	for _, z := range []maptile.Zoom{10, 12, 14} {
		tiles := inhabited(places, z)
		requests := tileRequests(tiles, "/tiles/stations/%d/%d/%d.mvt", keys.readers)
		waitForSnapshot(t, ours.addr, requests[0])
		targets := []target{
			{"ST_AsMVT by pgx, every station", peer, tileRequests(tiles, "/each/%d/%d/%d.mvt", nil), answered, backends},
			{"yizhan", ours, requests, answered, nil},
		}
		if z < 12 {
			targets = append(targets, target{"ST_AsMVT by pgx, clusters by SQL", peer, tileRequests(tiles, "/clusters/%d/%d/%d.mvt", nil), answered, backends})
		}
		compareTiles(t, targets)
		best, _ := inTurns(t, targets)
		for i, l := range best {
			fmt.Printf("| %d | %s | %.0f | %.1f | %.0f | %.1f | %.2f | %.2f | %d |\n", z, targets[i].name, l.PerSecond, l.PerSecond/best[0].PerSecond,
				float64(l.CPU.Nanoseconds())/1000, float64(best[0].CPU)/float64(l.CPU), milliseconds(l.P50), milliseconds(l.P99), l.BodySize)
		}
		if z == 12 {
			set.atLeast("tiles of stations at zoom 12: beside ST_AsMVT through pgx", 5, best[1].PerSecond/best[0].PerSecond)
			set.atLeast("the same by processor time, of the database's processes too", 5, float64(best[0].CPU)/float64(best[1].CPU))
		}
	}
	set.print()
}

// inhabited draws tiles of a zoom that hold stations, each as often as it
// holds one: where people look.
func inhabited(places []place, z maptile.Zoom) []maptile.Tile {
	rng := rand.New(rand.NewPCG(7, uint64(z)))
	tiles := make([]maptile.Tile, tileCount)
	for i := range tiles {
		tiles[i] = maptile.At(places[rng.IntN(len(places))].at, z)
	}
	return tiles
}

func tileRequests(tiles []maptile.Tile, path string, keys []string) [][]byte {
	requests := make([][]byte, len(tiles))
	for i, tile := range tiles {
		var headers []string
		if len(keys) > 0 {
			headers = []string{"Authorization: Bearer " + keys[i%len(keys)]}
		}
		requests[i] = get(fmt.Sprintf(path, tile.Z, tile.X, tile.Y), headers...)
	}
	return requests
}

// compareTiles makes sure that all stand for as many stations in the first
// tiles, but for those on an edge.
func compareTiles(t *testing.T, targets []target) {
	t.Helper()
	const compared, edge = 100, 2
	var counts [][]float64
	for _, to := range targets {
		var of []float64
		for _, body := range firstAnswers(t, to.addr, to.requests[:compared]) {
			of = append(of, stationsIn(t, body))
		}
		counts = append(counts, of)
	}
	for i, of := range counts[1:] {
		for j := range of {
			if math.Abs(of[j]-counts[0][j]) > edge {
				t.Fatalf("tile %d of %s stands for %v stations, of %s for %v", j, targets[i+1].name, of[j], targets[0].name, counts[0][j])
			}
		}
	}
}

func stationsIn(t *testing.T, body []byte) float64 {
	t.Helper()
	layers, err := mvt.Unmarshal(body)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, layer := range layers {
		for _, f := range layer.Features {
			sum += f.Properties["count"].(float64)
		}
	}
	return sum
}
