// Package unmet counts the searches that found nothing, so that planners see
// where stations are missed. Of a search it keeps the hour, the H3 cell of
// resolution 8, and which kind and service was asked for; never the position,
// the moment or the asker. Counts are added to the store in batches, and who
// reads them there sees those of ten searches or more.
package unmet

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
)

const (
	// Near is how far from the asker a station still serves a search that
	// names no distance, in metres.
	Near = 5000
	// Interval is how long counts stay in memory at most, while the store
	// takes them.
	Interval = 30 * time.Second

	maxPairs = 16     // of kind and service in one search; one with more counts once, for any
	maxRows  = 50_000 // in memory; further ones are dropped, so that nobody fills it
)

// Tally counts in memory what goes to the store in batches. A nil Tally counts
// nothing. It is safe for concurrent use.
type Tally struct {
	store stations.Unmets
	now   func() time.Time
	log   *slog.Logger

	mu      sync.Mutex
	rows    map[stations.Unmet]int // by row without its searches
	dropped int
}

// NewTally returns an empty tally for the store.
func NewTally(store stations.Unmets, now func() time.Time, log *slog.Logger) *Tally {
	return &Tally{store: store, now: now, log: log, rows: map[stations.Unmet]int{}}
}

// Count notes one search from p (WGS-84) that found nothing for the filter's
// kinds and services. One that names several counts for each pair of them.
// Places that are no places are not counted.
func (t *Tally) Count(p orb.Point, f stations.Filter) {
	if t == nil {
		return
	}
	row := stations.Unmet{Hour: stations.HourOf(t.now()), Cell: hex.At(p, stations.UnmetResolution)}
	if row.Cell == 0 {
		return
	}
	kinds, services := orAny(f.Kinds), orAny(f.Services)
	if len(kinds)*len(services) > maxPairs {
		kinds, services = orAny[stations.Kind](nil), orAny[stations.Service](nil)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, row.Kind = range kinds {
		for _, row.Service = range services {
			t.add(row, 1)
		}
	}
}

// orAny returns each code once, "" alone when there are none.
func orAny[T ~string](codes []T) []T {
	if len(codes) == 0 {
		return []T{""}
	}
	return slices.Compact(slices.Sorted(slices.Values(codes)))
}

// add is for who holds the lock.
func (t *Tally) add(row stations.Unmet, searches int) {
	if _, known := t.rows[row]; !known && len(t.rows) >= maxRows {
		t.dropped += searches
		return
	}
	t.rows[row] += searches
}

// Flush adds what was counted to the store. When the store fails, the counts
// stay for the next time.
func (t *Tally) Flush(ctx context.Context) error {
	if t == nil {
		return nil
	}
	rows := t.take()
	if err := t.store.AddUnmet(ctx, rows); err != nil {
		t.giveBack(rows)
		return err
	}
	return nil
}

// take empties the tally.
func (t *Tally) take() []stations.Unmet {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := make([]stations.Unmet, 0, len(t.rows))
	for row, n := range t.rows {
		row.Searches = n
		rows = append(rows, row)
	}
	clear(t.rows)
	if t.dropped > 0 {
		t.log.Warn("searches were not counted: too many different ones at once", "searches", t.dropped)
		t.dropped = 0
	}
	return rows
}

func (t *Tally) giveBack(rows []stations.Unmet) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, row := range rows {
		n := row.Searches
		row.Searches = 0
		t.add(row, n)
	}
}

// Run flushes every Interval until ctx ends. A store that fails is asked again.
func (t *Tally) Run(ctx context.Context) {
	if t == nil {
		return
	}
	tick := time.NewTicker(Interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := t.Flush(ctx); err != nil && ctx.Err() == nil {
			t.log.Warn("counts of searches cannot be kept; trying again", "error", err)
		}
	}
}
