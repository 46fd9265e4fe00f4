package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

func histories(t *testing.T, s stations.Store) {
	ctx := t.Context()
	a, b := newStation(t, "甲"), newStation(t, "乙")
	put(t, s, a) // 1
	put(t, s, b) // 2
	a.Name = "甲二"
	put(t, s, a) // 3
	put(t, s, b) // 4
	gone := []stations.Write{{Station: a, Expect: a.Revision, Delete: true, By: "cli", Reason: "拆除"}}
	if _, err := s.Apply(ctx, gone); err != nil { // 5
		t.Fatal(err)
	}
	list := must(s.History(ctx, a.ID, 0, 10))(t, "History(a)")
	if got := fmt.Sprint(revisions(list)); got != "[5 3 1]" {
		t.Errorf("History(a) has revisions %s, want [5 3 1]", got)
	}
	if list[0].Station != nil || list[0].By != "cli" || list[0].Reason != "拆除" || list[1].Station.Name != "甲二" {
		t.Errorf("History(a) = %v, want a deletion by cli, then 甲二", list)
	}
	page := must(s.History(ctx, a.ID, 5, 1))(t, "History(a, before 5)")
	if got := fmt.Sprint(revisions(page)); got != "[3]" {
		t.Errorf("History(a, before 5, limit 1) has revisions %s, want [3]", got)
	}
	if rest, err := s.History(ctx, a.ID, 1, 10); len(rest) != 0 || err != nil {
		t.Errorf("History(a, before 1) = %v, %v, want none", rest, err)
	}
	pastStations(t, s, a.ID, b.ID)
}

// pastStations asks for what a (of revisions 1, 3 and the deletion 5) and b
// (of 2 and 4) were.
func pastStations(t *testing.T, s stations.Store, a, b stations.ID) {
	ctx := t.Context()
	for at, want := range map[stations.Revision]string{1: "甲", 2: "甲", 3: "甲二", 4: "甲二"} {
		if got, err := s.StationAt(ctx, a, at); err != nil || got.Station.Name != want {
			t.Errorf("StationAt(a, %d) = %v, %v, want %s", at, got, err, want)
		}
	}
	if got, err := s.StationAt(ctx, a, 99); err != nil || got.Station != nil || got.Revision != 5 {
		t.Errorf("StationAt(a, 99) = %v, %v, want the deletion of revision 5", got, err)
	}
	for call, id := range map[string]stations.ID{"an id never written": newStation(t, "x").ID, "no id at all": "\x00"} {
		_, err := s.History(ctx, id, 0, 1)
		wantCode(t, "History of "+call, err, stations.NotFound)
		_, err = s.StationAt(ctx, id, 9)
		wantCode(t, "StationAt of "+call, err, stations.NotFound)
		_, err = s.PurgeContacts(ctx, id)
		wantCode(t, "PurgeContacts of "+call, err, stations.NotFound)
	}
	for _, at := range []stations.Revision{-1, 0, 1} {
		_, err := s.StationAt(ctx, b, at)
		wantCode(t, fmt.Sprintf("StationAt(b, %d)", at), err, stations.NotFound)
	}
	_, err := s.History(ctx, a, 0, 1001)
	wantCode(t, "History(limit 1001)", err, stations.Invalid)
}

func revisions(list []stations.Change) []stations.Revision {
	var all []stations.Revision
	for _, c := range list {
		all = append(all, c.Revision)
	}
	return all
}

func contactsArePurged(t *testing.T, s stations.Store) {
	ctx := t.Context()
	a, other := newStation(t, "甲"), newStation(t, "乙")
	for _, station := range []*stations.Station{a, other} {
		station.Contacts = []stations.Contact{{Label: "王师傅", Phone: "13900001111", Personal: true}, {Phone: "025-12351"}}
	}
	put(t, s, a, other)
	a.Name, a.Aliases = "甲二", []string{"找王师傅13900001111"}
	put(t, s, a)
	a.Aliases = nil
	a.Contacts = a.Contacts[1:]
	put(t, s, a)
	before := must(s.Changes(ctx, 0, 10))(t, "Changes(0)")
	if n, err := s.PurgeContacts(ctx, a.ID); n != 2 || err != nil {
		t.Errorf("PurgeContacts(a) = %d, %v, want 2 records", n, err)
	}
	after := must(s.Changes(ctx, 0, 10))(t, "Changes(0)")
	for _, c := range before {
		if c.ID == a.ID {
			c.Station.Contacts = []stations.Contact{{Phone: "025-12351"}}
			if c.Station.Aliases != nil {
				c.Station.Aliases = []string{"找王师傅…"}
			}
		}
	}
	same(t, "Changes(0) after the purge", before, after)
	if got := must(s.Station(ctx, other.ID))(t, "Station(other)"); len(got.Contacts) != 2 {
		t.Errorf("the other station has contacts %v, want both", got.Contacts)
	}
	if n, err := s.PurgeContacts(ctx, other.ID); n != 1 || err != nil {
		t.Errorf("PurgeContacts(other) = %d, %v, want 1 record", n, err)
	}
	if got := must(s.Station(ctx, other.ID))(t, "Station(other)"); len(got.Contacts) != 1 {
		t.Errorf("the present record has contacts %v after a purge, want the office's", got.Contacts)
	}
}

func claims(t *testing.T, s stations.Store) {
	ctx := t.Context()
	first := stations.Claim{By: "key:aa", Token: "t-1", Digest: [32]byte{1}, Station: newStation(t, "x").ID, At: noon.UTC()}
	second := first
	second.Digest, second.Station, second.At = [32]byte{2}, newStation(t, "y").ID, noon.UTC().Add(stations.ClaimTTL)
	for _, c := range []struct {
		sentence    string
		claim, want stations.Claim
	}{
		{"the first one stands", first, first},
		{"a second one within a day gets the first", second, first},
		{"another's claim is another", stations.Claim{By: "key:bb", Token: "t-1", Station: second.Station, At: noon.UTC()}, stations.Claim{By: "key:bb", Token: "t-1", Station: second.Station, At: noon.UTC()}},
	} {
		got, err := s.Claim(ctx, c.claim)
		if err != nil {
			t.Fatalf("%s: Claim = %v", c.sentence, err)
		}
		same(t, c.sentence, c.want, got)
	}
	second.At = second.At.Add(time.Millisecond)
	same(t, "a claim after a day", second, must(s.Claim(ctx, second))(t, "Claim"))
	for _, token := range []string{"", "\xff", strings.Repeat("长", stations.MaxName+1)} {
		_, err := s.Claim(ctx, stations.Claim{By: "x", Token: token, At: noon})
		wantCode(t, "Claim of a bad token", err, stations.Invalid)
	}
}
