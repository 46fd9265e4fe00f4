package memo

import (
	"context"
	"sync"
)

// Flights computes each value once: callers who ask for one that is under way
// wait for it, recent ones are answered from memory, and no more are computed
// at a time than there are seats. It is safe for concurrent use.
type Flights[V any] struct {
	mu    sync.Mutex
	air   map[string]*flight[V]
	done  *Recent[string, V]
	seats chan struct{}
}

// flight is one computation under way. It ends early when nobody waits any
// more, whoever began it.
type flight[V any] struct {
	waiters int // guarded by Flights.mu
	cancel  context.CancelFunc
	landed  chan struct{} // closed when result and err are set
	result  V
	err     error
}

// Compute makes a value. Its context ends when nobody waits for it any more.
type Compute[V any] func(ctx context.Context) (V, error)

// NewFlights returns flights that remember so many values and compute at most
// so many at a time, both at least 1.
func NewFlights[V any](kept, seats int) *Flights[V] {
	return &Flights[V]{
		air:   map[string]*flight[V]{},
		done:  NewRecent[string, V](kept),
		seats: make(chan struct{}, seats),
	}
}

// Get returns the value of that id if it is remembered.
func (f *Flights[V]) Get(id string) (V, bool) { return f.done.Get(id) }

// Do returns the value of that id, from memory or from compute. A value is
// remembered unless compute fails. Errors are those of compute; ctx's error
// when it ends first.
func (f *Flights[V]) Do(ctx context.Context, id string, compute Compute[V]) (V, error) {
	if v, ok := f.done.Get(id); ok {
		return v, nil
	}
	fl := f.board(ctx, id, compute)
	select {
	case <-fl.landed:
		return fl.result, fl.err
	case <-ctx.Done():
		f.leave(id, fl)
		var none V
		return none, ctx.Err()
	}
}

// board joins the flight of that id, or starts it. One that landed since the
// caller looked is not flown again: its value was remembered before it was taken
// off the board.
func (f *Flights[V]) board(ctx context.Context, id string, compute Compute[V]) *flight[V] {
	f.mu.Lock()
	defer f.mu.Unlock()
	fl, ok := f.air[id]
	if !ok {
		if v, ok := f.done.Get(id); ok {
			return landed(v)
		}
		own, cancel := context.WithCancel(context.WithoutCancel(ctx))
		fl = &flight[V]{cancel: cancel, landed: make(chan struct{})}
		f.air[id] = fl
		go f.fly(own, id, fl, compute)
	}
	fl.waiters++
	return fl
}

// landed is a flight that has ended with a value.
func landed[V any](v V) *flight[V] {
	fl := &flight[V]{waiters: 1, cancel: func() {}, landed: make(chan struct{}), result: v}
	close(fl.landed)
	return fl
}

// leave cancels the flight when its last waiter goes, and forgets it, so that
// a later caller starts a fresh one.
func (f *Flights[V]) leave(id string, fl *flight[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl.waiters--; fl.waiters == 0 {
		fl.cancel()
		f.forget(id, fl)
	}
}

// forget takes the flight off the board; f.mu is held.
func (f *Flights[V]) forget(id string, fl *flight[V]) {
	if f.air[id] == fl {
		delete(f.air, id)
	}
}

func (f *Flights[V]) fly(ctx context.Context, id string, fl *flight[V], compute Compute[V]) {
	defer fl.cancel()
	defer close(fl.landed)
	if fl.result, fl.err = f.seated(ctx, compute); fl.err == nil {
		f.done.Put(id, fl.result)
	} else {
		var none V
		fl.result = none
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(id, fl)
}

// seated waits for a free seat and computes.
func (f *Flights[V]) seated(ctx context.Context, compute Compute[V]) (v V, err error) {
	if err := f.Sit(ctx); err != nil {
		return v, err
	}
	defer f.Rise()
	err = Calmly(func() (err error) {
		v, err = compute(ctx)
		return err
	})
	return v, err
}

// Sit takes a seat, which Rise gives back, or returns ctx's error. It is for
// work that is not remembered.
func (f *Flights[V]) Sit(ctx context.Context) error {
	select {
	case f.seats <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Rise gives a seat of Sit back.
func (f *Flights[V]) Rise() { <-f.seats }
