package along_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/course"
	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/along"
	"yizhan/stations/nearby"
)

// east is a way of about 550 km along a parallel: ten hours at 55 km/h.
var east = orb.LineString{{114, 32}, {119.83, 32}}

// after returns the point so many hours along east, and so many metres to the
// left.
func after(hours, left float64) orb.Point {
	const perDegree = 94_300.0 // metres of longitude at 32° N
	return orb.Point{114 + hours*55_000/perDegree, 32 + left/111_195}
}

// Arrivals are stretched with the way: 60 days for a metre put them into 1734.
func TestADurationIsOfItsWay(t *testing.T) {
	g := guide(t, []*stations.Station{yard(t, "beside", after(0, 1_000))})
	short := orb.LineString{east[0], {east[0][0] + 1e-5, east[0][1]}}
	for name, c := range map[string]struct {
		way  orb.LineString
		says time.Duration
		want stations.Code
	}{
		"60 days for a metre":          {short, along.MaxDuration, stations.Invalid},
		"a second for 550 km":          {east, time.Second, stations.Invalid},
		"three times as long as usual": {east, 30 * time.Hour, ""},
	} {
		line, err := course.New(c.way)
		if err != nil {
			t.Fatal(err)
		}
		q := along.Query{Course: line, CorridorM: along.DefaultCorridor, Mode: roads.Truck, Limit: 1, Duration: c.says}
		if _, err := g.Find(t.Context(), q); stations.CodeOf(err) != c.want {
			t.Errorf("%s: Find = %v, want code %q", name, err, c.want)
		}
	}
}

func TestTheStationsComeInOrderOfTravel(t *testing.T) {
	g := guide(t, []*stations.Station{
		yard(t, "late, left", after(5, 1_500)), yard(t, "early, right", after(1, -900)),
		yard(t, "too far", after(2, 2_100)), yard(t, "on", after(3, 5)),
	})
	a := ask(t, g, east)
	if diff := gocmp.Diff([]string{"early, right", "on", "late, left"}, names(a)); diff != "" {
		t.Fatalf("Find (-want +got):\n%s", diff)
	}
	for i, want := range []struct {
		side   course.Side
		offset float64
	}{{course.Right, 900}, {course.On, 5}, {course.Left, 1_500}} {
		h := a.Hits[i]
		if h.Foot.Side != want.side || math.Abs(h.Foot.Offset-want.offset) > 2 {
			t.Errorf("%s lies %.0f m %v, want %.0f m %v", h.Station.Name, h.Foot.Offset, h.Foot.Side, want.offset, want.side)
		}
		// Without roads a call is there and back, 1.3 times the offset, at 35 km/h.
		detour := 2 * 1.3 * h.Foot.Offset
		if h.ByRoad || math.Abs(h.DetourM-detour) > 0.1 || math.Abs(h.DetourS-detour*3.6/35) > 0.1 {
			t.Errorf("a call at %s adds %.1f m, %.1f s, by road %v, want %.1f m straight", h.Station.Name, h.DetourM, h.DetourS, h.ByRoad, detour)
		}
	}
	if a.OnRoad || math.Abs(a.Duration.Seconds()-a.LengthM*3.6/55) > 0.01 {
		t.Errorf("the way takes %v, want 55 km/h", a.Duration)
	}
}

