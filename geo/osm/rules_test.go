package osm_test

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// lane is drawn for the rules: tags stand on B–C, 300 m.
const lane = "D--A--B--C--E"

// rule is a case of a row of docs/en/rules.md. want tells, for walk, ride and
// truck, how C can be reached from A and A from C: "=" both, ">" forth, "<"
// back, "-" neither.
type rule struct {
	row, sentence, want string
	tags                []string
}

func rules() []rule {
	bc := func(row, sentence, want, tags string) rule { return rule{row, sentence, want, []string{"BC " + tags}} }
	return []rule{
		bc("open classes", "a street is for all", "===", "highway=tertiary"),
		bc("open classes", "a path is not for lorries", "==-", "highway=path"),
		bc("open classes", "steps are for walking", "=--", "highway=steps"),
		bc("open classes", "a trunk is for lorries", "--=", "highway=trunk"),
		bc("open classes", "a bridleway is for none", "---", "highway=bridleway"),

		bc("never a road", "what is being built, whatever it says", "---", "highway=construction foot=yes bicycle=yes hgv=yes"),
		bc("never a road", "a race track", "---", "highway=raceway foot=yes"),
		bc("never a road", "a ferry", "---", "highway=service route=ferry foot=yes"),

		bc("motor road", "closed on foot and by bike, although it says yes", "--=", "highway=primary motorroad=yes foot=yes bicycle=yes"),
		bc("motor road", "another value says nothing", "===", "highway=primary motorroad=no"),

		bc("access keys, the first present decides", "foot before access", "=--", "access=no foot=destination"),
		bc("access keys, the first present decides", "bicycle before vehicle before access", "-=-", "access=no vehicle=no bicycle=destination"),
		bc("access keys, the first present decides", "vehicle before access", "-==", "access=no vehicle=destination"),
		bc("access keys, the first present decides", "hgv before motor_vehicle", "===", "motor_vehicle=no hgv=delivery"),
		bc("access keys, the first present decides", "motor_vehicle before vehicle", "==-", "vehicle=yes motor_vehicle=no"),

		bc("in one direction", "hgv:backward before hgv", "==>", "hgv=yes hgv:backward=no"),
		bc("in one direction", "bicycle:forward before bicycle", "=<=", "bicycle:forward=no"),
		bc("in one direction", "foot:forward opens what foot closes", ">==", "foot=no foot:forward=yes"),

		bc("closed by", "no", "---", "access=no"), bc("closed by", "private", "---", "access=private"),
		bc("closed by", "agricultural", "---", "access=agricultural"), bc("closed by", "forestry", "---", "access=forestry"),
		bc("closed by", "military", "---", "access=military"), bc("closed by", "emergency", "---", "access=emergency"),
		bc("closed by", "use_sidepath", "=-=", "bicycle=use_sidepath"), bc("closed by", "permit", "---", "access=permit"),
		bc("closed by", "dismount closes to walkers", "-==", "foot=dismount"),
		bc("closed by", "a rider who dismounts pushes, both ways", "==>", "bicycle=dismount oneway=yes"),
		bc("closed by", "a list is another value", "===", "access=no;private"),

		bc("opened by the own key", "yes", "=-=", "highway=trunk foot=yes"), bc("opened by the own key", "designated", "==-", "highway=footway bicycle=designated"),
		bc("opened by the own key", "permissive", "=-=", "highway=footway hgv=permissive"), bc("opened by the own key", "official", "==-", "highway=footway bicycle=official"),
		bc("opened by the own key", "not by access", "=--", "highway=footway access=yes"),

		bc("also opened", "a trunk with a sidewalk", "=-=", "highway=trunk sidewalk:left=yes"),
		bc("also opened", "a trunk with a cycle track", "-==", "highway=trunk cycleway:right=track"),
		bc("also opened", "a bus lane shared with bikes", "-==", "highway=trunk cycleway=share_busway"),
		bc("also opened", "steps with a ramp", "==-", "highway=steps ramp:bicycle=yes"),
		bc("also opened", "cycleway=separate lies elsewhere", "--=", "highway=trunk cycleway=separate"),

		bc("one-way", "for vehicles", "=>>", "oneway=yes"), bc("one-way", "backwards", "=<<", "oneway=-1"),
		bc("one-way", "on foot by its own key", ">==", "oneway:foot=yes"), bc("one-way", "moving steps", ">--", "highway=steps conveying=forward"),
		bc("one-way", "bikes freed by oneway:bicycle", "==>", "oneway=yes oneway:bicycle=no"),
		bc("one-way", "bikes freed by a lane against it", "==>", "oneway=yes cycleway:left=opposite_lane"),
		bc("one-way", "bikes freed by a lane's own direction", "==>", "oneway=yes cycleway:left:oneway=-1"),
		bc("one-way", "lorries by oneway:hgv", "=>=", "oneway=yes oneway:hgv=no"),
		bc("one-way", "lorries by oneway:motor_vehicle", "==>", "oneway:motor_vehicle=yes"),
		bc("one-way", "a roundabout", "=>>", "junction=roundabout"), bc("one-way", "a roundabout that says no", "===", "junction=roundabout oneway=no"),
		bc("one-way", "a motorway", "-->", "highway=motorway"), bc("one-way", "a motorway_link is not", "--=", "highway=motorway_link"),

		bc("reversible", "closed to vehicles", "=--", "oneway=reversible"),

		{"barrier nodes", "a gate stops none by its kind", "===", []string{"B barrier=gate"}},
		{"barrier nodes", "a locked gate says so", "---", []string{"B barrier=gate access=private"}},
		{"barrier nodes", "a stile stops wheels", "=--", []string{"B barrier=stile"}},
		{"barrier nodes", "debris stops wheels", "=--", []string{"B barrier=debris"}},
		{"barrier nodes", "bollards stop lorries", "==-", []string{"B barrier=bollard"}},
		{"barrier nodes", "a bus trap stops lorries", "==-", []string{"B barrier=bus_trap"}},
		{"barrier nodes", "its own tags go before its kind", "===", []string{"B barrier=bollard hgv=yes"}},
		{"barrier nodes", "one that riders pass on foot", "==-", []string{"B barrier=cycle_barrier bicycle=dismount"}},

		{"turn restrictions", "for vehicles, in one direction", "=<<", []string{"ABC type=restriction restriction=no_straight_on"}},
		{"turn restrictions", "not for bikes", "==<", []string{"ABC type=restriction restriction=no_straight_on except=bicycle"}},
		{"turn restrictions", "not for lorries", "=<=", []string{"ABC type=restriction restriction=no_straight_on except=psv;hgv"}},
		{"turn restrictions", "for lorries", "==<", []string{"ABC type=restriction restriction:hgv=no_straight_on"}},
		{"turn restrictions", "for motor vehicles", "==<", []string{"ABC type=restriction restriction:motor_vehicle=no_straight_on"}},
		{"turn restrictions", "for bikes", "=<=", []string{"ABC type=restriction restriction:bicycle=no_straight_on"}},
		{"turn restrictions", "only back", "=<<", []string{"ABA type=restriction restriction=only_u_turn"}},
		{"turn restrictions", "only straight on", "===", []string{"ABC type=restriction restriction=only_straight_on"}},

		{"restrictions left out, counted as `unclear_turns`", "at some hours", "===", []string{"ABC type=restriction restriction:conditional=no_straight_on@(07:00-09:00)"}},

		bc("toll, surface, traffic, hours of access (`:conditional`)", "all ignored", "===", "toll=yes surface=mud access:conditional=no@(22:00-06:00)"),
	}
}

