package plan_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// What districts and streets have adds up to what the city has.
func TestDivisionsRollUp(t *testing.T) {
	net := roadstest.Draw(t, 400, `
		A--B--C--D
		|  |  |  |
		E--F--G--H
	`)
	low, high := net.At('E'), net.At('D')
	// No cell's centre lies on these lines: they are not round numbers.
	cut := func(f float64) float64 { return low[0] + f*(high[0]-low[0]) + 1.37e-5 }
	box := func(adcode, name string, west, east float64) stations.Area {
		a := square(adcode, orb.Bound{Min: orb.Point{west, low[1] - 0.02}, Max: orb.Point{east, high[1] + 0.02}})
		a.Name = name
		return a
	}
	areas := []stations.Area{
		box("320100", "市", cut(-1), cut(2)),
		box("320102", "西区", cut(-1), cut(0.5)), box("320104", "东区", cut(0.5), cut(2)),
		box("320102001", "甲街道", cut(-1), cut(0.25)), box("320102002", "乙街道", cut(0.25), cut(0.5)),
		box("320104001", "丙街道", cut(0.5), cut(2)),
	}
	stations.Ordered(areas)
	store := openStore(t)
	if err := store.PutAreas(t.Context(), areas); err != nil {
		t.Fatal(err)
	}
	putStations(t, store, station(1, net.At('A')))
	rng := rand.New(rand.NewPCG(5, 6))
	var rows []stations.Demand
	for i := range 200 {
		p := orb.Point{low[0] + rng.Float64()*(high[0]-low[0]), low[1] + rng.Float64()*(high[1]-low[1])}
		rows = append(rows, stations.Demand{Point: p, Weight: float64(1 + i%7)})
	}
	putDemand(t, store, rows...)

	c := coverage(t, planner(store, net.Graph), plan.Request{Area: "320100", Minutes: 10, Res: 10})
	sums := map[string]map[string]string{} // by parent and level
	own := map[string]string{}
	demand, covered := map[string]float64{}, map[string]float64{}
	for _, a := range c.Areas {
		own[a.Adcode] = fmt.Sprint(a.Demand, a.Covered)
		demand[a.Parent] += a.Demand
		covered[a.Parent] += a.Covered
		sums[a.Parent] = map[string]string{a.Level: fmt.Sprint(demand[a.Parent], covered[a.Parent])}
	}
	want := map[string]map[string]string{
		"320000": {"city": own["320100"]},
		"320100": {"district": own["320100"]},
		"320102": {"street": own["320102"]}, "320104": {"street": own["320104"]},
	}
	if diff := cmp.Diff(want, sums); diff != "" {
		t.Errorf("sums of the divisions below each (-want +got):\n%s", diff)
	}
	if own["320100"] != fmt.Sprint(c.Demand.Total, c.Demand.Covered) || c.Demand.Covered == 0 || c.Demand.Covered == c.Demand.Total {
		t.Errorf("the city has %s, the whole %v, want the same, and partly covered", own["320100"], c.Demand)
	}
}
