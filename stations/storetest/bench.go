package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

// Bench measures one kind of store on a fixed random city: writing lists of
// stations, reading all of them, and a filtered page.
func Bench(b *testing.B, open func(b *testing.B) stations.Store) {
	for _, size := range []int{1_000, 20_000} {
		b.Run(fmt.Sprintf("Apply/%d", size), func(b *testing.B) { benchApply(b, open(b), size) })
	}
	b.Run("Snapshot/10000", func(b *testing.B) { benchSnapshot(b, open(b)) })
	b.Run("Stations/10000", func(b *testing.B) { benchStations(b, open(b)) })
	b.Run("PutDemand/350000", func(b *testing.B) { benchPutDemand(b, open(b)) })
	b.Run("Demand/350000", func(b *testing.B) { benchDemand(b, open(b)) })
}

// city makes stations spread over one degree.
func city(b testing.TB, size int) []stations.Write {
	r := rand.New(rand.NewPCG(1, uint64(size)))
	writes := make([]stations.Write, size)
	for i := range writes {
		s := randomStation(b, r, i)
		s.Code = ""
		s.Position.Point = orb.Point{118 + r.Float64(), 31.5 + r.Float64()}
		s.Source, s.SourceRecord = "bench", fmt.Sprint(i)
		writes[i] = stations.Write{Station: s}
	}
	return writes
}

func apply(b *testing.B, s stations.Store, writes []stations.Write) {
	if _, err := s.Apply(b.Context(), writes); err != nil {
		b.Fatal(err)
	}
}

func benchApply(b *testing.B, s stations.Store, size int) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		writes := city(b, size)
		for i := range writes { // each turn's records are of another source
			writes[i].Station.Source = string(writes[0].Station.ID)
		}
		b.StartTimer()
		apply(b, s, writes)
	}
}

func benchSnapshot(b *testing.B, s stations.Store) {
	apply(b, s, city(b, 10_000))
	b.ReportAllocs()
	for b.Loop() {
		if _, list, err := s.Snapshot(b.Context(), 0); err != nil || len(list) != 10_000 {
			b.Fatal(len(list), err)
		}
	}
}

func benchStations(b *testing.B, s stations.Store) {
	apply(b, s, city(b, 10_000))
	f := stations.Public()
	f.Within = &orb.Bound{Min: orb.Point{118.4, 31.9}, Max: orb.Point{118.6, 32.1}}
	f.Services = []stations.Service{"water"}
	b.ReportAllocs()
	for b.Loop() {
		if list, err := s.Stations(b.Context(), f, noon, "", 20); err != nil || len(list) == 0 {
			b.Fatal(len(list), err)
		}
	}
}

func benchPutDemand(b *testing.B, s stations.Store) {
	rows := demandRows(350_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.PutDemand(b.Context(), "population", rows); err != nil {
			b.Fatal(err)
		}
	}
}

func benchDemand(b *testing.B, s stations.Store) {
	if _, err := s.PutDemand(b.Context(), "population", demandRows(350_000)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, rows, err := s.Demand(b.Context(), "population"); err != nil || len(rows) != 350_000 {
			b.Fatal(len(rows), err)
		}
	}
}
