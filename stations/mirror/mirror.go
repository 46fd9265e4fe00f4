// Package mirror follows another yizhan: it brings the stations of an origin
// into a store of its own, under the origin's epoch and revisions, and keeps
// them so through cut connections, restarts and restores of either side.
//
//  1. The store's own mark is the cursor: it moves in the transaction that
//     keeps what came, so a process that is killed goes on where it was.
//  2. While the mark is of the origin's epoch, the mirror asks for the changes
//     after it, and waits for more.
//  3. When it is not, or the origin does not know it any more, the mirror takes
//     a snapshot into a file, going on after cuts, and puts it in the place of
//     what it had in one transaction.
//  4. Areas and photos come after the stations: areas whole, when their version
//     is another; photos one by one, as the records name them.
//
// Nothing that comes is believed by halves: a page or a snapshot that was cut
// off, came twice, or is of another epoch changes nothing.
package mirror

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"yizhan/stations"
)

// Mirror is one store that follows one origin.
type Mirror struct {
	Origin *url.URL          // of the server; its path, if any, goes before /v1
	Key    string            // of role reader or more; "" for an origin that is open
	Store  stations.Store    // of its own, empty or a mirror already
	Log    *slog.Logger      // of what goes wrong and is tried again
	Via    http.RoundTripper // nil for the usual one
	Pause  time.Duration     // between a failure and the next try, at first; 0 for 200 ms

	OwnAreas bool // leave the store's areas as they are
	NoPhotos bool // leave the files of photos with the origin
}

// Pauses between a failure and the next try double.
const (
	firstPause = 200 * time.Millisecond
	mostPauses = 300 // times the first
	lastPause  = mostPauses * firstPause
)

// waitFor is how long a question for changes may wait for one.
const waitFor = 25 * time.Second

// Follow follows the origin until ctx ends, whose error it then returns, or
// something fails that trying again does not mend: the origin refuses the key,
// or shows more or less than it did, or the store has stations of its own.
func (m *Mirror) Follow(ctx context.Context) error {
	return m.pursue(ctx, waitFor)
}

// CatchUp follows the origin until the mirror stands where the origin stood
// when it was last asked, and returns where that is. Errors are those of
// Follow.
func (m *Mirror) CatchUp(ctx context.Context) (stations.Mark, error) {
	if err := m.pursue(ctx, 0); err != nil {
		return stations.Mark{}, err
	}
	epoch, err := m.Store.Epoch(ctx)
	if err != nil {
		return stations.Mark{}, err
	}
	revision, err := m.Store.Revision(ctx)
	return stations.Mark{Epoch: epoch, Revision: revision}, err
}

// pursue steps until it has caught up, or for ever when it may wait. The first
// answer, which may say that there is nothing to follow, is not waited for.
func (m *Mirror) pursue(ctx context.Context, wait time.Duration) error {
	o := newOrigin(m)
	defer o.close()
	photos := newAlbum(m, o)
	first := m.firstPause()
	pause, patience := first, time.Duration(0)
	for {
		if !photos.done() {
			patience = 0
		}
		came := photos.came
		level, err := m.step(ctx, photos, patience)
		if photos.came > came {
			pause = first
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && level && wait == 0:
			return nil
		case err == nil:
			pause, patience = first, wait
			continue
		case final(err):
			return err
		}
		m.Log.Warn("源站暂时无法跟随 the origin cannot be followed; trying again", "error", err, "in", pause)
		if err := rest(ctx, max(pause, askedFor(err))); err != nil {
			return err
		}
		pause = min(2*pause, mostPauses*first)
	}
}

func (m *Mirror) firstPause() time.Duration { return cmp.Or(m.Pause, firstPause) }

