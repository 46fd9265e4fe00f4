package nearby

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/store"
)

// filled opens an empty store, of the DSN in YIZHAN_STORE or else a file of
// SQLite, and fills it with n stations, which it returns.
func filled(b *testing.B, n int) (stations.Store, []*stations.Station) {
	b.Helper()
	dsn := cmp.Or(os.Getenv("YIZHAN_STORE"), "sqlite:"+filepath.Join(b.TempDir(), "bench.db"))
	if _, err := store.Migrate(b.Context(), dsn); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	r := rand.New(rand.NewPCG(1, 7))
	var list []*stations.Station
	for i := range n {
		p := orb.Point{100 + float64(r.IntN(20)) + 0.1*r.NormFloat64(), 25 + float64(r.IntN(15)) + 0.1*r.NormFloat64()}
		list = append(list, draw(b, r, i, p))
	}
	for part := range slices.Chunk(list, 20_000) {
		write(b, s, part...)
	}
	return s, list
}

func draw(b *testing.B, r *rand.Rand, i int, p orb.Point) *stations.Station {
	id, err := stations.NewID()
	if err != nil {
		b.Fatal(err)
	}
	s := &stations.Station{
		ID: id, Name: fmt.Sprintf("职工驿站第%d号", i), Kind: stations.UnionStation, Lifecycle: stations.Open, Hours: "Mo-Su 08:00-18:00",
		Position: stations.Position{Point: p, Original: datum.Out(p, datum.WGS84), Quality: stations.Surveyed, Address: "中山路"},
	}
	for _, word := range stations.Services()[:8] {
		if r.IntN(2) == 0 {
			s.Services = append(s.Services, stations.ServiceState{Code: stations.Service(word.Code), Status: stations.ServiceOK})
		}
	}
	return s
}

func write(b *testing.B, s stations.Store, list ...*stations.Station) stations.Revision {
	b.Helper()
	writes := make([]stations.Write, len(list))
	for i, station := range list {
		writes[i] = stations.Write{Station: station, Expect: station.Revision}
	}
	revision, err := s.Apply(b.Context(), writes)
	if err != nil {
		b.Fatal(err)
	}
	return revision
}

// How long a follower works to show one of 200,000 stations that moved (the
// time is that of reading the change, and of drafting and publishing it), and
// how soon it is seen after its commit, rests included.
func BenchmarkFollow200000(b *testing.B) {
	s, list := filled(b, 200_000)
	r := rand.New(rand.NewPCG(2, 7))
	move := func() stations.Revision {
		station := list[r.IntN(len(list))]
		station.Position.Point[0] += 0.01 * r.NormFloat64()
		station.Position.Original = datum.Out(station.Position.Point, datum.WGS84)
		return write(b, s, station)
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := NewFinder(nil, time.Now).load(b.Context(), s); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("work", func(b *testing.B) {
		f := NewFinder(nil, time.Now)
		d, mark, err := f.load(b.Context(), s)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			move()
			b.StartTimer()
			if mark.Revision, err = f.catchUp(b.Context(), s, d, mark.Revision); err != nil {
				b.Fatal(err)
			}
			f.current.Store(d.publish(mark.Revision))
		}
	})
	b.Run("seen", func(b *testing.B) {
		f := NewFinder(nil, time.Now)
		ctx, stop := context.WithCancel(b.Context())
		defer stop()
		go func() { _ = f.Follow(ctx, s, slog.New(slog.DiscardHandler)) }()
		for f.Snapshot() == nil {
			time.Sleep(time.Millisecond)
		}
		worst := time.Duration(0)
		for b.Loop() {
			b.StopTimer()
			revision := move()
			b.StartTimer()
			began := time.Now()
			for f.Snapshot().Revision < revision {
				time.Sleep(100 * time.Microsecond)
			}
			worst = max(worst, time.Since(began))
		}
		b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
	})
}
