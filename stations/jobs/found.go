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
// finding stands.
func perform(ctx context.Context, store stations.Store, do Do, job Job) error {
	body, err := do(ctx, job)
	if err != nil {
		return err
	}
	_, err = store.PutFinding(ctx, stations.Finding{Run: job.Run, Part: job.Part, Body: body, At: time.Now()})
	return err
}

// final reports whether trying again cannot help.
func final(err error) bool {
	switch stations.CodeOf(err) {
	case stations.Invalid, stations.NotFound, stations.Gone:
		return true
	}
	return false
}

// unfound returns the parts of which nothing is kept, each once.
func unfound(ctx context.Context, store stations.Store, run string, parts []string) ([]string, error) {
	known, err := gather(ctx, store, run, nil)
	if err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(slices.Clone(parts), known.has)
	slices.Sort(missing)
	return slices.Compact(missing), nil
}

// gather adds what is found to what has failed. A finding outweighs a failure.
func gather(ctx context.Context, store stations.Store, run string, failed map[string]string) (Results, error) {
	done, err := store.Findings(ctx, run, time.Now())
	if err != nil {
		return Results{}, err
	}
	for _, f := range done {
		delete(failed, f.Part)
	}
	return Results{done, failed}, nil
}