// reach returns the time from one node of a drawing to another.
func reach(net *roadstest.Net, m roads.Mode, from, to byte) (roads.Millis, bool) {
	s := roads.NewSearch(net.Graph, m).AddSource(net.Node(from), 0)
	for state, t, ok := s.Settle(); ok; state, t, ok = s.Settle() {
		if net.Graph.Node(m, state) == net.Node(to) {
			return t, true
		}
	}
	return 0, false
}

func TestEveryRuleOnADrawing(t *testing.T) {
	for _, r := range rules() {
		net := roadstest.Draw(t, 100, lane, r.tags...)
		got := ""
		for _, m := range []roads.Mode{roads.Walk2, roads.Ride2, roads.Truck2} {
			_, forth := reach(net, m, 'A', 'C')
			_, back := reach(net, m, 'C', 'A')
			got += map[[2]bool]string{{true, true}: "=", {true, false}: ">", {false, true}: "<", {false, false}: "-"}[[2]bool{forth, back}]
		}
		if got != r.want {
			t.Errorf("%s: %s: %q lets walk, ride and truck pass %s, want %s", r.row, r.sentence, r.tags, got, r.want)
		}
	}
}

// pace is a case of a row about speeds: how fast one comes from B to C.
type pace struct {
	row, sentence, tags string
	mode                roads.Mode
	kmh                 float64
}

