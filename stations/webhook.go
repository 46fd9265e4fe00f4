package stations

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Limits of webhooks.
const (
	MaxWebhooks    = 100                // of a store
	MaxDeadLetters = 20                 // of a webhook: with so many it is stopped
	MaxDelivery    = 100                // writes that one delivery tells of
	MaxOverlap     = 7 * 24 * time.Hour // of two secrets
	minSecret      = 24                 // bytes
)

// Event is what happened to a station as a webhook's filter sees it.
type Event string

// The events.
const (
	EventCreated  Event = "created"  // the station came into sight
	EventUpdated  Event = "updated"  // it was in sight and is
	EventRemoved  Event = "removed"  // it went out of sight: deleted, closed, of another kind
	EventRestored Event = "restored" // the registry's history is another one: begin again with a snapshot
)

// Events lists them.
func Events() []Event { return []Event{EventCreated, EventUpdated, EventRemoved, EventRestored} }

// Webhook is somebody's wish to be told of writes. What it is told is what
// riders see.
type Webhook struct {
	ID        string
	URL       string
	Kinds     []Kind  // any of these; empty for every kind
	Adcode    string  // this division and all below it; "" for everywhere
	Events    []Event // any of these; empty for all
	Active    bool
	CreatedAt time.Time

	Secret    []byte    // signs deliveries, so it is kept as it is
	OldSecret []byte    // the one of before, which signs beside it until OldUntil; nil for none
	OldUntil  time.Time // zero for none

	Standing
}

// Standing says how far a webhook has been told.
type Standing struct {
	Told    Mark      // all writes up to here
	Pending Revision  // the last write of the delivery under way, 0 for none
	Tries   int       // of the delivery under way that failed
	NextTry time.Time // not before; zero for at once
	LastAt  time.Time // of the last try; zero when there was none
	Result  string    // of the last try, in a few words without addresses
}

// DeadLetter is a delivery that was given up. What it told is read again from
// the history when somebody wants it sent once more.
type DeadLetter struct {
	ID      int64
	Webhook string
	Since   Mark      // before the first write that it tells of
	Until   Revision  // the last
	At      time.Time // given up
	Tries   int
	Result  string
}

// WebhookClaim is a turn to deliver. Who does not settle it before Until, as
// when it was killed, loses it to others.
type WebhookClaim struct {
	Token string // random, of this turn
	Now   time.Time
	Until time.Time
}

// Webhooks keeps webhooks, and gives each to one courier at a time, of whatever
// process.
type Webhooks interface {
	// CreateWebhook keeps a new webhook, which is told of writes after the
	// store's present mark. Invalid when a field breaks a rule, Conflict when
	// the id is taken or there are MaxWebhooks.
	CreateWebhook(ctx context.Context, w Webhook) error

	// Webhooks returns all, in order of id, with their secrets.
	Webhooks(ctx context.Context) ([]Webhook, error)

	// Webhook returns the one of that id, with its secret, or NotFound.
	Webhook(ctx context.Context, id string) (Webhook, error)

	// EditWebhook lets change alter URL, Kinds, Adcode, Events, Active and the
	// secrets of the webhook of that id, in one transaction, and returns it as it
	// is then.
	// A failed delivery is tried again at once; a try that is under way loses
	// its claim, so that it says nothing of the webhook as it is now. Invalid
	// when a field breaks a rule, NotFound, and what change returns.
	EditWebhook(ctx context.Context, id string, change func(*Webhook) error) (Webhook, error)

	// DeleteWebhook removes a webhook and its dead letters, or NotFound.
	DeleteWebhook(ctx context.Context, id string) error

	// ClaimWebhook gives an active webhook that has something to be told and
	// whose NextTry is not after Now, to this claim alone, first the one that
	// was tried longest ago. When no delivery is under way, the next begins:
	// Pending is at most MaxDelivery writes on, and 0 when nothing leads from
	// Told to where the store stands. NotFound when there is none to give.
	ClaimWebhook(ctx context.Context, c WebhookClaim) (Webhook, error)

	// SettleWebhook keeps the webhook's Standing, Active and the dead letter,
	// if any, and ends the claim. Conflict when the claim is not its any more;
	// then nothing is kept. A dead letter that makes them MaxDeadLetters or
	// more stops the webhook.
	SettleWebhook(ctx context.Context, token string, w Webhook, dead *DeadLetter) error

	// DeadLetters returns those of a webhook, the oldest first.
	DeadLetters(ctx context.Context, webhook string) ([]DeadLetter, error)

	// DeleteDeadLetter removes a dead letter of the webhook, or NotFound.
	DeleteDeadLetter(ctx context.Context, webhook string, id int64) error
}

