package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// getChanges tells all writes in commit order, without holes, for mirrors. A
// mirror keeps epoch and the last revision that it has seen, and asks with
// both; Gone says that the store was restored, so that the mirror must begin
// again from 0. With wait it answers as soon as there is something, and who
// accepts text/event-stream is told of each write as it comes. view=record
// gives whole records instead of what is shown of them.
func (s *Server) getChanges(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	form := p.choice("view", "full", "record")
	if form == "record" && p.datum() != datum.WGS84 {
		p.add("datum", "is wgs84 in records: they say theirs themselves")
	}
	q := follower{view: view{datum: p.datum(), full: true, record: form == "record"}, since: p.revision("since"), limit: p.limit(1000, 100), epoch: p.text("epoch"), wait: p.wait()}
	stream := strings.Contains(c.Request().Header.Get(echo.HeaderAccept), mediaEvents)
	if last := c.Request().Header.Get("Last-Event-ID"); stream && last != "" {
		q.resume(p, last)
	}
	if err := p.err(); err != nil {
		return err
	}
	if stream || q.wait > 0 {
		leave, err := seat(c, s.waiting)
		if err != nil {
			return err
		}
		defer leave()
	}
	if stream {
		return s.streamChanges(c, q)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	if err := s.await(c.Request().Context(), &q, q.wait); err != nil {
		return err
	}
	if _, err := s.writeChanges(c, w, q); err != nil {
		return err
	}
	return send(c, mediaJSON, w.buf)
}

// maxWait is how long a question for changes may wait for one.
const maxWait = 60 * time.Second

// follower is who asks for changes: what has been seen, and how to tell more.
type follower struct {
	view  view
	since stations.Revision
	epoch string // "" for whatever it is
	limit int
	wait  time.Duration
}

// wait reads for how many seconds the answer may wait.
func (p *params) wait() time.Duration {
	v, given := p.number("wait")
	if given && !(v >= 0 && v <= maxWait.Seconds()) {
		p.add("wait", "must be a number of seconds, at most 60")
		return 0
	}
	return time.Duration(v * float64(time.Second))
}

// resume takes up where a stream broke off: its last event was EPOCH/REVISION.
func (q *follower) resume(p *params, last string) {
	epoch, text, _ := strings.Cut(last, "/")
	revision, err := strconv.ParseInt(text, 10, 64)
	if err != nil || revision < 0 {
		p.add("Last-Event-ID", "is not one that this server gave")
		return
	}
	q.epoch, q.since = epoch, stations.Revision(revision)
}

// await returns when the store stands elsewhere than the follower has seen, or
// the time is over, or the server is to end; these two are no errors.
func (s *Server) await(ctx context.Context, q *follower, longest time.Duration) error {
	if longest == 0 {
		return nil
	}
	waiting, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	go func() {
		select {
		case <-s.drained:
			cancel()
		case <-waiting.Done():
		}
	}()
	_, err := s.Store.Wait(waiting, stations.Mark{Epoch: q.epoch, Revision: q.since})
	if ctx.Err() == nil && waiting.Err() != nil {
		return nil
	}
	return err
}

// heartbeat is how often a stream shows that it lives, and looks whether its
// key still holds.
const heartbeat = 5 * time.Second

// streamChanges sends pages of changes as events until the asker goes or may
// no longer ask, the route's patience or the server ends; the browser then asks
// again from where it was.
func (s *Server) streamChanges(c echo.Context, q follower) error {
	ctx, events, w := c.Request().Context(), eventStream{c: c}, s.buffer()
	defer s.buffers.Put(w)
	for ctx.Err() == nil && !s.draining.Load() && s.admits(c.Request()) {
		w.buf = w.buf[:0]
		seen, err := s.writeChanges(c, w, q)
		switch {
		case err != nil && events.begun:
			events.send("problem", json.RawMessage(refuse(err).body(requestID(c))))
			return nil
		case err != nil:
			return err
		case seen.Revision > q.since || !events.begun:
			events.mark(seen.Epoch + "/" + strconv.FormatInt(int64(seen.Revision), 10))
			events.send("changes", json.RawMessage(w.buf))
		default:
			events.beat()
		}
		q.since, q.epoch = max(q.since, seen.Revision), seen.Epoch
		if err := s.await(ctx, &q, heartbeat); err != nil {
			return nil // the asker went, or the route's time is over
		}
	}
	return nil
}

// admits reports whether the asker may still read: since its request came, its
// key may have been revoked, or a server open to this machine got its first.
func (s *Server) admits(r *http.Request) bool {
	a, err := s.identity(r)
	return err == nil && a.role.Contains(Reader)
}

// writeChanges writes a page and returns up to where it tells.
func (s *Server) writeChanges(c echo.Context, w *writer, q follower) (stations.Mark, error) {
	v, since, limit, epoch := q.view, q.since, q.limit, q.epoch
	mark, list, err := s.feed(c, since, limit)
	if err != nil {
		return mark, err
	}
	if epoch != "" && epoch != mark.Epoch || since > mark.Revision {
		return mark, stations.Errorf(stations.Gone, "数据已恢复，请从头同步 the store was restored: begin again from 0")
	}
	w.open('{')
	w.text("datum", v.datum.String())
	w.text("epoch", mark.Epoch)
	w.whole("revision", int64(mark.Revision))
	if v.record {
		areas, err := s.Store.AreasVersion(c.Request().Context())
		if err != nil {
			return mark, err
		}
		w.text("scope", string(asking(c).scope()))
		w.text("areas", areas)
	}
	if err := s.changes(c, w, v, list, false); err != nil {
		return mark, err
	}
	if n := len(list); n > 0 && list[n-1].Revision < mark.Revision {
		mark.Revision = list[n-1].Revision
		w.whole("next", int64(mark.Revision))
	} else {
		w.none("next")
	}
	w.close('}')
	return mark, nil
}

// feed reads changes and where the store stands, both of one epoch.
func (s *Server) feed(c echo.Context, since stations.Revision, limit int) (mark stations.Mark, list []stations.Change, err error) {
	ctx := c.Request().Context()
	if mark.Epoch, err = s.Store.Epoch(ctx); err != nil {
		return mark, nil, err
	}
	if mark.Revision, err = s.Store.Revision(ctx); err != nil {
		return mark, nil, err
	}
	if list, err = s.Store.Changes(ctx, since, limit); err != nil {
		return mark, nil, err
	}
	if n := len(list); n > 0 {
		mark.Revision = max(mark.Revision, list[n-1].Revision)
	}
	epoch, err := s.Store.Epoch(ctx)
	if err == nil && epoch != mark.Epoch {
		err = stations.Errorf(stations.Unavailable, "the store is being restored; ask again")
	}
	return mark, list, err
}
