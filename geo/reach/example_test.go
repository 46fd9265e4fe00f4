package reach_test

import (
	"context"
	"fmt"
	"log"

	"github.com/paulmach/orb"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// A street of about 944 m, two stations on it and a rider in between.
func Example() {
	b := roads.NewBuilder(roads.Options{})
	west, east := b.AddNode(orb.Point{118.780, 32.04}), b.AddNode(orb.Point{118.790, 32.04})
	b.AddEdge(roads.Edge{Tail: west, Head: east, Way: 1, Class: roads.Residential, Permit: 0b11})
	g, err := b.Build(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	var stations []reach.Source
	for i, lon := range []float64{118.781, 118.788} {
		tie, _ := g.Tie(roads.Walk, orb.Point{lon, 32.04})
		stations = append(stations, reach.Source{Tie: tie, Station: int32(i)})
	}
	field := reach.NewField(g, roads.Walk, 2)
	if err := field.Run(context.Background(), stations, 15*60*1000); err != nil {
		log.Fatal(err)
	}
	rider, _ := g.Tie(roads.Walk, orb.Point{118.786, 32.04})
	for _, l := range field.At(rider, nil) {
		fmt.Printf("station %d is %d ms away\n", l.Station, l.Time)
	}
	// Output:
	// station 1 is 157096 ms away
	// station 0 is 392740 ms away
}
