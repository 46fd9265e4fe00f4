package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"yizhan/stations"
)

// importRows is how many stations a drawn import brings in: more than two of
// the parts that stores save, so that it can be looked at half written.
const importRows, halfWritten = 4005, 4000

// drawn is an import that stops half written until it is told to go on.
type drawn struct {
	source string
	list   []*stations.Station
	err    error         // what Items gives at the end, nil for none
	half   chan struct{} // closed when two thousand are written at least
	resume chan struct{}
	done   chan outcome
}

type outcome struct {
	last stations.Revision
	err  error
}

// drawImport makes an import of importRows stations of a source.
func drawImport(t *testing.T, source string) *drawn { return drawRows(t, source, importRows) }

// drawRows makes an import. Every station has a code, a source record, a
// service and a personal contact.
func drawRows(t *testing.T, source string, rows int) *drawn {
	t.Helper()
	d := &drawn{source: source, half: make(chan struct{}), resume: make(chan struct{}), done: make(chan outcome, 1)}
	for i := range rows {
		s := newStation(t, fmt.Sprintf("%s第%d号", source, i))
		s.Code, s.Source, s.SourceRecord = fmt.Sprintf("%s-%d", source, i), source, fmt.Sprint(i)
		s.Services = []stations.ServiceState{{Code: "toilet", Status: stations.ServiceOK}}
		s.Contacts = []stations.Contact{{Label: "王师傅", Phone: "13900001111", Personal: true}}
		d.list = append(d.list, s)
	}
	return d
}

// key is the name of the i-th station at its source.
func (d *drawn) key(i int) stations.RecordKey {
	return stations.RecordKey{Source: d.source, Record: fmt.Sprint(i)}
}

func (d *drawn) row(i int) stations.SourceRow {
	return stations.SourceRow{Key: d.key(i), Station: d.list[i].ID, Values: json.RawMessage(`{"name":"甲"}`)}
}

// item makes the i-th station.
func (d *drawn) item(i int) stations.Item {
	row := d.row(i)
	return stations.Item{Write: &stations.Write{Station: d.list[i], By: "import:" + d.source}, Row: &row}
}

// rest is what an import holds beside new stations: items that come before
// them, and after, and questions.
type rest struct {
	items   []stations.Item
	after   []stations.Item
	again   func(ctx context.Context, now stations.Now, id stations.ID) (*stations.Write, error)
	reviews []stations.Review
}

// whole is the import as a store is given it.
func (d *drawn) whole(r rest) stations.Import {
	return stations.Import{
		Items: func(yield func(stations.Item, error) bool) {
			for _, item := range r.items {
				if !yield(item, nil) {
					return
				}
			}
			for i := range d.list {
				var err error
				if i == halfWritten {
					close(d.half)
					<-d.resume
					err = d.err
				}
				if !yield(d.item(i), err) || err != nil {
					return
				}
			}
			for _, item := range r.after {
				if !yield(item, nil) {
					return
				}
			}
		},
		Again:   r.again,
		Reviews: func() []stations.Review { return r.reviews },
	}
}

// start begins the import with what else it holds, and returns when it is half
// written.
func (d *drawn) start(ctx context.Context, t *testing.T, s stations.Store, r rest) {
	t.Helper()
	d.begin(ctx, s, r)
	select {
	case <-d.half:
	case got := <-d.done:
		t.Fatalf("the import ended early: %v", got.err)
	case <-time.After(time.Minute):
		t.Fatal("the import does not come to its half")
	}
}

// begin begins the import.
func (d *drawn) begin(ctx context.Context, s stations.Store, r rest) {
	go func() {
		last, err := s.Import(ctx, d.whole(r))
		d.done <- outcome{last, err}
	}()
}

// end lets the import go on and waits for its end.
func (d *drawn) end(t *testing.T) outcome {
	t.Helper()
	close(d.resume)
	select {
	case got := <-d.done:
		return got
	case <-time.After(time.Minute):
		t.Fatal("the import does not end")
		return outcome{}
	}
}

// die closes the store that the import goes into, in the midst of it.
func (d *drawn) die(t *testing.T, s stations.Store) {
	t.Helper()
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	time.Sleep(50 * time.Millisecond) // let it begin to close
	if got := d.end(t); got.err == nil {
		t.Fatal("an import into a closed store goes on")
	}
	if err := <-closed; err != nil {
		t.Errorf("Close() during an import = %v", err)
	}
}

