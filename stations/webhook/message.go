package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"yizhan/stations"
)

// message is what is delivered.
type message struct {
	id   string // the same each time that it is tried
	body []byte
	told stations.Mark // where the receiver stands after it
}

// envelope is the body of a message, as Standard Webhooks proposes.
type envelope struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // of the last write
	Data      data      `json:"data"`
}

// The types of messages.
const (
	typeChanged  = "stations.changed"
	typeRestored = "registry.restored"
)

type data struct {
	Webhook  string            `json:"webhook"`
	Epoch    string            `json:"epoch"`
	Since    stations.Revision `json:"since"`    // told before
	Revision stations.Revision `json:"revision"` // told with this
	Changes  []change          `json:"changes,omitempty"`
}

type change struct {
	Revision stations.Revision `json:"revision"`
	ID       stations.ID       `json:"id"`
	Event    stations.Event    `json:"event"`
	At       time.Time         `json:"at"`
	Station  json.RawMessage   `json:"station"`               // null when removed
	Merged   stations.ID       `json:"merged_into,omitempty"` // of a removed one: what stands for it
}

// compose makes the message of the delivery that is pending; its body is nil
// when the webhook wants nothing of it.
func (c *Courier) compose(ctx context.Context, w *stations.Webhook) (message, error) {
	if w.Pending == 0 {
		return c.restored(ctx, w)
	}
	m, err := c.changed(ctx, w, w.Told, w.Pending)
	if stations.CodeOf(err) == stations.Gone {
		return c.restored(ctx, w)
	}
	return m, err
}

// restored tells that the history is another one.
func (c *Courier) restored(ctx context.Context, w *stations.Webhook) (m message, err error) {
	if m.told.Epoch, err = c.Store.Epoch(ctx); err != nil {
		return m, err
	}
	if m.told.Revision, err = c.Store.Revision(ctx); err != nil || !w.Wants(stations.EventRestored) {
		return m, err
	}
	m.id = messageID(w.ID, typeRestored, m.told)
	return m.with(envelope{typeRestored, c.Now().UTC(), data{Webhook: w.ID, Epoch: m.told.Epoch, Revision: m.told.Revision}})
}

// changed tells of the writes after since, up to until. Gone when the history
// does not hold them, or is another one by the time that they are read.
func (c *Courier) changed(ctx context.Context, w *stations.Webhook, since stations.Mark, until stations.Revision) (m message, err error) {
	m.told = stations.Mark{Epoch: since.Epoch, Revision: until}
	list, err := c.Store.Changes(ctx, since.Revision, int(until-since.Revision))
	if err != nil {
		return m, err
	}
	if len(list) == 0 || list[len(list)-1].Revision != until {
		return m, stations.Errorf(stations.Gone, "the history does not hold these writes")
	}
	e := envelope{Type: typeChanged, Data: data{Webhook: w.ID, Epoch: since.Epoch, Since: since.Revision, Revision: until}}
	for _, one := range list {
		seen, err := c.seen(ctx, w, one)
		if err != nil {
			return m, err
		}
		if seen.Event != "" && w.Wants(seen.Event) {
			e.Data.Changes = append(e.Data.Changes, seen)
		}
		e.Timestamp = one.At
	}
	epoch, err := c.Store.Epoch(ctx) // after all else was read: a restore may have come between
	if err == nil && epoch != since.Epoch {
		err = stations.Errorf(stations.Gone, "the history does not hold these writes")
	}
	if err != nil {
		return m, err
	}
	if len(e.Data.Changes) == 0 {
		return m, nil
	}
	m.id = messageID(w.ID, fmt.Sprint(typeChanged, since.Revision), m.told)
	return m.with(e)
}

// seen is a write as the webhook's filter sees it; without an event when it
// does not.
func (c *Courier) seen(ctx context.Context, w *stations.Webhook, one stations.Change) (change, error) {
	seen := change{Revision: one.Revision, ID: one.ID, At: one.At, Station: json.RawMessage("null")}
	filter := w.Filter()
	before, err := c.Store.StationAt(ctx, one.ID, one.Revision-1)
	if err != nil && stations.CodeOf(err) != stations.NotFound {
		return seen, err
	}
	was := before.Station != nil && filter.Match(before.Station, one.At)
	is := one.Station != nil && filter.Match(one.Station, one.At)
	switch {
	case is && was:
		seen.Event = stations.EventUpdated
	case is:
		seen.Event = stations.EventCreated
	case was:
		seen.Event = stations.EventRemoved
		if one.Station != nil {
			seen.Merged = one.Station.MergedInto
		}
	}
	if is {
		seen.Station, err = c.View(one.Station)
		return seen, err
	}
	return seen, nil
}

// with writes the body.
func (m message) with(e envelope) (message, error) {
	body, err := json.Marshal(e)
	m.body = body
	return m, err
}

// messageID names a message for ever: whoever sends it again gives it the same
// name.
func messageID(webhook, what string, told stations.Mark) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%d", webhook, what, told.Epoch, told.Revision))
	return "msg_" + hex.EncodeToString(sum[:16])
}
