package plan_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	h3 "github.com/uber/h3-go/v4"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

func accessibility(t testing.TB, p *plan.Planner, r plan.AccessibilityRequest) *plan.Accessibility {
	t.Helper()
	a, err := p.Accessibility(context.Background(), r)
	if err != nil {
		t.Fatalf("Accessibility(%+v) error: %v", r, err)
	}
	return a
}

// slow computes accessibility from all pairs of cells and stations, by the
// formulas as they stand in docs/en/planner.md. It shares no code with plan.
type slow struct {
	question
	cells []h3.Cell
	times [][]int64 // by cell and station; −1 for none
}

func newSlow(q question) *slow {
	s := &slow{question: q}
	for c := range q.weights {
		s.cells = append(s.cells, c)
	}
	slices.Sort(s.cells)
	doors := q.doors()
	for _, c := range s.cells {
		row := slices.Repeat([]int64{-1}, len(doors))
		if from := q.net.tie(centre(c)); from.ok {
			reached := q.net.reached(from)
			for j, door := range doors {
				if t, ok := q.net.between(from, door, reached); ok && door.ok {
					row[j] = t
				}
			}
		}
		s.times = append(s.times, row)
	}
	return s
}

// weight is 1 within the minutes, or that of the zone; 0 beyond.
func (s *slow) weight(i, j int, zoned bool) float64 {
	minutes := float64(s.times[i][j]) / 60000
	switch {
	case s.times[i][j] < 0 || minutes > s.minutes:
		return 0
	case !zoned || minutes <= s.minutes/3:
		return 1
	case minutes <= s.minutes*2/3:
		return 0.68
	}
	return 0.22
}

// floating is Σ_j W_ij · S_j / Σ_k P_k · W_kj.
func (s *slow) floating(i int, zoned bool) float64 {
	total := 0.0
	for j := range s.stations {
		people := 0.0
		for k, c := range s.cells {
			people += s.weights[c] * s.weight(k, j, zoned)
		}
		if w := s.weight(i, j, zoned); w > 0 {
			total += w * spaces(s.stations[j]) / people
		}
	}
	return total
}

func spaces(s *stations.Station) float64 {
	if s.Truck == nil || s.Truck.Spaces == 0 {
		return 1
	}
	return float64(s.Truck.Spaces)
}

// row is a cell as the slow way has it.
type row struct {
	Cell                                  string
	Demand, Stations, Capacity, Two, Zone float64
}

func (s *slow) rows(inside func(orb.Point) bool) []row {
	var rows []row
	for i, c := range s.cells {
		if !inside(centre(c)) {
			continue
		}
		r := row{Cell: c.String(), Demand: s.weights[c], Two: s.floating(i, false), Zone: s.floating(i, true)}
		for j := range s.stations {
			r.Stations += s.weight(i, j, false)
			r.Capacity += s.weight(i, j, false) * spaces(s.stations[j])
		}
		rows = append(rows, r)
	}
	return rows
}

// equity looks at people one by one, and at all pairs of them.
func equity(rows []row, has func(row) float64) *plan.Equity {
	var people []float64
	for _, r := range rows {
		for range int(r.Demand) {
			people = append(people, has(r))
		}
	}
	if len(people) == 0 {
		return &plan.Equity{}
	}
	slices.Sort(people)
	sum, none, apart := 0.0, 0.0, 0.0
	for _, x := range people {
		sum += x
		if x == 0 {
			none++
		}
		for _, y := range people {
			apart += math.Abs(x - y)
		}
	}
	n := float64(len(people))
	mean, missing, gini := sum/n, none/n, apart/(2*n*sum)
	e := &plan.Equity{Mean: &mean, None: &missing}
	if sum == 0 {
		return e
	}
	e.Gini = &gini
	poor, rich := 0.0, 0.0 // of tenths of people, so that no one has to be cut
	for tenth := range 10 * len(people) {
		switch x := people[tenth/10]; {
		case tenth < 4*len(people):
			poor += x
		case tenth >= 9*len(people):
			rich += x
		}
	}
	if palma := rich / poor; poor > 0 {
		e.Palma = &palma
	}
	return e
}

func (s *slow) area(rows []row) plan.AreaAccess {
	a := plan.AreaAccess{
		Stations: equity(rows, func(r row) float64 { return r.Stations }),
		Capacity: equity(rows, func(r row) float64 { return r.Capacity }),
		TwoStep:  equity(rows, func(r row) float64 { return r.Two }),
		Enhanced: equity(rows, func(r row) float64 { return r.Zone }),
	}
	for _, r := range rows {
		a.Demand += r.Demand
	}
	return a
}

