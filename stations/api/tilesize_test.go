package api_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/nearby"
)

// crowd is a store in memory that nobody writes to.
type crowd struct {
	stations.Reader
	list []*stations.Station
}

func (c crowd) Epoch(context.Context) (string, error) { return "e", nil }

func (c crowd) Snapshot(context.Context, stations.Revision) (stations.Revision, []*stations.Station, error) {
	return 1, c.list, nil
}

func (c crowd) Wait(ctx context.Context, _ stations.Mark) (stations.Mark, error) {
	<-ctx.Done()
	return stations.Mark{}, ctx.Err()
}

// megacities is n stations, two thirds of them in two cities of some 60 km,
// the rest around 340 towns.
func megacities(n int) []*stations.Station {
	r := rand.New(rand.NewPCG(7, 8))
	centres := []orb.Point{{118.79, 32.06}, {114.17, 22.30}}
	towns := make([]orb.Point, 340)
	for i := range towns {
		towns[i] = orb.Point{98 + 26*r.Float64(), 22 + 22*r.Float64()}
	}
	list := make([]*stations.Station, n)
	for i := range list {
		at, spread := centres[i%2], 0.15
		if i%3 == 0 {
			at, spread = towns[r.IntN(len(towns))], 0.05
		}
		p := orb.Point{at[0] + spread*r.NormFloat64(), at[1] + spread*r.NormFloat64()}
		list[i] = &stations.Station{
			ID: stations.ID(fmt.Sprintf("01a20000-0000-7000-8000-%012x", i)), Name: fmt.Sprintf("某街道第%d职工驿站", i), Kind: stations.UnionStation, Lifecycle: stations.Open,
			Position: stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed},
		}
	}
	return list
}

func TestATileOfAMegacityFromAfarIsSmall(t *testing.T) {
	const many, most = 200_000, 100_000 // stations; bytes
	finder := nearby.NewFinder(nil, func() time.Time { return noon })
	list := megacities(many)
	r := newRig(t, func(c *api.Config) { c.Finder = finder })
	r.follow(finder, crowd{list: list}, r.api.Log)
	for _, z := range []maptile.Zoom{8, 11} {
		for _, centre := range []orb.Point{{118.79, 32.06}, {114.17, 22.30}} {
			tile := maptile.At(centre, z)
			w := r.ask(http.MethodGet, fmt.Sprintf("/tiles/stations/%d/%d/%d.mvt", tile.Z, tile.X, tile.Y), "", "Accept-Encoding: gzip")
			if w.Code != http.StatusOK || w.Body.Len() > most {
				t.Errorf("tile %v = %d with %d bytes compressed, want at most %d", tile, w.Code, w.Body.Len(), most)
			}
			t.Logf("tile %v: %d bytes", tile, w.Body.Len())
			body, err := unpacked(w)
			if got, want := count(degrees(t, body, tile, "stations")), held(list, tile); err != nil || got != want {
				t.Errorf("tile %v stands for %v stations, want %v: %v", tile, got, want, err)
			}
		}
	}
}

// held counts the stations in a tile, one by one.
func held(list []*stations.Station, tile maptile.Tile) float64 {
	n, bound := 0.0, tile.Bound()
	for _, s := range list {
		if bound.Contains(s.Position.Point) {
			n++
		}
	}
	return n
}

func TestATileShowsAWriteWithinASecond(t *testing.T) {
	r := newRig(t, nil)
	tile := maptile.At(r.list[0].Position.Point, 16)
	target := fmt.Sprintf("/tiles/stations/%d/%d/%d.mvt", tile.Z, tile.X, tile.Y)
	tag := r.ask(http.MethodGet, target, "").Header().Get("ETag")
	began := time.Now()
	r.write("改名之后")
	for {
		w := r.ask(http.MethodGet, target, "", "If-None-Match: "+tag)
		if w.Code == http.StatusOK {
			if name := degrees(t, w.Body.Bytes(), tile, "stations")[0].Properties["name"]; name != "改名之后" {
				t.Errorf("a tile with another tag has the name %v, want the new one", name)
			}
			return
		}
		if took := time.Since(began); took > time.Second {
			t.Fatalf("%v after a write the tile is still %d, want it within a second", took, w.Code)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// BenchmarkStationTile cuts tiles in the middle of a megacity of 200,000
// stations.
func BenchmarkStationTile(b *testing.B) {
	finder := nearby.NewFinder(nil, func() time.Time { return noon })
	r := newRig(b, func(c *api.Config) { c.Finder = finder })
	r.follow(finder, crowd{list: megacities(200_000)}, r.api.Log)
	for _, z := range []maptile.Zoom{8, 10, 12, 14} {
		tile := maptile.At(orb.Point{118.79, 32.06}, z)
		target := fmt.Sprintf("/tiles/stations/%d/%d/%d.mvt", tile.Z, tile.X, tile.Y)
		b.Run(fmt.Sprint("zoom ", z), func(b *testing.B) {
			b.ReportAllocs()
			var size int
			for b.Loop() {
				w := r.ask(http.MethodGet, target, "")
				if size = w.Body.Len(); w.Code != http.StatusOK {
					b.Fatalf("status = %v", w.Code)
				}
			}
			b.ReportMetric(float64(size), "B/tile")
		})
	}
}
