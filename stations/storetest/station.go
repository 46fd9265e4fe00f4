package storetest

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// full has every field set, with numbers and times that a careless store
// rounds.
func full(t testing.TB) *stations.Station {
	yes, no := true, false
	expires := time.Date(2026, 11, 30, 18, 0, 0, 123456789, time.FixedZone("", 8*3600))
	checked := time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	s := newStation(t, "新街口 <职工> & 驿站 \"A\\B\"")
	s.Code, s.Aliases, s.Programmes = "NJ-001", []string{"100%_满意", "ＡＢＣ"}, []stations.Programme{{Brand: "工会驿站", Issuer: "南京市总工会"}, {Brand: "暖新驿站"}}
	s.Host, s.Hours = "bank", "Mo-Fr 08:30-17:00; PH off"
	s.Position = stations.Position{
		Point:    orb.Point{math.Nextafter(118.778, 119), 0.1 + 0.2},
		Original: datum.Coord{Lon: 118.783300000000001, Lat: math.Nextafter(32, 33), Datum: datum.BD09},
		Quality:  stations.Surveyed, Address: "中山路 1 号\n一层", Adcode: "320106001", Floor: "B1", StreetFront: &no,
		EntranceNote: "东门", RoadStake: "G353 K2112+400", SideOfRoad: "left", BikeParking: "门前",
	}
	s.Access = stations.Access{Method: stations.QR, Steps: "扫码", Eligibility: "户外劳动者"}
	s.Services = []stations.ServiceState{
		{Code: "water", Status: stations.ServiceOK, Free: &yes, Note: "冷热", CheckedAt: &checked},
		{Code: "wifi", Status: stations.ServiceLimited, Free: &no, ExpiresAt: &expires},
	}
	s.Contacts = []stations.Contact{{Label: "值班", Phone: "025-12345678"}, {Phone: "13800000000", Personal: true}}
	s.Source, s.SourceRecord = "南京市总工会", "row-1"
	detail(s)
	return s
}

// detail sets what is seldom known of a station.
func detail(s *stations.Station) {
	yes, no := true, false
	taken := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	s.ExternalIDs = map[string]string{stations.Amap: "B0FFG", stations.Official: "32-01"}
	s.Closures = []stations.Closure{{From: "2027-02-05", Until: "2027-02-12", Reason: "春节"}}
	s.Access.Audience = []string{"骑手", "环卫工人"}
	s.Services = append(s.Services, stations.ServiceState{Code: "ebike_charging", Status: stations.ServiceOK, Indoor: &no})
	s.Truck = &stations.Truck{Spaces: 12, MaxLengthM: 17.5, MaxHeightM: 0.1 + 4.2, Guarded: &yes, CCTV: &no}
	s.Photos = []stations.Photo{{ID: "p1", Caption: "门口", TakenAt: &taken}, {URL: "https://example.org/1.jpg"}}
	s.Links = stations.Links{EnrolURL: "https://example.org/enrol?a=1&b=<2>", BookRoomURL: "https://example.org/book"}
	s.Star, s.ARating, s.Honours = 5, "4A", []string{"最美工会户外劳动者服务站点"}
	s.Verification = &stations.Verification{At: taken, By: "巡查员", Method: stations.OnSite}
}

func stationComesBack(t *testing.T, s stations.Store) {
	want := full(t)
	before := stations.Stamp(time.Now())
	rev := put(t, s, want)
	if want.Revision != rev || want.CreatedAt.Before(before) || !want.CreatedAt.Equal(want.UpdatedAt) {
		t.Errorf("Apply left revision %d and times %v, %v, want %d and now", want.Revision, want.CreatedAt, want.UpdatedAt, rev)
	}
	same(t, "Station(id)", want, must(s.Station(t.Context(), want.ID))(t, "Station(id)"))

	created := want.CreatedAt
	want.Name = "改名"
	put(t, s, want)
	if !want.CreatedAt.Equal(created) || want.Revision != rev+1 {
		t.Errorf("a second Apply left revision %d and created %v, want %d and %v", want.Revision, want.CreatedAt, rev+1, created)
	}
	same(t, "Station(id) after a change", want, must(s.Station(t.Context(), want.ID))(t, "Station(id)"))
}

func missingStation(t *testing.T, s stations.Store) {
	_, err := s.Station(t.Context(), newStation(t, "x").ID)
	wantCode(t, "Station(unknown id)", err, stations.NotFound)
	for _, id := range []stations.ID{"", "x", "a\x00b", "\xff"} {
		_, err = s.Station(t.Context(), id)
		wantCode(t, "Station(no id)", err, stations.NotFound)
	}
}

