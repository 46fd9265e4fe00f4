package plan_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// BenchmarkCoverage computes whole Nanjing at resolution 9, no demand loaded:
// each cell that a road touches counts.
func BenchmarkCoverage(b *testing.B) {
	g := build(b, "nanjing.osm.pbf")
	for _, n := range []int{500, 5000} {
		b.Run(fmt.Sprintf("%d stations", n), func(b *testing.B) {
			store, r := openStore(b), rand.New(rand.NewPCG(1, 5))
			var all []*stations.Station
			for i, p := range scatter(r, g, n) {
				all = append(all, station(i, p))
			}
			putStations(b, store, all...)
			p := planner(store, g)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ { // another question each time, so that nothing is answered from memory
				r := plan.Request{Minutes: 15 + float64(i)/1000}
				if _, err := p.Coverage(context.Background(), r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWhatIf tries one edit after another on whole Nanjing with 5,000
// stations, beside the full run that it replaces.
func BenchmarkWhatIf(b *testing.B) {
	g := build(b, "nanjing.osm.pbf")
	store, r := openStore(b), rand.New(rand.NewPCG(1, 5))
	var all []*stations.Station
	for i, p := range scatter(r, g, 5000) {
		all = append(all, station(i, p))
	}
	putStations(b, store, all...)
	p := planner(store, g)
	base := coverage(b, p, plan.Request{})
	spare := scatter(r, g, 1000)
	for name, edits := range map[string]func(i int) plan.Edits{
		"add":    func(i int) plan.Edits { return plan.Edits{Add: []plan.Addition{{Point: spare[i%1000]}}} },
		"remove": func(i int) plan.Edits { return plan.Edits{Remove: []stations.ID{all[i*7%5000].ID}} },
		"move": func(i int) plan.Edits {
			return plan.Edits{Move: []plan.Move{{ID: all[i*7%5000].ID, Point: spare[i%1000]}}}
		},
		"50 adds": func(i int) plan.Edits {
			var e plan.Edits
			for j := range 50 {
				e.Add = append(e.Add, plan.Addition{Point: spare[(i+j)%1000]})
			}
			return e
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := p.WhatIf(b.Context(), plan.Base{ID: base.ID}, edits(i)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("everything again", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			coverage(b, p, plan.Request{Minutes: 15 + float64(i+1)/1e6})
		}
	})
}

// BenchmarkWeek asks for the 168 hours of a week in Nanjing with 5,000
// stations of six opening hours, the first time and again, beside one full run
// for one of the hours and the atlas of one day.
func BenchmarkWeek(b *testing.B) {
	g := build(b, "nanjing.osm.pbf")
	store, r := openStore(b), rand.New(rand.NewPCG(1, 5))
	var all []*stations.Station
	for i, p := range scatter(r, g, 5000) {
		s := station(i, p)
		s.Hours = []string{"24/7", "Mo-Su 08:00-20:00", "Mo-Fr 09:00-17:30", "Mo-Su 06:00-23:00", "Sa,Su 10:00-16:00", "Mo-Su 20:00-06:00"}[i%6]
		all = append(all, s)
	}
	putStations(b, store, all...)
	p := planner(store, g)
	ask := func(b *testing.B, minutes float64, what func(context.Context, plan.Request) (*plan.Atlas, error)) {
		b.Helper()
		if _, err := what(b.Context(), plan.Request{Minutes: minutes, At: "2026-05-06T12:00"}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("week, first", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			ask(b, 15+float64(i)/1000, p.Week)
		}
	})
	b.Run("week, again", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ask(b, 15, p.Week)
		}
	})
	b.Run("one day, hour by hour", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			ask(b, 15+float64(i)/1000, p.Atlas)
		}
	})
	b.Run("one hour", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			coverage(b, p, plan.Request{Minutes: 15 + float64(i)/1e6, At: "2026-05-06T12:00"})
		}
	})
}
