package jobs

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"yizhan/stations"
)

// How River runs the jobs.
const (
	kinds       = "yizhan_part."   // begins the kind of our jobs, among any others
	attempts    = 5                // of a job, killed workers included
	longest     = 30 * time.Minute // that a job may take
	lost        = 24 * time.Hour   // after which River itself gives a worker up, see alive.go
	pause       = 2 * time.Second  // after a failed attempt, times how many there were
	tooManyJobs = 10_000           // River lists no more at once
)

// shared is a queue in PostgreSQL, kept by River.
type shared struct {
	store   stations.Store
	workers int
	log     *slog.Logger
	pool    *pgxpool.Pool
	sender  *river.Client[pgx.Tx] // only inserts and lists
}

var _ Queue = (*shared)(nil)

// part is a Job as River keeps it. Each part is of a kind of its own, since a
// worker is only given jobs of the kinds that it knows.
type part struct {
	Job
}

// Kind implements river.JobArgs.
func (p part) Kind() string { return kinds + p.Part }

func openShared(ctx context.Context, o Options) (*shared, error) {
	pool, err := connect(ctx, o.DSN)
	if err != nil {
		return nil, err
	}
	q := &shared{store: o.Store, workers: o.Workers, log: o.Log, pool: pool}
	if q.sender, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: o.Log}); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	if err := q.ready(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return q, nil
}

// connect opens a pool. The cause of a bad DSN is dropped: it quotes the DSN,
// and with it perhaps the password.
func connect(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, stations.BadField("store", "is no PostgreSQL address like postgres://user:password@host:5432/database")
	}
	params := config.ConnConfig.RuntimeParams
	if params["application_name"] == "" {
		params["application_name"] = "yizhan"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, unreachable(err)
	}
	return pool, nil
}

func unreachable(err error) error {
	return &stations.Error{Code: stations.Unavailable, Text: "the queue of jobs in PostgreSQL does not answer", Err: err}
}

// ready makes sure that River's tables are there.
func (q *shared) ready(ctx context.Context) error {
	var there bool
	if err := q.pool.QueryRow(ctx, `SELECT to_regclass('river_job') IS NOT NULL`).Scan(&there); err != nil {
		return unreachable(err)
	}
	if !there {
		return stations.Errorf(stations.Unavailable, "the database has no queue of jobs; run: yizhan migrate --store …")
	}
	return nil
}

// Enqueue implements Queue. River keeps two jobs of one part out.
func (q *shared) Enqueue(ctx context.Context, run string, parts []string) error {
	missing, epoch, err := unfound(ctx, q.store, run, parts)
	if err != nil || len(missing) == 0 {
		return err
	}
	_, err = q.sender.JobDeleteMany(ctx, river.NewJobDeleteManyParams().First(tooManyJobs).
		States(rivertype.JobStateCancelled, rivertype.JobStateDiscarded).Where(ofRun, of(run, epoch)))
	if err != nil {
		return unreachable(err)
	}
	inserts := make([]river.InsertManyParams, len(missing))
	for i, name := range missing {
		inserts[i] = river.InsertManyParams{Args: part{Job{run, name, epoch}}, InsertOpts: &river.InsertOpts{
			MaxAttempts: attempts,
			UniqueOpts:  river.UniqueOpts{ByArgs: true, ByState: underWay()},
		}}
	}
	if _, err := q.sender.InsertMany(ctx, inserts); err != nil {
		return unreachable(err)
	}
	return nil
}

// ofRun is our jobs of one run in one history of the store, in SQL, of which of
// gives the arguments. Jobs of older versions name no history.
const ofRun = `starts_with(kind, @kinds) AND args ->> 'run' = @run AND coalesce(args ->> 'epoch', @epoch) = @epoch`

func of(run, epoch string) river.NamedArgs {
	return river.NamedArgs{"kinds": kinds, "run": run, "epoch": epoch}
}

// underWay are the states of a job that is still to be done.
func underWay() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}

// Work implements Queue.
func (q *shared) Work(ctx context.Context, parts []string, do Do) error {
	id := "yizhan-" + rand.Text()
	leave, err := q.live(ctx, id) // before the first job is taken
	switch {
	case err != nil && ctx.Err() != nil:
		return nil // the end came first
	case err != nil:
		return err
	}
	defer leave()
	workers, known := river.NewWorkers(), slices.Compact(slices.Sorted(slices.Values(parts)))
	for _, name := range known {
		river.AddWorkerArgs(workers, part{Job{Part: name}}, &worker{store: q.store, do: do, ended: ctx.Done()})
	}
	client, err := river.NewClient(riverpgxv5.New(q.pool), &river.Config{
		ID: id, Logger: q.log, Workers: workers, FetchOnlyKnownKinds: true,
		JobTimeout: longest, RescueStuckJobsAfter: lost,
		Queues:          map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: q.workers}},
		SoftStopTimeout: time.Millisecond, // what is under way goes back to the queue
	})
	if err != nil {
		return fmt.Errorf("open the queue: %w", err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return unreachable(err)
	}
	<-ctx.Done()
	return client.Stop(context.WithoutCancel(ctx))
}

// worker does River's jobs.
type worker struct {
	river.WorkerDefaults[part]
	store stations.Store
	do    Do
	ended <-chan struct{} // closed when this worker is to stop
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[part]) error {
	err := perform(ctx, w.store, w.do, job.Args.Job)
	switch {
	case err == nil:
		return nil
	case w.stopping():
		return river.JobSnooze(0)
	case final(err):
		return river.JobCancel(err)
	}
	return err
}

func (w *worker) stopping() bool {
	select {
	case <-w.ended:
		return true
	default:
		return false
	}
}

// NextRetry implements river.Worker.
func (w *worker) NextRetry(job *river.Job[part]) time.Time {
	return time.Now().Add(time.Duration(job.Attempt) * pause)
}

// Results implements Queue.
func (q *shared) Results(ctx context.Context, run string) (Results, error) {
	r, err := begin(ctx, q.store)
	if err != nil {
		return Results{}, err
	}
	given, err := q.sender.JobList(ctx, river.NewJobListParams().First(tooManyJobs).
		States(rivertype.JobStateCancelled, rivertype.JobStateDiscarded).Where(ofRun, of(run, r.Epoch)))
	if err != nil {
		return Results{}, unreachable(err)
	}
	for _, row := range given.Jobs {
		job, why, err := failure(row)
		if err != nil {
			return Results{}, err
		}
		r.Failed[job.Part] = why
	}
	return gather(ctx, q.store, run, r)
}

// Close implements Queue.
func (q *shared) Close() { q.pool.Close() }
