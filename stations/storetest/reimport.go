package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"yizhan/stations"
)

// known is stations that an import brought in; a second import renames all of
// them, and brings in new ones.
type known struct {
	d      *drawn
	before map[stations.ID]*stations.Station
	asked  []stations.ID // about whom the import was asked again
}

// knownStations brings the stations in.
func knownStations(t *testing.T, s stations.Store, rows int) *known {
	t.Helper()
	k := &known{d: drawRows(t, "市", rows), before: map[stations.ID]*stations.Station{}}
	if got := k.d.run(t, s); got.err != nil {
		t.Fatalf("Import = %v", got.err)
	}
	_, all, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		k.before[one.ID] = one
	}
	return k
}

// renamed is what the second import says of a station.
func renamed(s *stations.Station) *stations.Write {
	after := *s
	after.Name = s.Name + "，改"
	after.Services = []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}}
	return &stations.Write{Station: &after, Expect: s.Revision, By: "import:市"}
}

// again renames a station as it is now.
func (k *known) again(ctx context.Context, now stations.Now, id stations.ID) (*stations.Write, error) {
	k.asked = append(k.asked, id)
	found, err := now.StationsOf(ctx, []stations.ID{id})
	if err != nil || found[id] == nil {
		return nil, err
	}
	return renamed(found[id]), nil
}

// items renames the stations in order, and remembers what the source says.
func (k *known) items() []stations.Item {
	var items []stations.Item
	for i, s := range k.d.list {
		row := k.d.row(i)
		row.Values = []byte(`{"name":"乙"}`)
		items = append(items, stations.Item{Write: renamed(k.before[s.ID]), Row: &row})
	}
	return items
}

// start begins the second import, with new stations of that source: it stops
// when all changes are written, and some new ones.
func (k *known) start(ctx context.Context, t *testing.T, s stations.Store, source string) *drawn {
	t.Helper()
	second := drawImport(t, source)
	second.start(ctx, t, s, rest{items: k.items(), again: k.again, reviews: []stations.Review{question(t, "320102")}})
	return second
}

// offering counts the stations that offer a service.
func offering(t *testing.T, s stations.Store, service stations.Service) int {
	t.Helper()
	return must(s.Count(t.Context(), stations.Filter{Services: []stations.Service{service}}, noon))(t, "Count")
}

// changesAreHidden looks at a store while an import changes its stations, and
// others write some of them, and after it.
func changesAreHidden(t *testing.T, s stations.Store) {
	k := knownStations(t, s, importRows)
	before := k.d.look(t, s)
	second := k.start(t.Context(), t, s, "二")
	same(t, "all readers, half way through an import of changes", before, k.d.look(t, s))
	if n := offering(t, s, "water"); n != 0 {
		t.Errorf("%d stations offer what they are to offer after the import", n)
	}
	moved := k.meddle(t, s)
	got := second.end(t)
	const deleted, singly = 3, 6
	const last = importRows + singly + importRows - deleted + importRows
	if got.err != nil || got.last != last {
		t.Fatalf("Import = %d, %v, want %d", got.last, got.err, last)
	}
	slices.Sort(k.asked)
	same(t, "the stations about which the import was asked again", moved, slices.Compact(k.asked))
	k.wantChanged(t, s, importRows+singly)
	changes := allChanges(t, s, 0)
	wantDense(t, changes)
	wantReplayed(t, s, changes, importRows+singly+2000)
	if water, toilet := offering(t, s, "water"), offering(t, s, "toilet"); water != importRows-deleted || toilet != importRows {
		t.Errorf("%d stations offer water and %d a toilet, want %d and %d", water, toilet, importRows-deleted, importRows)
	}
	for record, row := range rowsOf(t, s, "市") {
		if string(row.Values) != `{"name":"乙"}` {
			t.Fatalf("the source's last word on record %s is %s, want what it said in the second import", record, row.Values)
		}
	}
	file := archived(t, s)
	want := readHoldings(t, s)
	if err := restored(t, s, file); err != nil {
		t.Fatalf("Load of what was changed by an import = %v", err)
	}
	wantRestored(t, s, want)
}

