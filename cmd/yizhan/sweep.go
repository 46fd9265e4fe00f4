package main

import (
	"context"
	"log/slog"
	"time"

	"yizhan/stations"
)

// sweepEvery is how often a server looks for imports that died: what they took
// is taken until somebody sweeps.
const sweepEvery = 30 * time.Second

// sweep removes what imports left that died, at once and every now and then,
// until ctx ends.
func sweep(ctx context.Context, store stations.Sources, log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := store.Sweep(ctx); err != nil && ctx.Err() == nil {
			log.Warn("what a dead import left cannot be removed; trying again", "error", err, "in", sweepEvery)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
