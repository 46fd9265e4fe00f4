package postgis

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// channel is the name under which writers notify followers.
const channel = "yizhan_revision"

// pollEvery is how often the revision is read while someone waits, so that a
// lost notification or a lost listener costs half a second and nothing more.
const pollEvery = 500 * time.Millisecond

// Revision implements stations.Reader.
func (db *DB) Revision(ctx context.Context) (stations.Revision, error) {
	var rev stations.Revision
	err := db.pool.QueryRow(ctx, `SELECT revision FROM meta`).Scan(&rev)
	return rev, db.fail(ctx, "read the revision", err)
}

// Epoch implements stations.Reader.
func (db *DB) Epoch(ctx context.Context) (string, error) {
	mark, err := db.mark(ctx)
	return mark.Epoch, err
}

// mark reads where the store stands.
func (db *DB) mark(ctx context.Context) (m stations.Mark, err error) {
	err = db.pool.QueryRow(ctx, `SELECT epoch, revision FROM meta`).Scan(&m.Epoch, &m.Revision)
	return m, db.fail(ctx, "read the revision", err)
}

// Changes implements stations.Reader.
func (db *DB) Changes(ctx context.Context, since stations.Revision, limit int) ([]stations.Change, error) {
	if limit < 1 || limit > 10_000 {
		return nil, stations.BadField("limit", "is not within 1 … 10000")
	}
	from := min(max(since, 0), stations.ProvisionalAfter(1))
	rows, err := db.pool.Query(ctx, changesWithin, from, from+stations.Revision(limit), limit)
	if err != nil {
		return nil, db.fail(ctx, "read changes", err)
	}
	changes, err := pgx.CollectRows(rows, scanChange)
	slices.SortFunc(changes, func(a, b stations.Change) int { return cmp.Compare(a.Revision, b.Revision) })
	if err == nil && len(changes) == 0 {
		err = reachable(ctx, db.pool, from)
	}
	return changes, db.fail(ctx, "read changes", err)
}

// rower is a pool or a transaction.
type rower interface {
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// reachable is Gone when the history does not go back to the revision.
func reachable(ctx context.Context, q rower, since stations.Revision) error {
	var floor stations.Revision
	if err := q.QueryRow(ctx, `SELECT floor FROM meta`).Scan(&floor); err != nil || since >= floor {
		return err
	}
	return stations.Compacted(floor)
}

// changesWithin reads the changes of some revisions, which have no holes: those
// that stand under their own number, and those of stagings, whose numbers it
// turns back into the ones that they stand under, so that the index finds both.
// They come in pieces, each in order: sorting is for the caller, who does not
// move the records. The limit, which no piece exceeds, is for the planner.
// Before the floor there are holes: none is read there.
const changesWithin = `SELECT ` + changeColumns + ` FROM change WHERE revision > $1 AND revision <= $2 AND revision < 4294967296 AND $1 >= (SELECT floor FROM meta)
	UNION ALL
	SELECT g.base + (c.revision & 4294967295), c.station_id, c.record, g.at, c.op, c.who, c.reason
	FROM staging AS g CROSS JOIN LATERAL (SELECT * FROM change
		WHERE revision > (g.id << 32) + greatest($1 - g.base, 0) AND revision <= (g.id << 32) + least($2 - g.base, g.count)
		ORDER BY revision LIMIT $3) AS c
	WHERE g.base < $2 AND g.base + g.count > $1 AND $1 >= (SELECT floor FROM meta)`

// changeColumns are what scanChange reads.
const changeColumns = `revision, station_id, record, at, op, who, reason`

func scanChange(row pgx.CollectableRow) (stations.Change, error) {
	var c stations.Change
	var record []byte
	var at int64
	if err := row.Scan(&c.Revision, &c.ID, &record, &at, &c.Op, &c.By, &c.Reason); err != nil {
		return c, err
	}
	c.At = time.UnixMilli(at).UTC()
	if record == nil {
		return c, nil
	}
	var err error
	c.Station, err = stations.DecodeRow(c.ID, record, c.Revision, c.At)
	return c, err
}

// Wait implements stations.Reader. Any number of waiters share one listening
// connection and one poll. Who waits for ever still looks for a limited time:
// a connection that fell silent would hold up all who look after it.
func (db *DB) Wait(ctx context.Context, since stations.Mark) (stations.Mark, error) {
	db.news.waiting.Add(1)
	defer db.news.waiting.Add(-1)
	now, err := db.lookSoon(ctx)
	if since.Epoch == "" {
		since.Epoch = now.Epoch
	}
	for err == nil && !since.Moved(now) {
		heard, rung := db.news.next()
		if now = heard; since.Moved(now) {
			break
		}
		select {
		case <-rung:
		case <-db.closed:
			err = stations.Errorf(stations.Unavailable, "cannot wait: the store is closed")
		case <-ctx.Done():
			err = db.fail(ctx, "wait", ctx.Err())
		}
	}
	return now, err
}

// listen hears of writes on a connection of its own, and connects again when
// that is lost, until ctx ends. Meanwhile poll stands in.
func (db *DB) listen(ctx context.Context) {
	for ctx.Err() == nil {
		_ = db.hear(ctx) // a lost connection is mended by the next turn
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

// hear listens until the connection fails.
func (db *DB) hear(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, db.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing) // nothing is pending on it
	}()
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return err
	}
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		if _, err := db.lookSoon(ctx); err != nil {
			return err
		}
	}
}

// poll looks at the revision every now and then while someone waits.
func (db *DB) poll(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if db.news.waiting.Load() > 0 {
				_, _ = db.lookSoon(ctx) // the next tick tries again
			}
		}
	}
}

// lookSoon is look with a limit of its own.
func (db *DB) lookSoon(ctx context.Context) (stations.Mark, error) {
	ctx, cancel := context.WithTimeout(ctx, 4*pollEvery)
	defer cancel()
	return db.look(ctx)
}

// look reads where the store stands and wakes the waiters when that is news.
// One look ends before the next begins, so that an older answer never comes
// after a newer one.
func (db *DB) look(ctx context.Context) (stations.Mark, error) {
	db.news.looking.Lock()
	defer db.news.looking.Unlock()
	now, err := db.mark(ctx)
	if err == nil {
		db.news.ring(now)
	}
	return now, err
}

// wrote tells of a write of this process without asking the database.
func (db *DB) wrote(rev stations.Revision) {
	db.news.looking.Lock()
	defer db.news.looking.Unlock()
	if heard, _ := db.news.next(); rev > heard.Revision {
		db.news.ring(stations.Mark{Epoch: heard.Epoch, Revision: rev})
	}
}

// bell keeps where the store was last seen, and wakes all who wait for it to
// stand elsewhere.
type bell struct {
	waiting atomic.Int64
	looking sync.Mutex // held from reading the database to ringing

	mu    sync.Mutex
	heard stations.Mark
	rung  chan struct{}
}

func newBell() *bell { return &bell{rung: make(chan struct{})} }

// next returns what was heard, and a channel that is closed at the next news.
func (b *bell) next() (stations.Mark, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.heard, b.rung
}

// ring tells where the store stands; what is known already is no news.
func (b *bell) ring(now stations.Mark) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now == b.heard {
		return
	}
	b.heard = now
	close(b.rung)
	b.rung = make(chan struct{})
}
