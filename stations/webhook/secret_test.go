package webhook_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/webhook"
)

// A receiver that knows either secret reads what is sent while they overlap,
// and only the new one after it.
func TestTwoSecretsSignWhileTheyOverlap(t *testing.T) {
	p := newPost(t, nil)
	before, fresh := p.at.secret, webhook.NewSecret()
	p.edit(func(w *stations.Webhook) {
		if err := w.Rotate(fresh, p.now, 2*time.Hour); err != nil {
			t.Error(err)
		}
	})
	for _, c := range []struct {
		sentence string
		pass     time.Duration
		old      error
	}{
		{"at once", 0, nil},
		{"at the end of the overlap", 2*time.Hour - time.Second, nil},
		{"after it", time.Second, webhook.ErrSignature},
	} {
		p.now = p.now.Add(c.pass)
		p.at.secret = webhook.SecretText(fresh)
		p.write(station(t, c.sentence))
		if p.step() == 0 {
			t.Fatalf("%s nothing is sent", c.sentence)
		}
		m := p.at.last
		if _, err := webhook.Verify(before, m.Head, []byte(m.Body), p.now); !errors.Is(err, c.old) {
			t.Errorf("%s Verify with the secret of before = %v, want %v", c.sentence, err, c.old)
		}
	}
	if n := len(strings.Fields(p.at.last.Head.Get("Webhook-Signature"))); n != 1 {
		t.Errorf("after the overlap there are %d signatures, want 1", n)
	}
}

func TestASecretOfBeforeEndsWhenItIsTold(t *testing.T) {
	now := time.Now()
	w := stations.Webhook{Secret: []byte("first")}
	for overlap, ok := range map[time.Duration]bool{-1: false, stations.MaxOverlap: true, stations.MaxOverlap + 1: false} {
		copied := w
		if err := copied.Rotate([]byte("second"), now, overlap); (err == nil) != ok {
			t.Errorf("Rotate with an overlap of %v = %v, want ok %v", overlap, err, ok)
		}
	}
	if err := w.Rotate([]byte("second"), now, time.Hour); err != nil || len(w.Secrets(now)) != 2 {
		t.Errorf("Rotate = %v, and %d secrets sign, want 2", err, len(w.Secrets(now)))
	}
	if err := w.Rotate([]byte("third"), now, time.Hour); err != nil || string(w.Secrets(now)[1]) != "second" {
		t.Errorf("Rotate once more = %v, and %q signs too, want the second", err, w.Secrets(now)[1])
	}
	if w.Retire(); len(w.Secrets(now)) != 1 || string(w.Secrets(now)[0]) != "third" {
		t.Errorf("after Retire %q sign, want the third alone", w.Secrets(now))
	}
	if err := w.Rotate([]byte("fourth"), now, 0); err != nil || len(w.Secrets(now)) != 1 {
		t.Errorf("Rotate without an overlap = %v, and %d secrets sign, want 1", err, len(w.Secrets(now)))
	}
}
