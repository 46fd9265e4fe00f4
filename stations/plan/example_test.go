package plan_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
	"yizhan/stations/sqlite"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "plan")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	store, err := sqlite.Open(ctx, filepath.Join(dir, "example.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()

	// One street of 1.9 km with a station at its west end.
	west, east := orb.Point{118.80, 32.06}, orb.Point{118.82, 32.06}
	b := roads.NewBuilder(roads.Options{})
	b.AddEdge(roads.Edge{Tail: b.AddNode(west), Head: b.AddNode(east), Way: 1, Class: roads.ParseClass("residential"), Permit: 1<<12 - 1})
	street, err := b.Build(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := store.Apply(ctx, []stations.Write{{Station: station(1, west)}}); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := store.PutDemand(ctx, "population", []stations.Demand{{Point: west, Weight: 300}, {Point: east, Weight: 100}}); err != nil {
		fmt.Println(err)
		return
	}

	c, err := plan.NewPlanner(store, []*roads.Graph{street}, time.Now).Coverage(ctx, plan.Request{Mode: "walk", Minutes: 15})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.0f of %.0f people, %d gap\n", c.Profile, c.Demand.Covered, c.Demand.Total, len(c.Gaps))
	// Output: walk-15@2: 300 of 400 people, 1 gap
}
