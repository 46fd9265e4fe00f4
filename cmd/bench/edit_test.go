//go:build bench

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// TestEdit prints microseconds of one change of 5,000 stations, with the
// cells that it touches looked up again, beside a full run. That both find the
// same is geo/reach's own test.
func TestEdit(t *testing.T) {
	dir := t.TempDir()
	fmt.Println("\n### One change of 5,000 stations in the engine, microseconds, and how many such fit into a full run")
	fmt.Println("\n| city | full run | add | × | remove | × | move | × |\n|---|---|---|---|---|---|---|---|")
	var goals goals
	for _, c := range []*city{nanjing(t, dir), synthetic(t, dir, halfMillion)} {
		m := newMeddler(t, c, 5000)
		full := m.full(t)
		row := fmt.Sprintf("| %s | %.0f |", c.name, full)
		for _, edit := range []struct {
			name string
			of   func() reach.Edit
		}{
			{"add", m.add}, {"remove", m.remove}, {"move", func() reach.Edit { return reach.Edit{Remove: m.remove().Remove, Add: m.add().Add} }},
		} {
			took := m.mean(t, edit.of)
			row += fmt.Sprintf(" %.1f | %.0f |", took, full/took)
			if edit.name != "move" {
				goals.atLeast(edit.name+" a station, "+c.name+": a full run beside it", 500, full/took)
			}
		}
		fmt.Println(row)
	}
	goals.print()
}

// meddler makes changes to a city's stations.
type meddler struct {
	c       *city
	sources []reach.Source
	live    *reach.Live
	places  []reach.Place
	rng     *rand.Rand
	added   []reach.Source
}

func newMeddler(t *testing.T, c *city, n int) *meddler {
	t.Helper()
	m := &meddler{c: c, sources: c.stationsIn(n), rng: rand.New(rand.NewPCG(5, 5)), added: c.stationsIn(1000)}
	for _, s := range c.stationsIn(30_000) { // as many places as a city has cells
		m.places = append(m.places, reach.Locate(c.g, roads.Walk2, s.Tie))
	}
	var err error
	if m.live, err = reach.NewLive(context.Background(), reach.NewField(c.g, roads.Walk2, 2), m.sources, m.places, within); err != nil {
		t.Fatal(err)
	}
	return m
}

// full returns the least microseconds of a run with all stations and a look
// at all places.
func (m *meddler) full(t *testing.T) float64 {
	t.Helper()
	f := reach.NewField(m.c.g, roads.Walk2, 2)
	labels := make([]reach.Label, 0, 2)
	best := time.Hour
	for range 7 {
		began := time.Now()
		if err := f.Run(context.Background(), m.sources, within); err != nil {
			t.Fatal(err)
		}
		for _, p := range m.places {
			labels = f.From(p, labels[:0])
		}
		best = min(best, time.Since(began))
	}
	return best.Seconds() * 1e6
}

func (m *meddler) add() reach.Edit {
	s := m.added[m.rng.IntN(len(m.added))]
	s.Station = int32(len(m.sources))
	return reach.Edit{Add: []reach.Source{s}}
}

func (m *meddler) remove() reach.Edit {
	return reach.Edit{Remove: []int32{int32(m.rng.IntN(len(m.sources)))}}
}

// mean returns the microseconds of an edit on average over 500, with its
// places looked up.
func (m *meddler) mean(t *testing.T, edit func() reach.Edit) float64 {
	t.Helper()
	labels := make([]reach.Label, 0, 2)
	const rounds = 500
	began := time.Now()
	for range rounds {
		changed, err := m.live.Try(context.Background(), edit())
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range changed {
			labels = m.live.From(m.places[place], labels[:0])
		}
	}
	return time.Since(began).Seconds() * 1e6 / rounds
}
