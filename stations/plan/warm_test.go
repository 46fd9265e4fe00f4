package plan

import (
	"fmt"
	"testing"
	"time"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/calendar"
)

// TestTrialsLeaveNothingInTheInputs tries as many texts of hours on a warm
// coverage, which may stay for as long as the server runs.
func TestTrialsLeaveNothingInTheInputs(t *testing.T) {
	net := roadstest.Draw(t, 100, "A--B--C")
	station := func(id stations.ID, node byte) *stations.Station {
		return &stations.Station{
			ID: id, Kind: stations.UnionStation, Lifecycle: stations.Open, Hours: "Mo-Su 08:00-20:00",
			Position: stations.Position{Point: net.At(node), Quality: stations.Surveyed},
		}
	}
	question, err := Request{At: "2026-11-24T21:00:00+08:00"}.question(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	w := &warm{in: &inputs{
		question: question, graph: net.Graph, mode: roads.Walk2, calendar: calendar.China(),
		hours: map[string]stations.Hours{}, stations: []*stations.Station{station("a", 'A'), station("c", 'C')},
	}}
	if sources := w.muster(); len(sources) != 0 || len(w.in.hours) != 1 {
		t.Fatalf("muster() = %d sources from %d texts of hours, want none from one", len(sources), len(w.in.hours))
	}
	for minute := range 60 {
		hours := fmt.Sprintf("Mo-Su 06:%02d-22:00", minute)
		cast, idle, err := w.perform(Edits{Hours: []Timing{{ID: "c", Hours: hours}}})
		if err != nil || len(idle) != 0 || len(cast) != 1 || cast[0].is != useful {
			t.Fatalf("perform(%s) = %v, %v, %v, want a station that opens", hours, cast, idle, err)
		}
	}
	if len(w.in.hours) != 1 {
		t.Errorf("after 60 trials the base holds %d texts of hours, want its own one", len(w.in.hours))
	}
}
