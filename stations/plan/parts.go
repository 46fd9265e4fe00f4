package plan

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"yizhan/stations/memo"
)

// inTurn calls what begin makes for each i < n: begin makes one for every
// processor, with whatever it needs for itself, and each takes the next i that
// nobody has taken. The first error ends all, and is returned; so is a panic,
// as an error.
func inTurn(ctx context.Context, n int, begin func() func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n)
	failed := make([]error, workers)
	var next atomic.Int64
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			failed[worker] = memo.Calmly(func() error {
				do := begin()
				for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
					if err := do(i); err != nil {
						return err
					}
				}
				return nil
			})
			if failed[worker] != nil {
				next.Store(int64(n))
			}
		})
	}
	wait.Wait()
	return errors.Join(append(failed, ctx.Err())...)
}

// partSize is how many stations or cells a processor takes at a time.
const partSize = 256

// inParts is inTurn for work of which little is done for each i: a processor
// takes many that follow each other at a time.
func inParts(ctx context.Context, n int, do func(i int)) error {
	return inTurn(ctx, (n+partSize-1)/partSize, func() func(int) error {
		return func(part int) error {
			for i := part * partSize; i < min((part+1)*partSize, n); i++ {
				do(i)
			}
			return nil
		}
	})
}
