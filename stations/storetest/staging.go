package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

// importsAreHidden looks at a store while an import is under way and others
// write, and after it: nobody sees a part of it, and it leaves no hole.
func importsAreHidden(t *testing.T, s stations.Store) {
	old := newStation(t, "旧站")
	old.Source, old.SourceRecord = "市", "x"
	put(t, s, old)
	d, changed := drawImport(t, "市"), *old
	changed.Name = "旧站，改名"
	row := stations.SourceRow{Key: stations.RecordKey{Source: "市", Record: "x"}, Station: old.ID, Values: d.row(0).Values}
	other := rest{
		items:   []stations.Item{{Write: &stations.Write{Station: &changed, Expect: old.Revision}, Row: &row}},
		reviews: []stations.Review{question(t, "320102")},
	}
	before := d.look(t, s)
	d.start(t.Context(), t, s, other)
	same(t, "all readers, half way through an import", before, d.look(t, s))
	hiddenIsNotThere(t, s, d.list[0].ID)
	for want := stations.Revision(2); want < 5; want++ {
		if rev := put(t, s, newStation(t, "单写")); rev != want {
			t.Errorf("a write during an import has revision %d, want %d", rev, want)
		}
	}
	const last = 4 + 1 + importRows // what stood, the change of 旧站, the new ones
	if got := d.end(t); got.err != nil || got.last != last {
		t.Fatalf("Import = %d, %v, want %d", got.last, got.err, last)
	}
	if now := must(s.Station(t.Context(), old.ID))(t, "Station"); now.Revision != 5 || now.Name != changed.Name {
		t.Errorf("旧站 is %s of revision %d, want the import's of revision 5", now.Name, now.Revision)
	}
	d.wantShown(t, s)
	want := seen{
		Revision: last, SnapshotAt: last, Snapshot: last - 1, Changes: last, Count: last - 1, Listed: 1000, InBox: 1000,
		BySource: importRows + 1, SourceRows: importRows + 1, History: 1, Past: 1, Known: 1, Overdue: 1000, ByDistrict: last - 1, Statistics: last - 1,
	}
	want.Dumped = before.Dumped + 3 + 3*importRows + 3 // three singly; change, code, row of each; change, row, review
	same(t, "all readers, after the import", want, d.look(t, s))
}

// hiddenIsNotThere tries what may be done to a station that one knows by id.
func hiddenIsNotThere(t *testing.T, s stations.Store, id stations.ID) {
	t.Helper()
	_, err := s.PurgeContacts(t.Context(), id)
	wantCode(t, "PurgeContacts of a hidden station", err, stations.NotFound)
	r := stations.Report{Station: id, Kind: stations.WastedTrip}
	wantCode(t, "FileReport about a hidden station", s.FileReport(t.Context(), &r, senderN(1), lunch), stations.NotFound)
}

// wantShown holds the changes of an import, the last of all, to the words:
// dense, in its order, at one moment, and each like its station.
func (d *drawn) wantShown(t *testing.T, s stations.Store) {
	t.Helper()
	changes := allChanges(t, s, 0)
	wantDense(t, changes)
	mine := changes[len(changes)-len(d.list):]
	for i, c := range mine {
		if c.ID != d.list[i].ID || c.Op != stations.OpCreate || c.By != "import:"+d.source || !c.At.Equal(mine[0].At) {
			t.Fatalf("change %d of the import = %s %s by %s at %v, want the making of station %d at %v", i, c.Op, c.ID, c.By, c.At, i, mine[0].At)
		}
		want := *d.list[i]
		want.Revision, want.CreatedAt, want.UpdatedAt = c.Revision, c.At, c.At
		if i%500 == 0 {
			same(t, "a change of the import", &want, c.Station)
			same(t, "Station", &want, must(s.Station(t.Context(), want.ID))(t, "Station"))
		}
	}
	if age := time.Since(mine[0].At); age < -time.Second || age > time.Minute {
		t.Errorf("the import is of %v, %v ago", mine[0].At, age)
	}
	middle := mine[len(mine)/2].Revision
	wantReplayed(t, s, changes, middle)
	for _, since := range []stations.Revision{middle - 3, max(0, mine[0].Revision-3)} {
		page := must(s.Changes(t.Context(), since, 5))(t, "Changes")
		same(t, "a page of changes", changes[since:since+5], page)
	}
}

