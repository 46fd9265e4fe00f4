package nearby

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/geo/sphere"
	"yizhan/stations"
)

// town draws records around a few centres. Their ids are in no order of
// making; half of them stand where another does.
type town struct {
	*rand.Rand
	compiler *compiler
	now      map[stations.ID]*entry // what riders must see
	ids      []stations.ID          // of now, as they came
}

func newTown(seed uint64) *town {
	return &town{rand.New(rand.NewPCG(seed, 6)), newCompiler(), map[stations.ID]*entry{}, nil}
}

func (w *town) record(id stations.ID) *entry {
	p := orb.Point{118 + float64(w.IntN(5)) + 0.01*w.NormFloat64(), 32 + 0.01*w.NormFloat64()}
	if w.IntN(2) == 0 && len(w.ids) > 0 {
		if e := w.now[w.any()]; e != nil {
			p = e.station.Position.Point
		}
	}
	s := &stations.Station{ID: id, Kind: stations.DriverHome, Position: stations.Position{Point: p}}
	if w.IntN(3) == 0 {
		s.Services = []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}}
	}
	return w.compiler.entry(s)
}

func (w *town) any() stations.ID { return w.ids[w.IntN(len(w.ids))] }

// fill makes n stations, whose slots follow the order in which they were made.
func (w *town) fill(n int) (entries []*entry, ascending []int32) {
	for slot := range n {
		entries = append(entries, w.put(w.record(w.fresh())))
		ascending = append(ascending, int32(slot))
	}
	slices.SortFunc(ascending, func(a, b int32) int {
		return strings.Compare(string(entries[a].station.ID), string(entries[b].station.ID))
	})
	return entries, ascending
}

func (w *town) fresh() stations.ID { return stations.ID(fmt.Sprintf("%016x", w.Uint64())) }

func (w *town) put(e *entry) *entry {
	if w.now[e.station.ID] == nil {
		w.ids = append(w.ids, e.station.ID)
	}
	w.now[e.station.ID] = e
	return e
}

// change writes one station: a new one, another record of one, or its end.
func (w *town) change(d *draft) {
	switch w.IntN(4) {
	case 0:
		d.put(w.put(w.record(w.fresh())))
	case 1:
		i := w.IntN(len(w.ids))
		id := w.ids[i]
		d.remove(id)
		delete(w.now, id)
		w.ids[i] = w.ids[len(w.ids)-1]
		w.ids = w.ids[:len(w.ids)-1]
	default:
		d.put(w.put(w.record(w.any())))
	}
}

// shown is what a snapshot shows: its stations in its order, and the nearest
// with water.
type shown struct {
	All  []stations.ID
	Near []stations.ID
}

func show(s *Snapshot, p orb.Point) shown {
	out := shown{All: []stations.ID{}, Near: []stations.ID{}}
	for e := range s.All() {
		out.All = append(out.All, e.ID)
	}
	wish := newCompiler().wish(stations.Filter{Services: []stations.Service{"water"}})
	for _, h := range s.nearest(near.Query{Point: p, K: 20, Wish: wish}, nil) {
		out.Near = append(out.Near, s.at(h.Item).station.ID)
	}
	return out
}

// must is what a snapshot must show, by looking at every record.
func (w *town) must(p orb.Point) shown {
	out := shown{All: slices.Sorted(maps.Keys(w.now)), Near: []stations.ID{}}
	for _, id := range out.All {
		if len(w.now[id].station.Services) > 0 {
			out.Near = append(out.Near, id)
		}
	}
	far := func(id stations.ID) float64 { return sphere.Distance(p, w.now[id].station.Position.Point) }
	sort.SliceStable(out.Near, func(i, j int) bool { return far(out.Near[i]) < far(out.Near[j]) })
	out.Near = out.Near[:min(20, len(out.Near))]
	return out
}