// The slow oracle of the corridor: every station against every ten metres of
// the line.
func TestTheCorridorAgreesWithEveryStationAndStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	line := orb.LineString{{118.7, 32}, {118.8, 32.05}, {118.85, 31.98}, {118.78, 31.99}, {118.76, 32.06}}
	var list []*stations.Station
	for i := range 400 {
		list = append(list, yard(t, fmt.Sprint("站", i), orb.Point{118.65 + 0.25*rng.Float64(), 31.92 + 0.2*rng.Float64()}))
	}
	g := guide(t, list)
	for _, corridor := range []float64{300, 2_000, 5_000} {
		a := ask(t, g, line, func(q *along.Query) { q.CorridorM = corridor })
		got := map[string]bool{}
		for i, h := range a.Hits {
			got[h.Station.Name] = true
			if i > 0 && cmp.Or(cmp.Compare(a.Hits[i-1].Foot.At, h.Foot.At), cmp.Compare(a.Hits[i-1].Station.ID, h.Station.ID)) >= 0 {
				t.Fatalf("%s at %v m comes after %v m", h.Station.Name, h.Foot.At, a.Hits[i-1].Foot.At)
			}
		}
		for _, s := range list {
			d := walked(line, s.Position.Point)
			if math.Abs(d-corridor) > 5 && got[s.Name] != (d < corridor) {
				t.Errorf("corridor %v: %s, %v m away, is listed: %v", corridor, s.Name, d, got[s.Name])
			}
		}
		if a.Total != len(got) || a.Total < 5 {
			t.Errorf("corridor %v: Total = %v with %v listed, want the same and some", corridor, a.Total, len(got))
		}
	}
}

// walked is the least distance to a line, looked for step by step.
func walked(line orb.LineString, p orb.Point) float64 {
	least := math.Inf(1)
	for i := 1; i < len(line); i++ {
		for f := 0.0; f <= 1; f += 1.0 / 1024 {
			q := orb.Point{line[i-1][0] + f*(line[i][0]-line[i-1][0]), line[i-1][1] + f*(line[i][1]-line[i-1][1])}
			least = min(least, sphere.Distance(p, q))
		}
	}
	return least
}

func TestTheFilterTheVehicleAndTheDoorsDecide(t *testing.T) {
	low := func(s *stations.Station) { s.Truck = &stations.Truck{MaxHeightM: 4, MaxLengthM: 20} }
	long := func(s *stations.Station) { s.Truck = &stations.Truck{MaxHeightM: 5} }
	shower := func(s *stations.Station) {
		s.Services = []stations.ServiceState{{Code: "shower", Status: stations.ServiceOK}}
	}
	hours := func(text string) func(*stations.Station) {
		return func(s *stations.Station) { s.Hours = text }
	}
	g := guide(t, []*stations.Station{
		yard(t, "low", after(1, 0), low, shower), yard(t, "long?", after(2, 0), long), yard(t, "nine", after(3, 0), hours("Mo-Su 08:00-09:00"), shower),
		yard(t, "noon", after(4, 0), hours("Mo-Su 12:05-20:00")), yard(t, "nobody knows", after(5, 0), hours("ask")),
	})
	for _, c := range []struct {
		sentence string
		change   func(*along.Query)
		want     []string
		tooSmall int
	}{
		{"all", func(*along.Query) {}, []string{"low", "long?", "nine", "noon", "nobody knows"}, 0},
		{"a service", func(q *along.Query) { q.Filter.Services = []stations.Service{"shower"} }, []string{"low", "nine"}, 0},
		{"a kind that none is of", func(q *along.Query) { q.Filter.Kinds = []stations.Kind{stations.SmartLocker} }, []string{}, 0},
		{
			"a vehicle that is too high for one",
			func(q *along.Query) { q.Vehicle = roads.Vehicle{HeightM: 4.2, LengthM: 17.5} },
			[]string{"long?", "nine", "noon", "nobody knows"},
			1,
		},
		{"open on arrival", func(q *along.Query) { q.Door = nearby.OpenOnArrival }, []string{"low", "long?", "nobody knows"}, 0},
		{
			"open on arrival for who leaves half an hour later",
			func(q *along.Query) { q.Door, q.Departure = nearby.OpenOnArrival, eight.Add(30*time.Minute) },
			[]string{"low", "long?", "noon", "nobody knows"},
			0,
		},
		{
			"open on arrival for who would have seven minutes inside",
			func(q *along.Query) { q.Door, q.Departure = nearby.OpenOnArrival, eight.Add(-127*time.Minute) },
			[]string{"low", "long?", "nobody knows"},
			0,
		},
		{
			"open on arrival for who would have twelve",
			func(q *along.Query) { q.Door, q.Departure = nearby.OpenOnArrival, eight.Add(-132*time.Minute) },
			[]string{"low", "long?", "nine", "nobody knows"},
			0,
		},
		{"open now", func(q *along.Query) { q.Door = nearby.OpenNow }, []string{"low", "long?", "nine", "nobody knows"}, 0},
		{"the first two", func(q *along.Query) { q.Limit = 2 }, []string{"low", "long?"}, 0},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			a := ask(t, g, east, c.change)
			if diff := gocmp.Diff(c.want, names(a)); diff != "" || a.TooSmall != c.tooSmall {
				t.Errorf("Find leaves out %v as too small, want %v; (-want +got):\n%s", a.TooSmall, c.tooSmall, diff)
			}
		})
	}
	a := ask(t, g, east, func(q *along.Query) { q.Vehicle = roads.Vehicle{HeightM: 3.9, LengthM: 17.5} })
	if a.Hits[0].Fits == nil || !*a.Hits[0].Fits || a.Hits[1].Fits != nil {
		t.Errorf("Fits = %v, %v, want true where both limits are known, nil where one is not", a.Hits[0].Fits, a.Hits[1].Fits)
	}
}

