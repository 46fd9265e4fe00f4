package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/intake"
	"yizhan/stations/sqlite"
)

// open makes an empty store.
func open(t testing.TB) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "stations.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

var gcj = intake.Options{Source: "区总工会", Datum: datum.GCJ02, Kind: stations.UnionStation}

// load imports a file that is expected to be usable.
func load(t testing.TB, store stations.Store, file string, o intake.Options) *intake.Report {
	t.Helper()
	report, err := intake.Import(context.Background(), store, strings.NewReader(file), o)
	if err != nil {
		t.Fatalf("Import(%.60q…) = %v", file, err)
	}
	return report
}

// counts is a report without its texts.
func counts(r *intake.Report) string {
	return fmt.Sprintf("read %d created %d updated %d unchanged %d rejected %d suspect %d",
		r.Read, r.Created, r.Updated, r.Unchanged, r.Rejected, r.Suspect)
}

func wantCounts(t *testing.T, step string, r *intake.Report, want string) {
	t.Helper()
	if got := counts(r); got != want {
		t.Errorf("%s: %s, want %s; problems %v", step, got, want, r.Problems)
	}
}

func all(t testing.TB, store stations.Store) []*stations.Station {
	t.Helper()
	_, list, err := store.Snapshot(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func revision(t *testing.T, store stations.Store) stations.Revision {
	t.Helper()
	rev, err := store.Revision(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

const two = "id,名称,经度,纬度,地址,服务\n1,鼓楼驿站,118.770012,32.060012,中山路1号,饮水\n2,玄武驿站,118.790012,32.060012,,\n"

func Example() {
	dir, err := os.MkdirTemp("", "intake")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "stations.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	file := "名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n反了,32.060012,118.770012\n"
	report, err := intake.Import(context.Background(), store, strings.NewReader(file), intake.Options{
		Source: "demo", Datum: datum.GCJ02, Kind: stations.UnionStation,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Created, report.Rejected, report.Problems[0].Row, report.Problems[0].Problem)
	// Output:
	// 1 1 3 looks swapped: longitude and latitude in each other's place
}

func TestImportKeepsWhatTheFileSays(t *testing.T) {
	store := open(t)
	wantCounts(t, "first import", load(t, store, two, gcj), "read 2 created 2 updated 0 unchanged 0 rejected 0 suspect 0")
	original := datum.Coord{Lon: 118.770012, Lat: 32.060012, Datum: datum.GCJ02}
	want := &stations.Station{
		Name: "鼓楼驿站", Kind: stations.UnionStation, Lifecycle: stations.Open, Source: "区总工会", SourceRecord: "1",
		Position: stations.Position{Point: datum.In(original), Original: original, Quality: stations.Geocoded, Address: "中山路1号"},
		Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}},
	}
	got := all(t, store)[0]
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(stations.Station{}, "ID", "Revision", "CreatedAt", "UpdatedAt")); diff != "" {
		t.Errorf("the first station (-want +got):\n%s", diff)
	}
}

func TestSecondImportChangesNothing(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	before := revision(t, store)
	wantCounts(t, "second import", load(t, store, two, gcj), "read 2 created 0 updated 0 unchanged 2 rejected 0 suspect 0")
	if after := revision(t, store); after != before {
		t.Errorf("revision after a second import = %d, want %d as before", after, before)
	}
}

func TestChangedRowsAreUpdatedAndSilentOnesLeft(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	file := "id,名称,经度,纬度,地址,电话\n1,鼓楼驿站,118.770012,32.060012,,025-1\n2,玄武湖驿站,118.790012,32.060012,,\n"
	wantCounts(t, "import of changes", load(t, store, file, gcj), "read 2 created 0 updated 2 unchanged 0 rejected 0 suspect 0")
	list := all(t, store)
	if s := list[0]; s.Position.Address != "中山路1号" || len(s.Services) != 1 || len(s.Contacts) != 1 {
		t.Errorf("station 1 = %+v, want its address and services left and a phone added", s)
	}
	if got := list[1].Name; got != "玄武湖驿站" {
		t.Errorf("name of station 2 = %q, want the new one", got)
	}
	// Another source's record of the same number is another station.
	other := gcj
	other.Source = "市总工会"
	wantCounts(t, "another source", load(t, store, two, other), "read 2 created 2 updated 0 unchanged 0 rejected 0 suspect 0")
}

func TestRowsAreIdentified(t *testing.T) {
	key := func(name string) intake.Options {
		o := gcj
		o.Key = name
		return o
	}
	for name, c := range map[string]struct {
		options      intake.Options
		first, again string
		want         string // of the second import
	}{
		"by id": {gcj, two, strings.ReplaceAll(two, "驿站", "站"), "read 2 created 0 updated 2 unchanged 0 rejected 0 suspect 0"},
		"by a key column": {
			key("序号"), "序号,名称,坐标\n1,甲,118.7701 32.0601\n", "序号,名称,坐标\n1,乙,118.7701 32.0601\n",
			"read 1 created 0 updated 1 unchanged 0 rejected 0 suspect 0",
		},
		"by code": {gcj, "编号,名称,坐标\nA1,甲,118.7701 32.0601\n", "编号,名称,坐标\nA1,乙,118.7701 32.0601\n", "read 1 created 0 updated 1 unchanged 0 rejected 0 suspect 0"},
		"by name and address": {
			gcj, "名称,地址,坐标\n甲,路1号,118.7701 32.0601\n", "名称,地址,坐标\n甲,路1号,118.7799 32.0601\n甲,路2号,118.7702 32.0602\n",
			"read 2 created 1 updated 1 unchanged 0 rejected 0 suspect 0",
		},
	} {
		store := open(t)
		load(t, store, c.first, c.options)
		wantCounts(t, name, load(t, store, c.again, c.options), c.want)
	}
}

func TestProblemsAreListedByRow(t *testing.T) {
	store := open(t)
	report := load(t, store, strings.Join([]string{
		"编号,名称,经度,纬度,类型,区划代码,服务,状态,开放时间",
		"A1,好站,118.770012,32.060012,职工驿站,320106,饮水,开放,看门口的牌子",
		"A1,同码,118.771012,32.060012,,,,",
		"A2,,118.771012,32.060012,,,,",
		"A3,反了,32.060012,118.770012,,,,",
		"A4,无位置,,,,,,",
		"A5,粗略,118.77,32.06,,,,",
		"A6,境外,-51.200112,-30.030012,,,,",
		"A7,怪类,118.772012,32.060012,茶馆,,,",
		"A8,怪码,118.773012,32.060012,,32-01,,",
		"A9,怪服务,118.774012,32.060012,,,饮水、跳舞,",
		"B1,怪状态,118.775012,32.060012,,,,飞了",
	}, "\n"), gcj)
	wantCounts(t, "import", report, "read 11 created 5 updated 0 unchanged 0 rejected 6 suspect 5")
	want := []exchange.Problem{
		{Row: 2, Field: "hours", Value: "看门口的牌子", Problem: "suspect: cannot be read as opening hours; kept as text", Suspect: true},
		{Row: 3, Field: "code", Value: "A1", Problem: "is a duplicate of row 2"},
		{Row: 4, Field: "name", Problem: "is required"},
		{Row: 5, Field: "lon,lat", Value: "32.060012,118.770012", Problem: "looks swapped: longitude and latitude in each other's place"},
		{Row: 6, Field: "lon,lat", Problem: "the position is missing; state it, or quality address_only"},
		{Row: 7, Field: "lon,lat", Problem: "suspect: the position has 2 decimals, which is not exact enough to find a door", Suspect: true},
		{Row: 8, Field: "lon,lat", Problem: "suspect: the position is outside China", Suspect: true},
		{Row: 9, Field: "kind", Value: "茶馆", Problem: "suspect: is not a known kind; taken as union_station", Suspect: true},
		{Row: 10, Field: "adcode", Value: "32-01", Problem: "is not a division code of 6, 9 or 12 digits"},
		{Row: 11, Field: "services", Value: "饮水、跳舞", Problem: "suspect: has unknown services, left out: 跳舞", Suspect: true},
		{Row: 12, Field: "lifecycle", Value: "飞了", Problem: "is not a known word"},
	}
	if diff := cmp.Diff(want, report.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if got := len(all(t, store)); got != 5 {
		t.Errorf("stations kept = %d, want 5", got)
	}
}

// Offices write the second service of a station below the first, in a row of
// its own.
func TestARowThatGoesOnWithTheOneAboveIsToldAsSuch(t *testing.T) {
	store := open(t)
	report := load(t, store, "名称,类型,经度,纬度,服务\n甲站,职工驿站,118.770012,32.060012,饮水\n,,,,充电\n甲站,,,,淋浴\n乙站,,,,淋浴\n乙站,,,,饮水\n甲站,,,,淋浴\n", gcj)
	repeated := "the position is missing, and the row above has this name: where it goes on with that row, write all into that row"
	missing := "the position is missing; state it, or quality address_only"
	want := []exchange.Problem{
		{Row: 3, Field: "row", Problem: "states neither a name nor a position: where it goes on with the row above, write all into that row"},
		{Row: 4, Field: "lon,lat", Problem: missing},
		{Row: 5, Field: "lon,lat", Problem: missing},
		{Row: 6, Field: "lon,lat", Problem: repeated},
		{Row: 7, Field: "lon,lat", Problem: missing},
	}
	if diff := cmp.Diff(want, report.Problems); diff != "" || report.Created != 1 || report.Rejected != 5 {
		t.Errorf("report = %+v, problems (-want +got):\n%s", report, diff)
	}
}

func TestDryRunWritesNothingAndReportsTheSame(t *testing.T) {
	store := open(t)
	dry := gcj
	dry.DryRun = true
	got := load(t, store, two, dry)
	if n := revision(t, store); n != 0 {
		t.Errorf("revision after a dry run = %d, want 0", n)
	}
	if diff := cmp.Diff(load(t, store, two, gcj), got); diff != "" {
		t.Errorf("report of the dry run (-want +got):\n%s", diff)
	}
}

func TestCodesOfOthersStayWithThem(t *testing.T) {
	store := open(t)
	load(t, store, "id,编号,名称,坐标\n1,A1,甲,118.7701 32.0601\n", gcj)
	other := gcj
	other.Source = "市总工会"
	report := load(t, store, "id,编号,名称,坐标\n1,A1,甲,118.7701 32.0601\n2,A2,乙,118.7702 32.0601\n", other)
	wantCounts(t, "import of a taken code", report, "read 2 created 2 updated 0 unchanged 0 rejected 0 suspect 1")
	if list := all(t, store); list[0].Code != "A1" || list[1].Code != "" || list[2].Code != "A2" || report.Review != 1 {
		t.Errorf("codes = %q, %q, %q with %d reviews, want A1, none, A2 and 1", list[0].Code, list[1].Code, list[2].Code, report.Review)
	}
}

// A code is never given to another station: a row that has one of the past is
// kept without it, and the rest of its file is imported as ever.
func TestCodesOfThePastStayWithTheirStations(t *testing.T) {
	for name, past := range map[string]func(t *testing.T, store stations.Store, s *stations.Station){
		"of a station that was given another": func(t *testing.T, store stations.Store, s *stations.Station) {
			edit(t, store, s, func(s *stations.Station) { s.Code = "B1" })
		},
		"of a station that was deleted": func(t *testing.T, store stations.Store, s *stations.Station) {
			if _, err := store.Apply(t.Context(), []stations.Write{{Station: s, Expect: s.Revision, Delete: true}}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		store := open(t)
		load(t, store, "id,编号,名称,坐标\n1,A1,甲,118.7701 32.0601\n", gcj)
		past(t, store, all(t, store)[0])
		other := gcj
		other.Source = "市总工会"
		report := load(t, store, "id,编号,名称,坐标\n1,A1,乙,118.7801 32.0601\n2,A2,丙,118.7902 32.0601\n", other)
		wantCounts(t, "import of a code "+name, report, "read 2 created 2 updated 0 unchanged 0 rejected 0 suspect 1")
		list := all(t, store)
		if made := list[len(list)-2:]; made[0].Code != "" || made[1].Code != "A2" {
			t.Errorf("codes after an import of a code %s = %q, %q, want none and A2", name, made[0].Code, made[1].Code)
		}
	}
}

func TestARowThatCannotBeReadIsNotGone(t *testing.T) {
	store := open(t)
	load(t, store, "id,名称,坐标\n1,甲,118.7701 32.0601\n2,乙,118.7801 32.0601\n3,丙,118.7901 32.0601\n", gcj)
	report := load(t, store, "id,名称,坐标\n1,甲,118.7701 32.0601,多\n2,乙,118.7801 32.0601\n", gcj)
	wantCounts(t, "import with a row of too many cells", report, "read 2 created 0 updated 0 unchanged 1 rejected 1 suspect 0")
	if len(report.Gone) != 1 || report.Gone[0].Record != "3" {
		t.Errorf("Gone = %+v, want record 3 alone: record 1 is in the file", report.Gone)
	}
}

func TestARowWithoutTheColumnThatNamesItIsRejected(t *testing.T) {
	store, keyed := open(t), gcj
	keyed.Key = "档案号"
	report := load(t, store, "档案号,名称,坐标\n7,甲,118.7701 32.0601\n,乙,118.7801 32.0601\n", keyed)
	wantCounts(t, "import by a column", report, "read 2 created 1 updated 0 unchanged 0 rejected 1 suspect 0")
	want := []exchange.Problem{{Row: 3, Field: "档案号", Problem: "is blank, and rows are identified by it"}}
	if diff := cmp.Diff(want, report.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if s := all(t, store)[0]; s.SourceRecord != "7" {
		t.Errorf("the record of the station = %q, want that of the column", s.SourceRecord)
	}
}

func TestManyRowsOnOnePointAreSuspect(t *testing.T) {
	report := load(t, open(t), "id,名称,坐标\n1,甲,118.7701 32.0601\n2,乙,118.7701 32.0601\n3,丙,118.7701 32.0601\n4,丁,118.7701 32.0601\n5,戊,118.7702 32.0601\n", gcj)
	wantCounts(t, "import", report, "read 5 created 5 updated 0 unchanged 0 rejected 0 suspect 4")
}

func TestOptionsAreRequired(t *testing.T) {
	for name, o := range map[string]intake.Options{
		"no source":      {Datum: datum.GCJ02},
		"a blank source": {Source: " \u3000", Datum: datum.GCJ02},
		"a long source":  {Source: strings.Repeat("长", 494), Datum: datum.GCJ02, DryRun: true},
		"no datum":       {Source: "a"},
		"no such kind":   {Source: "a", Datum: datum.GCJ02, Kind: "tea"},
		"no such key":    {Source: "a", Datum: datum.GCJ02, Key: "序号"},
		"no such column": {Source: "a", Datum: datum.GCJ02, Columns: map[string]string{"x1": "name"}},
	} {
		store := open(t)
		_, err := intake.Import(context.Background(), store, strings.NewReader(two), o)
		if stations.CodeOf(err) != stations.Invalid {
			t.Errorf("%s: Import = %v, want Invalid", name, err)
		}
	}
}

func TestDivisionsComeFromThePosition(t *testing.T) {
	square := func(w, s, e, n float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
	}
	store := open(t)
	err := store.PutAreas(context.Background(), []stations.Area{
		{Adcode: "320100", Name: "南京市", Geometry: square(118, 31, 120, 33)},
		{Adcode: "320106", Name: "鼓楼区", Parent: "320100", Geometry: square(118.7, 32, 118.8, 32.1)},
	})
	if err != nil {
		t.Fatal(err)
	}
	wgs := gcj
	wgs.Datum = datum.WGS84
	report := load(t, store, strings.Join([]string{
		"id,名称,坐标,区划代码",
		"1,区内,118.7501 32.0501,", "2,市内,118.9001 32.0501,", "3,省外,121.4001 31.2001,",
		"4,写对,118.7502 32.0501,320100", "5,写错,118.7503 32.0501,320102",
	}, "\n"), wgs)
	wantCounts(t, "import", report, "read 5 created 5 updated 0 unchanged 0 rejected 0 suspect 1")
	got := map[string]string{}
	for _, s := range all(t, store) {
		got[s.SourceRecord] = s.Position.Adcode
	}
	want := map[string]string{"1": "320106", "2": "320100", "3": "", "4": "320100", "5": "320102"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("divisions (-want +got):\n%s", diff)
	}
}

func TestHongKongShops(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/stations/hk_convenience_stores.geojson")
	if err != nil {
		t.Skip("the shops are not here:", err)
	}
	store := open(t)
	o := intake.Options{Source: "hk", Datum: datum.WGS84, Kind: stations.UnionStation, Columns: map[string]string{"name eng": "name"}}
	wantCounts(t, "first import", load(t, store, string(data), o), "read 1317 created 1317 updated 0 unchanged 0 rejected 0 suspect 0")
	wantCounts(t, "second import", load(t, store, string(data), o), "read 1317 created 0 updated 0 unchanged 1317 rejected 0 suspect 0")
	// An export in another frame, imported again, means the same places.
	var export bytes.Buffer
	if err := exchange.Write(&export, "csv", datum.BD09, all(t, store)); err != nil {
		t.Fatal(err)
	}
	o = intake.Options{Source: "hk", Datum: datum.BD09}
	wantCounts(t, "import of the export", load(t, store, export.String(), o), "read 1317 created 0 updated 0 unchanged 1317 rejected 0 suspect 0")
	kept := all(t, store)[:20]
	export.Reset()
	if err := exchange.Write(&export, "geojson", datum.BD09, kept); err != nil {
		t.Fatal(err)
	}
	copied := open(t)
	load(t, copied, export.String(), o)
	for i, s := range all(t, copied) {
		if off := sphere.Distance(s.Position.Point, kept[i].Position.Point); off > 0.02 {
			t.Errorf("%s moved by %.3f m on its way through BD-09, want ≤ 2 cm", s.Name, off)
		}
	}
}

func TestAReportTellsWhatItsRowsChange(t *testing.T) {
	const before = "id,名称,经度,纬度,地址,状态,电话\n1,甲站,118.770012,32.060012,一路1号,开放,025-1\n2,乙站,118.780012,32.061012,二路1号,开放,025-2\n3,丙站,118.790012,32.062012,三路1号,开放,025-3\n"
	const after = "id,名称,经度,纬度,地址,状态,电话\n1,甲新站,118.770012,32.060012,一路1号,开放,025-1\n2,乙站,118.780412,32.061012,二路1号,已撤销,025-2\n3,丙站,118.790012,32.062012,三路1号,开放,025-3\n4,丁站,118.80,32.063012,,,\n"
	store := open(t)
	if r := load(t, store, before, gcj); len(r.Changes) > 0 {
		t.Errorf("changes of the first import = %v, want none", r.Changes)
	}
	dry := gcj
	dry.DryRun = true
	moved := 38.0
	want := []intake.Change{
		{Row: 2, Name: "甲站", Fields: []intake.FieldChange{{Field: "name", Before: "甲站", After: "甲新站"}}},
		{Row: 3, Name: "乙站", MovedM: &moved, Fields: []intake.FieldChange{
			{Field: "lifecycle", Before: "open", After: "closed"},
			{Field: "position", Before: "118.7800120,32.0610120,gcj02", After: "118.7804120,32.0610120,gcj02"},
		}},
	}
	for _, o := range []intake.Options{dry, gcj} {
		got := load(t, store, after, o).Changes
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(intake.Change{}, "Station")); diff != "" {
			t.Errorf("dry run %v: changes (-want +got):\n%s", o.DryRun, diff)
		}
	}
	if r := load(t, store, after, gcj); len(r.Changes) > 0 {
		t.Errorf("changes of the same file again = %v, want none", r.Changes)
	}
}
