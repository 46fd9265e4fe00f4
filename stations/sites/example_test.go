package sites_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
	"yizhan/stations/sqlite"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "sites")
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

	// One street of 1.9 km with people at both ends, and a bank at each.
	west, east := orb.Point{118.80, 32.06}, orb.Point{118.82, 32.06}
	b := roads.NewBuilder(roads.Options{})
	b.AddEdge(roads.Edge{Tail: b.AddNode(west), Head: b.AddNode(east), Way: 1, Class: roads.ParseClass("residential"), Permit: 1<<12 - 1})
	street, err := b.Build(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := store.PutDemand(ctx, "population", []stations.Demand{{Point: west, Weight: 300}, {Point: east, Weight: 100}}); err != nil {
		fmt.Println(err)
		return
	}

	finder := sites.NewFinder(plan.NewPlanner(store, []*roads.Graph{street}, time.Now), store, time.Now)
	a, err := finder.Find(ctx, sites.Request{
		Base: plan.Base{Request: plan.Request{Mode: "walk", Minutes: 15}}, P: 1,
		Hosts: []exchange.Host{
			{Name: "东街支行", Place: datum.Out(east, datum.WGS84)},
			{Name: "西街支行", Place: datum.Out(west, datum.WGS84)},
		},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.0f people, proven %t: no other covers more than %.0f %%\n", a.Sites[0].Name, a.Covered, a.Optimal, 100**a.BoundShare)
	// Output: 西街支行: 300 people, proven true: no other covers more than 75 %
}
