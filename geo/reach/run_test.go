package reach_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

func TestRunRefusesBadInput(t *testing.T) {
	g := build(t, [][2]float64{{0, 0}, {300, 0}}, []street{{0, 1, both}})
	good := tie(g, roads.Walk, 0, 0.5, 0)
	for _, c := range []struct {
		name    string
		mode    roads.Mode
		k       int
		sources []reach.Source
	}{
		{"k of nothing", roads.Walk, 0, nil},
		{"k over the limit", roads.Walk, reach.MaxK + 1, nil},
		{"a mode that is none", roads.NumModes, 1, nil},
		{"an edge off the graph", roads.Walk, 1, []reach.Source{{Tie: roads.Tie{Edge: 1}}}},
		{"a negative station", roads.Walk, 1, []reach.Source{{Tie: good, Station: -1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := reach.NewField(g, c.mode, c.k)
			if err := f.Run(context.Background(), c.sources, hour); !errors.Is(err, reach.ErrInput) {
				t.Errorf("Run = %v, want ErrInput", err)
			}
			if got := f.At(good, nil); got != nil {
				t.Errorf("At after a failed Run = %v, want none", got)
			}
		})
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	g := grid(t, 60)
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	f := reach.NewField(g, roads.Walk, 2)
	here := tie(g, roads.Walk, 0, 0.5, 0)
	if err := f.Run(ctx, []reach.Source{{Tie: here}}, hour); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Run = %v, want DeadlineExceeded", err)
	}
	if got := f.At(here, nil); got != nil {
		t.Errorf("At after a stopped Run = %v, want none", got)
	}
	if err := f.Run(context.Background(), []reach.Source{{Tie: here}}, hour); err != nil || len(f.At(here, nil)) != 1 {
		t.Errorf("Run again = %v, %v, want one label", err, f.At(here, nil))
	}
}

// grid is a network of n × n corners, 100 m apart.
func grid(t interface{ Fatal(...any) }, n int) *roads.Graph {
	var corners [][2]float64
	var streets []street
	for y := range n {
		for x := range n {
			corners = append(corners, [2]float64{float64(x) * 100, float64(y) * 100})
			if x > 0 {
				streets = append(streets, street{y*n + x - 1, y*n + x, both})
			}
			if y > 0 {
				streets = append(streets, street{y*n + x - n, y*n + x, both})
			}
		}
	}
	return build(t, corners, streets)
}

func TestReuseDoesNotAllocate(t *testing.T) {
	g := grid(t, 40)
	f := reach.NewField(g, roads.Walk, 2)
	sources := []reach.Source{{Tie: tie(g, roads.Walk, 5, 0.5, 0)}, {Tie: tie(g, roads.Walk, 900, 0.25, 0), Station: 1}}
	place := tie(g, roads.Walk, 100, 0.5, 0)
	buf := make([]reach.Label, 0, 2)
	run := func() {
		if err := f.Run(context.Background(), sources, hour); err != nil {
			t.Fatal(err)
		}
		buf = f.At(place, buf[:0])
	}
	run()
	if got := testing.AllocsPerRun(10, run); got != 0 {
		t.Errorf("a second Run allocates %v times, want 0", got)
	}
}
