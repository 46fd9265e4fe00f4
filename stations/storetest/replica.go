package storetest

import (
	"errors"
	"iter"
	"testing"
	"time"

	"yizhan/stations"
)

// seedOf is the beginning of a mirror with these stations.
func seedOf(epoch string, at stations.Revision, list ...*stations.Station) stations.Seed {
	return stations.Seed{Mark: stations.Mark{Epoch: epoch, Revision: at}, Scope: stations.ScopePublic, Stations: each(list)}
}

func each(list []*stations.Station) iter.Seq2[*stations.Station, error] {
	return func(yield func(*stations.Station, error) bool) {
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// foreign makes a station as an origin wrote it at that revision.
func foreign(t *testing.T, name string, revision stations.Revision) *stations.Station {
	t.Helper()
	s := newStation(t, name)
	s.Code, s.Source, s.SourceRecord = "M-"+name, "市", name
	s.Revision, s.CreatedAt, s.UpdatedAt = revision, noon.UTC(), noon.Add(time.Duration(revision)*time.Second).UTC()
	s.Services = []stations.ServiceState{{Code: "toilet", Status: stations.ServiceOK}}
	return s
}

// rewritten is the origin's write that left the station so.
func rewritten(s *stations.Station) stations.Change {
	return stations.Change{Revision: s.Revision, ID: s.ID, Station: s, At: s.UpdatedAt, Op: stations.OpUpdate}
}

func removed(s *stations.Station, revision stations.Revision) stations.Change {
	return stations.Change{Revision: revision, ID: s.ID, At: noon.UTC(), Op: stations.OpDelete}
}

// mirrorsFollow holds that a mirror has what its origin had, under the same
// numbers, and tells of it as its origin would.
func mirrorsFollow(t *testing.T, s stations.Store) {
	ctx := t.Context()
	const epoch = "epoch of the origin"
	a, b, c := foreign(t, "甲", 3), foreign(t, "乙", 38), foreign(t, "丙", 40)
	if err := s.Seed(ctx, seedOf(epoch, 40, c, a, b)); err != nil {
		t.Fatalf("Seed = %v", err)
	}
	wantMirror(t, s, stations.Mark{Epoch: epoch, Revision: 40}, a, b, c)

	a2, d := *a, foreign(t, "丁", 43)
	a2.Revision, a2.UpdatedAt, a2.Name, a2.Code = 41, noon.Add(time.Hour).UTC(), "甲，改名", "M-new"
	merged := *c
	merged.Revision, merged.UpdatedAt, merged.Lifecycle, merged.MergedInto = 44, noon.Add(2*time.Hour).UTC(), stations.Merged, a.ID
	list := []stations.Change{rewritten(&a2), removed(b, 42), rewritten(d), rewritten(&merged), removed(foreign(t, "从未公开", 1), 45)}
	if err := s.Repeat(ctx, stations.Mark{Epoch: epoch, Revision: 40}, list); err != nil {
		t.Fatalf("Repeat = %v", err)
	}
	wantMirror(t, s, stations.Mark{Epoch: epoch, Revision: 45}, &a2, &merged, d)
	same(t, "Changes(40)", list, must(s.Changes(ctx, 40, 100))(t, "Changes(40)"))
	same(t, "Changes(43, 1)", list[3:4], must(s.Changes(ctx, 43, 1))(t, "Changes(43)"))
	found := must(s.Stations(ctx, stations.Filter{Text: "改名", Services: []stations.Service{"toilet"}}, noon, "", 10))(t, "Stations(text)")
	if len(found) != 1 || found[0].ID != a.ID {
		t.Errorf("Stations(改名) = %s, want the station that was renamed", names(found))
	}
	for _, since := range []stations.Revision{0, 39} {
		_, err := s.Changes(ctx, since, 100)
		wantCode(t, "Changes of before the beginning", err, stations.Gone)
	}
	_, _, err := s.Snapshot(ctx, 39)
	wantCode(t, "Snapshot of before the beginning", err, stations.Gone)
	_, then, err := s.Snapshot(ctx, 41)
	if err != nil || len(then) != 3 {
		t.Errorf("Snapshot(41) = %s, %v, want the three of then", names(then), err)
	}

	city := stations.Finding{Run: "0123456789abcdef", Part: "city", Body: []byte(`{}`), At: noon}
	if _, err := s.PutFinding(ctx, city); err != nil {
		t.Fatal(err)
	}
	next := foreign(t, "戊", 7)
	if err := s.Seed(ctx, seedOf("another epoch", 9, next)); err != nil {
		t.Fatalf("Seed of another epoch = %v", err)
	}
	if list, err := s.Findings(ctx, city.Run, noon); err != nil || len(list) != 0 {
		t.Errorf("Findings(%s) after Seed = %v, %v, want none: they were made of other stations", city.Run, list, err)
	}
	wantMirror(t, s, stations.Mark{Epoch: "another epoch", Revision: 9}, next)
}

// wantMirror compares all that stands in a mirror.
func wantMirror(t *testing.T, s stations.Store, want stations.Mark, list ...*stations.Station) {
	t.Helper()
	epoch := must(s.Epoch(t.Context()))(t, "Epoch()")
	revision, now, err := s.Snapshot(t.Context(), 0)
	if got := (stations.Mark{Epoch: epoch, Revision: revision}); err != nil || got != want {
		t.Errorf("the mirror stands at %v (%v), want %v", got, err, want)
	}
	byID := map[stations.ID]*stations.Station{}
	for _, station := range list {
		byID[station.ID] = station
	}
	got := map[stations.ID]*stations.Station{}
	for _, station := range now {
		got[station.ID] = station
	}
	same(t, "the stations of the mirror", byID, got)
	if scope := must(s.Mirrored(t.Context()))(t, "Mirrored()"); scope != stations.ScopePublic {
		t.Errorf("Mirrored() = %q, want public", scope)
	}
}

// mirrorsAreReadOnly holds that nothing but the origin's next change moves a
// mirror.
func mirrorsAreReadOnly(t *testing.T, s stations.Store) {
	ctx, at := t.Context(), stations.Mark{Epoch: "epoch of the origin", Revision: 5}
	a := foreign(t, "甲", 5)
	if err := s.Seed(ctx, seedOf(at.Epoch, at.Revision, a)); err != nil {
		t.Fatalf("Seed = %v", err)
	}
	_, err := s.Apply(ctx, []stations.Write{{Station: newStation(t, "乙")}})
	wantCode(t, "Apply to a mirror", err, stations.Conflict)
	wantCode(t, "AddPicture to a mirror", s.AddPicture(ctx, picture(a, "一", noon)), stations.Conflict)
	report := &stations.Report{Station: a.ID, Kind: stations.Suggestion, Text: "好"}
	wantCode(t, "FileReport to a mirror", s.FileReport(ctx, report, stations.Sender{}, noon), stations.Conflict)

	b := foreign(t, "乙", 6)
	other := *b
	other.Revision = 7
	far := *b
	far.Position.Point[1] = 91
	for name, c := range map[string]struct {
		from    stations.Mark
		changes []stations.Change
		want    stations.Code
	}{
		"of another epoch":        {stations.Mark{Epoch: "another", Revision: 5}, []stations.Change{rewritten(b)}, stations.Conflict},
		"from further on":         {stations.Mark{Epoch: at.Epoch, Revision: 6}, []stations.Change{rewritten(&other)}, stations.Conflict},
		"once more":               {stations.Mark{Epoch: at.Epoch, Revision: 4}, []stations.Change{rewritten(a)}, stations.Conflict},
		"with a hole":             {at, []stations.Change{rewritten(b), removed(a, 8)}, stations.Invalid},
		"with another's record":   {at, []stations.Change{{Revision: 6, ID: a.ID, Station: b, At: noon}}, stations.Invalid},
		"with a later record":     {at, []stations.Change{{Revision: 6, ID: b.ID, Station: &other, At: noon}}, stations.Invalid},
		"with no id":              {at, []stations.Change{{Revision: 6, ID: "x", At: noon}}, stations.Invalid},
		"with a place not on map": {at, []stations.Change{rewritten(&far)}, stations.Invalid},
	} {
		wantCode(t, "Repeat "+name, s.Repeat(ctx, c.from, c.changes), c.want)
	}
	broken := seedOf("new", 9, b)
	broken.Stations = func(yield func(*stations.Station, error) bool) {
		if yield(b, nil) {
			yield(nil, errCut)
		}
	}
	if err := s.Seed(ctx, broken); !errors.Is(err, errCut) {
		t.Errorf("Seed that breaks off = %v, want %v", err, errCut)
	}
	wantCode(t, "Seed with a later station", s.Seed(ctx, seedOf("new", 3, b)), stations.Invalid)
	wantCode(t, "Seed without a scope", s.Seed(ctx, stations.Seed{Mark: at, Stations: each(nil)}), stations.Invalid)
	wantMirror(t, s, at, a)
}

// errCut is what a beginning breaks off with.
var errCut = errors.New("the connection was cut")

// mirrorsDetach holds that a mirror becomes a store of its own, and that one
// that was its own never becomes a mirror.
func mirrorsDetach(t *testing.T, s stations.Store) {
	ctx, at := t.Context(), stations.Mark{Epoch: "epoch of the origin", Revision: 5}
	a := foreign(t, "甲", 5)
	if err := s.Seed(ctx, seedOf(at.Epoch, at.Revision, a)); err != nil {
		t.Fatalf("Seed = %v", err)
	}
	if err := restored(t, s, archived(t, s)); err != nil {
		t.Fatalf("a restore of a mirror's backup = %v", err)
	}
	if scope := must(s.Mirrored(ctx))(t, "Mirrored()"); scope != stations.ScopePublic {
		t.Errorf("Mirrored() of a restored mirror = %q, want public", scope)
	}
	_, err := s.Changes(ctx, 4, 10)
	wantCode(t, "Changes of before the beginning of a restored mirror", err, stations.Gone)
	before := must(s.Epoch(ctx))(t, "Epoch()")
	if err := s.Detach(ctx); err != nil {
		t.Fatalf("Detach = %v", err)
	}
	epoch := must(s.Epoch(ctx))(t, "Epoch()")
	if scope := must(s.Mirrored(ctx))(t, "Mirrored()"); scope != "" || epoch == before {
		t.Errorf("after Detach it mirrors %q under epoch %q, want nothing under a new one", scope, epoch)
	}
	if rev := put(t, s, newStation(t, "乙")); rev != 6 {
		t.Errorf("the first write after Detach has revision %d, want 6", rev)
	}
	if got := drawRows(t, "市", 50).run(t, s); got.err != nil || got.last != 56 {
		t.Errorf("an import after Detach = %d, %v, want 56", got.last, got.err)
	}
	_, err = s.Changes(ctx, 0, 1000)
	wantCode(t, "Changes of before the beginning, after an import", err, stations.Gone)
	taken := newStation(t, "丙")
	taken.Code = a.Code
	_, err = s.Apply(ctx, []stations.Write{{Station: taken}})
	wantCode(t, "Apply with a code that the origin gave away", err, stations.Conflict)
	wantCode(t, "Seed of a store of its own", s.Seed(ctx, seedOf("x", 9)), stations.Conflict)
	wantCode(t, "Repeat to a store of its own", s.Repeat(ctx, stations.Mark{Epoch: epoch, Revision: 56}, []stations.Change{removed(a, 57)}), stations.Conflict)
	if err := s.Detach(ctx); err != nil || must(s.Epoch(ctx))(t, "Epoch()") != epoch {
		t.Errorf("Detach of a store of its own = %v, want nothing changed", err)
	}
}