// Filter returns the filter of the webhook: what riders see, and it wants.
func (w *Webhook) Filter() Filter {
	f := Public()
	f.Kinds, f.Adcode = w.Kinds, w.Adcode
	return f
}

// Wants reports whether the webhook is told of such events.
func (w *Webhook) Wants(e Event) bool { return len(w.Events) == 0 || slices.Contains(w.Events, e) }

// maxURL is the longest address of a webhook.
const maxURL = 500

// Alter lets change alter what the owner of a webhook says of it. Invalid when
// that breaks a rule, or what change returns; the webhook is spoilt then.
func (w *Webhook) Alter(change func(*Webhook) error) error {
	altered := *w
	if err := change(&altered); err != nil {
		return err
	}
	w.URL, w.Kinds, w.Adcode, w.Events, w.Active = altered.URL, altered.Kinds, altered.Adcode, altered.Events, altered.Active
	w.Secret, w.OldSecret, w.OldUntil = altered.Secret, altered.OldSecret, altered.OldUntil
	return w.Check()
}

// Rotate puts another secret in the place of the webhook's, which goes on
// signing beside it for the overlap, 0 … MaxOverlap; Invalid otherwise. One that
// was still overlapping ends.
func (w *Webhook) Rotate(secret []byte, now time.Time, overlap time.Duration) error {
	if overlap < 0 || overlap > MaxOverlap {
		return BadField("overlap_hours", "须在 0 到 168 之间 is not within 0 … 168")
	}
	old := w.Secret
	w.Retire()
	if w.Secret = secret; overlap > 0 {
		w.OldSecret, w.OldUntil = old, Stamp(now.Add(overlap))
	}
	return nil
}

// Retire ends the secret of before.
func (w *Webhook) Retire() { w.OldSecret, w.OldUntil = nil, time.Time{} }

// Secrets returns the secrets that sign at the moment, the present one first.
func (w *Webhook) Secrets(now time.Time) [][]byte {
	if len(w.OldSecret) == 0 || !now.Before(w.OldUntil) {
		return [][]byte{w.Secret}
	}
	return [][]byte{w.Secret, w.OldSecret}
}

// Check reports every field of a webhook that breaks a rule, as one Invalid
// error. Whether the address may be called is for who calls.
func (w *Webhook) Check() error {
	var c checks
	c.text("url", w.URL, maxURL)
	u, err := url.Parse(w.URL)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		c.add("url", "须是完整的网址 is no address that begins with https://")
	case u.User != nil || u.Fragment != "":
		c.add("url", "不得含账号或片段 must hold neither a user nor a fragment")
	}
	c.most("kinds", len(w.Kinds))
	for _, kind := range w.Kinds {
		c.word("kinds", kindWords, string(kind), true)
	}
	for _, e := range w.Events {
		if !slices.Contains(Events(), e) {
			c.add("events", fmt.Sprintf("is none of %v", Events()))
		}
	}
	c.most("events", len(w.Events))
	if w.Adcode != "" && !ValidAdcode(w.Adcode) {
		c.add("adcode", "is not a division code of 6, 9 or 12 digits")
	}
	if w.ID == "" || len(w.Secret) < minSecret {
		c.add("id", "is required, and a secret of 24 bytes")
	}
	if len(c) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: "the webhook breaks a rule", Fields: c}
}

// NoWebhook is the error of a webhook that is not there.
func NoWebhook() error { return Errorf(NotFound, "没有这个推送 there is no such webhook") }

// NoDeadLetter is the error of a dead letter that is not there.
func NoDeadLetter() error { return Errorf(NotFound, "没有这封死信 there is no such dead letter") }

// ManyWebhooks is the error of one webhook too many.
func ManyWebhooks() error {
	return Errorf(Conflict, "推送已达上限 there are %d webhooks, which is the most", MaxWebhooks)
}

// LostClaim is the error of who settles too late.
func LostClaim() error { return Errorf(Conflict, "the webhook is another courier's by now") }

// JoinWords writes codes as stores keep lists of them: with a blank between.
func JoinWords[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = string(v)
	}
	return strings.Join(texts, " ")
}

// SplitWords reads what JoinWords wrote; never nil.
func SplitWords[T ~string](joined string) []T {
	list := []T{}
	for word := range strings.FieldsSeq(joined) {
		list = append(list, T(word))
	}
	return list
}
