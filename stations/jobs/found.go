package jobs

import (
	"context"
	"slices"
	"strings"
	"time"

	"yizhan/stations"
)

// ended counts the parts that are done or given up.
func (r Results) ended(parts []string) int {
	n := 0
	for _, part := range parts {
		if _, failed := r.Failed[part]; failed || r.has(part) {
			n++
		}
	}
	return n
}

func (r Results) has(part string) bool {
	_, found := slices.BinarySearchFunc(r.Done, part, func(f stations.Finding, part string) int { return strings.Compare(f.Part, part) })
	return found
}

// perform does a job and keeps what it found. When another was first, its
// finding stands. Gone when the store was restored since the job was asked for:
// its run may be another one now, of the same id.
func perform(ctx context.Context, store stations.Store, do Do, job Job) error {
	if err := current(ctx, store, job); err != nil {
		return err
	}
	body, err := do(ctx, job)
	if err != nil {
		return err
	}
	_, err = store.PutFinding(ctx, stations.Finding{Run: job.Run, Part: job.Part, Body: body, At: time.Now(), Epoch: job.Epoch})
	return err
}

// current makes sure that the store has the history that the job is of.
func current(ctx context.Context, store stations.Store, job Job) error {
	epoch, err := store.Epoch(ctx)
	if err != nil {
		return err
	}
	return stations.Finding{Epoch: job.Epoch}.Elapsed(epoch)
}

// final reports whether trying again cannot help.
func final(err error) bool {
	switch stations.CodeOf(err) {
	case stations.Invalid, stations.NotFound, stations.Gone:
		return true
	}
	return false
}

// unfound returns the parts of which nothing is kept, each once, and the epoch
// of the store.
func unfound(ctx context.Context, store stations.Store, run string, parts []string) (missing []string, epoch string, err error) {
	known, err := begin(ctx, store)
	if err == nil {
		known, err = gather(ctx, store, run, known)
	}
	if err != nil {
		return nil, "", err
	}
	missing = slices.DeleteFunc(slices.Clone(parts), known.has)
	slices.Sort(missing)
	return slices.Compact(missing), known.Epoch, nil
}

// begin begins results with the store's epoch. It is read before all else: what
// a restore between makes of a run is then none of this history's.
func begin(ctx context.Context, store stations.Store) (Results, error) {
	epoch, err := store.Epoch(ctx)
	return Results{Epoch: epoch, Failed: map[string]string{}}, err
}

// gather adds what is found to what has failed. A finding outweighs a failure.
func gather(ctx context.Context, store stations.Store, run string, r Results) (Results, error) {
	done, err := store.Findings(ctx, run, time.Now())
	if err != nil {
		return Results{}, err
	}
	for _, f := range done {
		delete(r.Failed, f.Part)
	}
	r.Done = done
	return r, nil
}