func paces() []pace {
	const class, limit = "speed by class", "posted limit"
	return []pace{
		{class, "on foot", "highway=primary", roads.Walk2, 4.32},
		{class, "up steps", "highway=steps", roads.Walk2, 2.16},
		{class, "by bike", "highway=primary", roads.Ride2, 15},
		{class, "by bike on a path", "highway=path", roads.Ride2, 10},
		{class, "by bike on a track", "highway=track", roads.Ride2, 10},
		{class, "by bike among children", "highway=living_street", roads.Ride2, 10},
		{class, "pushing a bike up a ramp", "highway=steps ramp:bicycle=yes", roads.Ride2, 2.16},
		{class, "a lorry on a motorway", "highway=motorway", roads.Truck2, 80},
		{class, "on a primary road", "highway=primary", roads.Truck2, 55},
		{class, "on other streets", "highway=residential", roads.Truck2, 35},
		{limit, "a lower one", "highway=primary maxspeed=40", roads.Truck2, 40},
		{limit, "a higher one is no promise", "highway=primary maxspeed=70", roads.Truck2, 55},
		{limit, "in miles", "highway=primary maxspeed=20_mph", roads.Truck2, 55}, // "20_mph" has no known unit
		{limit, "in miles, written together", "highway=primary maxspeed=20mph", roads.Truck2, 32.19},
		{limit, "of lorries before that of all", "highway=primary maxspeed=30 maxspeed:hgv=50", roads.Truck2, 50},
		{limit, "of bikes", "highway=residential maxspeed:bicycle=8", roads.Ride2, 8},
		{limit, "words say nothing", "highway=primary maxspeed=CN:urban", roads.Truck2, 55},
		{limit, "none on foot", "highway=residential maxspeed=3", roads.Walk2, 4.32},
		{"closed by", "a rider who dismounts walks", "bicycle=dismount", roads.Ride2, 4.32},
	}
}

func TestEverySpeedOnADrawing(t *testing.T) {
	for _, p := range paces() {
		net := roadstest.Draw(t, 100, lane, "BC "+p.tags)
		got, _ := reach(net, p.mode, 'B', 'C')
		if want := 300 * 3600 / p.kmh; math.Abs(float64(got)-want) > 1e-3*want {
			t.Errorf("%s: %s: %s is passed in %d ms, want %.0f", p.row, p.sentence, p.tags, got, want)
		}
	}
}

const size = "size of the vehicle, only if the request names one"

