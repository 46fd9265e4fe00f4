package plan_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// playground is a store whose stations are edited in earnest, to compare with
// what plan.WhatIf says of the same edits. Its last stations are planned
// ones, which count nowhere: those that edits add take their places.
type playground struct {
	t        *testing.T
	r        *rand.Rand
	graph    *roads.Graph
	store    stations.Store
	planner  *plan.Planner
	stations []*stations.Station // as the base has them
	spare    int                 // how many of them are planned
	now      map[stations.ID]*stations.Station
}

func newPlayground(t *testing.T, g *roads.Graph, seed uint64, n int) *playground {
	t.Helper()
	p := &playground{t: t, r: rand.New(rand.NewPCG(seed, 77)), graph: g, store: openStore(t), spare: 5}
	for i, at := range scatter(p.r, g, n+p.spare) {
		s := station(i, at)
		s.Hours = p.hours()
		if i%3 > 0 && i < n { // some verified lately, some long ago
			s.Verification = &stations.Verification{At: time.Date(2024+2*(i%2), 4, 1, 12, 0, 0, 0, time.UTC), Method: stations.OnSite}
		}
		if i%6 == 5 {
			s.Kind = stations.DriverHome
		}
		if i >= n {
			s.Lifecycle = stations.Planned
		}
		p.stations = append(p.stations, s)
	}
	putStations(t, p.store, p.stations...)
	b := g.Bounds()
	var areas []stations.Area
	for i, box := range []orb.Bound{b, {Min: b.Min, Max: b.Center()}, {Min: b.Center(), Max: b.Max}} {
		areas = append(areas, square([]string{"320100", "320102", "320104"}[i], box.Pad(0.001)))
	}
	if err := p.store.PutAreas(t.Context(), areas); err != nil {
		t.Fatal(err)
	}
	if seed%2 == 0 { // else every road counts
		p.people()
	}
	p.planner = planner(p.store, g)
	p.read()
	return p
}

// people puts demand into the store that no order of sums leaves the same to
// the bit.
func (p *playground) people() {
	p.t.Helper()
	var rows []stations.Demand
	for i, at := range scatter(p.r, p.graph, 150) {
		row := stations.Demand{Point: at, Weight: p.r.Float64() * 50}
		if i%10 == 0 {
			row = stations.Demand{Cell: hex.At(at, 9), Weight: p.r.Float64() * 1000}
		}
		rows = append(rows, row)
	}
	putDemand(p.t, p.store, rows...)
}

func (p *playground) hours() string {
	return []string{"24/7", "Mo-Su 08:00-20:00", "Mo-Su 20:00-06:00", "Mo-Fr 09:00-17:30", ""}[p.r.IntN(5)]
}

