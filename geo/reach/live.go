package reach

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"

	"yizhan/geo/roads"
)

// Live is a field that can be asked "what if": stations come, go and move, and
// only the labels that they touch are worked out again. What it answers is to
// the millisecond what a Field finds that runs with the stations of the trial.
// It is not safe for concurrent use.
//
//  1. A station that goes takes its labels with it. They hang together from
//     its doors back along the arcs, because each junction with such a label
//     goes on to another one, or is at a door.
//  2. A junction that lost a label is one short. The one it lacks is that of a
//     junction where its arcs lead, or begins at one of its doors: it is
//     offered all of those, and what improves spreads as in any search.
//  3. A station that comes is searched from as any block of stations is; where
//     it is not among the k nearest, nothing moves.
type Live struct {
	f       *Field
	sources []Source // of the base, ascending station
	doors   []door   // of the base, ascending junction
	atDoor  bits     // by junction: it has doors
	places  watched
	log     journal
	trial   trial
	todo    []roads.NodeID // kept for its room
}

// door is a label that a station of the base puts on a junction itself.
type door struct {
	junction roads.NodeID
	key      key
}

// trial is what the last Try did.
type trial struct {
	touched   int            // how many junctions had labels before
	gone      []int32        // stations that went, ascending
	short     []roads.NodeID // the junctions that lost a label
	closed    []stop         // taken out of onChain
	opened    []stop         // put into onChain
	changed   []int32        // places
	abandoned bool           // it ended early: the queue may hold labels
}

// NewLive searches from the sources, the base of all trials, with a field that
// is nobody else's from then on. It watches the places, which Try numbers from
// 0. Errors are those of Run. Beside the field it takes 4 bytes and 2 bits for each
// junction, 8 for each chain and 4 for each place.
func NewLive(ctx context.Context, f *Field, sources []Source, places []Place, horizon roads.Millis) (*Live, error) {
	if err := f.Run(ctx, sources, horizon); err != nil {
		return nil, err
	}
	l := &Live{f: f, sources: slices.Clone(sources), atDoor: newBits(f.chains.NumJunctions()), places: f.watch(places)}
	slices.SortStableFunc(l.sources, func(a, b Source) int { return cmp.Compare(a.Station, b.Station) })
	for _, s := range l.sources {
		f.doors(s, func(n roads.NodeID, k key) {
			l.doors = append(l.doors, door{n, k})
			l.atDoor.add(uint32(n))
		})
	}
	slices.SortFunc(l.doors, func(a, b door) int { return cmp.Compare(a.junction, b.junction) })
	l.log = journal{stamps: make([]uint32, f.chains.NumJunctions())}
	f.before = &l.log
	l.begin()
	return l, nil
}

// Edit is a change of stations: those of Remove go, with all their sources,
// then the sources of Add come. A station that is in both moves.
type Edit struct {
	Remove []int32
	Add    []Source
}

// Try answers as if the edit were made to the base; an earlier Try is taken
// back first. It returns the places whose labels may differ from those of the
// base, in no order, until the next Try. Errors are those of Run; after one,
// the base holds.
func (l *Live) Try(ctx context.Context, e Edit) ([]int32, error) {
	l.undo()
	if err := l.f.check(e.Add); err != nil {
		return nil, err
	}
	err := l.remove(ctx, e.Remove)
	if err == nil {
		err = l.add(ctx, e.Add)
	}
	if err != nil {
		l.trial.abandoned = true
		l.undo()
		return nil, fmt.Errorf("update travel times: %w", err)
	}
	l.find()
	return l.trial.changed, nil
}

// From appends the labels of a place, as Field.From does, under the last Try.
func (l *Live) From(p Place, dst []Label) []Label { return l.f.From(p, dst) }

func (l *Live) remove(ctx context.Context, stations []int32) error {
	t := &l.trial
	t.gone = append(t.gone, stations...)
	slices.Sort(t.gone)
	t.gone = slices.Compact(t.gone)
	for _, station := range t.gone {
		for _, s := range l.of(station) {
			at, ok := l.f.doors(s, func(n roads.NodeID, _ key) { l.todo = append(l.todo, n) })
			if ok {
				t.closed = append(t.closed, at)
				l.f.takeOut(at)
			}
		}
		l.forget(station)
	}
	if len(t.short) == 0 {
		return ctx.Err()
	}
	for _, n := range t.short {
		l.refill(n)
	}
	return l.f.settle(ctx)
}

