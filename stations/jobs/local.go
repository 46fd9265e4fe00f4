package jobs

import (
	"context"
	"slices"
	"sync"
	"time"

	"yizhan/stations"
)

// local is a queue in this process. A job that fails is given up: nothing in
// one process gets better by waiting. What was done outlives the process, in
// the store.
type local struct {
	store   stations.Store
	workers int
	news    chan struct{} // a token: jobs may be waiting

	mu      sync.Mutex
	waiting []Job
	under   map[Job]bool   // waiting or under way
	failed  map[Job]string // why
}

var _ Queue = (*local)(nil)

func newLocal(store stations.Store, workers int) *local {
	return &local{
		store: store, workers: workers, news: make(chan struct{}, workers),
		under: map[Job]bool{}, failed: map[Job]string{},
	}
}

// Enqueue implements Queue.
func (q *local) Enqueue(ctx context.Context, run string, parts []string) error {
	missing, epoch, err := unfound(ctx, q.store, run, parts)
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, part := range missing {
		job := Job{run, part, epoch}
		if !q.under[job] {
			q.waiting, q.under[job] = append(q.waiting, job), true
			delete(q.failed, job)
		}
	}
	q.ring()
	return nil
}

// ring wakes the workers.
func (q *local) ring() {
	for range min(len(q.waiting), q.workers) {
		select {
		case q.news <- struct{}{}:
		default: // as many tokens lie there as workers can take
		}
	}
}

// Work implements Queue.
func (q *local) Work(ctx context.Context, parts []string, do Do) error {
	var all sync.WaitGroup
	for range q.workers {
		all.Go(func() { q.work(ctx, parts, do) })
	}
	all.Wait()
	return nil
}

func (q *local) work(ctx context.Context, parts []string, do Do) {
	for ctx.Err() == nil {
		if job, ok := q.take(parts); ok {
			q.end(ctx, job, perform(ctx, q.store, do, job))
			continue
		}
		select {
		case <-q.news:
		case <-time.After(round): // the token may have gone to one who cannot do the job
		case <-ctx.Done():
		}
	}
}

// take takes the first job of one of these parts.
func (q *local) take(parts []string) (Job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.IndexFunc(q.waiting, func(j Job) bool { return slices.Contains(parts, j.Part) })
	if i < 0 {
		return Job{}, false
	}
	job := q.waiting[i]
	q.waiting = slices.Delete(q.waiting, i, i+1)
	return job, true
}

// end notes how a job went; one that was interrupted waits again.
func (q *local) end(ctx context.Context, job Job, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err != nil && ctx.Err() != nil {
		q.waiting = append(q.waiting, job)
		return
	}
	delete(q.under, job)
	if err != nil {
		q.failed[job] = err.Error()
	}
}

// Results implements Queue.
func (q *local) Results(ctx context.Context, run string) (Results, error) {
	r, err := begin(ctx, q.store)
	if err != nil {
		return Results{}, err
	}
	q.mu.Lock() // before the findings: what is found after it failed is found
	for job, why := range q.failed {
		if job.Run == run && job.Epoch == r.Epoch {
			r.Failed[job.Part] = why
		}
	}
	q.mu.Unlock()
	return gather(ctx, q.store, run, r)
}

// Close implements Queue.
func (q *local) Close() {}
