package memo_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"yizhan/stations/memo"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRecentForgetsTheOldest(t *testing.T) {
	r := memo.NewRecent[string, int](2)
	r.Put("a", 1)
	r.Put("b", 2)
	r.Get("a")
	r.Put("c", 3)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true} {
		if _, got := r.Get(key); got != want {
			t.Errorf("Get(%s) = %v, want %v", key, got, want)
		}
	}
	if r.Put("a", 9); !equal(r, "a", 9) || !equal(r, "c", 3) {
		t.Error("Put of a known key forgot another, want it replaced")
	}
}

func equal(r *memo.Recent[string, int], key string, want int) bool {
	got, ok := r.Get(key)
	return ok && got == want
}

func TestWhoAsksForWhatIsUnderWayWaitsForIt(t *testing.T) {
	f := memo.NewFlights[int](1, 4)
	begun, end := make(chan struct{}), make(chan struct{})
	compute := func(context.Context) (int, error) {
		close(begun) // a second call would panic
		<-end
		return 7, nil
	}
	got := make(chan int, 2)
	ask := func() {
		v, err := f.Do(t.Context(), "x", compute)
		if err != nil {
			t.Errorf("Do = %v, want no error", err)
		}
		got <- v
	}
	go ask()
	<-begun
	go ask()
	time.Sleep(time.Millisecond) // so that it likely waits
	close(end)
	if a, b := <-got, <-got; a != 7 || b != 7 {
		t.Errorf("Do = %v and %v, want 7 twice", a, b)
	}
}

func TestAFlightEndsWhenNobodyWaits(t *testing.T) {
	f := memo.NewFlights[int](1, 1)
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	_, err := f.Do(ctx, "x", func(ctx context.Context) (int, error) {
		leave()
		<-ctx.Done()
		ended <- ctx.Err()
		return 1, nil
	})
	if !errors.Is(err, context.Canceled) || !errors.Is(<-ended, context.Canceled) {
		t.Errorf("Do = %v, want it and its computation cancelled", err)
	}
}

func TestFailuresAreNotRemembered(t *testing.T) {
	f := memo.NewFlights[int](4, 1)
	for want := range 2 {
		v, err := f.Do(t.Context(), "x", func(context.Context) (int, error) {
			if want == 0 {
				return 5, errors.New("lost")
			}
			return want, nil
		})
		if v != want || (err == nil) != (want == 1) {
			t.Errorf("Do number %d = %v, %v, want %d", want, v, err, want)
		}
	}
}

func TestAPanicIsTheErrorOfWhoWaits(t *testing.T) {
	f := memo.NewFlights[int](1, 1)
	_, err := f.Do(t.Context(), "a", func(context.Context) (int, error) { panic("lon 118.79") })
	if err == nil || strings.Contains(err.Error(), "118.79") || !strings.Contains(err.Error(), "string") {
		t.Errorf("Do of what panics = %v, want an error that names the type alone", err)
	}
	if v, err := f.Do(t.Context(), "a", func(context.Context) (int, error) { return 7, nil }); v != 7 || err != nil {
		t.Errorf("Do afterwards = %v, %v, want 7", v, err)
	}
}

func TestNoMoreFlyThanThereAreSeats(t *testing.T) {
	f := memo.NewFlights[int](4, 1)
	if err := f.Sit(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if _, err := f.Do(ctx, "x", func(context.Context) (int, error) { return 1, nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Do with no seat = %v, want it to wait until its time is over", err)
	}
	f.Rise()
	if v, err := f.Do(t.Context(), "x", func(context.Context) (int, error) { return 1, nil }); v != 1 || err != nil {
		t.Errorf("Do with a seat = %v, %v, want 1", v, err)
	}
}

// Askers come at any moment of a computation that takes no time: before it is
// under way, during it, and between its end and the remembering of its value.
func TestNothingIsComputedTwice(t *testing.T) {
	const rounds, askers = 20_000, 4
	var computed atomic.Int64
	for range rounds {
		f := memo.NewFlights[int](1, askers)
		var all sync.WaitGroup
		for range askers {
			all.Go(func() {
				if _, err := f.Do(t.Context(), "x", func(context.Context) (int, error) { return int(computed.Add(1)), nil }); err != nil {
					t.Errorf("Do = %v, want no error", err)
				}
			})
		}
		all.Wait()
	}
	if n := computed.Load(); n != rounds {
		t.Errorf("%d values took %d computations, want one each", rounds, n)
	}
}