func TestSnapshotsShowEveryChangeAndKeepWhatTheyShowed(t *testing.T) {
	for _, n := range []int{0, 3, 500, 3000} {
		t.Run(fmt.Sprintf("from %d stations", n), func(t *testing.T) {
			w := newTown(uint64(n))
			d := newDraft(w.fill(n))
			w.put(w.record("a first one"))
			d.put(w.now["a first one"])
			var snapshots []*Snapshot
			var wants []shown
			for round := range 40 {
				p := orb.Point{118 + float64(w.IntN(5)), 32}
				for range []int{1, 2, 30, 400}[round%4] {
					if len(w.ids) > 1 {
						w.change(d)
					}
				}
				s := d.publish(stations.Revision(round))
				snapshots, wants = append(snapshots, s), append(wants, w.must(p))
				if diff := cmp.Diff(wants[round], show(s, p)); diff != "" {
					t.Fatalf("round %d shows (-want +got):\n%s", round, diff)
				}
				if want := len(w.now); s.Len() != want || s.index.Len() != want {
					t.Fatalf("round %d: Len = %v and %v in the index, want %v", round, s.Len(), s.index.Len(), want)
				}
			}
			for round, s := range snapshots {
				if got := show(s, orb.Point{118, 32}).All; !cmp.Equal(got, wants[round].All) {
					t.Errorf("what round %d shows changed later", round)
				}
			}
		})
	}
}

func TestByIDFindsEachStationAndNoOther(t *testing.T) {
	w := newTown(9)
	s := newDraft(w.fill(2000)).publish(1)
	for id, e := range w.now {
		if got := s.ByID(id); got != e.station {
			t.Fatalf("ByID(%q) = %v, want its station", id, got)
		}
	}
	for _, id := range []stations.ID{"", "0", "zzz", w.fresh()} {
		if got := s.ByID(id); got != nil {
			t.Errorf("ByID(%q) = %v, want nil", id, got)
		}
	}
}

// A change that only concerns the record leaves the index as it is.
func TestTheIndexHearsOnlyOfPlacesAndTags(t *testing.T) {
	w := newTown(3)
	d := newDraft(w.fill(1000))
	before := d.publish(1)
	renamed := *w.now[w.any()].station
	renamed.Name = "新名"
	d.put(w.compiler.entry(&renamed))
	after := d.publish(2)
	if after.index != before.index {
		t.Error("the index was made anew for another name")
	}
	if got := after.ByID(renamed.ID).Name; got != "新名" {
		t.Errorf("name = %q, want the new one", got)
	}
}

// A thousand single changes to 200,000 stations, each shown at once. What a
// change costs is held to its share of memory, which no busy machine changes:
// a snapshot made anew would take a hundred times as much.
func TestAChangeAmong200000CostsLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes 200,000 stations")
	}
	const changes, most = 1000, 150_000
	w := newTown(1)
	d := newDraft(w.fill(200_000))
	d.publish(1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for i := range changes {
		w.change(d)
		d.publish(stations.Revision(2 + i))
	}
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	each := (after.TotalAlloc - before.TotalAlloc) / changes
	t.Logf("each change: %v, %d bytes", took/changes, each)
	if each > most {
		t.Errorf("bytes of a change = %v, want at most %v", each, most)
	}
}

// One change to one of 200,000 stations, shown at once: half of the records
// move.
func BenchmarkAChangeAmong200000(b *testing.B) {
	w := newTown(1)
	d := newDraft(w.fill(200_000))
	d.publish(1)
	b.ReportAllocs()
	for b.Loop() {
		w.change(d)
		d.publish(1)
	}
}

func TestWhatIsDrawnOfAPageLastsUntilOneOfItsStationsChanges(t *testing.T) {
	w := newTown(5)
	entries, ascending := w.fill(2 * PageSize)
	d := newDraft(entries, ascending)
	before := d.publish(1)
	before.Page(0).Store("the first page")
	before.Page(1).Store("the second page")
	d.remove(entries[3].station.ID)
	after := d.publish(2)
	if got := after.Page(0).Load(); got != nil {
		t.Errorf("what was drawn of a page that lost a station = %v, want nil", got)
	}
	if got := after.Station(3); got != nil {
		t.Errorf("Station of a free slot = %v, want nil", got)
	}
	if got := after.Page(1).Load(); got != "the second page" {
		t.Errorf("what was drawn of a page that stayed = %v, want it kept", got)
	}
	if got := before.Page(0).Load(); got != "the first page" {
		t.Errorf("what was drawn of the page that a snapshot still shows = %v, want it kept", got)
	}
}
