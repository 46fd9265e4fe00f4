package storetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

// noon is the moment about which services expire in these tests.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// words holds what SQL patterns, folding and collation stumble over.
func words() []string {
	return []string{
		"驿站", "工会", "暖心", "100%", "a_b", `c\d`, "ABC", "abc", "ＡＢＣ", "１２", "12", "é", "e\u0301", "İ", "ß", "'", `"`,
		"--", ";", "[x]", "*", "?", "%", "_", `\`, "\u3000", "a  b", "😀", "㎡", "ﬁ", "\n", "st",
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func phrase(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(3) {
		b.WriteString(pick(r, words()))
	}
	return b.String()
}

// coordinates lie on a coarse grid, so that box edges meet them, with
// neighbours that 32-bit floats cannot tell apart.
func coordinates() []float64 {
	base := []float64{-90, -33.1, 0, 0.1, 22.3, 32.04, 89.999}
	for _, v := range base[1:6] {
		base = append(base, math.Nextafter(v, 100), math.Nextafter(v, -100))
	}
	return base
}

func adcodes() []string {
	return []string{"", "320000", "320100", "320102", "320102001", "320102001002", "320200", "321000", "110000", "100000", "330100"}
}

func someWords[T ~string](r *rand.Rand, list []stations.Word, most int) []T {
	var some []T
	for range r.IntN(most + 1) {
		some = append(some, T(pick(r, list).Code))
	}
	return some
}

func randomStation(t testing.TB, r *rand.Rand, n int) *stations.Station {
	s := newStation(t, "站"+phrase(r))
	s.Kind = stations.Kind(pick(r, stations.Kinds()[:4]).Code)
	s.Lifecycle = stations.Lifecycle(pick(r, stations.Lifecycles()).Code)
	s.Position.Quality = stations.PositionQuality(pick(r, stations.PositionQualities()).Code)
	s.Position.Point = orb.Point{pick(r, coordinates()), pick(r, coordinates())}
	if s.Position.Point == (orb.Point{}) {
		s.Position.Point[0] = 1
	}
	s.Position.Adcode = pick(r, adcodes())
	s.Position.Address = phrase(r)
	s.Source = pick(r, []string{"", "市", "市总", "a%"})
	if r.IntN(2) == 0 {
		s.Aliases = []string{phrase(r), phrase(r)}
	}
	if r.IntN(3) == 0 {
		s.Code = fmt.Sprintf("%s-%d", pick(r, []string{"NJ", "nj_"}), n)
	}
	for _, code := range []stations.Service{"water", "toilet", "wifi"} {
		if r.IntN(3) > 0 {
			s.Services = append(s.Services, randomService(r, code))
		}
	}
	return s
}

func randomService(r *rand.Rand, code stations.Service) stations.ServiceState {
	status := pick(r, []stations.ServiceStatus{"ok", "ok", "limited", "broken", "none"})
	state := stations.ServiceState{Code: code, Status: status}
	if r.IntN(2) == 0 {
		expires := randomMoment(r)
		state.ExpiresAt = &expires
	}
	return state
}

// randomMoment is near noon on one of three scales, in some time zone.
func randomMoment(r *rand.Rand) time.Time {
	step := pick(r, []time.Duration{1, time.Millisecond, time.Hour})
	zone := time.FixedZone("", pick(r, []int{0, 8, -11})*3600)
	return noon.Add(time.Duration(r.IntN(5)-2) * step).In(zone)
}

func randomFilter(r *rand.Rand, list []*stations.Station) stations.Filter {
	maybe := func() bool { return r.IntN(4) == 0 }
	var f stations.Filter
	if maybe() {
		f.Kinds = someWords[stations.Kind](r, stations.Kinds()[:5], 3)
	}
	if maybe() {
		f.Lifecycles = someWords[stations.Lifecycle](r, stations.Lifecycles(), 4)
	}
	if maybe() {
		f.Services = pick(r, [][]stations.Service{{"water"}, {"wifi", "toilet"}, {"water", "water"}, {"nap"}, {"\xff"}})
	}
	f.Located = maybe()
	if maybe() {
		f.Within = &orb.Bound{
			Min: orb.Point{pick(r, coordinates()), pick(r, coordinates())},
			Max: orb.Point{pick(r, coordinates()), pick(r, coordinates())},
		}
	}
	if maybe() {
		f.Adcode = pick(r, append(adcodes(), "32", "3201", "x%", "_", "32\x00"))
	}
	if maybe() {
		f.Source = pick(r, []string{"市", "市总", "a%", "a_", "\x00", "\xff"})
	}
	if maybe() {
		f.Text = randomText(r, list)
	}
	return f
}

// randomText is often a piece of a text that is there.
func randomText(r *rand.Rand, list []*stations.Station) string {
	if r.IntN(2) == 0 {
		return pick(r, append(words(), " ", "\x00", "\xff", "站 "))
	}
	runes := []rune(pick(r, list).SearchText())
	from := r.IntN(len(runes))
	return string(runes[from:min(len(runes), from+1+r.IntN(4))])
}

// matching is what the oracle keeps, in order of id.
func matching(list []*stations.Station, f stations.Filter, at time.Time) []*stations.Station {
	var kept []*stations.Station
	for _, s := range list {
		if f.Match(s, at) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b *stations.Station) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return kept
}

func filtersAgree(t *testing.T, s stations.Store) {
	r := rand.New(rand.NewPCG(20261122, 1))
	var list []*stations.Station
	for n := range 80 { // SQLite is some fifty times slower under -race
		list = append(list, randomStation(t, r, n))
	}
	put(t, s, list...)
	kept := 0
	for range 200 {
		f, at := randomFilter(r, list), randomMoment(r)
		want := matching(list, f, at)
		kept += len(want)
		got, err := s.Stations(t.Context(), f, at, "", 1000)
		if err != nil || names(got) != names(want) {
			t.Fatalf("Stations(%+v, %v) = %v, %v, want %v", f, at, names(got), err, names(want))
		}
		if n, err := s.Count(t.Context(), f, at); err != nil || n != len(want) {
			t.Fatalf("Count(%+v, %v) = %d, %v, want %d", f, at, n, err, len(want))
		}
	}
	if kept < 500 {
		t.Errorf("the random filters kept %d stations in all: too few to test anything", kept)
	}
}

func expiryEdge(t *testing.T, s stations.Store) {
	end := noon.Add(123_456_789).In(time.FixedZone("", 8*3600))
	a := newStation(t, "甲")
	a.Services = []stations.ServiceState{{Code: "water", Status: stations.ServiceOK, ExpiresAt: &end}}
	put(t, s, a)
	f := stations.Filter{Services: []stations.Service{"water"}}
	far := time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, at := range []time.Time{{}, end.Add(-time.Hour), end.Add(-1), end, end.Add(1), end.Add(time.Hour), far} {
		want := len(matching([]*stations.Station{a}, f, at))
		if got := must(s.Count(t.Context(), f, at))(t, "Count"); got != want {
			t.Errorf("Count(water at %v) = %d, want %d", at, got, want)
		}
	}
}

func boxEdges(t *testing.T, s stations.Store) {
	a := newStation(t, "甲") // its coordinates are no 32-bit floats
	put(t, s, a)
	p := a.Position.Point
	for _, c := range []struct {
		name  string
		bound orb.Bound
		want  int
	}{
		{"a box of one point", orb.Bound{Min: p, Max: p}, 1},
		{"a box that ends one step to the west", orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{math.Nextafter(p[0], 0), 90}}, 0},
		{"a box that begins one step to the north", orb.Bound{Min: orb.Point{0, math.Nextafter(p[1], 90)}, Max: orb.Point{180, 90}}, 0},
		{"a box inside out", orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}, 0},
		{"the whole world", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, 1},
	} {
		if got := must(s.Count(t.Context(), stations.Filter{Within: &c.bound}, noon))(t, "Count"); got != c.want {
			t.Errorf("Count(%s) = %d, want %d", c.name, got, c.want)
		}
	}
}

func paging(t *testing.T, s stations.Store) {
	r := rand.New(rand.NewPCG(7, 7))
	var list []*stations.Station
	for n := range 47 {
		list = append(list, randomStation(t, r, n))
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	put(t, s, list...)
	f := stations.Filter{Located: true}
	var all []*stations.Station
	after := stations.ID("")
	for {
		page := must(s.Stations(t.Context(), f, noon, after, 5))(t, "Stations")
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
		after = page[len(page)-1].ID
	}
	same(t, "all pages of Stations", matching(list, f, noon), all)
}

func limits(t *testing.T, s stations.Store) {
	for _, limit := range []int{-1, 0, 1001} {
		_, err := s.Stations(t.Context(), stations.Filter{}, noon, "", limit)
		wantCode(t, fmt.Sprintf("Stations(limit %d)", limit), err, stations.Invalid)
	}
	for _, limit := range []int{-1, 0, 10_001} {
		_, err := s.Changes(t.Context(), 0, limit)
		wantCode(t, fmt.Sprintf("Changes(limit %d)", limit), err, stations.Invalid)
	}
}

func bySource(t *testing.T, s stations.Store) {
	a, b, other, none := newStation(t, "甲"), newStation(t, "乙"), newStation(t, "丙"), newStation(t, "丁")
	a.Source, a.SourceRecord, b.Source, b.SourceRecord = "市", "1", "市", "2"
	other.Source, other.SourceRecord, none.Source = "市总", "1", "市"
	put(t, s, a, b, other, none)
	got := must(s.BySource(t.Context(), "市"))(t, "BySource(市)")
	same(t, "BySource(市)", map[string]*stations.Station{"1": a, "2": b}, got)
	for _, source := range []string{"没有", "\x00", "\xff"} {
		if got := must(s.BySource(t.Context(), source))(t, "BySource"); got == nil || len(got) != 0 {
			t.Errorf("BySource(%q) = %v, want an empty map", source, got)
		}
	}
}