// wantReplayed holds the store as it is, and as it was at a revision, to what
// its changes lead to.
func wantReplayed(t *testing.T, s stations.Store, changes []stations.Change, at stations.Revision) {
	t.Helper()
	_, now, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "Snapshot(0)", replay(changes, changes[len(changes)-1].Revision), now)
	_, then, err := s.Snapshot(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "Snapshot of a revision of the import", replay(changes, at), then)
}

// alike is same for long lists: it looks at every id and revision, and at some
// stations whole.
func alike(t *testing.T, call string, want, got []*stations.Station) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%s gives %d stations, want %d", call, len(got), len(want))
	}
	for i, s := range got {
		if s.ID != want[i].ID || s.Revision != want[i].Revision {
			t.Fatalf("%s gives station %s of revision %d, want %s of %d", call, s.ID, s.Revision, want[i].ID, want[i].Revision)
		}
		if i%500 == 0 {
			same(t, call, want[i], s)
		}
	}
}

// importedAreLikeOthers writes to stations that were once hidden, and takes a
// store of them through a backup.
func importedAreLikeOthers(t *testing.T, s stations.Store) {
	ctx := t.Context()
	const rows = 30
	d := drawRows(t, "市", rows)
	if got := d.run(t, s); got.err != nil || got.last != rows {
		t.Fatalf("Import = %d, %v, want %d", got.last, got.err, rows)
	}
	a := must(s.Station(ctx, d.list[0].ID))(t, "Station")
	made := a.CreatedAt
	a.Name = "改名"
	put(t, s, a)
	if list := must(s.History(ctx, a.ID, 0, 10))(t, "History"); len(list) != 2 || list[1].Revision != 1 || !list[0].Station.CreatedAt.Equal(made) {
		t.Errorf("History after a change = %+v, want revisions %d and 1, made at %v", list, rows+1, made)
	}
	if past := must(s.StationAt(ctx, a.ID, rows))(t, "StationAt"); past.Revision != 1 || past.Station.Name != d.list[0].Name {
		t.Errorf("StationAt before the change = %+v, want revision 1", past)
	}
	removedAndPurged(t, s, d, made)
	due := must(s.Overdue(ctx, "", time.Now().Add(2*stations.VerifyAfter), stations.Place{}, 10))(t, "Overdue")
	same(t, "the tenth of Overdue", must(s.Station(ctx, due[9].ID))(t, "Station"), due[9])
	again := stations.SourceRow{Key: d.key(3), Station: d.list[3].ID, Values: []byte(`{"name":"乙"}`)}
	if _, err := s.ApplyBatch(ctx, stations.Batch{Rows: []stations.SourceRow{again}}); err != nil {
		t.Errorf("ApplyBatch(what the source says now) = %v", err)
	}
	same(t, "SourceRows of the record", again, rowsOf(t, s, "市")["3"])
	want := readHoldings(t, s)
	if err := restored(t, s, archived(t, s)); err != nil {
		t.Fatalf("Load of what was imported = %v", err)
	}
	wantRestored(t, s, want)
}

// removedAndPurged deletes one station of an import, and purges two: the
// first, which was written twice, and the third, which was made at that time.
func removedAndPurged(t *testing.T, s stations.Store, d *drawn, made time.Time) {
	t.Helper()
	ctx := t.Context()
	b := must(s.Station(ctx, d.list[1].ID))(t, "Station")
	if _, err := s.Apply(ctx, []stations.Write{{Station: b, Expect: b.Revision, Delete: true}}); err != nil {
		t.Fatalf("Apply(a deletion) = %v", err)
	}
	c := d.list[2].ID
	for id, want := range map[stations.ID]int{d.list[0].ID: 2, c: 1} {
		if n, err := s.PurgeContacts(ctx, id); n != want || err != nil {
			t.Errorf("PurgeContacts = %d, %v, want %d", n, err, want)
		}
	}
	if got := must(s.Station(ctx, c))(t, "Station"); got.Revision != 3 || len(got.Contacts) != 0 || !got.CreatedAt.Equal(made) {
		t.Errorf("after the purge the station has revision %d, %d contacts, made at %v, want 3, none, %v", got.Revision, len(got.Contacts), got.CreatedAt, made)
	}
}