// step takes one page of changes with what goes with them, or a snapshot when
// there is no way from where the store stands. level says that the mirror
// stands where the origin does.
func (m *Mirror) step(ctx context.Context, photos *album, wait time.Duration) (level bool, err error) {
	o := photos.origin
	scope, err := m.Store.Mirrored(ctx)
	if err != nil {
		return false, err
	}
	if scope == "" {
		return false, m.begin(ctx, photos, scope)
	}
	from := stations.Mark{}
	if from.Epoch, err = m.Store.Epoch(ctx); err != nil {
		return false, err
	}
	if from.Revision, err = m.Store.Revision(ctx); err != nil {
		return false, err
	}
	p, err := o.changes(ctx, from, wait)
	if stations.CodeOf(err) == stations.Gone {
		return false, m.begin(ctx, photos, scope)
	}
	if err != nil {
		return false, err
	}
	if p.Scope != scope {
		return false, otherScope(scope, p.Scope)
	}
	changes, err := p.after(from)
	if err != nil {
		return false, err
	}
	if err := m.Store.Repeat(ctx, from, changes); err != nil {
		return false, err
	}
	if err := m.beside(ctx, photos, p, changes); err != nil {
		return false, err
	}
	return p.Next == nil && photos.done() && from.Revision+stations.Revision(len(changes)) == p.Revision, nil
}

// beside brings what goes with a page of changes, which is kept already: an
// error must not make it forget whose photos may be new.
func (m *Mirror) beside(ctx context.Context, photos *album, p *page, changes []stations.Change) error {
	photos.heard(changes)
	if err := photos.some(ctx); err != nil || p.Areas == nil || *p.Areas == "" || m.OwnAreas {
		return err
	}
	return m.levelAreas(ctx, photos.origin, *p.Areas)
}

// begin puts a snapshot of the origin in the place of what the store has.
func (m *Mirror) begin(ctx context.Context, photos *album, had stations.Scope) error {
	if had == "" { // before anything is fetched in vain
		revision, err := m.Store.Revision(ctx)
		if err == nil && revision > 0 {
			err = settled(stations.NotMirror())
		}
		if err != nil {
			return err
		}
	}
	f, err := newSpool()
	if err != nil {
		return settled(err)
	}
	defer f.remove()
	if err := m.fill(ctx, photos.origin, f); err != nil {
		return err
	}
	if had != "" && had != f.head.Scope {
		return otherScope(had, f.head.Scope)
	}
	seed := stations.Seed{Mark: stations.Mark{Epoch: f.head.Epoch, Revision: f.head.Revision}, Scope: f.head.Scope, Stations: f.stations()}
	if err := m.Store.Seed(ctx, seed); err != nil {
		return err
	}
	photos.again()
	m.Log.Info("已取全量快照 the mirror begins with a snapshot", "stations", f.count, "revision", f.head.Revision)
	return nil
}

// triesOfSnapshot is how often a snapshot may break off without one more
// station before it is begun again.
const triesOfSnapshot = 5

// fill fetches a snapshot, going on where it broke off.
func (m *Mirror) fill(ctx context.Context, o *origin, f *spool) error {
	for vain := 0; ; {
		before := f.count
		err := o.snapshot(ctx, f)
		if err == nil || ctx.Err() != nil || final(err) || stations.CodeOf(err) == stations.Gone {
			return err
		}
		if vain++; f.count > before {
			vain = 0
		}
		if vain == triesOfSnapshot {
			return err
		}
		m.Log.Warn("快照中断，继续 the snapshot broke off; going on", "error", err, "stations", f.count)
		if err := rest(ctx, max(m.firstPause()<<vain, askedFor(err))); err != nil {
			return err
		}
	}
}

// otherScope is the error of a key that sees another part of the origin than
// the one before.
func otherScope(had, sees stations.Scope) error {
	return settled(stations.Errorf(stations.Conflict, "此镜像的范围是 %s，而密钥现在可见 %s；请换用空库 the mirror is of scope %s and the key now sees %s: begin with an empty store", had, sees, had, sees))
}

// rest waits, somewhat longer or shorter so that many mirrors do not come back
// at once, or returns ctx's error.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d/2 + rand.N(d)):
		return nil
	}
}
