package nearby

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
)

// How a follower paces itself. The first write of a burst is shown at once;
// the next ones wait restFactor times as long as the last showing took, within
// limits: a busy store costs a quarter of a processor, unless it writes
// thousands at once, and a write is seen within some 100 ms all the same.
const (
	restFactor   = 3
	shortestRest = 10 * time.Millisecond
	longestRest  = 100 * time.Millisecond
	firstBackoff = 200 * time.Millisecond
	lastBackoff  = 800 * time.Millisecond // a store that returns is followed within a second
	toldEvery    = 10 * time.Second       // a store that is away fills no log
	batch        = 10_000                 // changes that are read at once
)

// How long the store may take to answer. A connection that fell silent never
// says so, and a follower has no asker who would give up.
const (
	loadTime  = 5 * time.Minute // all stations of a country
	batchTime = 20 * time.Second
)

// Follow keeps the finder's snapshot up with the store until ctx ends, and
// returns ctx's error. A store that fails is asked again, at least once a
// second; meanwhile the last snapshot answers. Only one Follow may run.
func (f *Finder) Follow(ctx context.Context, store stations.Reader, log *slog.Logger) error {
	defer f.lexicon.wait()
	backoff, told := firstBackoff, time.Time{}
	for {
		began := time.Now()
		err := f.follow(ctx, store)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f.pulse.failures.Add(1)
		if time.Since(told) > toldEvery {
			log.Warn("the store cannot be followed; trying again", "error", err)
			told = time.Now()
		}
		if time.Since(began) > lastBackoff {
			backoff = firstBackoff
		}
		if err := rest(ctx, backoff); err != nil {
			return err
		}
		backoff = min(2*backoff, lastBackoff)
	}
}

// errRestored says that the store's history is another one than a moment ago.
var errRestored = errors.New("the store was restored")

// follow loads everything and follows the changes until something fails.
// After a restore it loads everything again at once.
func (f *Finder) follow(ctx context.Context, store stations.Reader) error {
	for {
		d, mark, err := f.load(ctx, store)
		if err != nil {
			return err
		}
		if err := f.pursue(ctx, store, d, mark); !errors.Is(err, errRestored) {
			return err
		}
	}
}

// load shows the store as it stands. The epoch is read first: a restore in
// between shows as a mark that moved.
func (f *Finder) load(ctx context.Context, store stations.Reader) (*draft, stations.Mark, error) {
	asking, cancel := context.WithTimeout(ctx, batchTime)
	defer cancel()
	epoch, err := store.Epoch(asking)
	if err != nil {
		return nil, stations.Mark{}, err
	}
	loading, cancel := context.WithTimeout(ctx, loadTime)
	defer cancel()
	revision, all, err := store.Snapshot(loading, 0)
	if err != nil {
		return nil, stations.Mark{}, err
	}
	d := newDraft(f.compiler.entries(all))
	d.epoch = epoch
	f.show(d.publish(revision))
	f.lexicon.load(revision, all)
	return d, stations.Mark{Epoch: epoch, Revision: revision}, nil
}

// entries makes the entries of the public stations among all, which are in
// ascending order of id. Those that stand near each other are made one after
// the other: then they, and their slots, lie near each other in memory too, and
// an answer waits for fewer pieces of it. ascending is as newRoster wants it.
func (c *compiler) entries(all []*stations.Station) (entries []*entry, ascending []int32) {
	var shown []*stations.Station
	for _, s := range all {
		if public(s) {
			shown = append(shown, s)
		}
	}
	entries, ascending = make([]*entry, len(shown)), make([]int32, len(shown))
	for slot, i := range byPlace(shown) {
		entries[slot], ascending[i] = c.entry(shown[i]), int32(slot)
	}
	return entries, ascending
}

// byPlace returns the numbers of the stations so that those near each other
// follow each other, as in the leaves of an index; last those that stand
// nowhere on the Earth.
func byPlace(list []*stations.Station) []int32 {
	places, nowhere := make([]near.Place, len(list)), make([]bool, len(list))
	for i, s := range list {
		places[i], nowhere[i] = near.Place{Point: s.Position.Point, Item: int32(i)}, true
	}
	order := make([]int32, 0, len(list))
	everywhere := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	near.New(places).Inside(everywhere, func(item int32, _ orb.Point) {
		order, nowhere[item] = append(order, item), false
	})
	for i, left := range nowhere {
		if left {
			order = append(order, int32(i))
		}
	}
	return order
}

// pursue shows every change after the mark, until something fails or the
// store is restored.
func (f *Finder) pursue(ctx context.Context, store stations.Reader, d *draft, mark stations.Mark) error {
	for {
		now, err := store.Wait(ctx, mark)
		if err != nil {
			return err
		}
		if !mark.Continues(now) {
			return errRestored
		}
		began := time.Now()
		if mark.Revision, err = f.catchUp(ctx, store, d, mark.Revision); err != nil {
			return err
		}
		f.show(d.publish(mark.Revision))
		pause := min(max(restFactor*time.Since(began), shortestRest), longestRest)
		if err := rest(ctx, pause); err != nil {
			return err
		}
	}
}

// catchUp drafts every change since revision, and returns the last one's.
func (f *Finder) catchUp(ctx context.Context, store stations.Reader, d *draft, revision stations.Revision) (stations.Revision, error) {
	for {
		changes, err := changesAfter(ctx, store, revision)
		if err != nil {
			return 0, err
		}
		for _, c := range changes {
			f.change(d, c)
			revision = c.Revision
		}
		f.lexicon.apply(changes)
		if len(changes) < batch {
			return revision, nil // later writes wait for the next snapshot
		}
	}
}

// changesAfter reads the changes that come after a revision, a batch of them at most.
func changesAfter(ctx context.Context, store stations.Reader, after stations.Revision) ([]stations.Change, error) {
	ctx, cancel := context.WithTimeout(ctx, batchTime)
	defer cancel()
	return store.Changes(ctx, after, batch)
}

// change drafts one write.
func (f *Finder) change(d *draft, c stations.Change) {
	if c.Station != nil && public(c.Station) {
		d.put(f.compiler.entry(c.Station))
	} else {
		d.remove(c.ID)
	}
}

// public reports whether riders see the station.
func public(s *stations.Station) bool { return stations.Public().Match(s, time.Time{}) }

// rest waits for d, or until ctx ends.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