func TestAccessibilityAgreesWithTheSlowWay(t *testing.T) {
	modes, beyond, zoned, palmas := []string{"walk", "ride", "truck"}, 0, 0, 0
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 9))
		g, mode := tangle(t, r), modes[seed%3]
		store := openStore(t)
		q := question{net: networkOf(g, mode), minutes: 2 + r.Float64()*12, weights: map[h3.Cell]float64{}}
		for i, p := range scatter(r, g, 3+r.IntN(8)) {
			s := station(i, p)
			if i%3 == 0 {
				s.Truck = &stations.Truck{Spaces: 20 * (i % 2)}
			}
			q.stations = append(q.stations, s)
		}
		putStations(t, store, q.stations...)
		var rows []stations.Demand
		for _, p := range scatter(r, g, 60) {
			rows = append(rows, stations.Demand{Point: p, Weight: float64(1 + r.IntN(9))})
			c, _ := h3.LatLngToCell(h3.NewLatLng(p[1], p[0]), 10)
			q.weights[c] += rows[len(rows)-1].Weight
		}
		putDemand(t, store, rows...)
		west, east := orb.Bound{Min: orb.Point{118, 31}, Max: orb.Point{118.8101, 33}}, orb.Bound{Min: orb.Point{118.8101, 31}, Max: orb.Point{119, 33}}
		if err := store.PutAreas(t.Context(), []stations.Area{square("320102", west), square("320104", east)}); err != nil {
			t.Fatal(err)
		}
		want, p := newSlow(q), planner(store, g)
		for area, bounds := range map[string][]orb.Bound{"": {west, east}, "320102": {west}, "118.8101,31,119,33": {east}} {
			inside := func(at orb.Point) bool {
				return slices.ContainsFunc(bounds, func(b orb.Bound) bool { return b.Contains(at) })
			}
			got := accessibility(t, p, plan.AccessibilityRequest{Request: plan.Request{
				Area: area, Mode: mode, Profile: mode + "-15@1", Minutes: q.minutes, Res: 10,
			}})
			rows := want.rows(inside)
			var cells []row
			for _, c := range got.Cells {
				cells = append(cells, row{c.Cell.Cell.String(), c.Demand, float64(c.Stations), c.Capacity, c.TwoStep, c.Enhanced})
				if c.Enhanced != c.TwoStep {
					zoned++
				}
			}
			near := cmpopts.EquateApprox(1e-9, 1e-9)
			if diff := cmp.Diff(rows, cells, near); diff != "" {
				t.Fatalf("seed %d, area %q: cells (-slow +got):\n%s", seed, area, diff)
			}
			if diff := cmp.Diff(want.area(rows), got.Total, near, cmpopts.IgnoreFields(plan.AreaAccess{}, "Kth")); diff != "" {
				t.Errorf("seed %d, area %q: total (-slow +got):\n%s", seed, area, diff)
			}
			for _, a := range got.Areas {
				box := map[string]orb.Bound{"320102": west, "320104": east}[a.Adcode]
				named := want.area(want.rows(box.Contains))
				if diff := cmp.Diff(named, a, near, cmpopts.IgnoreFields(plan.AreaAccess{}, "Kth", "Adcode", "Name", "Level", "Parent")); diff != "" {
					t.Errorf("seed %d, division %s (-slow +got):\n%s", seed, a.Adcode, diff)
				}
			}
			if got.Total.TwoStep.Palma != nil {
				palmas++
			}
			beyond += got.Counts.Sharing - got.Counts.Total
		}
	}
	if beyond == 0 || zoned == 0 || palmas == 0 {
		t.Errorf("%d cells share from beyond a border, %d differ by zone, %d Palma ratios: want some of each", beyond, zoned, palmas)
	}
}

func TestTheKthTimeIsThatOfTheCoverage(t *testing.T) {
	q := newQuarter(t, 12)
	p := q.with(t, every)
	r := plan.Request{Mode: "ride", Minutes: 4, K: 2, Res: 10}
	want, got := coverage(t, p, r), accessibility(t, p, plan.AccessibilityRequest{Request: r, Measures: []string{"kth"}})
	for i, c := range got.Cells {
		if c.Cell != want.Cells[i] || c.Stations != 0 || c.TwoStep != 0 {
			t.Fatalf("cell %d = %+v, want %+v and nothing that was not asked for", i, c, want.Cells[i])
		}
	}
	if diff := cmp.Diff(&want.Times.Spread, got.Total.Kth); diff != "" || got.Total.Stations != nil || got.Total.TwoStep != nil {
		t.Errorf("kth (-coverage +got):\n%s", diff)
	}
}

