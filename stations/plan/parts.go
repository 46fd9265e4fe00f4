package plan

import (
	"context"
	"runtime"
	"sync"
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
