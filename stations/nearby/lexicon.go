package nearby

import (
	"context"
	"slices"
	"sync"

	"yizhan/stations"
)

// lexicon keeps the words of all stations, public or not, so that a search
// sees each write at once and none rebuilds everything:
//
//  1. A station that is written is crossed out where it stood and noted as a
//     loose leaf; leaves are few, and searched one by one.
//  2. When there are bindAt leaves, they are bound into a book, an index.
//  3. A book that is not much larger than all newer ones together is merged
//     with them, beside the search. So there are few books, and a station is
//     indexed anew some ten times at most in a registry of 200,000.
//
// What readers hold never changes.
type lexicon struct {
	mu      sync.Mutex
	shelf   shelf
	ready   chan struct{} // closed when the shelf holds all stations
	epoch   int           // counts the loads: what was begun in an earlier one is dropped
	merging map[stations.ID]bool
	beside  sync.WaitGroup
}

// shelf is all that is searched.
type shelf struct {
	books    []*book // the oldest first
	loose    []leaf
	revision stations.Revision
}

// bindAt is how many loose leaves there are before they are bound: matching a
// leaf takes about a microsecond, and binding them some milliseconds.
const bindAt = 256

func newLexicon() *lexicon { return &lexicon{ready: make(chan struct{})} }

// load forgets everything and begins to index all stations as they are at a
// revision. Searches wait for it.
func (l *lexicon) load(revision stations.Revision, all []*stations.Station) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.ready:
		l.ready = make(chan struct{})
	default:
	}
	l.epoch++
	l.shelf = shelf{revision: revision}
	l.replace(nil, func() []leaf {
		leaves := make([]leaf, len(all))
		for i, s := range all {
			leaves[i] = newLeaf(s)
		}
		return leaves
	})
}

// replace begins to make a book of leaves, which takes the place of some
// books. Meanwhile it is noted which stations change. The lock is held.
func (l *lexicon) replace(old []*book, leaves func() []leaf) {
	l.merging = map[stations.ID]bool{}
	epoch := l.epoch
	l.beside.Go(func() {
		bound := newBook(leaves())
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.epoch == epoch {
			l.install(bound, old)
		}
	})
}

// install puts a book in the place of old ones, which are the first or follow
// each other. The lock is held.
func (l *lexicon) install(bound *book, old []*book) {
	for id := range l.merging {
		bound.cross(id)
	}
	l.merging = nil
	at := 0
	if len(old) > 0 {
		at = slices.IndexFunc(l.shelf.books, func(b *book) bool { return b.segment == old[0].segment })
	}
	l.shelf.books = slices.Replace(slices.Clone(l.shelf.books), at, at+len(old), bound)
	select {
	case <-l.ready:
	default:
		close(l.ready)
	}
	l.tidy()
}

// apply notes changes in the order of their revisions.
func (l *lexicon) apply(changes []stations.Change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := drafting{copied: map[*book]bool{}}
	d.books, d.loose = slices.Clone(l.shelf.books), slices.Clone(l.shelf.loose)
	for _, c := range changes {
		d.forget(c.ID)
		if l.merging != nil {
			l.merging[c.ID] = true
		}
		if c.Station != nil {
			d.loose = append(d.loose, newLeaf(c.Station))
		}
		if len(d.loose) >= bindAt {
			d.books, d.loose = append(d.books, newBook(d.loose)), nil
		}
		d.revision = c.Revision
	}
	l.shelf = d.shelf
	l.tidy()
}

// drafting is a shelf that is being changed.
type drafting struct {
	shelf
	copied map[*book]bool // books that no reader holds
}

// forget crosses out a station wherever it stands.
func (d *drafting) forget(id stations.ID) {
	if i := slices.IndexFunc(d.loose, func(l leaf) bool { return l.station.ID == id }); i >= 0 {
		d.loose = slices.Delete(d.loose, i, i+1)
		return
	}
	for i, b := range d.books {
		at, ok := b.find(id)
		if !ok || b.gone.has(at) {
			continue
		}
		if !d.copied[b] {
			b = b.copy()
			d.books[i], d.copied[b] = b, true
		}
		b.cross(id)
		return
	}
}

// tidy begins a merge if there is one to do and none under way: of the newest
// books, and each older one that is at most twice as large as all newer
// together. The lock is held.
func (l *lexicon) tidy() {
	books := l.shelf.books
	if l.merging != nil || len(books) < 2 {
		return
	}
	from, sum := len(books)-1, books[len(books)-1].left()
	for from > 0 && books[from-1].left() <= 2*sum {
		from--
		sum += books[from].left()
	}
	if from == len(books)-1 {
		return
	}
	old := books[from:]
	l.replace(old, func() []leaf {
		leaves := make([]leaf, 0, sum)
		for _, b := range old {
			leaves = append(leaves, b.leaves()...)
		}
		return leaves
	})
}

// read returns what is to be searched as soon as it holds all stations.
func (l *lexicon) read(ctx context.Context) (shelf, error) {
	for {
		l.mu.Lock()
		ready, now := l.ready, l.shelf
		l.mu.Unlock()
		select {
		case <-ready:
			return now, nil
		default:
		}
		select {
		case <-ready:
		case <-ctx.Done():
			return shelf{}, ctx.Err()
		}
	}
}

// wait returns when nothing is done beside any more.
func (l *lexicon) wait() { l.beside.Wait() }