// of returns the sources of a station of the base.
func (l *Live) of(station int32) []Source {
	from := sort.Search(len(l.sources), func(i int) bool { return l.sources[i].Station >= station })
	to := from
	for to < len(l.sources) && l.sources[to].Station == station {
		to++
	}
	return l.sources[from:to]
}

// forget deletes the labels of a station, from the junctions that are to do
// back along the arcs.
func (l *Live) forget(station int32) {
	f := l.f
	for len(l.todo) > 0 {
		n := l.todo[len(l.todo)-1]
		l.todo = l.todo[:len(l.todo)-1]
		row := f.row(n)
		i := slices.IndexFunc(row, func(k key) bool { return k.station() == station })
		if i < 0 {
			continue
		}
		l.log.note(n, row)
		copy(row[i:], row[i+1:])
		row[len(row)-1] = noKey
		l.trial.short = append(l.trial.short, n)
		for _, a := range f.chains.In.Of(n) {
			l.todo = append(l.todo, a.To)
		}
	}
}

// refill offers a junction what it may lack: the labels of the junctions that
// its arcs lead to, and those of the doors at it.
func (l *Live) refill(n roads.NodeID) {
	f := l.f
	for _, a := range f.chains.Out.Of(n) {
		for _, k := range f.row(a.To) {
			next := k.time() + uint64(a.Cost)
			if k == noKey || next > f.horizon {
				break
			}
			f.improve(n, k.at(next))
		}
	}
	if !l.atDoor.has(uint32(n)) {
		return
	}
	first := sort.Search(len(l.doors), func(i int) bool { return l.doors[i].junction >= n })
	for _, d := range l.doors[first:] {
		if d.junction != n {
			return
		}
		if _, gone := slices.BinarySearch(l.trial.gone, d.key.station()); !gone {
			f.improve(n, d.key)
		}
	}
}

func (l *Live) add(ctx context.Context, sources []Source) error {
	if len(sources) == 0 {
		return nil
	}
	for _, s := range sources {
		if at, ok := l.f.doors(s, l.f.improve); ok {
			l.trial.opened = append(l.trial.opened, at)
			l.f.putIn(at)
		}
	}
	return l.f.settle(ctx)
}

// find lists the places on the chains around each junction that changed, and
// on the chains of the stations that came or went.
func (l *Live) find() {
	f := l.f
	for _, n := range l.log.nodes {
		if !l.places.beside.has(uint32(n)) {
			continue
		}
		node := f.g.Node(f.mode, f.chains.State(int32(n)))
		if j, ok := f.chains.Junction(node); ok {
			f.chains.Around(j, l.change)
		}
	}
	for _, s := range l.trial.closed {
		l.change(s.Chain)
	}
	for _, s := range l.trial.opened {
		l.change(s.Chain)
	}
}

// change lists the places of a chain, once.
func (l *Live) change(chain uint32) {
	w := &l.places
	if w.stamps[chain] != l.log.epoch {
		w.stamps[chain] = l.log.epoch
		l.trial.changed = append(l.trial.changed, w.list[w.first[chain]:w.first[chain+1]]...)
	}
}

// undo takes the last trial back.
func (l *Live) undo() {
	t := &l.trial
	if t.abandoned {
		l.f.queue.reset(roads.Millis(l.f.horizon))
		l.todo = l.todo[:0]
	}
	l.log.restore(l.f)
	for _, s := range t.opened {
		l.f.takeOut(s)
	}
	for _, s := range t.closed {
		l.f.putIn(s)
	}
	l.f.touched = l.f.touched[:t.touched]
	l.begin()
}

// begin starts an empty trial.
func (l *Live) begin() {
	t := &l.trial
	*t = trial{
		touched: len(l.f.touched), gone: t.gone[:0], short: t.short[:0],
		closed: t.closed[:0], opened: t.opened[:0], changed: t.changed[:0],
	}
	l.log.begin(l.places.stamps)
}
