package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"

	"yizhan/stations"
)

// River gives a job of a worker that is gone to another one when it has taken
// very long: it sees no difference between that and a job that nobody does.
// Here a worker holds an advisory lock under its name for as long as it
// lives, so the others see at once that it does not, and put its jobs back.
// When the network hides a worker from the database, its job is done twice
// and found once.

// lockClass is the first half of the locks that workers hold, the second is
// the hash of their name: "yizh" in ASCII.
const lockClass = 0x79697a68

// round is how often each worker looks for the jobs of the dead.
const round = time.Second

// live holds the lock of the worker of that id, and looks for jobs of dead
// ones, until the returned function is called, which waits for its end.
func (q *shared) live(ctx context.Context, id string) (stop func(), err error) {
	conn, err := q.hold(ctx, id)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { q.watch(ctx, id, conn) })
	return func() {
		cancel()
		done.Wait()
	}, nil
}

// hold opens a connection that holds the lock. The server notices within half
// a minute when the machine at its other end is gone.
func (q *shared) hold(ctx context.Context, id string) (*pgx.Conn, error) {
	config := q.pool.Config().ConnConfig.Copy()
	config.RuntimeParams["tcp_keepalives_idle"] = "15"
	config.RuntimeParams["tcp_keepalives_interval"] = "5"
	config.RuntimeParams["tcp_keepalives_count"] = "3"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, unreachable(err)
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1, hashtext($2))`, lockClass, id); err != nil {
		return nil, unreachable(errors.Join(err, conn.Close(ctx)))
	}
	return conn, nil
}

// watch looks for jobs of the dead on the connection that holds the lock, and
// takes the lock anew when that breaks.
func (q *shared) watch(ctx context.Context, id string, conn *pgx.Conn) {
	for ticks := time.NewTicker(round); ; {
		select {
		case <-ctx.Done():
			ticks.Stop()
			if conn != nil {
				_ = conn.Close(context.WithoutCancel(ctx)) // and the lock with it
			}
			return
		case <-ticks.C:
		}
		var err error
		if conn == nil {
			conn, err = q.hold(ctx, id)
		}
		if err == nil {
			err = q.raise(ctx, conn)
		}
		if err != nil && ctx.Err() == nil {
			q.log.Warn("queue of jobs", "error", err)
			if conn != nil {
				_ = conn.Close(ctx) // broken already
			}
			conn = nil
		}
	}
}

// raise puts the jobs of dead workers back into the queue, and gives up those
// that outlived too many of them.
func (q *shared) raise(ctx context.Context, conn *pgx.Conn) error {
	//nolint:misspell // River's names of columns
	done, err := conn.Exec(ctx, `
		UPDATE river_job SET
			state = (CASE WHEN attempt < max_attempts THEN 'available' ELSE 'discarded' END)::river_job_state,
			finalized_at = CASE WHEN attempt < max_attempts THEN NULL ELSE now() END,
			scheduled_at = now(),
			errors = array_append(errors, jsonb_build_object(
				'at', now(), 'attempt', attempt, 'error', 'the worker died', 'trace', ''))
		WHERE starts_with(kind, $1) AND state = 'running' AND NOT EXISTS (
			SELECT 1 FROM pg_locks
			WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = $2
				AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
				AND objid::bigint = hashtext(attempted_by[array_upper(attempted_by, 1)])::bigint & 4294967295)`,
		kinds, lockClass)
	if err != nil {
		return unreachable(err)
	}
	if n := done.RowsAffected(); n > 0 {
		q.log.Warn("jobs of workers that died are taken up again", "jobs", n)
	}
	return nil
}

// failure reads what became of a job that was given up.
func failure(row *rivertype.JobRow) (job Job, why string, err error) {
	if err := json.Unmarshal(row.EncodedArgs, &job); err != nil {
		return job, "", &stations.Error{Code: stations.Internal, Text: "the queue holds a job that cannot be read", Err: err}
	}
	if n := len(row.Errors); n > 0 {
		why = strings.TrimPrefix(row.Errors[n-1].Error, "JobCancelError: ")
	}
	return job, why, nil
}
