package plan

import (
	"context"
	"sync"
)

// flights computes each coverage once: callers who ask for one that is under
// way wait for it, recent ones are answered from memory, and no more are
// computed at a time than there are seats.
type flights struct {
	mu    sync.Mutex
	air   map[string]*flight
	done  *recent[string, *Coverage]
	seats chan struct{}
}

// flight is one computation under way. It ends early when nobody waits any
// more, whoever began it.
type flight struct {
	waiters int // guarded by flights.mu
	cancel  context.CancelFunc
	landed  chan struct{} // closed when result and err are set
	result  *Coverage
	err     error
}

type compute func(ctx context.Context) (*Coverage, error)

func newFlights(kept, seats int) *flights {
	return &flights{
		air:   map[string]*flight{},
		done:  newRecent[string, *Coverage](kept),
		seats: make(chan struct{}, seats),
	}
}

// do returns the coverage of that id, from memory or from compute.
func (f *flights) do(ctx context.Context, id string, compute compute) (*Coverage, error) {
	if c, ok := f.done.get(id); ok {
		return c, nil
	}
	fl := f.board(ctx, id, compute)
	select {
	case <-fl.landed:
		return fl.result, fl.err
	case <-ctx.Done():
		f.leave(id, fl)
		return nil, ctx.Err()
	}
}

// board joins the flight of that id, or starts it.
func (f *flights) board(ctx context.Context, id string, compute compute) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	fl, ok := f.air[id]
	if !ok {
		own, cancel := context.WithCancel(context.WithoutCancel(ctx))
		fl = &flight{cancel: cancel, landed: make(chan struct{})}
		f.air[id] = fl
		go f.fly(own, id, fl, compute)
	}
	fl.waiters++
	return fl
}

// leave cancels the flight when its last waiter goes, and forgets it, so that
// a later caller starts a fresh one.
func (f *flights) leave(id string, fl *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl.waiters--; fl.waiters == 0 {
		fl.cancel()
		f.forget(id, fl)
	}
}

// forget takes the flight off the board; f.mu is held.
func (f *flights) forget(id string, fl *flight) {
	if f.air[id] == fl {
		delete(f.air, id)
	}
}

func (f *flights) fly(ctx context.Context, id string, fl *flight, compute compute) {
	defer fl.cancel()
	defer close(fl.landed)
	fl.result, fl.err = f.seated(ctx, compute)
	if fl.err == nil {
		f.done.put(id, fl.result)
	} else {
		fl.result = nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(id, fl)
}

// seated waits for a free seat and computes.
func (f *flights) seated(ctx context.Context, compute compute) (*Coverage, error) {
	if err := f.sit(ctx); err != nil {
		return nil, err
	}
	defer f.rise()
	return compute(ctx)
}

// sit takes a seat, which rise gives back, or returns ctx's error.
func (f *flights) sit(ctx context.Context) error {
	select {
	case f.seats <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *flights) rise() { <-f.seats }
