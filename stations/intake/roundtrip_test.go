package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/intake"
)

// words draws text as people and mischief write it: with formulas, quotes,
// separators and line ends inside, but no white space around and no CR, which
// CSV cannot keep.
func words(t *rapid.T, label string) string {
	runes := rapid.SliceOfN(rapid.SampledFrom([]rune("=+-@'\"[]{},;、|/\\\n\tＡa1 号路:0<&\u00a0\ufeff😀")), 0, 12).Draw(t, label)
	return strings.TrimSpace(string(runes))
}

func list[T any](t *rapid.T, label string, one func(*rapid.T, string) T) []T {
	var drawn []T
	for i := range rapid.IntRange(0, 3).Draw(t, label) {
		drawn = append(drawn, one(t, fmt.Sprint(label, i)))
	}
	return drawn
}

func someWords(t *rapid.T, label string) string { return words(t, label) + "驿" }

func drawProgramme(t *rapid.T, label string) stations.Programme {
	return stations.Programme{Brand: someWords(t, label), Issuer: rapid.SampledFrom([]string{"", "=市总工会"}).Draw(t, label+" issuer")}
}

func maybe[T any](t *rapid.T, label string, values ...T) *T {
	at := rapid.IntRange(0, len(values)).Draw(t, label)
	if at == 0 {
		return nil
	}
	return &values[at-1]
}

func codeOf(t *rapid.T, list []stations.Word, optional bool) string {
	if optional && rapid.Bool().Draw(t, "none") {
		return ""
	}
	return rapid.SampledFrom(list).Draw(t, "word").Code
}

func drawServices(t *rapid.T) (list []stations.ServiceState) {
	moment := time.Date(2026, 11, 22, 1, 2, 3, 4e6, time.UTC)
	plain := rapid.Bool().Draw(t, "plain services")
	for _, w := range stations.Services()[:rapid.IntRange(0, 4).Draw(t, "services")] {
		state := stations.ServiceState{Code: stations.Service(w.Code), Status: stations.ServiceOK}
		if !plain {
			state.Status = rapid.SampledFrom([]stations.ServiceStatus{stations.ServiceOK, stations.ServiceLimited, stations.ServiceBroken, stations.ServiceNone}).Draw(t, "status")
			state.Note = words(t, "note")
			state.Free = maybe(t, "free", true, false)
			state.Indoor = maybe(t, "indoor", true, false)
			state.CheckedAt, state.ExpiresAt = maybe(t, "checked", moment), maybe(t, "expires", moment)
		}
		list = append(list, state)
	}
	return list
}

func drawContact(t *rapid.T, label string) stations.Contact {
	return stations.Contact{Label: words(t, label+" label"), Phone: someWords(t, label), Personal: rapid.Bool().Draw(t, "personal")}
}

// drawPosition draws a place that was stated in the datum d to 7 decimals.
func drawPosition(t *rapid.T, d datum.Datum) stations.Position {
	p := stations.Position{
		Quality: stations.PositionQuality(codeOf(t, stations.PositionQualities(), false)),
		Address: words(t, "address"), Floor: words(t, "floor"), EntranceNote: words(t, "entrance"),
		StreetFront: maybe(t, "street front", true, false), RoadStake: words(t, "stake"),
		SideOfRoad: words(t, "side"), BikeParking: words(t, "bikes"),
		Adcode: rapid.SampledFrom([]string{"", "320106", "320106001"}).Draw(t, "adcode"),
	}
	if p.Quality == stations.AddressOnly && rapid.Bool().Draw(t, "nowhere") {
		return p
	}
	west := rapid.Int64Range(73_1000000, 135_0000000).Draw(t, "lon")
	north := rapid.Int64Range(3_9000000, 53_6000000).Draw(t, "lat")
	p.Original = datum.Coord{Lon: float64(west) / 1e7, Lat: float64(north) / 1e7, Datum: d}
	p.Point = datum.In(p.Original)
	return p
}

func drawStation(t *rapid.T, d datum.Datum, number int) *stations.Station {
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{
		ID: id, Name: someWords(t, "name"),
		Aliases: list(t, "alias", someWords), Programmes: list(t, "programme", drawProgramme),
		Kind:      stations.Kind(codeOf(t, stations.Kinds(), false)),
		Host:      stations.Host(codeOf(t, stations.Hosts(), true)),
		Lifecycle: stations.Lifecycle(codeOf(t, stations.Lifecycles(), false)),
		Position:  drawPosition(t, d),
		Hours:     rapid.SampledFrom([]string{"", "24/7", "Mo-Fr 09:00-12:00,14:00-18:00; PH off", "看门口的牌子"}).Draw(t, "hours"),
		Access: stations.Access{
			Method: stations.AccessMethod(codeOf(t, stations.AccessMethods(), true)),
			Steps:  words(t, "steps"), Eligibility: words(t, "eligibility"),
			Audience: list(t, "audience", someWords),
		},
		Services: drawServices(t), Contacts: list(t, "contact", drawContact),
		Closures: list(t, "closure", drawClosure), Photos: list(t, "photo", drawPhoto), Truck: drawTruck(t),
		Star: rapid.IntRange(0, 5).Draw(t, "star"), ARating: stations.ARating(codeOf(t, stations.ARatings(), true)),
		Honours: list(t, "honour", someWords), ExternalIDs: drawExternalIDs(t), Verification: drawVerification(t),
		Source: rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "source"), SourceRecord: fmt.Sprint("=", number),
	}
	if rapid.Bool().Draw(t, "links") {
		s.Links = stations.Links{EnrolURL: drawLink(t), BookRoomURL: drawLink(t)}
	}
	if s.Lifecycle == stations.Merged {
		s.MergedInto = "0190a000-0000-7000-8000-000000000001"
	}
	if rapid.Bool().Draw(t, "has code") {
		s.Code = fmt.Sprint("-N", number)
	}
	return s
}