// What all stations offer is shared out whole, whoever gets it.
func TestTwoStepSharesOutWhatThereIs(t *testing.T) {
	q := newQuarter(t, 12)
	a := accessibility(t, q.with(t, every), plan.AccessibilityRequest{Request: plan.Request{Mode: "ride", Minutes: 8, Res: 10}})
	two, zoned, offered := 0.0, 0.0, float64(a.Stations.Used)
	for _, c := range a.Cells {
		two += c.TwoStep * c.Demand
		zoned += c.Enhanced * c.Demand
	}
	if math.Abs(two-offered) > 1e-9 || math.Abs(zoned-offered) > 1e-9 {
		t.Errorf("cells share %v and, by zone, %v; want the %v stations", two, zoned, offered)
	}
}

func TestAccessibilityRequests(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"all measures":             {`{}`, "opportunities,kth,2sfca,e2sfca spaces"},
		"in their own order":       {`{"measures":["e2sfca","kth","kth"],"capacity":"equal"}`, "kth,e2sfca equal"},
		"one word":                 {`{"measures":"2sfca","minutes":20}`, "2sfca spaces"},
		"an unknown measure":       {`{"measures":["gravity"]}`, "measures"},
		"an unknown capacity":      {`{"capacity":"big"}`, "capacity"},
		"a capacity of no text":    {`{"capacity":3}`, "capacity"},
		"measures of no text":      {`{"measures":3}`, "measures"},
		"a field of nobody":        {`{"measure":["kth"]}`, "measure"},
		"a number that is 0":       {`{"minutes":0}`, "minutes"},
		"what is for coverages":    {`{"verified_within_days":90}`, "verified_within_days"},
		"a body that is no object": {`[]`, ""},
	} {
		var r plan.AccessibilityRequest
		err := json.Unmarshal([]byte(c.body), &r)
		var n plan.AccessibilityRequest
		if err == nil {
			n, err = r.Normal()
		}
		if got := strings.Join(n.Measures, ",") + " " + n.Capacity; err == nil && got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if err != nil && (stations.CodeOf(err) != stations.Invalid || !strings.Contains(fmt.Sprint(err), c.want)) || err == nil && !strings.Contains(c.want, " ") {
			t.Errorf("%s: error = %v, want Invalid about %q", name, err, c.want)
		}
	}
}

func TestAccessibilityCellsAreWritten(t *testing.T) {
	q := newQuarter(t, 6)
	p := q.with(t, every)
	r := plan.AccessibilityRequest{Request: plan.Request{Minutes: 8, Res: 9}, Measures: []string{"2sfca", "kth"}}
	a := accessibility(t, p, r)
	var text bytes.Buffer
	if err := a.WriteCellsCSV(&text); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&text).ReadAll()
	if err != nil || len(lines) != len(a.Cells)+1 || strings.Join(lines[0], ",") != "h3,demand,stations,capacity,minutes,station,2sfca,e2sfca" {
		t.Fatalf("%d lines, header %v, %v; want %d", len(lines), lines[0], err, len(a.Cells)+1)
	}
	for i, c := range a.Cells {
		if line := lines[i+1]; line[0] != c.Cell.Cell.String() || line[2] != "" || line[6] != fmt.Sprint(c.TwoStep) && c.TwoStep >= 1e-4 || (line[4] == "") != (c.Time == roads.Never) {
			t.Fatalf("line %v, want cell %+v without stations", line, c)
		}
	}
	text.Reset()
	if err := a.WriteCellsGeoJSON(&text, datum.GCJ02); err != nil {
		t.Fatal(err)
	}
	var shapes struct {
		Datum    string
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(text.Bytes(), &shapes); err != nil || len(shapes.Features) != len(a.Cells) || shapes.Datum != "gcj02" {
		t.Fatalf("%d features in %q, %v; want %d in gcj02", len(shapes.Features), shapes.Datum, err, len(a.Cells))
	}
	if got := shapes.Features[0].Properties; got["capacity"] != nil || got["2sfca"] != a.Cells[0].TwoStep {
		t.Errorf("properties = %v, want 2sfca %v and no capacity", got, a.Cells[0].TwoStep)
	}
	if again := accessibility(t, p, r); again.ID != a.ID {
		t.Errorf("ids %s and %s of equal questions, want one", a.ID, again.ID)
	}
}
