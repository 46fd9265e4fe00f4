// Package webhook tells others of writes: it posts what their webhooks want to
// know, signed, until they say that they have it.
//
//  1. A webhook is told of all writes in commit order, some at a time. How far
//     it was told stands in the store, and moves only when the receiver has
//     answered 2xx or the delivery was given up.
//  2. A courier claims a webhook before it delivers; one that is killed loses
//     the claim after some time, and another goes on. So nothing is lost, and a
//     receiver may get a message twice, under the same id.
//  3. What fails is tried again, later and later, and after some tries becomes a
//     dead letter, which can be sent once more.
//  4. Messages go to public addresses only; that is looked at when the
//     connection is made.
package webhook

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"sync"
	"time"

	"yizhan/stations"
)

// Config is what a Courier is made of. Pace is optional.
type Config struct {
	Store stations.Store
	// View writes what is told of a station, for everybody to read.
	View func(*stations.Station) ([]byte, error)
	Log  *slog.Logger
	Now  func() time.Time
	// Private also allows http, and addresses that are not public.
	Private bool
	Pace    Pace
}

// Pace says how patient a courier is. Zeros are as DefaultPace says.
type Pace struct {
	Tries    int           // of a delivery, then it is a dead letter
	First    time.Duration // pause after the first failure; it triples
	Last     time.Duration // the longest pause
	Answer   time.Duration // how long a receiver may take
	Lease    time.Duration // how long a claim holds; more than Answer
	Poll     time.Duration // between looks for what is due
	Couriers int           // webhooks that are served at a time
}

// DefaultPace gives up after ten tries, about three hours.
func DefaultPace() Pace {
	return Pace{Tries: 10, First: 5 * time.Second, Last: time.Hour, Answer: 10 * time.Second, Lease: 15 * time.Second, Poll: time.Second, Couriers: 8}
}

// orDefault puts the numbers of DefaultPace in the place of zeros.
func (p Pace) orDefault() Pace {
	usual := DefaultPace()
	return Pace{
		Tries: cmp.Or(p.Tries, usual.Tries), First: cmp.Or(p.First, usual.First), Last: cmp.Or(p.Last, usual.Last),
		Answer: cmp.Or(p.Answer, usual.Answer), Lease: cmp.Or(p.Lease, usual.Lease), Poll: cmp.Or(p.Poll, usual.Poll),
		Couriers: cmp.Or(p.Couriers, usual.Couriers),
	}
}

// Courier delivers. Any number of them, of any number of processes, may share a
// store.
type Courier struct {
	Config
	client *http.Client

	mu     sync.Mutex
	warned time.Time // when the store's trouble was last told
}

// warnEvery is how long a store that does not answer is not told of again: all
// couriers ask it once a poll.
const warnEvery = time.Minute

// New makes a courier.
func New(c Config) *Courier {
	c.Pace = c.Pace.orDefault()
	return &Courier{Config: c, client: newClient(c.Private, c.Pace.Answer)}
}

// Run delivers until ctx ends; what is under way is ended.
func (c *Courier) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	for range c.Pace.Couriers {
		all.Go(func() { c.serve(ctx) })
	}
}

// serve takes one webhook after another.
func (c *Courier) serve(ctx context.Context) {
	for ctx.Err() == nil {
		served, err := c.Step(ctx)
		if err != nil && ctx.Err() == nil {
			c.warn(err)
		}
		if !served {
			c.rest(ctx)
		}
	}
}

// warn tells of the store's trouble, whichever courier meets it.
func (c *Courier) warn(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.Now(); now.Sub(c.warned) >= warnEvery {
		c.warned = now
		c.Log.Warn("推送暂停 webhooks cannot be served; trying again", "error", err)
	}
}

// rest waits for about a poll: not all at once.
func (c *Courier) rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(c.Pace.Poll/2 + mathrand.N(c.Pace.Poll)):
	}
}