// run makes the import without a stop.
func (d *drawn) run(t *testing.T, s stations.Store) outcome {
	t.Helper()
	d.begin(t.Context(), s, rest{})
	return d.end(t)
}

// rowsOf reads all that a source said, by record.
func rowsOf(t *testing.T, s stations.Store, source string) map[string]stations.SourceRow {
	t.Helper()
	rows := map[string]stations.SourceRow{}
	for after := ""; ; {
		page := must(s.SourceRows(t.Context(), source, after, 1000))(t, "SourceRows")
		for _, row := range page {
			rows[row.Key.Record], after = row, row.Key.Record
		}
		if len(page) < 1000 {
			return rows
		}
	}
}

// seen is what the readers tell of an import, and how much of all.
type seen struct {
	Revision, SnapshotAt                       stations.Revision
	Count, Listed, InBox, Snapshot, Changes    int
	BySource, SourceRows, History, Past, Known int
	Overdue, ByDistrict, Statistics, Dumped    int
}

// look asks every reader for what an import brings.
func (d *drawn) look(t *testing.T, s stations.Store) (v seen) {
	t.Helper()
	ctx, first := t.Context(), d.list[0]
	v.Revision = must(s.Revision(ctx))(t, "Revision()")
	at, all, err := s.Snapshot(ctx, 0)
	then, past, errThen := s.Snapshot(ctx, v.Revision)
	if err != nil || errThen != nil || at != then || len(all) != len(past) {
		t.Errorf("Snapshot(0) = %d stations of %d, %v; Snapshot(%d) = %d of %d, %v, want the same", len(all), at, err, v.Revision, len(past), then, errThen)
	}
	v.SnapshotAt, v.Snapshot = at, len(all)
	v.Changes = len(must(s.Changes(ctx, 0, 10_000))(t, "Changes(0)"))
	v.Count = must(s.Count(ctx, stations.Filter{}, noon))(t, "Count")
	v.Listed = len(must(s.Stations(ctx, stations.Filter{Source: d.source}, noon, "", 1000))(t, "Stations(source)"))
	box := first.Position.Point.Bound()
	v.InBox = len(must(s.Stations(ctx, stations.Filter{Within: &box, Services: []stations.Service{"toilet"}}, noon, "", 1000))(t, "Stations(box)"))
	v.BySource = len(must(s.BySource(ctx, d.source))(t, "BySource"))
	v.SourceRows = len(rowsOf(t, s, d.source))
	d.lookAtOne(t, s, first.ID, &v)
	later := time.Now().Add(2 * stations.VerifyAfter)
	v.Overdue = len(must(s.Overdue(ctx, "", later, stations.Place{}, 1000))(t, "Overdue"))
	v.ByDistrict = must(s.CountOverdue(ctx, "", later))(t, "CountOverdue")[first.Position.Adcode]
	for _, row := range must(s.Statistics(ctx, theseDays()))(t, "Statistics") {
		v.Statistics += row.Created
	}
	v.Dumped = dumpedRows(t, s)
	return v
}

// theseDays asks for the statistics of yesterday and today.
func theseDays() stations.StatsQuery {
	now := time.Now().In(stations.Zone())
	return stations.StatsQuery{
		By: stations.ByDay, Level: stations.ByCity, Now: now,
		From: stations.DayOf(now.AddDate(0, 0, -1)), Until: stations.DayOf(now.AddDate(0, 0, 1)),
	}
}

// lookAtOne asks for one station by its id.
func (d *drawn) lookAtOne(t *testing.T, s stations.Store, id stations.ID, v *seen) {
	t.Helper()
	found := func(call string, err error) int {
		if err == nil {
			return 1
		}
		wantCode(t, call, err, stations.NotFound)
		return 0
	}
	_, err := s.Station(t.Context(), id)
	v.Known = found("Station", err)
	_, err = s.History(t.Context(), id, 0, 10)
	v.History = found("History", err)
	_, err = s.StationAt(t.Context(), id, 1_000_000)
	v.Past = found("StationAt", err)
}

// counter is a stations.RowWriter that counts.
type counter struct{ rows int }

// Table implements stations.RowWriter.
func (c *counter) Table(string, []string) error { return nil }

// Row implements stations.RowWriter.
func (c *counter) Row([]any) error {
	c.rows++
	return nil
}

func dumpedRows(t *testing.T, s stations.Store) int {
	t.Helper()
	var c counter
	if err := s.Dump(t.Context(), &c); err != nil {
		t.Errorf("Dump = %v", err)
	}
	return c.rows
}
