package access_test

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/access"
)

// book is a store of usage in memory.
type book struct {
	mu   sync.Mutex
	sums map[[2]string]stations.KeyUsage
	fail error
}

func (b *book) AddKeyUsage(_ context.Context, usage []stations.KeyUsage) ([]stations.KeyUsage, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return nil, b.fail
	}
	var sums []stations.KeyUsage
	for _, u := range usage {
		sum := b.sums[[2]string{u.Day, u.Key}]
		sum = stations.KeyUsage{Key: u.Key, Day: u.Day, Asked: sum.Asked + u.Asked, Refused: sum.Refused + u.Refused}
		b.sums[[2]string{u.Day, u.Key}] = sum
		sums = append(sums, sum)
	}
	return sums, nil
}

func (b *book) KeyUsage(_ context.Context, from, _ string) ([]stations.KeyUsage, error) {
	var list []stations.KeyUsage
	for at, u := range b.sums {
		if at[0] == from {
			list = append(list, u)
		}
	}
	return list, b.fail
}

func (b *book) ForgetKeyUsage(context.Context, time.Time) error { return nil }

// desk is quotas of one server over the book, by a clock that stands still.
type desk struct {
	*access.Quotas
	now time.Time
}

func newDesk(b *book, at string) *desk {
	d := &desk{}
	d.now, _ = time.ParseInLocation("2006-01-02 15:04:05", at, stations.Zone())
	d.Quotas = access.NewQuotas(b, func() time.Time { return d.now }, slog.New(slog.DiscardHandler))
	return d
}

func newBook() *book { return &book{sums: map[[2]string]stations.KeyUsage{}} }

func (d *desk) settle(t *testing.T) {
	t.Helper()
	if err := d.Settle(t.Context()); err != nil {
		t.Fatalf("Settle = %v", err)
	}
}

func TestAQuotaOfAMinuteBeginsAnewWithTheNext(t *testing.T) {
	d, key := newDesk(newBook(), "2026-11-22 10:00:50"), &stations.Key{ID: "a", PerMinute: 2}
	for i, want := range []access.Standing{
		{Minute: access.Window{Limit: 2, Left: 1, Reset: 10 * time.Second}},
		{Minute: access.Window{Limit: 2, Left: 0, Reset: 10 * time.Second}},
		{Minute: access.Window{Limit: 2, Left: 0, Reset: 10 * time.Second}, Wait: 10 * time.Second},
	} {
		if diff := cmp.Diff(want, d.Take(key)); diff != "" {
			t.Errorf("Take %d differs (-want +got):\n%s", i+1, diff)
		}
	}
	if other := d.Take(&stations.Key{ID: "b", PerMinute: 2}); other.Wait != 0 {
		t.Errorf("Take of another key = %+v, want it let in", other)
	}
	d.now = d.now.Add(10 * time.Second)
	if next := d.Take(key); next.Wait != 0 || next.Minute.Left != 1 || next.Minute.Reset != time.Minute {
		t.Errorf("Take in the next minute = %+v, want it let in with 1 left", next)
	}
}

func TestAQuotaOfADayEndsAtMidnightInChina(t *testing.T) {
	b := newBook()
	d, key := newDesk(b, "2026-11-22 23:59:00"), &stations.Key{ID: "a", PerDay: 1}
	d.Take(key)
	if s := d.Take(key); s.Wait != time.Minute {
		t.Errorf("Take beyond the day's quota waits %v, want until midnight", s.Wait)
	}
	d.now = d.now.Add(time.Minute)
	if s := d.Take(key); s.Wait != 0 || s.Day.Left != 0 {
		t.Errorf("Take after midnight = %+v, want it let in", s)
	}
	d.settle(t)
	want := map[[2]string]stations.KeyUsage{
		{"2026-11-22", "a"}: {Key: "a", Day: "2026-11-22", Asked: 1, Refused: 1},
		{"2026-11-23", "a"}: {Key: "a", Day: "2026-11-23", Asked: 1},
	}
	if diff := cmp.Diff(want, b.sums); diff != "" {
		t.Errorf("the store's counts differ (-want +got):\n%s", diff)
	}
}

func TestADayEndsOnceForAllWhoAskAtMidnight(t *testing.T) {
	d, key := newDesk(newBook(), "2026-11-22 23:59:59"), &stations.Key{ID: "a", PerDay: 100}
	var asked, letIn atomic.Int64
	q := access.NewQuotas(newBook(), func() time.Time { // midnight is the 1000th moment
		moment := asked.Add(1)
		runtime.Gosched() // others may ask before this one goes on
		return d.now.Add(time.Duration(moment) * time.Millisecond)
	}, slog.New(slog.DiscardHandler))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 250 {
				if q.Take(key).Wait == 0 {
					letIn.Add(1)
				}
			}
		})
	}
	group.Wait()
	if got := letIn.Load(); got != 200 {
		t.Errorf("%d of 1000 requests on each side of midnight were let in, want 100 a day", got)
	}
}