// lane is the way east at a place of its own, as far west as the lanes before
// need, so that many tests share a store; its stations are moved there.
func lane(i int, list []*stations.Station) orb.LineString {
	west := -6.5 * float64(i)
	for _, s := range list {
		s.Position.Point[0] += west
		s.Position.Original = datum.Out(s.Position.Point, datum.WGS84)
	}
	return orb.LineString{{east[0][0] + west, east[0][1]}, {east[1][0] + west, east[1][1]}}
}

func TestThePlan(t *testing.T) {
	yes := true
	guarded := func(s *stations.Station) { s.Truck = &stations.Truck{Guarded: &yes, MaxHeightM: 4} }
	freely := func(s *stations.Station) {
		s.Services = []stations.ServiceState{{Code: "truck_parking", Status: stations.ServiceOK, Free: &yes}}
	}
	bank := func(s *stations.Station) { s.Kind, s.Host = stations.UnionStation, "bank" }
	closes := func(s *stations.Station) { s.Hours = "Mo-Su 08:00-11:40" }
	unknown := func(s *stations.Station) { s.Hours = "" }
	cases := []struct {
		sentence string
		list     []*stations.Station
		change   func(*along.Query)
		want     []string
	}{
		{
			"ten hours need two rests, wherever they are",
			[]*stations.Station{yard(t, "a", after(3.8, 0)), yard(t, "b", after(7, 0)), yard(t, "c", after(5, 0))},
			nil,
			[]string{"a", "b"},
		},
		{
			"nobody parks a lorry at a bank",
			[]*stations.Station{yard(t, "bank", after(3.8, 0), bank), yard(t, "a", after(3.5, 0)), yard(t, "b", after(7, 0))},
			nil,
			[]string{"a", "b"},
		},
		{
			"a door that closes during the rest is none",
			[]*stations.Station{yard(t, "shut", after(3.5, 0), closes), yard(t, "a", after(3.2, 500)), yard(t, "b", after(7, 0))},
			nil,
			[]string{"a", "b"},
		},
		{
			"open for sure before guarded before free",
			[]*stations.Station{
				yard(t, "a", after(3.5, 0), guarded), yard(t, "a?", after(3.4, 0), unknown, guarded), yard(t, "b", after(7, 0), freely), yard(t, "b?", after(7.1, 0)),
			},
			nil,
			[]string{"a", "b"},
		},
		{
			"the other side of the road may be out of reach",
			[]*stations.Station{yard(t, "left", after(3.5, 400), guarded), yard(t, "right", after(3.4, -400)), yard(t, "b", after(7, 0))},
			nil,
			[]string{"right", "b"},
		},
		{
			"a lorry that is too high goes on",
			[]*stations.Station{yard(t, "low", after(3.5, 0), guarded), yard(t, "a", after(3.4, -800)), yard(t, "b", after(7, 0))},
			func(q *along.Query) { q.Vehicle.HeightM = 4.2 },
			[]string{"a", "b"},
		},
		{
			"a list of what is open now does not bind the plan",
			[]*stations.Station{yard(t, "a", after(3.5, 0), func(s *stations.Station) { s.Hours = "Mo-Su 10:00-22:00" }), yard(t, "b", after(7, 0))},
			func(q *along.Query) { q.Door = nearby.OpenNow },
			[]string{"a", "b"},
		},
		{
			"a navigator that takes twelve hours makes it three rests",
			[]*stations.Station{yard(t, "a", after(3, 0)), yard(t, "b", after(6, 0)), yard(t, "c", after(9, 0))},
			func(q *along.Query) { q.Duration = 12*time.Hour + time.Minute },
			[]string{"a", "b", "c"},
		},
		{"no place to rest", []*stations.Station{yard(t, "a", after(3.5, 0))}, nil, nil},
	}
	var all []*stations.Station
	for i, c := range cases {
		lane(i, c.list)
		all = append(all, c.list...)
	}
	g := guide(t, all)
	for i, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			changes := []func(*along.Query){}
			if c.change != nil {
				changes = append(changes, c.change)
			}
			a := ask(t, g, lane(i, nil), changes...)
			if diff := gocmp.Diff(c.want, rests(a.Plan)); diff != "" {
				t.Errorf("the plan (-want +got):\n%s", diff)
			}
		})
	}
}

