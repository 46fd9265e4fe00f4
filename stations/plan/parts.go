package plan

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

// inParts calls do for each i < n, on all processors side by side, each with a
// part of its own in ascending order. It stops early with ctx's error.
func inParts(ctx context.Context, n int, do func(i int)) error {
	const patience = 1024 // calls between two looks at ctx
	parts := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for part := range parts {
		wait.Go(func() {
			for i := part * n / parts; i < (part+1)*n/parts; i++ {
				if i%patience == 0 && ctx.Err() != nil {
					return
				}
				do(i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// inTurn calls what begin makes for each i < n: begin makes one for every
// processor, with whatever it needs for itself, and each takes the next i that
// nobody has taken. The first error ends all, and is returned.
func inTurn(ctx context.Context, n int, begin func() func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n)
	failed := make([]error, workers)
	var next atomic.Int64
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			do := begin()
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if failed[worker] = do(i); failed[worker] != nil {
					next.Store(int64(n))
					return
				}
			}
		})
	}
	wait.Wait()
	return errors.Join(append(failed, ctx.Err())...)
}