// expected is the station as an import should make it: without its personal
// contacts and the verifier's name.
func expected(s *stations.Station) *stations.Station {
	copied := *s
	copied.Contacts = s.PublicContacts()
	if s.Verification != nil {
		copied.Verification = &stations.Verification{At: s.Verification.At, Method: s.Verification.Method}
	}
	return &copied
}

// Every field of every station survives an export and an import into a store
// that does not know it, in each format and datum. Many checks share a store,
// since opening one takes longest; no two share a record, and a full store
// gives way to another, as each check reads all of it.
func TestExportReadsBack(t *testing.T) {
	const full = 300 // stations
	store, number := open(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		if number >= full {
			store, number = open(t), 0
		}
		d := rapid.SampledFrom([]datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09}).Draw(rt, "datum")
		format := rapid.SampledFrom([]string{"csv", "xlsx", "geojson"}).Draw(rt, "format")
		want := map[string]*stations.Station{}
		var originals []*stations.Station
		for range rapid.IntRange(1, 5).Draw(rt, "stations") {
			number++
			s := drawStation(rt, d, number)
			originals = append(originals, s)
			want[s.SourceRecord] = expected(s)
		}
		var file bytes.Buffer
		if err := exchange.Write(&file, format, d, originals); err != nil {
			rt.Fatal(err)
		}
		report, err := intake.Import(context.Background(), store, bytes.NewReader(file.Bytes()), intake.Options{Source: "丙", Datum: d})
		if err != nil || report.Created != len(originals) {
			rt.Fatalf("Import of an export = %+v, %v, want %d created; file:\n%s", report, err, len(originals), &file)
		}
		got := map[string]*stations.Station{}
		for _, s := range all(t, store) {
			if want[s.SourceRecord] != nil {
				got[s.SourceRecord] = s
			}
		}
		ignored := cmpopts.IgnoreFields(stations.Station{}, "ID", "Revision", "CreatedAt", "UpdatedAt")
		if diff := cmp.Diff(want, got, ignored, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("stations after export and import (-want +got):\n%s\nfile:\n%s", diff, &file)
		}
	})
}

func TestExportDisarmsFormulasAndKeepsSecrets(t *testing.T) {
	s := &stations.Station{
		Name: "=HYPERLINK(1)", Code: "+1", Kind: stations.UnionStation, Lifecycle: stations.Open,
		Position: stations.Position{Quality: stations.GPS, Point: orb.Point{-51.2, -30}},
		Contacts: []stations.Contact{{Phone: "025-1"}, {Phone: "13800000000", Personal: true}},
	}
	var file bytes.Buffer
	if err := exchange.Write(&file, "csv", datum.WGS84, []*stations.Station{s}); err != nil {
		t.Fatal(err)
	}
	for want, there := range map[string]bool{
		",'=HYPERLINK(1),": true, ",'+1,": true, ",-51.2000000,-30.0000000,": true, "025-1": true, "13800000000": false,
	} {
		if got := strings.Contains(file.String(), want); got != there {
			t.Errorf("the export holds %q = %v, want %v:\n%s", want, got, there, &file)
		}
	}
}

// meddler changes the store right before the first Import, as another import
// would.
type meddler struct {
	stations.Store
	before func()
}

func (m *meddler) Import(ctx context.Context, i stations.Import) (stations.Revision, error) {
	if m.before != nil {
		m.before()
		m.before = nil
	}
	return m.Store.Import(ctx, i)
}

func TestConcurrentImportsDoNotDuplicate(t *testing.T) {
	db := open(t)
	store := &meddler{Store: db, before: func() { load(t, db, two, gcj) }}
	report := load(t, store, strings.Replace(two, "鼓楼", "钟楼", 1), gcj)
	wantCounts(t, "the import that came second", report, "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 0")
	if got := len(all(t, db)); got != 2 {
		t.Errorf("stations = %d, want 2", got)
	}
}

func TestEndlessConflictIsReported(t *testing.T) {
	db := open(t)
	store := &stubborn{Store: db}
	_, err := intake.Import(context.Background(), store, strings.NewReader(two), gcj)
	if stations.CodeOf(err) != stations.Conflict || store.tries != 4 {
		t.Errorf("Import = %v after %d tries, want Conflict after 4", err, store.tries)
	}
}

// stubborn refuses every write.
type stubborn struct {
	stations.Store
	tries int
}

func (s *stubborn) Import(context.Context, stations.Import) (stations.Revision, error) {
	s.tries++
	return 0, stations.Errorf(stations.Conflict, "changed meanwhile")
}

func BenchmarkImportUnchanged(b *testing.B) {
	var file strings.Builder
	file.WriteString("id,名称,经度,纬度,地址,服务项目,营业时间\n")
	for i := range 2000 {
		fmt.Fprintf(&file, "%d,驿站%d,%.6f,%.6f,某路%d号,饮水、如厕,周一至周五 9:00-17:00\n", i, i, 118.5+math.Mod(float64(i)*0.61803, 0.6), 31.5+math.Mod(float64(i)*0.41421, 1), i)
	}
	store := open(b)
	load(b, store, file.String(), gcj)
	b.ReportAllocs()
	for b.Loop() {
		if r := load(b, store, file.String(), gcj); r.Unchanged != 2000 {
			b.Fatalf("import of the same file = %s, want 2000 unchanged", counts(r))
		}
	}
}