func TestAClockThatRanAheadUsesUpNoLaterDay(t *testing.T) {
	d, key := newDesk(newBook(), "2027-11-22 10:00:00"), &stations.Key{ID: "a", PerDay: 1}
	d.Take(key)
	d.now = d.now.AddDate(-1, 0, 0) // it was wrong
	if s := d.Take(key); s.Wait != 0 {
		t.Errorf("Take after the clock was put right waits %v, want it let in", s.Wait)
	}
	if s := d.Take(key); s.Wait != 14*time.Hour {
		t.Errorf("Take beyond the quota waits %v, want until midnight", s.Wait)
	}
}

func TestServersShareAQuotaOfADay(t *testing.T) {
	b, key := newBook(), &stations.Key{ID: "a", PerDay: 5}
	one, two := newDesk(b, "2026-11-22 10:00:00"), newDesk(b, "2026-11-22 10:00:00")
	for range 2 {
		one.Take(key)
		two.Take(key)
	}
	one.settle(t)
	two.settle(t)
	if s := two.Take(key); s.Wait != 0 || s.Day.Left != 0 {
		t.Errorf("the fifth of 5 on two servers = %+v, want it let in as the last", s)
	}
	three := newDesk(b, "2026-11-22 11:00:00") // starts later, before the fifth was settled
	if err := three.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := three.Take(key); s.Day.Left != 0 || s.Wait != 0 {
		t.Errorf("a server that starts knows of %+v, want one left and taken", s)
	}
	two.settle(t)
	if s := three.Take(key); s.Wait == 0 {
		t.Errorf("a sixth = %+v, want it refused", s)
	}
}

func TestCountsOutliveAStoreThatFails(t *testing.T) {
	b, key := newBook(), &stations.Key{ID: "a", PerDay: 3}
	d := newDesk(b, "2026-11-22 23:59:59")
	d.Take(key)
	b.fail = errors.New("down")
	if err := d.Settle(t.Context()); err == nil {
		t.Error("Settle of a store that is down = nil")
	}
	if s := d.Take(key); s.Day.Left != 1 {
		t.Errorf("Take after it = %+v, want 1 left", s)
	}
	d.now = d.now.Add(time.Second)
	d.Take(key)
	b.fail = nil
	d.settle(t)
	d.settle(t) // adds nothing again
	if got := b.sums[[2]string{"2026-11-22", "a"}].Asked; got != 2 {
		t.Errorf("the store has %d of the day before, want 2", got)
	}
}

func TestCountsOfYesterdayOutliveAStoreThatFails(t *testing.T) {
	b := newBook()
	d, key := newDesk(b, "2026-11-22 23:59:59"), &stations.Key{ID: "a"}
	d.Take(key)
	d.now = d.now.Add(time.Second)
	d.Take(key)
	b.fail = errors.New("down")
	if err := d.Settle(t.Context()); err == nil {
		t.Error("Settle in a store that is down = nil, want its error")
	}
	b.fail = nil
	d.settle(t)
	for _, day := range []string{"2026-11-22", "2026-11-23"} {
		if got := b.sums[[2]string{day, "a"}].Asked; got != 1 {
			t.Errorf("the store counts %d requests of %s, want 1", got, day)
		}
	}
}

func TestKeysThatRestHideNoneThatAsk(t *testing.T) {
	b := newBook()
	d := newDesk(b, "2026-11-22 10:00:00")
	keys := make([]stations.Key, 30)
	for round := range keys { // all have asked once, one asks again
		for i := range keys {
			keys[i].ID = strconv.Itoa(i)
			if round == 0 || i == round {
				d.Take(&keys[i])
			}
		}
		d.settle(t)
	}
	for i, key := range keys {
		if got, want := b.sums[[2]string{"2026-11-22", key.ID}].Asked, int64(min(i, 1)+1); got != want {
			t.Errorf("the store counts %d requests of key %s, want %d", got, key.ID, want)
		}
	}
}

func TestManyTakeAtOnceAndNoneIsLost(t *testing.T) {
	b, key := newBook(), &stations.Key{ID: "a", PerDay: 500}
	d := newDesk(b, "2026-11-22 10:00:00")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 100 {
				d.Take(key)
				if i%10 == 0 {
					_ = d.Settle(context.Background())
				}
			}
		})
	}
	group.Wait()
	d.settle(t)
	if u := b.sums[[2]string{"2026-11-22", "a"}]; u.Asked != 500 || u.Refused != 300 {
		t.Errorf("800 requests with a quota of 500 counted as %+v", u)
	}
}

func BenchmarkTake(b *testing.B) {
	q, key := access.NewQuotas(newBook(), time.Now, slog.Default()), &stations.Key{ID: "0123456789ab"}
	b.ReportAllocs()
	for b.Loop() {
		q.Take(key)
	}
}

func TestARefusedRequestUsesUpNothingOfTheOtherQuota(t *testing.T) {
	d := newDesk(newBook(), "2026-11-22 10:00:10")
	key := &stations.Key{ID: "k", PerMinute: 1, PerDay: 10}
	d.Take(key)
	if s := d.Take(key); s.Wait == 0 || s.Minute.Left != 0 || s.Day.Left != 9 {
		t.Errorf("Take beyond the minute's quota = %+v, want it refused with 9 left of the day", s)
	}
}