// whatAnImportTakesIsTaken writes what a hidden import has taken already.
func whatAnImportTakesIsTaken(t *testing.T, s stations.Store) {
	ctx := t.Context()
	d := drawImport(t, "市")
	d.start(ctx, t, s, rest{})
	sameID, sameCode, sameRecord := *d.list[0], newStation(t, "乙"), newStation(t, "丙")
	sameID.Code, sameID.SourceRecord = "", ""
	sameCode.Code = d.list[1].Code
	sameRecord.Source, sameRecord.SourceRecord = "市", "2"
	known := *d.list[4]
	for _, c := range []struct {
		sentence, names string
		batch           stations.Batch
	}{
		{"its id", string(sameID.ID), stations.Batch{Writes: []stations.Write{{Station: &sameID}}}},
		{"its id, with its number", string(known.ID), stations.Batch{Writes: []stations.Write{{Station: &known, Expect: stations.ProvisionalAfter(1) + 5}}}},
		{"its code", sameCode.Code, stations.Batch{Writes: []stations.Write{{Station: sameCode}}}},
		{"its source record", "record 2 of source 市", stations.Batch{Writes: []stations.Write{{Station: sameRecord}}}},
		{"its source row", "record 3 of source 市", stations.Batch{Rows: []stations.SourceRow{d.row(3)}}},
	} {
		_, err := s.ApplyBatch(ctx, c.batch)
		wantCode(t, "ApplyBatch with "+c.sentence, err, stations.Conflict)
		if err != nil && !strings.Contains(strings.NewReplacer("\"", "", "“", "", "”", "").Replace(err.Error()), c.names) {
			t.Errorf("ApplyBatch with %s = %v, want an error that names %s", c.sentence, err, c.names)
		}
	}
	if got := d.end(t); got.err != nil || got.last != importRows {
		t.Errorf("the import = %d, %v, want %d", got.last, got.err, importRows)
	}
}

// errMake is why a station could not be made.
var errMake = errors.New("cannot be made")

// failedImportsLeaveNothing ends imports in every way but by death.
func failedImportsLeaveNothing(t *testing.T, s stations.Store) {
	stale := newStation(t, "旧站")
	put(t, s, stale)
	inTheWay := *stale
	inTheWay.Name = ""
	for _, c := range []struct {
		sentence string
		spoil    func(d *drawn, cancel func()) // before it begins
		half     func(d *drawn, cancel func()) // half way
		rest     rest
		want     error
		code     stations.Code
	}{
		{sentence: "a station cannot be made", spoil: func(d *drawn, _ func()) { d.err = errMake }, want: errMake},
		{sentence: "its context ends", half: func(_ *drawn, cancel func()) { cancel() }, want: context.Canceled},
		{sentence: "its last station breaks a rule", spoil: func(d *drawn, _ func()) { d.list[importRows-1].Name = "" }, code: stations.Invalid},
		{sentence: "its last station has an earlier one's code", spoil: func(d *drawn, _ func()) { d.list[importRows-1].Code = d.list[0].Code }, code: stations.Conflict},
		{sentence: "its last station was there before", spoil: func(d *drawn, _ func()) { d.list[importRows-1] = stale }, code: stations.Conflict},
		{sentence: "its last change breaks a rule", rest: rest{after: []stations.Item{{Write: &stations.Write{Station: &inTheWay, Expect: 1}}}}, code: stations.Invalid},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			d := drawImport(t, c.sentence)
			if c.spoil != nil {
				c.spoil(d, cancel)
			}
			before := d.look(t, s)
			d.start(ctx, t, s, c.rest)
			if c.half != nil {
				c.half(d, cancel)
			}
			got := d.end(t)
			if c.want != nil && !errors.Is(got.err, c.want) || c.code != "" && stations.CodeOf(got.err) != c.code {
				t.Errorf("Import = %v, want %v%s", got.err, c.want, c.code)
			}
			same(t, "all readers, after the import failed", before, d.look(t, s))
			d.wantFree(t, s)
		})
	}
}

// wantFree writes singly what an import wanted: ids, codes, source records and
// source rows.
func (d *drawn) wantFree(t *testing.T, s stations.Store) {
	t.Helper()
	var b stations.Batch
	for _, i := range []int{0, 2345, 3999} {
		b.Writes = append(b.Writes, stations.Write{Station: d.list[i]})
		b.Rows = append(b.Rows, d.row(i))
	}
	if _, err := s.ApplyBatch(t.Context(), b); err != nil {
		t.Errorf("ApplyBatch(what a failed import had) = %v", err)
	}
}
