package osm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
)

// outcome is what a worker made of one block.
type outcome[T any] struct {
	value T
	err   error
}

// pass reads a PBF once: decode turns the content of each data block into a
// value, on several goroutines at a time; take gets the values one by one in
// the order of the file. decode must not keep its argument. skip, if not nil,
// leaves out data blocks by their number.
func pass[T any](ctx context.Context, f *frames, skip func(int) bool, decode func([]byte) (T, error), take func(T)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan outcome[T], runtime.GOMAXPROCS(0))
	go func() {
		defer close(queue)
		if err := feed(ctx, f, skip, decode, queue); err != nil {
			last := make(chan outcome[T], 1)
			last <- outcome[T]{err: err}
			select {
			case queue <- last:
			case <-ctx.Done():
			}
		}
	}()
	var failed error
	for result := range queue {
		o := <-result
		if failed = cmp.Or(failed, o.err); failed != nil {
			cancel() // and wait until the goroutines have ended
			continue
		}
		take(o.value)
	}
	return cmp.Or(failed, ctx.Err())
}

// feed reads the frames and starts a worker for each data block. The queue's
// capacity bounds how many are at work.
func feed[T any](ctx context.Context, f *frames, skip func(int) bool, decode func([]byte) (T, error), queue chan<- chan outcome[T]) error {
	if err := readHeader(f); err != nil {
		return err
	}
	pool := sync.Pool{New: func() any { return new(unpacker) }}
	for block := -1; ; {
		kind, blob, err := f.next()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if kind != "OSMData" {
			continue // the format says to pass over unknown kinds
		}
		if block++; skip != nil && skip(block) {
			continue
		}
		if err := f.weigh(blob); err != nil {
			return err
		}
		result := make(chan outcome[T], 1)
		select {
		case queue <- result:
		case <-ctx.Done():
			return ctx.Err()
		}
		go func() {
			u := pool.Get().(*unpacker)
			defer pool.Put(u)
			result <- work(u, blob, decode)
		}()
	}
}

// again decodes blocks that an earlier pass has unpacked, on all cores; take
// gets the values in their order.
func again[T any](ctx context.Context, blocks [][]byte, decode func([]byte) (T, error), take func(T)) error {
	outcomes := make([]outcome[T], len(blocks))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(blocks)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				outcomes[i] = guarded(blocks[i], decode)
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, o := range outcomes {
		if o.err != nil {
			return o.err
		}
		take(o.value)
	}
	return nil
}

// work inflates and decodes one block.
func work[T any](u *unpacker, blob []byte, decode func([]byte) (T, error)) outcome[T] {
	return guarded(blob, func(blob []byte) (T, error) {
		content, err := u.inflate(blob)
		if err != nil {
			var none T
			return none, err
		}
		return decode(content)
	})
}

// guarded decodes a block. A bug in the decoder that a strange file brings out
// must not end the process, and nobody else can catch a panic on this
// goroutine.
func guarded[T any](block []byte, decode func([]byte) (T, error)) (o outcome[T]) {
	defer func() {
		if r := recover(); r != nil {
			o.err = damaged("decode a block: %v", r)
		}
	}()
	o.value, o.err = decode(block)
	return o
}

// readHeader reads the first frame, which must be a header that asks for
// nothing unknown.
func readHeader(f *frames) error {
	kind, blob, err := f.next()
	if errors.Is(err, io.EOF) {
		return damaged("the file is empty")
	} else if err != nil {
		return err
	}
	if kind != "OSMHeader" {
		return damaged("the first frame is no header")
	}
	content, err := new(unpacker).inflate(blob)
	if err != nil {
		return err
	}
	m := message{rest: content}
	for m.next() {
		if feature := string(m.bytes); m.number == 4 && feature != "OsmSchema-V0.6" && feature != "DenseNodes" {
			return fmt.Errorf("%w: needs feature %q", ErrUnsupported, feature)
		}
	}
	return m.err
}
