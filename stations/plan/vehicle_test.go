package plan_test

import (
	"testing"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// TestATallLorryGoesRoundTheLowBridge draws a bridge of 3.8 m on the short
// way and a weight limit of 10 t on the long one.
func TestATallLorryGoesRoundTheLowBridge(t *testing.T) {
	net := roadstest.Draw(t, 400, `
		A--B
		|  |
		C--D
	`, "AB maxheight=3.8", "CD maxweight=10")
	store := openStore(t)
	putStations(t, store, station(1, net.At('B')))
	putDemand(t, store, stations.Demand{Point: net.At('A'), Weight: 1})
	p := planner(store, net.Graph)
	ids := map[string]bool{}
	for _, c := range []struct {
		sentence string
		vehicle  roads.Vehicle
		reached  bool
		long     bool
	}{
		{"no vehicle fits everywhere", roads.Vehicle{}, true, false},
		{"a low one passes the bridge, the limit included", roads.Vehicle{HeightM: 3.8, WeightT: 30}, true, false},
		{"a high one goes round", roads.Vehicle{HeightM: 3.81, WeightT: 10}, true, true},
		{"a high and heavy one does not come", roads.Vehicle{HeightM: 4, WeightT: 10.5}, false, false},
		{"no limit on length", roads.Vehicle{LengthM: 20}, true, false},
	} {
		got := coverage(t, p, plan.Request{Mode: "truck", Res: 11, Vehicle: c.vehicle})
		minutes := got.Cells[0].Minutes()
		if (minutes != nil) != c.reached || minutes != nil && (*minutes > 3) != c.long {
			t.Errorf("%s: Coverage with %+v gives a cell %v minutes, want reached %v, the long way %v", c.sentence, c.vehicle, minutes, c.reached, c.long)
		}
		if ids[got.ID] {
			t.Errorf("%s: the id %s is that of another vehicle", c.sentence, got.ID)
		}
		ids[got.ID] = true
		if again, err := planner(store, net.Graph).Recall(t.Context(), got.ID); err != nil || again.Counts != got.Counts {
			t.Errorf("%s: Recall = %v, %v, want the same counts", c.sentence, again, err)
		}
	}
}

func TestACircleMindsTheVehicle(t *testing.T) {
	net := roadstest.Draw(t, 400, "A--B--C", "AB maxlength=12")
	at, p := net.At('C'), planner(openStore(t), net.Graph)
	for length, want := range map[float64]bool{12: true, 12.01: false} {
		drawn, err := p.Circle(t.Context(), plan.CircleRequest{Point: &at, Mode: "truck", Vehicle: roads.Vehicle{LengthM: length}})
		if err != nil {
			t.Fatal(err)
		}
		if got := drawn[0].Area.Bound().Contains(net.At('A')); got != want {
			t.Errorf("the circle for %v m holds what lies behind a limit of 12 m: %v, want %v", length, got, want)
		}
	}
}

func TestAVehicleIsForLorriesOfVersion2(t *testing.T) {
	for _, r := range []plan.Request{
		{Mode: "walk", Vehicle: roads.Vehicle{HeightM: 4}},
		{Profile: "truck-15@1", Vehicle: roads.Vehicle{HeightM: 4}},
		{Mode: "truck", Vehicle: roads.Vehicle{HeightM: 11}},
		{Mode: "truck", Vehicle: roads.Vehicle{WeightT: -1}},
	} {
		if _, err := r.Normal(); stations.CodeOf(err) != stations.Invalid || fieldOf(err) != "vehicle" {
			t.Errorf("Normal(%+v) = %v, want Invalid about vehicle", r, err)
		}
	}
}