// Of more stations than take part in a plan the best of each part of the way
// stay: a crowd in the first hour hides none of those that a driver needs.
func TestACrowdHidesNoStationThatThePlanNeeds(t *testing.T) {
	var list []*stations.Station
	for i := range 2_100 {
		list = append(list, yard(t, "人群", after(float64(i)/2_100, 800)))
	}
	list = append(list, yard(t, "三时半", after(3.5, 900)), yard(t, "远", after(7.0, 900)), yard(t, "近", after(7.0, 50)))
	a := ask(t, guide(t, list), east)
	if got, want := rests(a.Plan), []string{"三时半", "近"}; !slices.Equal(got, want) {
		t.Errorf("rests = %v, want %v", got, want)
	}
}

func TestThePlanTellsWhereItCannotBeDone(t *testing.T) {
	g := guide(t, []*stations.Station{yard(t, "a", after(3.5, 0)), yard(t, "b", after(8, 0))})
	p := ask(t, g, east).Plan
	if p.Problem == nil || p.Problem.From.Station.Name != "a" || p.Problem.To.Station.Name != "b" || p.Problem.Shut {
		t.Fatalf("the problem = %+v, want the stretch from a to b", p.Problem)
	}
	if len(p.Stops) != 1 || p.Stops[0].Station.Name != "a" {
		t.Errorf("the stops before the problem are %+v, want a", p.Stops)
	}
	if want := 4*time.Hour + 30*time.Minute; (p.Problem.Need - want).Abs() > time.Minute {
		t.Errorf("the stretch takes %v, want %v", p.Problem.Need, want)
	}
}

// TestWhoHasDrivenBeforeIsToldToRestFirst asks with 239 minutes behind the
// driver: a minute is left, and the first yard is half an hour away.
func TestWhoHasDrivenBeforeIsToldToRestFirst(t *testing.T) {
	far, near := yard(t, "a", after(0.5, 0)), yard(t, "at once", after(0.01, 0))
	for _, c := range []struct {
		name             string
		list             []*stations.Station
		driven           time.Duration
		feasible, rested bool
	}{
		{"a yard too far", []*stations.Station{far, yard(t, "b", after(4, 0)), yard(t, "c", after(7.5, 0))}, 239 * time.Minute, false, true},
		{"a yard within the minute", []*stations.Station{near, yard(t, "b", after(3.9, 0)), yard(t, "c", after(7.5, 0))}, 239 * time.Minute, true, false},
		{"a gap farther on that no rest mends", []*stations.Station{far, yard(t, "c", after(7.5, 0))}, 239 * time.Minute, false, false},
		{"nothing driven before", []*stations.Station{far, yard(t, "c", after(7.5, 0))}, 0, false, false},
	} {
		p := ask(t, guide(t, c.list), east, func(q *along.Query) { q.Drive.Driven = c.driven }).Plan
		if (p.Problem == nil) != c.feasible || p.Problem != nil && p.Problem.RestFirst != c.rested {
			t.Errorf("%s: the problem = %+v, want none: %v, a rest first: %v", c.name, p.Problem, c.feasible, c.rested)
		}
	}
}

