package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/webhook"
)

// gone is a store that does not answer; after so many questions it ends the test.
type gone struct {
	stations.Store
	asked atomic.Int32
	end   context.CancelFunc
}

func (g *gone) ClaimWebhook(context.Context, stations.WebhookClaim) (stations.Webhook, error) {
	if g.asked.Add(1) == 40 {
		g.end()
	}
	return stations.Webhook{}, errors.New("the store is gone")
}

func TestAStoreThatIsGoneIsToldOnceAMinute(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var said bytes.Buffer
	var seconds atomic.Int64
	pace := webhook.DefaultPace()
	pace.Poll = time.Millisecond
	store := &gone{end: end}
	webhook.New(webhook.Config{
		Store: store, Log: slog.New(slog.NewTextHandler(&said, nil)), Pace: pace,
		Now: func() time.Time { return time.Unix(seconds.Add(1), 0) }, // asked twice by each failure
	}).Run(ctx)
	if told := strings.Count(said.String(), "the store is gone"); told < 1 || told > 2 {
		t.Errorf("%d failures within some 80 seconds were told %d times, want once or twice:\n%s", store.asked.Load(), told, said.String())
	}
}

func TestWhatAPaceDoesNotSayIsAsUsual(t *testing.T) {
	want := webhook.DefaultPace()
	want.Tries = 3
	if got := webhook.New(webhook.Config{Pace: webhook.Pace{Tries: 3}}).Pace; got != want {
		t.Errorf("New(3 tries).Pace = %+v, want %+v", got, want)
	}
	if got := webhook.New(webhook.Config{}).Pace; got != webhook.DefaultPace() {
		t.Errorf("New().Pace = %+v, want the usual one", got)
	}
}