func (p *playground) read() {
	p.t.Helper()
	_, all, err := p.store.Snapshot(p.t.Context(), 0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.now = map[stations.ID]*stations.Station{}
	for _, s := range all {
		p.now[s.ID] = s
	}
}

// draw makes 1 … 5 random edits of different stations.
func (p *playground) draw() plan.Edits {
	var e plan.Edits
	free := p.r.Perm(len(p.stations) - p.spare)
	for range 1 + p.r.IntN(5) {
		id := p.stations[free[0]].ID
		free = free[1:]
		at := scatter(p.r, p.graph, 2)[p.r.IntN(2)]
		switch p.r.IntN(5) {
		case 0:
			e.Remove = append(e.Remove, id)
		case 1:
			e.Move = append(e.Move, plan.Move{ID: id, Point: at})
		case 2:
			e.Hours = append(e.Hours, plan.Timing{ID: id, Hours: p.hours()})
		case 3:
			e.Move, e.Hours = append(e.Move, plan.Move{ID: id, Point: at}), append(e.Hours, plan.Timing{ID: id, Hours: "24/7"})
		case 4:
			e.Add = append(e.Add, plan.Addition{
				Point: at, Kind: []stations.Kind{"", stations.DriverHome, stations.MobileStation}[p.r.IntN(3)], Hours: p.hours(),
			})
		}
	}
	return e
}

// write makes the edits in the store. It returns the ids of the new stations
// by the names that a what-if gives them.
func (p *playground) write(e plan.Edits) map[stations.ID]stations.ID {
	p.t.Helper()
	touched := map[stations.ID]*stations.Station{}
	change := func(id stations.ID) *stations.Station {
		if touched[id] == nil {
			copied := *p.now[id]
			touched[id] = &copied
		}
		return touched[id]
	}
	for _, id := range e.Remove {
		change(id).Lifecycle = stations.Closed
	}
	for _, m := range e.Move {
		change(m.ID).Position.Point = m.Point
	}
	for _, h := range e.Hours {
		change(h.ID).Hours = h.Hours
	}
	names := map[stations.ID]stations.ID{}
	for i, a := range e.Add {
		s := change(p.stations[len(p.stations)-p.spare+i].ID)
		names[stations.ID(fmt.Sprintf("add[%d]", i))] = s.ID
		s.Lifecycle, s.Position.Point, s.Kind, s.Hours = stations.Open, a.Point, a.Kind, a.Hours
		if a.Kind == "" {
			s.Kind = stations.UnionStation
		}
		if a.Hours == "" {
			s.Hours = "24/7"
		}
	}
	p.put(touched)
	return names
}

// revert makes the store what the base is.
func (p *playground) revert() {
	p.t.Helper()
	p.read()
	old := map[stations.ID]*stations.Station{}
	for _, s := range p.stations {
		was := *s
		was.Revision = p.now[s.ID].Revision
		old[s.ID] = &was
	}
	p.put(old)
	p.read()
}

func (p *playground) put(all map[stations.ID]*stations.Station) {
	p.t.Helper()
	var list []*stations.Station
	for _, s := range all {
		list = append(list, s)
	}
	putStations(p.t, p.store, list...)
}

// try compares n what-ifs with full runs, and returns how many changed a cell.
func (p *playground) try(r plan.Request, n int) (effective int) {
	p.t.Helper()
	base := coverage(p.t, p.planner, r)
	for range n {
		e := p.draw()
		got, err := p.planner.WhatIf(p.t.Context(), plan.Base{ID: base.ID}, e)
		if err != nil {
			p.t.Fatalf("WhatIf(%+v) error: %v", e, err)
		}
		p.checkLoads(base, got)
		names := p.write(e)
		want := coverage(p.t, p.planner, r)
		p.agree(want, got.After, names)
		if p.t.Failed() {
			p.t.Fatalf("… after %+v on %+v", e, r)
		}
		p.checkGaps(base, got)
		if got.Cells.Changed > 0 {
			effective++
		}
		p.revert()
	}
	return effective
}

// agree compares all but what a what-if has not, to the bit.
func (p *playground) agree(want, got *plan.Coverage, names map[stations.ID]stations.ID) {
	p.t.Helper()
	stored := func(id stations.ID) stations.ID {
		if name, ok := names[id]; ok {
			return name
		}
		return id
	}
	for i := range got.Cells {
		got.Cells[i].Station = stored(got.Cells[i].Station)
	}
	for i := range got.Loads {
		l := &got.Loads[i]
		if name := stored(l.Station); name != l.Station {
			l.Station, l.Name = name, p.now[name].Name
		}
	}
	for _, list := range [][]stations.ID{got.Stations.OffRoad, got.Stations.UnknownHours} {
		for i := range list {
			list[i] = stored(list[i])
		}
		slices.Sort(list)
	}
	if a, b := common(want), common(got); !reflect.DeepEqual(a, b) { // cmp is slow on thousands of equal cells
		p.t.Errorf("coverage (-full run +what-if):\n%.2000s", cmp.Diff(a, b))
	}
}

// common is what a full run and a what-if both have.
func common(c *plan.Coverage) plan.Coverage {
	out := *c
	out.ID, out.Revision, out.TookMS = "", 0, 0
	return out
}

// checkGaps holds what is told about gaps to a look at the cells.
func (p *playground) checkGaps(base *plan.Coverage, got *plan.Effect) {
	p.t.Helper()
	before, after := membersOf(base), membersOf(got.After)
	closed, opened := []string{}, []string{}
	for _, g := range base.Gaps {
		if !slices.ContainsFunc(g.Members, func(c hex.Cell) bool { return after[c] != "" }) {
			closed = append(closed, g.ID)
		}
	}
	for _, g := range got.After.Gaps {
		if !slices.ContainsFunc(g.Members, func(c hex.Cell) bool { return before[c] != "" }) {
			opened = append(opened, g.ID)
		}
	}
	ascending := cmpopts.SortSlices(func(a, b string) bool { return a < b })
	if diff := cmp.Diff(closed, got.Gaps.Closed, ascending); diff != "" {
		p.t.Fatalf("closed gaps (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(opened, got.Gaps.Opened, ascending); diff != "" {
		p.t.Fatalf("opened gaps (-want +got):\n%s", diff)
	}
}

// checkLoads holds the changes of loads to both lists.
func (p *playground) checkLoads(base *plan.Coverage, got *plan.Effect) {
	p.t.Helper()
	told := map[stations.ID]plan.LoadChange{}
	for _, c := range got.Loads {
		told[c.Station] = c
	}
	for _, list := range [][]plan.Load{base.Loads, got.After.Loads} {
		for _, l := range list {
			from, to := burdenOf(base, l.Station), burdenOf(got.After, l.Station)
			c, ok := told[l.Station]
			if ok == reflect.DeepEqual(from, to) || ok && !reflect.DeepEqual([]*plan.Burden{c.From, c.To}, []*plan.Burden{from, to}) {
				p.t.Fatalf("loads of %s: told %v %+v, want from %v to %v", l.Station, ok, c, from, to)
			}
		}
	}
	if got.Verified != nil && (got.Verified.From != base.Verified || got.Verified.To != got.After.Verified) {
		p.t.Fatalf("verified = %+v, want that of base and after", got.Verified)
	}
}

func burdenOf(c *plan.Coverage, id stations.ID) *plan.Burden {
	for i := range c.Loads {
		if c.Loads[i].Station == id {
			return &c.Loads[i].Burden
		}
	}
	return nil
}

func membersOf(c *plan.Coverage) map[hex.Cell]string {
	in := map[hex.Cell]string{}
	for _, g := range c.Gaps {
		for _, m := range g.Members {
			in[m] = g.ID
		}
	}
	return in
}

// maze makes a random graph for every mode, with one-ways, banned turns and
// barriers.
func maze(t *testing.T, r *rand.Rand) *roads.Graph {
	t.Helper()
	b := roads.NewBuilder(roads.Options{})
	n := 8 + r.IntN(40)
	for range n {
		b.AddNode(orb.Point{118.8 + r.Float64()*0.02, 32.06 + r.Float64()*0.02})
	}
	const both, along = roads.Permit(0xfff), roads.Permit(0x555)
	var edges [][2]int
	for way := range 2 * n {
		ends := [2]int{r.IntN(n), r.IntN(n)}
		edges = append(edges, ends)
		b.AddEdge(roads.Edge{
			Tail: ends[0], Head: ends[1], Way: int64(way), Class: roads.Residential, Permit: []roads.Permit{both, both, along}[r.IntN(3)],
		})
	}
	banned := roads.ModeSet(0).With(roads.Ride2).With(roads.Truck2)
	for range n {
		from, to := r.IntN(len(edges)), r.IntN(len(edges))
		b.AddTurn(roads.Turn{From: int64(from), To: int64(to), Via: edges[from][r.IntN(2)], Only: r.IntN(3) == 0, Modes: banned})
	}
	b.AddBarrier(r.IntN(n), banned)
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestWhatIfEqualsAFullRunInRandomNetworks(t *testing.T) {
	effective, seeds, trials := 0, uint64(64), 10
	if testing.Short() { // each trial writes to the store, which the race detector makes slow
		seeds, trials = 8, 5
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 78))
		mode := []string{"walk", "ride", "truck"}[seed%3]
		g, profile := tangle(t, r), mode+"-15@1"
		if seed%2 == 1 {
			g, profile = maze(t, r), mode+"-15@2"
		}
		p := newPlayground(t, g, seed, 6+r.IntN(12))
		q := plan.Request{
			Profile: profile, Minutes: 0.5 + r.Float64()*4, K: 1 + r.IntN(3), Res: 10 + r.IntN(2),
			At: []string{"", "2026-05-06T21:00", "2026-05-06T10:00"}[r.IntN(3)],
		}
		if seed%4 == 0 {
			q.HorizonMinutes = q.Minutes + 1
		}
		if seed%3 > 0 {
			q.VerifiedDays = 90
		}
		if seed%5 == 0 {
			q.Filter.Kinds = []string{"driver_home", "union_station"}
		}
		effective += p.try(q, trials)
	}
	if all := int(seeds) * trials; effective < all*45/100 {
		t.Errorf("%d of %d trials changed a cell, want most", effective, all)
	}
}

func TestWhatIfEqualsAFullRunInRealStreets(t *testing.T) {
	g := build(t, "nanjing_xuanwu.osm.pbf")
	effective, trials := 0, 120
	if testing.Short() {
		trials = 8
	}
	for i, q := range []plan.Request{
		{Minutes: 5, Res: 10, VerifiedDays: 90},
		{Minutes: 4, K: 2, Res: 10, At: "2026-05-06T21:00", Mode: "ride", HorizonMinutes: 8},
		{Minutes: 3, Res: 9, Mode: "truck", At: "2026-05-06T10:00"},
	} {
		effective += newPlayground(t, g, uint64(i), 25).try(q, trials)
	}
	if all := 3 * trials; effective < all*55/100 {
		t.Errorf("%d of %d trials changed a cell, want most", effective, all)
	}
}
