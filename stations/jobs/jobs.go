// Package jobs shares out the parts of a long run, such as the cities of a
// national coverage, and keeps what each found. There are two queues behind
// one interface:
//
//   - on PostgreSQL, River's: processes on several machines work on one run
//   - on the embedded store, a list in the process
//
// What a part found is kept by the store, once for each run and part, so a
// part that is done twice counts once, and a run that is begun again goes on
// where it was.
package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"runtime"
	"strings"
	"time"

	"yizhan/stations"
)

// Job is one part of a run.
type Job struct {
	Run   string `json:"run"`             // id of the run
	Part  string `json:"part"`            // names the part within its run
	Epoch string `json:"epoch,omitempty"` // of the store when the job was asked for; a restore ends it
}

// Do computes a job: the result is JSON and depends on the job alone. An error
// of the codes Invalid, NotFound and Gone ends the job; a shared queue tries
// again after others.
type Do func(ctx context.Context, job Job) (json.RawMessage, error)

// Results is what is known of a run.
type Results struct {
	Epoch  string             // of the store
	Done   []stations.Finding // ascending part
	Failed map[string]string  // why, by part; those that are given up
}

// Queue hands out jobs to workers.
type Queue interface {
	// Enqueue asks for the parts of a run that nobody has done or is to do
	// already. Parts that failed before are tried anew. A part is named by up
	// to 100 letters, digits, dots and dashes.
	Enqueue(ctx context.Context, run string, parts []string) error

	// Work computes jobs of the parts that this worker can do, of whatever
	// run, until ctx ends, and then returns nil. What it had begun goes back to
	// the queue. A worker that is killed loses its jobs to the others.
	Work(ctx context.Context, parts []string, do Do) error

	// Results tells how the run stands.
	Results(ctx context.Context, run string) (Results, error)

	// Close releases the queue, not the store.
	Close()
}

// Options says where the queue is.
type Options struct {
	DSN     string         // of Store
	Store   stations.Store // keeps what is found
	Workers int            // jobs at a time; 0 is one for each processor
	Log     *slog.Logger   // of what goes wrong behind the caller's back
}

// Open opens the queue of the store: shared on PostgreSQL, where Migrate has
// made its tables, else in this process. Unavailable when PostgreSQL is not
// reached or its tables are missing.
func Open(ctx context.Context, o Options) (Queue, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if Shared(o.DSN) {
		return openShared(ctx, o)
	}
	return newLocal(o.Store, o.Workers), nil
}

// Shared reports whether several processes share the queue of that store.
func Shared(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Task is a run with what it takes to do it.
type Task struct {
	Run   string
	Parts []string // different ones
	Do    Do
	Seen  func(ended int) // told now and then how many parts have ended
}

// Finish does a run, together with the other workers of the queue, and returns
// when each of its parts is done or given up. Gone when the store is restored
// meanwhile: its jobs end with its history.
func Finish(ctx context.Context, q Queue, task Task) (Results, error) {
	before, err := q.Results(ctx, task.Run)
	if err != nil {
		return Results{}, err
	}
	if err := q.Enqueue(ctx, task.Run, task.Parts); err != nil {
		return Results{}, err
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	var worked error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		worked = q.Work(working, task.Parts, task.Do)
	}()
	results, err := await(ctx, q, task, look{before.Epoch, ended})
	stop()
	<-ended
	return results, cmp.Or(worked, err)
}

// The time between two looks at what others have done.
const (
	firstLook = 50 * time.Millisecond
	lastLook  = time.Second
)

// look is what ends the wait for a run early: another history of the store, and
// the end of its own worker.
type look struct {
	epoch  string
	worker <-chan struct{}
}

// await looks at the run until every part has ended, ctx ends or l says so.
func await(ctx context.Context, q Queue, task Task, l look) (Results, error) {
	for wait := firstLook; ; wait = min(2*wait, lastLook) {
		results, err := q.Results(ctx, task.Run)
		if err != nil {
			return results, err
		}
		if err := (stations.Finding{Epoch: l.epoch}).Elapsed(results.Epoch); err != nil {
			return Results{}, err
		}
		ended := results.ended(task.Parts)
		if task.Seen(ended); ended == len(task.Parts) {
			return results, nil
		}
		select {
		case <-ctx.Done():
			return results, ctx.Err()
		case <-l.worker:
			return results, stations.Errorf(stations.Unavailable, "the worker stopped before the run ended")
		case <-time.After(wait):
		}
	}
}
