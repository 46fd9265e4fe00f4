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
