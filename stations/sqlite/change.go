package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"yizhan/stations"
)

// pollEvery is how often Wait looks for writes of other processes, which ring
// no bell here.
const pollEvery = 200 * time.Millisecond

// Revision implements stations.Reader.
func (db *DB) Revision(ctx context.Context) (stations.Revision, error) {
	var rev stations.Revision
	err := db.reader.QueryRowContext(ctx, `SELECT revision FROM meta`).Scan(&rev)
	return rev, db.fail(ctx, "read the revision", err)
}

// Epoch implements stations.Reader.
func (db *DB) Epoch(ctx context.Context) (string, error) {
	mark, err := db.mark(ctx)
	return mark.Epoch, err
}

// mark reads where the store stands.
func (db *DB) mark(ctx context.Context) (m stations.Mark, err error) {
	err = db.reader.QueryRowContext(ctx, `SELECT epoch, revision FROM meta`).Scan(&m.Epoch, &m.Revision)
	return m, db.fail(ctx, "read the revision", err)
}

// Changes implements stations.Reader.
func (db *DB) Changes(ctx context.Context, since stations.Revision, limit int) ([]stations.Change, error) {
	if limit < 1 || limit > 10_000 {
		return nil, stations.BadField("limit", "is not within 1 … 10000")
	}
	rows, err := db.reader.QueryContext(ctx, changesBetween, max(0, since), limit)
	if err != nil {
		return nil, db.fail(ctx, "read changes", err)
	}
	changes, err := collect(rows, scanChange)
	if err == nil && len(changes) == 0 {
		err = reachable(ctx, db.reader, max(0, since))
	}
	return changes, db.fail(ctx, "read changes", err)
}

// rower is a database or a transaction.
type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// reachable is Gone when the history does not go back to the revision.
func reachable(ctx context.Context, q rower, since stations.Revision) error {
	var floor stations.Revision
	if err := q.QueryRowContext(ctx, `SELECT floor FROM meta`).Scan(&floor); err != nil || since >= floor {
		return err
	}
	return stations.Compacted(floor)
}

// changesBetween reads the changes of the revisions ?1 + 1 … ?1 + ?2: those
// that were never hidden, and of each import those within. shown_change gives
// the same, but can look for a revision only by reading all. Before the floor
// there are holes: none is read there.
const changesBetween = `SELECT revision, station_id, record, at, op, who, reason FROM change
		WHERE revision > ?1 AND revision <= min(?1 + ?2, 4294967295) AND ?1 >= (SELECT floor FROM meta WHERE singleton = 1)
	UNION ALL
	SELECT g.base + (c.revision & 4294967295), c.station_id, c.record, g.at, c.op, c.who, c.reason
		FROM staging AS g CROSS JOIN change AS c
			ON c.revision > (g.id << 32) + max(0, ?1 - g.base) AND c.revision <= (g.id << 32) + min(g.count, ?1 + ?2 - g.base)
		WHERE g.base < ?1 + ?2 AND g.base + g.count > ?1 AND ?1 >= (SELECT floor FROM meta WHERE singleton = 1)
	ORDER BY 1`

// changeColumns are what scanChange reads.
const changeColumns = `revision, station_id, record, at, op, who, reason`

func scanChange(rows *sql.Rows) (stations.Change, error) {
	var c stations.Change
	var record []byte
	var at int64
	if err := rows.Scan(&c.Revision, &c.ID, &record, &at, &c.Op, &c.By, &c.Reason); err != nil {
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

// Wait implements stations.Reader. Writes of this process wake it at once,
// those of others within pollEvery.
func (db *DB) Wait(ctx context.Context, since stations.Mark) (stations.Mark, error) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		rung := db.news.next()
		now, err := db.mark(ctx)
		if err != nil || since.Moved(now) {
			return now, err
		}
		since.Epoch = now.Epoch
		select {
		case <-rung:
		case <-tick.C:
		case <-db.closed:
		case <-ctx.Done():
		}
	}
}

// bell wakes everyone who waits for the next write of this process.
type bell struct {
	mu   sync.Mutex
	rung chan struct{}
}

func newBell() *bell { return &bell{rung: make(chan struct{})} }

// next returns a channel that is closed at the next ring.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rung
}

// ring wakes all who hold the channel of next.
func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.rung)
	b.rung = make(chan struct{})
}

// collect reads every row and closes them.
func collect[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
