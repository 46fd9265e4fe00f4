package demo

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/geo/datum"
	"yizhan/geo/osm"
	"yizhan/geo/roads"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

func city(t testing.TB, seed uint64) *City {
	t.Helper()
	c, err := Make(Options{Stations: 300, Seed: seed})
	if err != nil {
		t.Fatalf("Make() = %v, want nil", err)
	}
	return c
}

// saved returns the files of a city by name.
func saved(t *testing.T, c *City) map[string][]byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "made", "when missing")
	if err := c.Save(dir); err != nil {
		t.Fatalf("Save() = %v, want nil", err)
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestEqualSeedsGiveEqualBytes(t *testing.T) {
	first, second, other := saved(t, city(t, 7)), saved(t, city(t, 7)), saved(t, city(t, 8))
	if !maps.EqualFunc(first, second, bytes.Equal) {
		t.Error("two cities of seed 7 differ")
	}
	want := []string{RoadsFile, StationsFile, GeoJSONFile, HostsFile, DistrictsFile, PeopleFile, ReadmeFile}
	for _, name := range want {
		if len(first[name]) == 0 {
			t.Errorf("Save() made no %s", name)
		}
	}
	if bytes.Equal(first[RoadsFile], other[RoadsFile]) || bytes.Equal(first[StationsFile], other[StationsFile]) {
		t.Error("cities of seeds 7 and 8 are equal, want different ones")
	}
}

func TestEveryStationIsValidAndLabelled(t *testing.T) {
	names := map[string]bool{}
	for _, s := range city(t, 1).Stations {
		if err := s.Validate(); err != nil {
			t.Errorf("station %s: Validate() = %v, want nil", s.Code, err)
		}
		if !strings.HasPrefix(s.Name, "示例") || s.Source != Source || !cmp.Equal(s.Programmes, stations.Brands(Label)) {
			t.Errorf("station %s: name %q, source %q, programmes %v: not labelled", s.Code, s.Name, s.Source, s.Programmes)
		}
		if !strings.HasPrefix(s.Contacts[0].Phone, "000-0000") {
			t.Errorf("station %s: phone %s, want a fictional one", s.Code, s.Contacts[0].Phone)
		}
		if names[s.Name] {
			t.Errorf("name %s is given twice", s.Name)
		}
		names[s.Name] = true
		if back := datum.In(s.Position.Original); sphere.Distance(back, s.Position.Point) > 0.01 {
			t.Errorf("station %s: its GCJ-02 original lies %g m off", s.Code, sphere.Distance(back, s.Position.Point))
		}
	}
}

func TestTheCityHasVariety(t *testing.T) {
	kinds, lifecycles, qualities, floors := map[any]int{}, map[any]int{}, map[any]int{}, map[any]int{}
	parsed, unparsed := 0, 0
	free, charged, noted, verified := 0, 0, 0, 0
	for _, s := range city(t, 1).Stations {
		kinds[s.Kind]++
		lifecycles[s.Lifecycle]++
		qualities[s.Position.Quality]++
		floors[s.Position.Floor]++
		for _, service := range s.Services {
			if service.Free != nil && *service.Free {
				free++
			} else if service.Free != nil {
				charged++
			}
			if service.Note != "" {
				noted++
			}
		}
		if s.Verification != nil {
			verified++
		}
		if _, err := stations.ParseHours(s.Hours); err == nil {
			parsed++
		} else {
			unparsed++
		}
	}
	for _, c := range []struct {
		sentence string
		got      int
		least    int
	}{
		{"kinds", len(kinds), 8},
		{"stages of life", len(lifecycles), 4},
		{"qualities of position", len(qualities), 4},
		{"floors", len(floors), 3},
		{"hours that parse", parsed, 200},
		{"hours that do not", unparsed, 5},
		{"services free of charge", free, 500},
		{"services to be paid for", charged, 30},
		{"notes on services", noted, 100},
		{"stations that were verified", verified, 40},
		{"drivers' homes", kinds[stations.DriverHome], 10},
	} {
		if c.got < c.least {
			t.Errorf("%s = %d, want ≥ %d", c.sentence, c.got, c.least)
		}
	}
}

func TestDistrictsCoverTheCityWithoutOverlap(t *testing.T) {
	areas := city(t, 1).Districts
	if len(areas) != 8 {
		t.Fatalf("districts = %d, want 8", len(areas))
	}
	sum := 0.0
	for _, a := range areas {
		if !stations.ValidAdcode(a.Adcode) || !strings.HasPrefix(a.Adcode, "9999") || !strings.HasPrefix(a.Name, "示例") {
			t.Errorf("district %s %s: want a fictional code and name", a.Adcode, a.Name)
		}
		sum += planar.Area(a.Geometry)
	}
	whole := planar.Area(ring(arc(cityRadius, 0, 360)))
	if math.Abs(sum/whole-1) > 0.001 {
		t.Errorf("districts' area / city's area = %.4f, want 1", sum/whole)
	}
	for x := -6190.0; x < 6300; x += 310 {
		for y := -6200.0; y < 6300; y += 310 {
			p := xy{x, y}
			in := 0
			for _, a := range areas {
				if planar.MultiPolygonContains(a.Geometry, p.point()) {
					in++
				}
			}
			if p.far() < cityRadius-30 && in != 1 {
				t.Errorf("%v lies in %d districts, want 1", p, in)
			}
		}
	}
}

func TestBothBanksAreJoinedByFewBridges(t *testing.T) {
	bridges := map[string]bool{}
	for _, w := range city(t, 1).Ways {
		name := ""
		for _, tag := range w.Tags {
			switch tag[0] {
			case "name":
				name = tag[1]
			case "bridge":
				bridges[name] = true
			}
		}
	}
	want := map[string]bool{"示例中环路": true, "示例货运环路": true, "示例七大道": true, "示例步行桥": true}
	if diff := cmp.Diff(want, bridges); diff != "" {
		t.Errorf("streets with bridges (-want +got):\n%s", diff)
	}
}

// TestTheRoadsBuild takes the PBF through the ordinary builder: every mode
// must find one network that holds nearly all of its roads.
func TestTheRoadsBuild(t *testing.T) {
	file := filepath.Join(t.TempDir(), RoadsFile)
	if err := os.WriteFile(file, saved(t, city(t, 1))[RoadsFile], 0o600); err != nil {
		t.Fatal(err)
	}
	g, report, err := osm.Build(t.Context(), file, osm.Options{})
	if err != nil {
		t.Fatalf("Build() = %v, want nil", err)
	}
	defer g.Close()
	if report.MissingNodes != 0 {
		t.Errorf("missing nodes = %d, want 0", report.MissingNodes)
	}
	if n := g.NumNodes(); n < 20000 || n > 45000 {
		t.Errorf("nodes = %d, want 20,000 … 45,000", n)
	}
	for m := roads.Walk; m < roads.NumModes; m++ {
		shares := g.Info().Modes
		if m.Version() > 1 {
			shares = g.Info().Rules.Modes
		}
		if share := shares[m.Base().String()].LargestShare; share < 0.97 {
			t.Errorf("%v: largest component holds %.3f of the nodes, want ≥ 0.97", m, share)
		}
		middle := xy{0, 1000}.point()
		if _, ok := g.Tie(m, middle); !ok {
			t.Errorf("%v: no road near the middle", m)
		}
	}
}

func TestHostsStandWherePeopleLiveAndReadBack(t *testing.T) {
	c := city(t, 1)
	file, err := exchange.ReadHosts(bytes.NewReader(saved(t, c)[HostsFile]), exchange.HostOptions{Datum: datum.GCJ02})
	if err != nil || len(file.Hosts) != hostCount || file.Rejected != 0 {
		t.Fatalf("ReadHosts = %+v, %v, want %d hosts", file, err, hostCount)
	}
	south, owners, unpriced := 0, map[string]bool{}, 0
	for i, h := range file.Hosts {
		if p := datum.In(h.Place); sphere.Distance(p, datum.In(c.Hosts[i].Place)) > 0.02 {
			t.Errorf("host %d is read %g m off", i, sphere.Distance(p, datum.In(c.Hosts[i].Place)))
		} else if p.Lat() < (xy{0, -2000}).point().Lat() {
			south++
		}
		owners[h.Owner] = true
		if h.Cost == 0 {
			unpriced++
		}
	}
	if south < 20 || len(owners) != len(trades()) || unpriced == 0 || unpriced > hostCount/4 {
		t.Errorf("%d hosts in the south, %d owners, %d without a cost: want some of each", south, len(owners), unpriced)
	}
}

func TestMakeRefuses(t *testing.T) {
	for _, c := range []struct {
		sentence string
		opts     Options
		field    string
	}{
		{"no stations", Options{Stations: 0}, "stations"},
		{"too many stations", Options{Stations: MaxStations + 1}, "stations"},
		{"a long name", Options{Name: strings.Repeat("城", 21), Stations: 1}, "city"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			_, err := Make(c.opts)
			if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), c.field+":") {
				t.Errorf("Make() = %v, want invalid %s", err, c.field)
			}
		})
	}
}

func TestPeopleLiveOnDryLandInTheCity(t *testing.T) {
	total := 0
	box := orb.MultiPoint{polar(cityRadius, 0).point(), polar(cityRadius, 90).point(), polar(cityRadius, 180).point(), polar(cityRadius, 270).point()}.Bound()
	for _, crowd := range city(t, 1).People {
		total += crowd.People
		if !box.Contains(crowd.Point) {
			t.Fatal("somebody lives outside the city")
		}
	}
	if total < 300_000 || total > 900_000 {
		t.Errorf("people = %d, want 300,000 … 900,000", total)
	}
}

func BenchmarkMake(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		city(b, 1)
	}
}

func ExampleMake() {
	c, err := Make(Options{Name: "滨河市", Stations: 25, Seed: 1})
	last := c.Stations[24]
	fmt.Println(err, c.Name, len(c.Districts), last.Kind, last.Programmes)
	// Output: <nil> 示例滨河市 8 driver_home [{示例数据 }]
}