func optimistic(t *testing.T, s stations.Store) {
	a := newStation(t, "甲")
	first := put(t, s, a)
	stale := *a
	put(t, s, a)

	stale.Name = "旧"
	for _, expect := range []stations.Revision{0, first, a.Revision + 1} {
		_, err := s.Apply(t.Context(), []stations.Write{{Station: &stale, Expect: expect}})
		wantCode(t, "Apply(wrong expectation)", err, stations.Conflict)
		_, err = s.Apply(t.Context(), []stations.Write{{Station: &stale, Expect: max(1, expect), Delete: true}})
		wantCode(t, "Apply(delete, wrong expectation)", err, stations.Conflict)
	}
	_, err := s.Apply(t.Context(), []stations.Write{{Station: newStation(t, "乙"), Expect: 1}})
	wantCode(t, "Apply(change of what is not there)", err, stations.Conflict)
	same(t, "Station(id) after refused writes", a, must(s.Station(t.Context(), a.ID))(t, "Station(id)"))
}

func neverAgain(t *testing.T, s stations.Store) {
	a := newStation(t, "甲")
	put(t, s, a)
	rev, err := s.Apply(t.Context(), []stations.Write{{Station: &stations.Station{ID: a.ID}, Expect: a.Revision, Delete: true}})
	if err != nil || rev != 2 {
		t.Fatalf("Apply(delete) = %d, %v, want 2", rev, err)
	}
	_, err = s.Station(t.Context(), a.ID)
	wantCode(t, "Station(deleted)", err, stations.NotFound)
	_, err = s.Apply(t.Context(), []stations.Write{{Station: a}})
	wantCode(t, "Apply(the id of a deleted station)", err, stations.Conflict)
	_, err = s.Apply(t.Context(), []stations.Write{{Station: a, Expect: 2}})
	wantCode(t, "Apply(change of a deleted station)", err, stations.Conflict)
	if n := must(s.Count(t.Context(), stations.Filter{}, time.Now()))(t, "Count"); n != 0 {
		t.Errorf("Count after the deletion = %d, want 0", n)
	}
}

func codesAreKept(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	a.Code = "NJ-1"
	put(t, s, a, b)

	take := func(why string) {
		t.Helper()
		taker := *b
		taker.Code = "NJ-1"
		_, err := s.Apply(t.Context(), []stations.Write{{Station: &taker, Expect: b.Revision}})
		wantCode(t, "Apply(a code that "+why+")", err, stations.Conflict)
	}
	take("another station has")
	a.Code = "NJ-2"
	put(t, s, a)
	take("another station had")
	a.Code = "NJ-1"
	put(t, s, a) // its own old code
	owners, err := s.CodeOwners(t.Context(), []string{"NJ-2", "NJ-1", "NJ-3", "\x00"})
	if err != nil || len(owners) != 2 || owners["NJ-1"] != a.ID || owners["NJ-2"] != a.ID {
		t.Errorf("CodeOwners = %v, %v, want the station of the code that it has and of the one that it had", owners, err)
	}
	if _, err := s.Apply(t.Context(), []stations.Write{{Station: a, Expect: a.Revision, Delete: true}}); err != nil {
		t.Fatal(err)
	}
	take("a deleted station had")
}

func sourceRecords(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	a.Source, a.SourceRecord, b.Source, b.SourceRecord = "市", "1", "市", "1"
	put(t, s, a)
	_, err := s.Apply(t.Context(), []stations.Write{{Station: b}})
	wantCode(t, "Apply(a source record that another station has)", err, stations.Conflict)
	b.Source = "区"
	put(t, s, b) // the same record of another source
	if _, err := s.Apply(t.Context(), []stations.Write{{Station: a, Expect: a.Revision, Delete: true}}); err != nil {
		t.Fatal(err)
	}
	b.Source = "市"
	put(t, s, b) // a deleted station leaves its record
	none := newStation(t, "丙")
	none.Source = "市"
	other := newStation(t, "丁")
	other.Source = "市"
	put(t, s, none, other) // without a record there is nothing to share
}

func keysChangeHands(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	a.Source, a.SourceRecord, b.Source, b.SourceRecord = "市", "1", "市", "2"
	put(t, s, a, b)
	a.SourceRecord, b.SourceRecord = "3", "1"
	put(t, s, a, b) // a leaves 1 before b takes it
	a.SourceRecord, b.SourceRecord = "1", "3"
	_, err := s.Apply(t.Context(), []stations.Write{{Station: a, Expect: a.Revision}, {Station: b, Expect: b.Revision}})
	wantCode(t, "Apply(a record that is left only later in the list)", err, stations.Conflict)
}