func TestCallsAreByRoadWhereTheWayFollowsOne(t *testing.T) {
	net := roadstest.Draw(t, 100, `
		A==B==C==D
		   |  v
		   E--F
	`)
	line := orb.LineString{net.At('A'), net.At('B'), net.At('C'), net.At('D')}
	g := guide(t, []*stations.Station{
		yard(t, "E", net.At('E')), yard(t, "F", net.At('F')), yard(t, "beyond", roadstest.Shift(net.At('D'), 900, 0)),
	}, net.Graph)
	a := ask(t, g, line)
	if !a.OnRoad || math.Abs(a.Duration.Seconds()-900*3.6/55) > 0.1 {
		t.Errorf("the way takes %v, by road %v, want 55 km/h by road", a.Duration, a.OnRoad)
	}
	want := map[string][2]float64{
		"E":      {400, 400 * 3.6 / 35},                 // down and up again
		"F":      {1000, 700*3.6/35 + 300*3.6/55},       // down the one-way, back over E, and from B to C again
		"beyond": {2 * 1.3 * 900, 2.6 * 900 * 3.6 / 35}, // no road within 500 m
	}
	for _, h := range a.Hits {
		if h.ByRoad != (h.Station.Name != "beyond") || !h.Reached {
			t.Errorf("a call at %s is by road: %v, reached: %v", h.Station.Name, h.ByRoad, h.Reached)
		}
		if w := want[h.Station.Name]; math.Abs(h.DetourM-w[0]) > 1 || math.Abs(h.DetourS-w[1]) > 0.1 {
			t.Errorf("a call at %s adds %.1f m, %.1f s, want %.1f m, %.1f s", h.Station.Name, h.DetourM, h.DetourS, w[0], w[1])
		}
	}
}

func TestACallMindsBannedTurnsAndLowBridges(t *testing.T) {
	const drawing = `
		A==B==C==D
		   |  v
		   E--F
	`
	for _, c := range []struct {
		sentence, sign string
		vehicle        roads.Vehicle
		reached        bool
		metres         float64
	}{
		{"down and up again", "BE lit=yes", roads.Vehicle{HeightM: 4.2}, true, 400},
		{"no turn into the street: in by the one-way", "ABE type=restriction restriction=no_right_turn", roads.Vehicle{}, true, 1000},
		{"none but that for others", "ABE type=restriction restriction=no_right_turn except=hgv", roads.Vehicle{}, true, 400},
		{"a bridge too low on the only way back", "BE maxheight=4", roads.Vehicle{HeightM: 4.2}, false, 0},
		{"one that is high enough", "BE maxheight=4.2", roads.Vehicle{HeightM: 4.2}, true, 400},
	} {
		net := roadstest.Draw(t, 100, drawing, c.sign)
		g := guide(t, []*stations.Station{yard(t, "E", net.At('E'))}, net.Graph)
		a := ask(t, g, orb.LineString{net.At('A'), net.At('D')}, func(q *along.Query) { q.Vehicle = c.vehicle })
		if h := a.Hits[0]; h.Reached != c.reached || h.Reached && math.Abs(h.DetourM-c.metres) > 1 || a.Mode != roads.Truck2 {
			t.Errorf("%s: a call is reached %v, adds %.0f m for %v, want %v, %.0f m", c.sentence, h.Reached, h.DetourM, a.Mode, c.reached, c.metres)
		}
	}
}