// Step makes one try of one delivery that is due, and reports whether there was
// one. Errors are those of the store.
func (c *Courier) Step(ctx context.Context) (served bool, err error) {
	now := c.Now()
	token := rand.Text()
	w, err := c.Store.ClaimWebhook(ctx, stations.WebhookClaim{Token: token, Now: now, Until: now.Add(c.Pace.Lease)})
	if stations.CodeOf(err) == stations.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	m, err := c.compose(ctx, &w)
	if err != nil {
		return false, err // the claim ends by itself
	}
	dead := c.try(ctx, &w, m)
	if ctx.Err() != nil {
		return false, nil // the claim ends by itself
	}
	err = c.Store.SettleWebhook(ctx, token, w, dead)
	if stations.CodeOf(err) == stations.Conflict {
		return true, nil // it took so long that another has it, or it is gone
	}
	return true, err
}

// try posts the message and says in w how that went. It returns a dead letter
// when it was the last try.
func (c *Courier) try(ctx context.Context, w *stations.Webhook, m message) *stations.DeadLetter {
	o := outcome{ok: true}
	if m.body != nil {
		o = c.post(ctx, w, m)
		w.LastAt, w.Result = c.Now().UTC(), o.result
	}
	if !o.ok && o.gone {
		w.Active = false
	}
	if !o.ok {
		if w.Tries++; w.Tries < c.Pace.Tries {
			w.NextTry = c.Now().Add(max(c.pause(w.Tries), o.after)).UTC()
			return nil
		}
	}
	var dead *stations.DeadLetter
	if !o.ok {
		dead = &stations.DeadLetter{Webhook: w.ID, Since: w.Told, Until: w.Pending, At: c.Now().UTC(), Tries: w.Tries, Result: o.result}
		c.Log.Warn("推送多次失败，已放弃 a delivery is given up", "webhook", w.ID, "tries", w.Tries, "result", o.result)
	}
	w.Told, w.Pending, w.Tries, w.NextTry = m.told, 0, 0, time.Time{}
	return dead
}

// pause is how long to wait after so many failures: First, then three times as
// long each time, up to Last; by chance up to half of it less.
func (c *Courier) pause(tries int) time.Duration {
	d := c.Pace.First
	for range tries - 1 {
		d = min(3*d, c.Pace.Last)
	}
	return d - mathrand.N(d/2+1)
}

// Redeliver sends a dead letter once more, and removes it when the receiver has
// it. It returns how that went: Result of the letter, in a few words.
//
// Errors: NotFound when there is no such letter or webhook; Gone when the
// history does not hold the writes any more, as after a restore.
func (c *Courier) Redeliver(ctx context.Context, webhook string, letter int64) (delivered bool, result string, err error) {
	w, err := c.Store.Webhook(ctx, webhook)
	if err != nil {
		return false, "", err
	}
	letters, err := c.Store.DeadLetters(ctx, webhook)
	if err != nil {
		return false, "", err
	}
	for _, d := range letters {
		if d.ID == letter {
			return c.again(ctx, &w, d)
		}
	}
	return false, "", stations.NoDeadLetter()
}

func (c *Courier) again(ctx context.Context, w *stations.Webhook, d stations.DeadLetter) (delivered bool, result string, err error) {
	epoch, err := c.Store.Epoch(ctx)
	if err != nil {
		return false, "", err
	}
	if epoch != d.Since.Epoch || d.Until <= d.Since.Revision {
		return false, "", stations.Errorf(stations.Gone, "数据已恢复，这封死信无法重发 the store was restored: the receiver must begin with a snapshot")
	}
	m, err := c.changed(ctx, w, d.Since, d.Until)
	if err != nil {
		return false, "", err
	}
	o := outcome{ok: true, result: "nothing to tell"}
	if m.body != nil {
		o = c.post(ctx, w, m)
	}
	if o.ok {
		err = c.Store.DeleteDeadLetter(ctx, w.ID, d.ID)
	}
	return o.ok, o.result, err
}