// meddle edits three stations that an import has changed, hidden, and deletes
// three, the last of all among them. It returns them in order of id.
func (k *known) meddle(t *testing.T, s stations.Store) (ids []stations.ID) {
	t.Helper()
	for n, i := range []int{0, 7, importRows - 1, 2500, 1, 4000} {
		one := *k.before[k.d.list[i].ID]
		w := stations.Write{Station: &one, Expect: one.Revision, By: "editor"}
		if w.Delete = n < 3; !w.Delete {
			one.Hours = "24/7"
		}
		if rev, err := s.Apply(t.Context(), []stations.Write{w}); err != nil || rev != importRows+stations.Revision(n)+1 {
			t.Fatalf("a write to a station that an import is changing = %d, %v, want %d", rev, err, importRows+n+1)
		}
		ids = append(ids, one.ID)
	}
	slices.Sort(ids)
	return ids
}

// wantChanged holds what a second import leaves of the stations of the first:
// every change after the revision, once, at one moment; histories are whole,
// and what editors wrote is in what is there.
func (k *known) wantChanged(t *testing.T, s stations.Store, after stations.Revision) {
	t.Helper()
	ctx := t.Context()
	changes := allChanges(t, s, after)
	seen := map[stations.ID]bool{}
	for i, c := range changes {
		if c.Revision != after+stations.Revision(i)+1 || !c.At.Equal(changes[0].At) || seen[c.ID] {
			t.Fatalf("change %d after %d is of revision %d at %v, want the next, once, at %v", i, after, c.Revision, c.At, changes[0].At)
		}
		seen[c.ID] = true
		if was := k.before[c.ID]; was != nil && (c.Op != stations.OpUpdate || !c.Station.CreatedAt.Equal(was.CreatedAt) || !c.Station.UpdatedAt.Equal(c.At)) {
			t.Fatalf("a change of the import = %s of a station made at %v, written at %v, want an update of %v", c.Op, c.Station.CreatedAt, c.Station.UpdatedAt, was.CreatedAt)
		}
	}
	for _, i := range []int{0, 1, 7, 8, 2500, 4000} {
		k.wantHistory(t, s, k.d.list[i].ID)
	}
	_, now, err := s.Snapshot(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	var told int
	for b, err := range s.Briefs(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[b.ID] {
			told++
		}
	}
	if told != len(seen) || len(now) != len(seen) {
		t.Errorf("Briefs gives %d of the %d stations that the import wrote, Snapshot %d", told, len(seen), len(now))
	}
}

// allChanges reads the changes after a revision to the last.
func allChanges(t *testing.T, s stations.Store, after stations.Revision) (changes []stations.Change) {
	t.Helper()
	for {
		page := must(s.Changes(t.Context(), after, 3000))(t, "Changes")
		if len(page) == 0 {
			return changes
		}
		changes, after = append(changes, page...), page[len(page)-1].Revision
	}
}

// wantHistory holds the history of one station: made, perhaps edited or
// deleted, then renamed with what the editor wrote.
func (k *known) wantHistory(t *testing.T, s stations.Store, id stations.ID) {
	t.Helper()
	history := must(s.History(t.Context(), id, 0, 10))(t, "History")
	latest := history[0]
	if latest.Op == stations.OpDelete {
		if len(history) != 2 {
			t.Errorf("a station that was deleted during the import has %d changes, want 2", len(history))
		}
		return
	}
	edited := len(history) == 3
	now := must(s.Station(t.Context(), id))(t, "Station")
	same(t, "Station and its last change", latest.Station, now)
	if now.Name != k.before[id].Name+"，改" || (now.Hours != "") != edited || len(history) < 2 {
		t.Errorf("after the import a station with %d changes is named %s and open %q", len(history), now.Name, now.Hours)
	}
	past := must(s.StationAt(t.Context(), id, latest.Revision-1))(t, "StationAt")
	same(t, "the station before the import", history[1].Station, past.Station)
}

// changesOfBefore makes items of stations as they were before somebody wrote
// them: the import is asked again, or refused where it makes what exists.
func changesOfBefore(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	put(t, s, a)
	put(t, s, b)
	k := &known{d: drawRows(t, "市", 3), before: map[stations.ID]*stations.Station{a.ID: a, b.ID: b}}
	stale := []stations.Item{{Write: renamed(a)}, {Write: renamed(b)}}
	a.Hours = "24/7"
	put(t, s, a)
	k.d.begin(t.Context(), s, rest{items: stale, again: k.again})
	if got := k.d.end(t); got.err != nil || got.last != 3+2+3 {
		t.Fatalf("Import = %d, %v, want 8", got.last, got.err)
	}
	same(t, "the stations about which the import was asked again", []stations.ID{a.ID}, k.asked)
	k.wantHistory(t, s, a.ID)
	k.wantHistory(t, s, b.ID)
}

// changesThatFail ends imports of changes: everything is as before, and what
// they wanted is free.
func changesThatFail(t *testing.T, s stations.Store) {
	k := knownStations(t, s, 30)
	before := k.d.look(t, s)
	for sentence, fail := range map[string]func(d *drawn, cancel func()){
		"it cannot be made to the end": func(d *drawn, _ func()) { d.err = errMake },
		"its context ends":             func(_ *drawn, cancel func()) { cancel() },
		"contacts are purged": func(*drawn, func()) {
			if _, err := s.PurgeContacts(t.Context(), k.d.list[3].ID); err != nil {
				t.Errorf("PurgeContacts = %v", err)
			}
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		second := k.start(ctx, t, s, sentence)
		fail(second, cancel)
		if got := second.end(t); got.err == nil {
			t.Errorf("%s: the import is in", sentence)
		}
		cancel()
		same(t, "all readers, after: "+sentence, before, k.d.look(t, s))
		second.wantFree(t, s)
		before = k.d.look(t, s)
	}
}

// theDeadAreSweptBeforeTheNext closes a store in the midst of an import of
// changes, and frees what it took by the other handle, without an import.
func theDeadAreSweptBeforeTheNext(t *testing.T, a, b stations.Store) {
	k := knownStations(t, b, 30)
	before := k.d.look(t, b)
	dead := k.start(t.Context(), t, a, "二")
	if err := b.Sweep(t.Context()); err != nil {
		t.Errorf("Sweep during an import = %v", err)
	}
	dead.die(t, a)
	_, err := b.Apply(t.Context(), []stations.Write{{Station: dead.list[0]}})
	wantCode(t, "Apply of a station that a dead import holds", err, stations.Conflict)
	if err := b.Sweep(t.Context()); err != nil {
		t.Errorf("Sweep after an import that died = %v", err)
	}
	same(t, "all readers, after the sweep", before, k.d.look(t, b))
	dead.wantFree(t, b)
	if again := fmt.Sprint(b.Sweep(t.Context())); again != "<nil>" {
		t.Errorf("a second Sweep = %s", again)
	}
}

// Runner applies an import in a store's own way: one that dies, for instance.
type Runner func(ctx context.Context, i stations.Import) (stations.Revision, error)

// Renamed brings stations into a store and changes all of them by an import
// that run applies.
func Renamed(t *testing.T, s stations.Store, rows int, run Runner) {
	t.Helper()
	renameAll(t, s, rows, run)
}

func renameAll(t *testing.T, s stations.Store, rows int, run Runner) *known {
	t.Helper()
	k := knownStations(t, s, rows)
	changes := stations.Import{Again: k.again, Reviews: func() []stations.Review { return nil }, Items: func(yield func(stations.Item, error) bool) {
		for _, item := range k.items() {
			if !yield(item, nil) {
				return
			}
		}
	}}
	if last, err := run(t.Context(), changes); err != nil || last != stations.Revision(2*rows) {
		t.Fatalf("Import = %d, %v, want %d", last, err, 2*rows)
	}
	return k
}

// Unfinished holds a store to the words whose import run lets die when it has
// been shown: versions of before stand beside the new ones.
func Unfinished(t *testing.T, s stations.Store, run Runner) {
	k := renameAll(t, s, importRows, run)
	look := func() seen {
		k.wantChanged(t, s, importRows)
		if water, toilet := offering(t, s, "water"), offering(t, s, "toilet"); water != importRows || toilet != 0 {
			t.Errorf("%d stations offer water and %d a toilet, want %d and none", water, toilet, importRows)
		}
		return k.d.look(t, s)
	}
	unfinished := look()
	one := must(s.Station(t.Context(), k.d.list[5].ID))(t, "Station")
	one.Services = []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}, {Code: "nap", Status: stations.ServiceOK}}
	put(t, s, one)
	if n := offering(t, s, "nap"); n != 1 {
		t.Errorf("after a write to one of the changed stations %d of it are found, want 1", n)
	}
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatalf("Sweep = %v", err)
	}
	settled := k.d.look(t, s)
	unfinished.Revision, unfinished.SnapshotAt = unfinished.Revision+1, unfinished.SnapshotAt+1
	unfinished.Changes, unfinished.Dumped = unfinished.Changes+1, unfinished.Dumped+1
	same(t, "all readers, before and after the import was settled", unfinished, settled)
	if got := must(s.Station(t.Context(), one.ID))(t, "Station"); got.Revision != one.Revision {
		t.Errorf("the station that was written has revision %d, want %d", got.Revision, one.Revision)
	}
}