func allOrNone(t *testing.T, s stations.Store) {
	a := newStation(t, "甲")
	a.Code = "1"
	put(t, s, a)
	rev := a.Revision
	change, fresh, clash := *a, newStation(t, "新"), newStation(t, "冲突")
	change.Name, clash.Code = "改", "1"
	_, err := s.Apply(t.Context(), []stations.Write{{Station: &change, Expect: rev}, {Station: fresh}, {Station: clash}})
	wantCode(t, "Apply(two good writes and a clash)", err, stations.Conflict)
	if fresh.Revision != 0 || change.Revision != rev {
		t.Errorf("a refused Apply set revisions %d and %d in the caller's records", fresh.Revision, change.Revision)
	}
	same(t, "Station(id) after a refused list", a, must(s.Station(t.Context(), a.ID))(t, "Station(id)"))
	if got := must(s.Revision(t.Context()))(t, "Revision()"); got != rev {
		t.Errorf("Revision() after a refused list = %d, want %d", got, rev)
	}
	if got := must(s.Changes(t.Context(), rev, 10))(t, "Changes"); len(got) != 0 {
		t.Errorf("Changes(%d) after a refused list = %v, want none", rev, got)
	}
}

func badWrites(t *testing.T, s stations.Store) {
	nameless, unknown, infinite, late := newStation(t, ""), newStation(t, "x"), newStation(t, "x"), newStation(t, "x")
	unknown.ID = "NOT-A-UUID"
	infinite.Position.Original.Lon = math.Inf(1)
	year10000 := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	late.Services = []stations.ServiceState{{Code: "water", Status: "ok", ExpiresAt: &year10000}}
	for name, w := range map[string]stations.Write{
		"no name":                 {Station: nameless},
		"no UUID":                 {Station: unknown},
		"a number not finite":     {Station: infinite},
		"a time of five digits":   {Station: late},
		"no station":              {},
		"a negative expectation":  {Station: newStation(t, "x"), Expect: -1},
		"a deletion of any state": {Station: newStation(t, "x"), Delete: true},
	} {
		_, err := s.Apply(t.Context(), []stations.Write{{Station: newStation(t, "good")}, w})
		wantCode(t, "Apply("+name+")", err, stations.Invalid)
	}
	if rev := must(s.Revision(t.Context()))(t, "Revision()"); rev != 0 {
		t.Errorf("Revision() after refused writes = %d, want 0", rev)
	}
}

func emptyList(t *testing.T, s stations.Store) {
	rev, err := s.Apply(t.Context(), nil)
	if rev != 0 || err != nil {
		t.Errorf("Apply(nothing) = %d, %v, want 0", rev, err)
	}
	put(t, s, newStation(t, "甲"))
	rev, err = s.Apply(t.Context(), nil)
	if rev != 1 || err != nil {
		t.Errorf("Apply(nothing) after a write = %d, %v, want 1", rev, err)
	}
}

func twiceInOneList(t *testing.T, s stations.Store) {
	a := newStation(t, "甲")
	second := *a
	second.Name = "乙"
	writes := []stations.Write{{Station: a}, {Station: &second, Expect: 1}, {Station: &second, Expect: 2, Delete: true}}
	writes[1].By, writes[2].By, writes[2].Reason = "key:7f", "cli", "已拆除"
	rev, err := s.Apply(t.Context(), writes)
	if rev != 3 || err != nil {
		t.Fatalf("Apply(put, change, delete) = %d, %v, want 3", rev, err)
	}
	changes := must(s.Changes(t.Context(), 0, 10))(t, "Changes(0)")
	for i, want := range []stations.Op{stations.OpCreate, stations.OpUpdate, stations.OpDelete} {
		if got := changes[i]; got.Op != want || got.By != writes[i].By || got.Reason != writes[i].Reason {
			t.Errorf("change %d is %q by %q because %q, want %q by %q because %q", i, got.Op, got.By, got.Reason, want, writes[i].By, writes[i].Reason)
		}
	}
	if len(changes) != 3 || changes[0].Station.Name != "甲" || changes[1].Station.Name != "乙" || changes[2].Station != nil {
		t.Errorf("Changes(0) = %v, want put, change, delete", changes)
	}
	_, err = s.Station(t.Context(), a.ID)
	wantCode(t, "Station(id) after put, change, delete", err, stations.NotFound)
}
