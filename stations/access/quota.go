package access

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"yizhan/stations"
)

// Settled is how long counts stay in memory, while the store takes them. So
// much may a quota of a day be overdrawn on several servers, and so much of
// what was asked is forgotten when a server is killed.
const Settled = 5 * time.Second

// Window is what of a quota is left.
type Window struct {
	Limit int           // requests in the window
	Left  int           // of them
	Reset time.Duration // until the next window begins
}

// Standing is how a key stands with its quotas, after a request was counted.
type Standing struct {
	Minute, Day Window        // of Limit 0 without such a quota
	Wait        time.Duration // until the request may be made again; 0 when it was let in
}

// Quotas counts what each key asks: by minutes of the clock in memory, so that
// every server has its own, and by days of Asia/Shanghai in the store, which
// servers share. It is safe for concurrent use.
type Quotas struct {
	store stations.KeyUsages
	now   func() time.Time
	log   *slog.Logger

	settling sync.Mutex // held while counts go to the store

	mu      sync.Mutex // held while the clock is read too: who waited would bring yesterday back
	day     string
	begins  time.Time         // the day
	ends    time.Time         // of the day
	counts  map[string]*count // by key, of the day
	earlier []stations.KeyUsage
}

// count is what one key asked.
type count struct {
	minute   int64 // since 1970
	inMinute int
	kept     int64 // let in on the day, as the store had it last
	fresh    stations.KeyUsage
}

// NewQuotas returns quotas of which nothing is used; Run reads what is.
func NewQuotas(store stations.KeyUsages, now func() time.Time, log *slog.Logger) *Quotas {
	return &Quotas{store: store, now: now, log: log, counts: map[string]*count{}}
}

// Take counts a request by the key. One beyond a quota is refused and uses up
// nothing. Quotas of 0 refuse nothing, and are counted for the usage report.
func (q *Quotas) Take(key *stations.Key) Standing {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := q.now()
	c := q.of(key.ID, at)
	s := Standing{
		Minute: window(key.PerMinute, int64(c.inMinute), time.Minute-at.Sub(at.Truncate(time.Minute))),
		Day:    window(key.PerDay, c.kept+c.fresh.Asked, q.ends.Sub(at)),
	}
	for _, w := range []Window{s.Minute, s.Day} {
		if w.Limit > 0 && w.Left == 0 {
			s.Wait = max(s.Wait, w.Reset)
		}
	}
	if s.Wait > 0 {
		c.fresh.Refused++
		return s
	}
	s.Minute.Left = max(0, s.Minute.Left-1) // this one
	s.Day.Left = max(0, s.Day.Left-1)
	c.inMinute++
	c.fresh.Asked++
	return s
}

func window(limit int, used int64, reset time.Duration) Window {
	if limit == 0 {
		return Window{}
	}
	return Window{Limit: limit, Left: int(max(0, int64(limit)-used)), Reset: reset}
}

// of returns the key's counts at a moment, for who holds the lock.
func (q *Quotas) of(id string, at time.Time) *count {
	q.turn(at)
	c := q.counts[id]
	if c == nil {
		c = &count{fresh: stations.KeyUsage{Key: id, Day: q.day}}
		q.counts[id] = c
	}
	if minute := at.Unix() / 60; minute != c.minute {
		c.minute, c.inMinute = minute, 0
	}
	return c
}

// turn begins another day, when one has begun, or when the clock was wrong and
// goes back to an earlier one. What yesterday's counts lack in the store waits
// for the next Settle.
func (q *Quotas) turn(at time.Time) {
	if !at.Before(q.begins) && at.Before(q.ends) {
		return
	}
	for _, c := range q.counts {
		if c.fresh.Asked+c.fresh.Refused > 0 {
			q.earlier = append(q.earlier, c.fresh)
		}
	}
	clear(q.counts)
	q.day = stations.DayOf(at)
	q.begins = stations.ByDay.Begin(q.day)
	q.ends = q.begins.AddDate(0, 0, 1)
}

// Begin reads what was asked today already, by way of other servers or before
// this one started.
func (q *Quotas) Begin(ctx context.Context) error {
	q.settling.Lock()
	defer q.settling.Unlock()
	today := stations.DayOf(q.now())
	usage, err := q.store.KeyUsage(ctx, today, today)
	if err != nil {
		return err
	}
	q.keep(usage)
	return nil
}

// Settle adds to the store what was counted since, and reads what other
// servers counted for the same keys. When the store fails, the counts stay for
// the next time.
func (q *Quotas) Settle(ctx context.Context) error {
	q.settling.Lock()
	defer q.settling.Unlock()
	fresh := q.take()
	if len(fresh) == 0 {
		return nil
	}
	sums, err := q.store.AddKeyUsage(ctx, fresh)
	if err != nil {
		q.giveBack(fresh)
		return err
	}
	q.keep(sums)
	return nil
}

// take empties the counts that the store lacks. What was let in still counts
// against today's quota.
func (q *Quotas) take() []stations.KeyUsage {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.earlier
	q.earlier = nil
	for id, c := range q.counts {
		if c.fresh.Asked+c.fresh.Refused == 0 {
			continue
		}
		list = append(list, c.fresh)
		c.kept += c.fresh.Asked
		c.fresh = stations.KeyUsage{Key: id, Day: q.day}
	}
	return list
}

func (q *Quotas) giveBack(list []stations.KeyUsage) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, u := range list {
		c := q.counts[u.Key]
		if u.Day != q.day || c == nil {
			q.earlier = append(q.earlier, u)
			continue
		}
		c.kept -= u.Asked
		c.fresh.Asked += u.Asked
		c.fresh.Refused += u.Refused
	}
}

// keep notes what the store has of today.
func (q *Quotas) keep(sums []stations.KeyUsage) {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := q.now()
	q.turn(at)
	for _, u := range sums {
		if u.Day == q.day {
			q.of(u.Key, at).kept = u.Asked
		}
	}
}

// Run settles every few seconds until ctx ends. A store that fails is asked
// again.
func (q *Quotas) Run(ctx context.Context) {
	tick := time.NewTicker(Settled)
	defer tick.Stop()
	ask := q.Begin
	for {
		err := ask(ctx)
		switch {
		case err == nil:
			ask = q.Settle
		case ctx.Err() == nil:
			q.log.Warn("what keys ask cannot be counted; trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
