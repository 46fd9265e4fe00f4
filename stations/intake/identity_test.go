package intake_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/intake"
)

// edit changes a station as a person would.
func edit(t *testing.T, store stations.Store, s *stations.Station, change func(*stations.Station)) {
	t.Helper()
	change(s)
	if _, err := store.Apply(context.Background(), []stations.Write{{Station: s, Expect: s.Revision}}); err != nil {
		t.Fatal(err)
	}
}

func reviews(t *testing.T, store stations.Store, f stations.ReviewFilter) []stations.Review {
	t.Helper()
	list, err := store.Reviews(context.Background(), f, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func decide(t *testing.T, store stations.Store, a intake.Answer) {
	t.Helper()
	a.At = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	if _, err := intake.Decide(context.Background(), store, a); err != nil {
		t.Fatalf("Decide(%+v) = %v", a, err)
	}
}

func TestUnchangedRowsLeaveEditsByHandAlone(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	edit(t, store, all(t, store)[0], func(s *stations.Station) { s.Name, s.Services = "改过的名", nil })
	before := revision(t, store)
	wantCounts(t, "import of the same file", load(t, store, two, gcj), "read 2 created 0 updated 0 unchanged 2 rejected 0 suspect 0")
	if got := all(t, store)[0]; got.Name != "改过的名" || got.Services != nil || revision(t, store) != before {
		t.Errorf("station = %s with %v at revision %d, want the edit at %d", got.Name, got.Services, revision(t, store), before)
	}
}

// A column that comes later meets what an import took for it, or worked out
// itself: nobody changed that by hand.
func TestTheFirstWordOfAColumnThatComesLaterIsTaken(t *testing.T) {
	square := orb.MultiPolygon{{{{118.7, 32}, {118.8, 32}, {118.8, 32.1}, {118.7, 32.1}, {118.7, 32}}}}
	store := open(t)
	if err := store.PutAreas(t.Context(), []stations.Area{{Adcode: "320106", Name: "鼓楼区", Level: "district", Geometry: square}}); err != nil {
		t.Fatal(err)
	}
	load(t, store, "id,名称,坐标\n1,甲驿站,118.7701 32.0601\n2,乙驿站,118.7801 32.0601\n", gcj)
	edit(t, store, all(t, store)[1], func(s *stations.Station) { s.Lifecycle = stations.Suspended })
	file := "id,名称,状态,类型,区划代码,坐标\n1,甲驿站,关闭,司机之家,320102,118.7701 32.0601\n2,乙驿站,关闭,,,118.7801 32.0601\n"
	wantCounts(t, "import with new columns", load(t, store, file, gcj), "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 1")
	list := all(t, store)
	if s := list[0]; s.Lifecycle != stations.Closed || s.Kind != stations.DriverHome || s.Position.Adcode != "320102" {
		t.Errorf("the station that nobody changed = %s, %s, %s, want what the source says", s.Lifecycle, s.Kind, s.Position.Adcode)
	}
	if s, asked := list[1], reviews(t, store, stations.ReviewFilter{}); s.Lifecycle != stations.Suspended || len(asked) != 1 || asked[0].Station != s.ID {
		t.Errorf("the station that somebody changed = %s with questions %+v, want it kept and one asked", s.Lifecycle, asked)
	}
	wantCounts(t, "the same file again", load(t, store, file, gcj), "read 2 created 0 updated 0 unchanged 2 rejected 0 suspect 0")
}

func TestAKindThatNobodyKnewIsCorrectedByItsSource(t *testing.T) {
	store := open(t)
	load(t, store, "id,名称,类型,坐标\n1,甲驿站,茶馆,118.7701 32.0601\n", gcj)
	report := load(t, store, "id,名称,类型,坐标\n1,甲驿站,司机之家,118.7701 32.0601\n", gcj)
	wantCounts(t, "import of a kind in place of an unknown one", report, "read 1 created 0 updated 1 unchanged 0 rejected 0 suspect 0")
	if s := all(t, store)[0]; s.Kind != stations.DriverHome {
		t.Errorf("kind = %s, want what the source says now", s.Kind)
	}
}

func TestOnlyFieldsThatNobodyChangedAreUpdated(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	edit(t, store, all(t, store)[0], func(s *stations.Station) { s.Position.Address = "中山北路9号" })
	file := strings.Replace(two, "鼓楼驿站,118.770012,32.060012,中山路1号,饮水", "鼓楼新驿站,118.770012,32.060012,中山路2号,饮水", 1)
	report := load(t, store, file, gcj)
	wantCounts(t, "import of changes", report, "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 1")
	if s := all(t, store)[0]; s.Name != "鼓楼新驿站" || s.Position.Address != "中山北路9号" {
		t.Errorf("station = %s at %s, want the source's name and the person's address", s.Name, s.Position.Address)
	}
	open := reviews(t, store, stations.ReviewFilter{})
	if len(open) != 1 || report.Review != 1 {
		t.Fatalf("open reviews = %+v, reported %d, want one", open, report.Review)
	}
	want := stations.Review{Kind: stations.ReviewConflict, Field: "address", Value: "中山北路9号", Old: "中山路1号", New: "中山路2号", Source: "区总工会", Record: "1"}
	if diff := cmp.Diff(want, open[0], cmpopts.IgnoreFields(stations.Review{}, "ID", "Station", "At")); diff != "" {
		t.Errorf("review (-want +got):\n%s", diff)
	}

	again := load(t, store, file, gcj)
	wantCounts(t, "the same file again", again, "read 2 created 0 updated 0 unchanged 2 rejected 0 suspect 0")
	decide(t, store, intake.Answer{Review: open[0].ID, Verdict: stations.TakeSource})
	if s := all(t, store)[0]; s.Position.Address != "中山路2号" || len(reviews(t, store, stations.ReviewFilter{})) != 0 {
		t.Errorf("address after take_source = %s, want the source's", s.Position.Address)
	}
}

func TestAMovedPositionIsAConflictOnlyWhenBothMovedIt(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	edit(t, store, all(t, store)[0], func(s *stations.Station) { s.Position.Point[0] += 0.001 })
	moved := strings.NewReplacer("118.770012", "118.775012", "118.790012", "118.795012").Replace(two)
	wantCounts(t, "import of moves", load(t, store, moved, gcj), "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 1")
	open := reviews(t, store, stations.ReviewFilter{Kind: stations.ReviewConflict})
	if len(open) != 1 || open[0].Field != "position" || open[0].New != "118.7750120,32.0600120,gcj02" {
		t.Fatalf("open reviews = %+v, want one on the position", open)
	}
	decide(t, store, intake.Answer{Review: open[0].ID, Verdict: stations.TakeSource})
	if got := all(t, store)[0].Position.Original.Lon; got != 118.775012 {
		t.Errorf("stated longitude after take_source = %v, want 118.775012", got)
	}
}

func TestAServiceThatIsBrokenStaysSoWhenTheListGrows(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	edit(t, store, all(t, store)[0], func(s *stations.Station) { s.Services[0].Status = stations.ServiceBroken })
	wantCounts(t, "import of a longer list", load(t, store, strings.Replace(two, "饮水", "饮水、如厕", 1), gcj), "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 0")
	want := []stations.ServiceState{{Code: "water", Status: stations.ServiceBroken}, {Code: "toilet", Status: stations.ServiceOK}}
	if diff := cmp.Diff(want, all(t, store)[0].Services); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
}

// TestMobileNumbersOfAFileAreNotShown imports a file with a mobile number into
// stores that have the station without it, and with it as public, as versions
// before kept it; where people made it public it stays so.
func TestMobileNumbersOfAFileAreNotShown(t *testing.T) {
	const head = "编号,名称,经度,纬度,类型,联系电话\n1,鼓楼驿站,118.770012,32.060012,职工驿站,"
	const mobile = "13900001111"
	for name, c := range map[string]struct {
		first  string
		edited bool // by hand, to show the number
		public string
	}{
		"a new station":                    {"", false, ""},
		"one that had no number":           {"025-1", false, ""},
		"one whose number people show":     {"025-1", true, mobile},
		"one whose file said it is public": {`"[{""phone"":""` + mobile + `""}]"`, false, ""},
		"a number beside one that stays":   {"025-1、" + mobile, false, ""},
	} {
		store := open(t)
		if c.first != "" {
			load(t, store, head+c.first, gcj)
		}
		if c.edited {
			edit(t, store, all(t, store)[0], func(s *stations.Station) { s.Contacts = []stations.Contact{{Phone: mobile}} })
		}
		load(t, store, head+mobile, gcj)
		s, public := all(t, store)[0], ""
		for _, contact := range s.PublicContacts() {
			public += contact.Phone
		}
		if public != c.public {
			t.Errorf("%s: public contacts = %q, want %q", name, public, c.public)
		}
		if len(s.PersonalContacts()) != 1 && !c.edited {
			t.Errorf("%s: contacts = %+v, want the mobile number inside", name, s.Contacts)
		}
	}
}

func TestRowsThatAreGoneAreReportedAndKept(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	report := load(t, store, strings.Join(strings.SplitAfter(two, "\n")[:2], ""), gcj)
	want := []intake.Gone{{Record: "2", Station: all(t, store)[1].ID, Name: "玄武驿站"}}
	if diff := cmp.Diff(want, report.Gone); diff != "" || all(t, store)[1].Lifecycle != stations.Open {
		t.Errorf("gone (-want +got):\n%s", diff)
	}
}

func TestADeletedStationStaysDeleted(t *testing.T) {
	store := open(t)
	load(t, store, two, gcj)
	s := all(t, store)[0]
	if _, err := store.Apply(context.Background(), []stations.Write{{Station: s, Expect: s.Revision, Delete: true}}); err != nil {
		t.Fatal(err)
	}
	wantCounts(t, "import of a change", load(t, store, strings.Replace(two, "中山路1号", "中山路3号", 1), gcj), "read 2 created 0 updated 0 unchanged 2 rejected 0 suspect 1")
	if got := len(all(t, store)); got != 1 {
		t.Errorf("stations = %d, want 1", got)
	}
}

// twice imports one place from two sources and returns the question.
func twice(t *testing.T, store stations.Store) (a, b *stations.Station, asked stations.Review) {
	t.Helper()
	load(t, store, "id,名称,坐标,高德ID\n7,鼓楼区中山路工会驿站,118.770012 32.060012,\n", gcj)
	other := gcj
	other.Source = "市总工会"
	load(t, store, "id,名称,坐标,高德ID\nX,鼓楼区中山路暖心驿站,118.770312 32.060012,B001\n", other)
	open := reviews(t, store, stations.ReviewFilter{})
	if len(open) != 1 || open[0].Kind != stations.ReviewDuplicate || *open[0].Similarity != 1 || *open[0].DistanceM < 28 || *open[0].DistanceM > 29 {
		t.Fatalf("open reviews = %+v, want one duplicate 28 m apart", open)
	}
	list := all(t, store)
	return list[0], list[1], open[0]
}

// photographed gives the station a picture and returns its id.
func photographed(t *testing.T, store stations.Store, s *stations.Station) string {
	t.Helper()
	p := stations.Picture{Station: s.ID, ID: stations.PictureID([]byte("jpeg")), Width: 4, Height: 3, Image: []byte("jpeg"), Thumbnail: []byte("jpg")}
	if err := store.AddPicture(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s.Photos = append(s.Photos, p.Imaged())
	if _, err := store.Apply(t.Context(), []stations.Write{{Station: s, Expect: s.Revision}}); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func TestTwoSourcesAboutOnePlaceAreMergedByPeopleOnly(t *testing.T) {
	store := open(t)
	a, b, asked := twice(t, store)
	photo := photographed(t, store, b)
	decide(t, store, intake.Answer{Review: asked.ID, Verdict: stations.Merge, Keep: a.ID})
	list := all(t, store)
	if s := list[0]; !s.Shows(photo) || list[1].Shows(photo) {
		t.Errorf("the stations have photos %v and %v, want %s to go to the first", s.Photos, list[1].Photos, photo)
	}
	if _, err := store.Image(t.Context(), a.ID, photo, stations.FullSize); err != nil {
		t.Errorf("Image(the kept station, the other's photo) = %v", err)
	}
	if s := list[1]; s.Lifecycle != stations.Merged || s.MergedInto != a.ID {
		t.Errorf("the other station = %s into %q, want merged into %s", s.Lifecycle, s.MergedInto, a.ID)
	}
	if s := list[0]; !cmp.Equal(s.Aliases, []string{"鼓楼区中山路暖心驿站"}) || s.ExternalIDs["amap"] != "B001" {
		t.Errorf("the kept station has aliases %v and ids %v, want those of both", s.Aliases, s.ExternalIDs)
	}
	if s, err := intake.Survivor(context.Background(), store, b.ID); err != nil || s.ID != a.ID {
		t.Errorf("Survivor(the merged one) = %v, %v, want %s", s, err, a.ID)
	}
	// The same file again touches nothing; a later one updates the survivor.
	other := gcj
	other.Source = "市总工会"
	wantCounts(t, "the same file again", load(t, store, "id,名称,坐标,高德ID\nX,鼓楼区中山路暖心驿站,118.770312 32.060012,B001\n", other), "read 1 created 0 updated 0 unchanged 1 rejected 0 suspect 0")
	wantCounts(t, "a later file", load(t, store, "id,名称,坐标,高德ID,电话\nX,鼓楼区中山路暖心驿站,118.770312 32.060012,B001,025-7\n", other), "read 1 created 0 updated 1 unchanged 0 rejected 0 suspect 0")
	if got := all(t, store)[0].Contacts; len(got) != 1 || got[0].Phone != "025-7" {
		t.Errorf("contacts of the survivor = %v, want 025-7", got)
	}
}

func TestAPairThatIsKeptApartNeverComesUpAgain(t *testing.T) {
	store := open(t)
	a, _, asked := twice(t, store)
	decide(t, store, intake.Answer{Review: asked.ID, Verdict: stations.KeepApart})
	report := load(t, store, "id,名称,坐标\n7,中山路工会驿站（鼓楼区）,118.770022 32.060012\n", gcj)
	if len(reviews(t, store, stations.ReviewFilter{})) != 0 || report.Review != 0 {
		t.Errorf("after keep_apart and a new import %d reviews, want none", report.Review)
	}
	for name, bad := range map[string]intake.Answer{
		"decided already": {Review: asked.ID, Verdict: stations.Merge, Keep: a.ID},
		"no such review":  {Review: "0", Verdict: stations.Merge, Keep: a.ID},
		"no answer to it": {Review: asked.ID, Verdict: stations.TakeSource},
	} {
		want := map[string]stations.Code{"decided already": stations.Conflict, "no such review": stations.NotFound, "no answer to it": stations.Invalid}[name]
		if _, err := intake.Decide(context.Background(), store, bad); stations.CodeOf(err) != want {
			t.Errorf("%s: Decide = %v, want %s", name, err, want)
		}
	}
}

func TestPermutedRowsGiveTheSameStations(t *testing.T) {
	header, rows := "id,名称,坐标,地址\n", []string{}
	for i := range 40 {
		rows = append(rows, fmt.Sprintf("%d,第%d街驿站,118.77%02d12 32.06%02d12,%d号\n", i, i*i, i, i, i))
	}
	first, second := open(t), open(t)
	load(t, first, header+strings.Join(rows, ""), gcj)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	load(t, second, header+strings.Join(rows, ""), gcj)
	ignored := cmpopts.IgnoreFields(stations.Station{}, "ID", "Revision", "CreatedAt", "UpdatedAt")
	sorted := cmpopts.SortSlices(func(a, b *stations.Station) bool { return a.SourceRecord < b.SourceRecord })
	if diff := cmp.Diff(all(t, first), all(t, second), ignored, sorted); diff != "" {
		t.Errorf("stations of permuted rows differ:\n%s", diff)
	}
	wantCounts(t, "the permuted file again", load(t, first, header+strings.Join(rows, ""), gcj), "read 40 created 0 updated 0 unchanged 40 rejected 0 suspect 0")
}
