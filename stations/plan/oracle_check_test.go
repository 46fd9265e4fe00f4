package plan_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	h3 "github.com/uber/h3-go/v4"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// question is a coverage as the oracle understands it.
type question struct {
	net      *network
	stations []*stations.Station // ascending id, all of them counted
	weights  map[h3.Cell]float64
	areas    []stations.Area
	minutes  float64
	horizon  float64
	k        int
}

// verdict is the oracle's word on one cell.
type verdict struct {
	cell     h3.Cell
	weight   float64
	time     int64 // −1 for none
	station  stations.ID
	k        int
	tied     bool
	noWayOut bool
}

// judge computes a cell.
func (q question) judge(c h3.Cell, doors []joint) verdict {
	v := verdict{cell: c, weight: q.weights[c], time: -1}
	from := q.net.tie(centre(c))
	if !from.ok {
		return v
	}
	v.tied = true
	type arrival struct {
		time int64
		i    int
	}
	var within []arrival
	reached := q.net.reached(from)
	everywhere, joined := false, false
	for i, door := range doors {
		if !door.ok {
			continue
		}
		joined = joined || q.net.find(q.net.links[door.link].from) == q.net.find(q.net.links[from.link].from)
		t, ok := q.net.between(from, door, reached)
		everywhere = everywhere || ok
		if ok && float64(t) <= q.horizon*60000 {
			within = append(within, arrival{t, i})
		}
		if ok && float64(t) <= q.minutes*60000 {
			v.k++
		}
	}
	v.k = min(v.k, max(q.k, 2))
	v.noWayOut = joined && !everywhere
	slices.SortStableFunc(within, func(a, b arrival) int { return int(a.time - b.time) })
	if len(within) >= q.k {
		v.time, v.station = within[q.k-1].time, q.stations[within[q.k-1].i].ID
	}
	return v
}

func centre(c h3.Cell) orb.Point {
	p, _ := c.LatLng()
	return orb.Point{p.Lng, p.Lat}
}

// doors ties the stations.
func (q question) doors() []joint {
	var out []joint
	for _, s := range q.stations {
		out = append(out, q.net.tie(s.Position.Point))
	}
	return out
}

// agree compares a coverage with the oracle: every step-th cell for its
// times, and with step 1 the totals, levels, areas and gaps too.
func (q question) agree(t *testing.T, c *plan.Coverage, step int) {
	t.Helper()
	var cells []h3.Cell
	for cell := range q.weights {
		cells = append(cells, cell)
	}
	slices.Sort(cells)
	if len(c.Cells) != len(cells) {
		t.Fatalf("len(Cells) = %d, want %d", len(c.Cells), len(cells))
	}
	doors, timed := q.doors(), 0
	var verdicts []verdict
	for i := 0; i < len(cells); i += step {
		v := q.judge(cells[i], doors)
		verdicts = append(verdicts, v)
		got := verdict{
			cell: h3.Cell(c.Cells[i].Cell), weight: c.Cells[i].Demand, time: -1,
			station: c.Cells[i].Station, k: c.Cells[i].K, tied: v.tied, noWayOut: v.noWayOut,
		}
		if c.Cells[i].Time != roads.Never {
			got.time = int64(c.Cells[i].Time)
			timed++
		}
		if math.Abs(got.weight-v.weight) < 1e-9 {
			got.weight = v.weight
		}
		if got != v {
			t.Errorf("cell %d of %d = %+v, want %+v", i, len(cells), got, v)
		}
	}
	t.Logf("%d cells agree, %d of them with a time; %d stations used", len(verdicts), timed, c.Stations.Used)
	if step == 1 {
		q.agreeTotals(t, c, verdicts)
	}
}

