package webhook_test

import (
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/webhook"
)

func TestAClaimThatIsLostWhileTheReceiverThinksIsNoError(t *testing.T) {
	for sentence, lose := range map[string]func(*post) error{
		"the webhook is deleted": func(p *post) error { return p.store.DeleteWebhook(p.t.Context(), p.hook.ID) },
		"another courier has it": func(p *post) error {
			later := p.now.Add(webhook.DefaultPace().Lease + time.Second)
			_, err := p.store.ClaimWebhook(p.t.Context(), stations.WebhookClaim{Token: "another", Now: later, Until: later.Add(time.Minute)})
			return err
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			p := newPost(t, nil)
			p.at.during = func() {
				if err := lose(p); err != nil {
					t.Errorf("%s: %v", sentence, err)
				}
			}
			p.write(station(t, "甲"))
			if served, err := p.courier.Step(t.Context()); !served || err != nil {
				t.Errorf("Step = %v, %v, want true, no error", served, err)
			}
		})
	}
}
