package nearby_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// TestQuestionsAskedAtOnceDoNotMix: questions share memory one after another,
// and answers keep none of it.
func TestQuestionsAskedAtOnceDoNotMix(t *testing.T) {
	f, _ := following(t, scatter(t, 200, 71), town(t, 72))
	var questions []nearby.Query
	for i := range 24 {
		questions = append(questions, nearby.Query{
			Point: orb.Point{118.785 + 0.001*float64(i), 32.045 + 0.001*float64(i)}, Limit: 1 + i, Mode: roads.Mode(i % 3), By: nearby.By(i % 2),
			Door: nearby.Door(i / 2 % 3), AccuracyM: []float64{0, 0, 60, 900}[i%4],
		})
	}
	ask := func(q nearby.Query) []stations.ID {
		answer, err := f.Find(t.Context(), q)
		if err != nil {
			t.Errorf("Find = %v", err)
		}
		return ids(answer.Hits)
	}
	want := make([][]stations.ID, len(questions))
	for i, q := range questions {
		want[i] = ask(q)
	}
	var group sync.WaitGroup
	for asker := range 4 {
		group.Go(func() {
			for n := range 200 {
				i := (n*7 + asker*5) % len(questions)
				if diff := cmp.Diff(want[i], ask(questions[i])); diff != "" {
					t.Errorf("question %d, asked beside others (-want +got):\n%s", i, diff)
				}
			}
		})
	}
	group.Wait()
}