func (q question) agreeTotals(t *testing.T, c *plan.Coverage, verdicts []verdict) {
	t.Helper()
	want := plan.Coverage{Gaps: q.gaps(verdicts), Areas: q.shares(verdicts)}
	for _, v := range verdicts {
		want.Counts.Total++
		want.Demand.Total += v.weight
		switch {
		case v.k >= q.k:
			want.Counts.Covered++
			want.Demand.Covered += v.weight
		case !v.tied:
			want.Counts.OffRoad++
		case v.noWayOut:
			want.Counts.NoWayOut++
		}
	}
	want.Demand.Share = ratio(want.Demand.Covered, want.Demand.Total)
	for k := 1; k <= max(q.k, 2); k++ {
		l := plan.Level{K: k}
		for _, v := range verdicts {
			if v.k >= k {
				l.Cells++
				l.Demand += v.weight
			}
		}
		l.Share = ratio(l.Demand, want.Demand.Total)
		want.ByK = append(want.ByK, l)
	}
	got := plan.Coverage{Gaps: c.Gaps, Areas: c.Areas, Counts: c.Counts, Demand: c.Demand, ByK: c.ByK}
	opts := []cmp.Option{
		cmpopts.EquateApprox(1e-12, 1e-9), cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(plan.Gap{}, "Members", "Adcode", "Label"),
		cmpopts.IgnoreFields(plan.AreaShare{}, "Spread"), cmpopts.IgnoreFields(plan.Coverage{}, "Times", "Loads"), // deeper_test.go
	}
	if diff := cmp.Diff(want, got, opts...); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
}

func ratio(part, whole float64) *float64 {
	if whole == 0 {
		return nil
	}
	share := part / whole
	return &share
}

// gaps floods from each uncovered cell in turn.
func (q question) gaps(verdicts []verdict) []plan.Gap {
	open := map[h3.Cell]verdict{}
	for _, v := range verdicts {
		if v.k < q.k {
			open[v.cell] = v
		}
	}
	var gaps []plan.Gap
	for len(open) > 0 {
		var patch []verdict
		for c := range open {
			patch = flood(c, open)
			break
		}
		gaps = append(gaps, sumUp(patch))
	}
	slices.SortFunc(gaps, func(a, b plan.Gap) int {
		if a.Demand != b.Demand {
			return int(math.Copysign(1, b.Demand-a.Demand))
		}
		return map[bool]int{true: -1, false: 1}[a.ID < b.ID]
	})
	return gaps
}

func flood(c h3.Cell, open map[h3.Cell]verdict) []verdict {
	v, ok := open[c]
	if !ok {
		return nil
	}
	delete(open, c)
	out := []verdict{v}
	ring, _ := c.GridDisk(1)
	for _, next := range ring {
		out = append(out, flood(next, open)...)
	}
	return out
}

func sumUp(patch []verdict) plan.Gap {
	slices.SortFunc(patch, func(a, b verdict) int { return int(a.cell - b.cell) })
	g, heaviest, worst := plan.Gap{ID: patch[0].cell.String(), Cells: len(patch)}, patch[0], int64(-1)
	for _, v := range patch {
		area, _ := h3.CellAreaKm2(v.cell)
		g.Area += area
		g.Demand += v.weight
		if v.weight > heaviest.weight {
			heaviest = v
		}
		if v.time < 0 {
			g.Beyond++
		}
		worst = max(worst, v.time)
	}
	if worst >= 0 {
		minutes := math.Round(float64(worst)/60) / 1000
		g.Worst = &minutes
	}
	p := centre(heaviest.cell)
	g.Centre = orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
	return g
}

// shares counts the crossings of a ray to the east.
func (q question) shares(verdicts []verdict) []plan.AreaShare {
	var out []plan.AreaShare
	for _, a := range q.areas {
		s := plan.AreaShare{Adcode: a.Adcode, Name: a.Name}
		held := false
		for _, v := range verdicts {
			if !inside(centre(v.cell), a.Geometry) {
				continue
			}
			held = true
			s.Demand += v.weight
			if v.k >= q.k {
				s.Covered += v.weight
			}
		}
		s.Share = ratio(s.Covered, s.Demand)
		if held {
			out = append(out, s)
		}
	}
	return out
}

func inside(p orb.Point, mp orb.MultiPolygon) bool {
	in := false
	for _, polygon := range mp {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					in = !in
				}
			}
		}
	}
	return in
}