func TestEveryLimitOfSizeOnADrawing(t *testing.T) {
	for _, c := range []struct {
		tags    string
		vehicle roads.Vehicle
		want    bool
	}{
		{"maxheight=3.8", roads.Vehicle{HeightM: 3.8}, true},
		{"maxheight=3.8", roads.Vehicle{HeightM: 3.81}, false},
		{"maxheight=3.8", roads.Vehicle{LengthM: 30, WeightT: 90}, true},
		{"maxheight:physical=4", roads.Vehicle{HeightM: 4.1}, false},
		{"maxheight=12'6\"", roads.Vehicle{HeightM: 3.82}, false},
		{"maxheight=12'6\"", roads.Vehicle{HeightM: 3.8}, true},
		{"maxlength=12", roads.Vehicle{LengthM: 12.5}, false},
		{"maxlength=8 maxlength:hgv=14", roads.Vehicle{LengthM: 12.5}, true},
		{"maxweight=7.5", roads.Vehicle{WeightT: 8}, false},
		{"maxweight:hgv=7.5", roads.Vehicle{WeightT: 7.5}, true},
		{"maxweightrating:hgv=18", roads.Vehicle{WeightT: 20}, false},
		{"maxweight=none", roads.Vehicle{WeightT: 40}, true},
	} {
		net := roadstest.Draw(t, 100, lane, "BC "+c.tags)
		before, _ := reach(net, roads.Truck2, 'A', 'C')
		fit := *net
		fit.Graph = net.For(c.vehicle)
		_, got := reach(&fit, roads.Truck2, 'A', 'C')
		_, first := reach(&fit, roads.Truck, 'A', 'C')
		_, rider := reach(&fit, roads.Ride2, 'A', 'C')
		if got != c.want || before == 0 || !first || !rider {
			t.Errorf("%s lets a lorry of %+v pass: %v, want %v; all others may", c.tags, c.vehicle, got, c.want)
		}
	}
}

// square builds a plaza of 100 m with a street at each of two opposite
// corners, and returns the metres on foot from one to the other.
func square(t *testing.T, m roads.Mode, tags [][2]string) float64 {
	t.Helper()
	corner := orb.Point{118.8, 32.06}
	var nodes []osm.Node
	for i, by := range [][2]float64{{0, 0}, {100, 0}, {100, 100}, {0, 100}, {-50, 0}, {150, 100}} {
		nodes = append(nodes, osm.Node{ID: int64(i + 1), Point: roadstest.Shift(corner, by[0], by[1])})
	}
	g, _, err := osm.Build(t.Context(), pbf(t, nodes, []osm.Way{
		{ID: 1, Nodes: []int64{1, 2, 3, 4, 1}, Tags: tags}, street(2, 5, 1), street(3, 3, 6),
	}), osm.Options{})
	if err != nil {
		t.Fatal(err)
	}
	from, _ := g.Tie(m, corner)
	to, _ := g.Tie(m, roadstest.Shift(corner, 100, 100))
	end := func(tie roads.Tie) roads.NodeID {
		tail, head := g.Ends(tie.Edge)
		if tie.Fraction == 1 {
			return head
		}
		return tail
	}
	s := roads.NewSearch(g, m).AddSource(end(from), 0)
	for state, time, ok := s.Settle(); ok; state, time, ok = s.Settle() {
		if g.Node(m, state) == end(to) {
			return float64(time) * 1.2 / 1000
		}
	}
	return math.Inf(1)
}

func TestPlazasAreCrossedOnFoot(t *testing.T) {
	for _, c := range []struct {
		sentence, tags string
		mode           roads.Mode
		want           float64
	}{
		{"straight across an area", "highway=pedestrian area=yes", roads.Walk2, 100 * math.Sqrt2},
		{"along the outline without area", "highway=pedestrian", roads.Walk2, 200},
		{"along the outline under version 1", "highway=pedestrian area=yes", roads.Walk, 200},
	} {
		if got := square(t, c.mode, tags(c.tags)); math.Abs(got-c.want) > 0.1 {
			t.Errorf("plazas: %s: %.1f m, want %.1f m", c.sentence, got, c.want)
		}
	}
}

// TestEveryRowOfTheTableHasADrawing holds the table in the docs to the tests.
func TestEveryRowOfTheTableHasADrawing(t *testing.T) {
	text, err := os.ReadFile("../../docs/en/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{size: true, "plazas": true}
	for _, r := range rules() {
		tested[r.row] = true
	}
	for _, p := range paces() {
		tested[p.row] = true
	}
	for line := range bytes.Lines(text) {
		cells := strings.Split(string(line), "|")
		if len(cells) < 5 || strings.HasPrefix(cells[1], "---") || strings.Contains(cells[1], "rule (version") {
			continue
		}
		if row := strings.TrimSpace(cells[1]); !tested[row] {
			t.Errorf("the row %q of docs/en/rules.md has no test on a drawing", row)
		}
	}
}