func TestFindRefuses(t *testing.T) {
	g := guide(t, nil)
	c, err := course.New(east)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		field string
		q     along.Query
	}{
		{"route", along.Query{CorridorM: 1, Limit: 1}},
		{"corridor_m", along.Query{Course: c, CorridorM: 20_001, Limit: 1}},
		{"corridor_m", along.Query{Course: c, CorridorM: math.NaN(), Limit: 1}},
		{"limit", along.Query{Course: c, CorridorM: 1}},
		{"vehicle.height_m", along.Query{Course: c, CorridorM: 1, Limit: 1, Vehicle: roads.Vehicle{HeightM: -1}}},
		{"drive.max_hours", along.Query{Course: c, CorridorM: 1, Limit: 1, Mode: roads.Truck, Drive: &along.Drive{Longest: 5 * time.Hour, Rest: 20 * time.Minute}}},
		{"drive.rest_minutes", along.Query{Course: c, CorridorM: 1, Limit: 1, Mode: roads.Truck, Drive: &along.Drive{Longest: time.Hour, Rest: 19 * time.Minute}}},
		{"drive", along.Query{Course: c, CorridorM: 1, Limit: 1, Mode: roads.Walk, Drive: &along.Drive{Longest: time.Hour, Rest: 20 * time.Minute}}},
	} {
		_, err := g.Find(t.Context(), w.q)
		var e *stations.Error
		if !errors.As(err, &e) || e.Code != stations.Invalid || len(e.Fields) != 1 || e.Fields[0].Field != w.field {
			t.Errorf("Find = %v, want Invalid about %s alone", err, w.field)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := g.Find(ctx, along.Query{Course: c, CorridorM: 1, Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("Find of one who left = %v, want %v", err, context.Canceled)
	}
}

// Every plan over random stations keeps the law when it is driven again.
func TestPlansKeepTheLaw(t *testing.T) {
	rng := rand.New(rand.NewPCG(62, 4))
	const lanes = 8
	var all []*stations.Station
	for i := range lanes {
		var list []*stations.Station
		for n := range 30 {
			list = append(list, yard(t, fmt.Sprint("站", n), after(10*rng.Float64(), 3_000*rng.NormFloat64()), func(s *stations.Station) {
				s.Hours = []string{"24/7", "Mo-Su 08:00-12:30", "Mo-Su 14:00-23:00", ""}[rng.IntN(4)]
			}))
		}
		lane(i, list)
		all = append(all, list...)
	}
	g, plans := guide(t, all), 0
	for i := range lanes {
		driven := time.Duration(rng.IntN(180)) * time.Minute
		a := ask(t, g, lane(i, nil), func(q *along.Query) { q.Drive.Driven = driven })
		if a.Plan.Problem != nil {
			continue
		}
		plans++
		now, position := eight, -driven.Seconds()
		for _, s := range a.Plan.Stops {
			at, off := s.Foot.At*3.6/55, s.DetourS/2
			if stretch := at + off - position; stretch > 4*3600+1 || math.Abs(stretch-s.Stretch.Seconds()) > 1 {
				t.Fatalf("the stretch to %s takes %v s, the plan has %v", s.Station.Name, stretch, s.Stretch)
			}
			position = at - off
			if s.Arrival.Before(now) || s.Depart.Sub(s.Arrival) < 20*time.Minute {
				t.Fatalf("a rest from %v to %v after %v", s.Arrival, s.Depart, now)
			}
			for _, moment := range []time.Time{s.Arrival, s.Depart} {
				if state := s.Station.OpenAt(moment); state == stations.StateClosed {
					t.Fatalf("%s is closed at %v", s.Station.Name, moment)
				}
			}
			now = s.Depart
		}
		if last := a.LengthM*3.6/55 - position; last > 4*3600+1 {
			t.Fatalf("the last stretch takes %v s", last)
		}
		if !slices.IsSortedFunc(a.Plan.Stops, func(x, y along.Stop) int { return cmp.Compare(x.Foot.At, y.Foot.At) }) {
			t.Fatalf("the stops %v are not in order of travel", rests(a.Plan))
		}
	}
	if plans < 3 {
		t.Errorf("%d of 8 draws had a plan, want some", plans)
	}
}

func BenchmarkFind(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var list []*stations.Station
	for i := range 5_000 {
		list = append(list, yard(b, fmt.Sprint("站", i), after(10*rng.Float64(), 20_000*rng.NormFloat64())))
	}
	g := guide(b, list)
	b.ReportAllocs()
	for b.Loop() {
		ask(b, g, east)
	}
}

func ExampleSpeed() {
	fmt.Printf("%.0f km/h\n", along.Speed(roads.Truck)*3.6)
	// Output: 55 km/h
}
