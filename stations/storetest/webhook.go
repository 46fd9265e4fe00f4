package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"yizhan/stations"
)

// newWebhook makes a valid webhook of that id.
func newWebhook(id string) stations.Webhook {
	return stations.Webhook{
		ID: id, URL: "https://example.org/hook?a=b", Secret: bytes.Repeat([]byte{0, 255, 7, 9}, 8), Active: true, CreatedAt: noon.UTC(),
		Kinds: []stations.Kind{stations.UnionStation}, Adcode: "320100", Events: []stations.Event{stations.EventCreated},
	}
}

func webhooksComeBack(t *testing.T, s stations.Store) {
	ctx := t.Context()
	put(t, s, newStation(t, "甲"))
	for _, id := range []string{"b", "a"} {
		if err := s.CreateWebhook(ctx, newWebhook(id)); err != nil {
			t.Fatalf("CreateWebhook(%s) = %v", id, err)
		}
	}
	want := newWebhook("a")
	want.Told = stations.Mark{Epoch: must(s.Epoch(ctx))(t, "Epoch()"), Revision: 1}
	same(t, "Webhook(a)", want, must(s.Webhook(ctx, "a"))(t, "Webhook(a)"))
	wantCode(t, "CreateWebhook of a taken id", s.CreateWebhook(ctx, newWebhook("a")), stations.Conflict)
	want.URL, want.Kinds, want.Events, want.Adcode, want.Active = "http://127.0.0.1:9/x", []stations.Kind{}, []stations.Event{}, "", false
	same(t, "EditWebhook", want, edited(t, s, "a", func(w *stations.Webhook) {
		w.URL, w.Kinds, w.Events, w.Adcode, w.Active = want.URL, want.Kinds, want.Events, want.Adcode, want.Active
		w.ID, w.Tries = "b", 9 // which are not its to change
	}))
	want.Secret, want.OldSecret, want.OldUntil = bytes.Repeat([]byte{1, 0}, 16), want.Secret, noon.Add(time.Hour).UTC()
	same(t, "EditWebhook of the secret", want, edited(t, s, "a", func(w *stations.Webhook) {
		if err := w.Rotate(want.Secret, noon, time.Hour); err != nil {
			t.Error(err)
		}
	}))
	same(t, "Webhook(a)", want, must(s.Webhook(ctx, "a"))(t, "Webhook(a)"))
	want.OldSecret, want.OldUntil = nil, time.Time{}
	same(t, "EditWebhook of the old secret", want, edited(t, s, "a", (*stations.Webhook).Retire))
	list := must(s.Webhooks(ctx))(t, "Webhooks()")
	if len(list) != 2 || list[1].ID != "b" {
		t.Fatalf("Webhooks() = %v, want a and b", list)
	}
	same(t, "Webhooks()[0]", want, list[0])
	for name, change := range map[string]func(*stations.Webhook){
		"no address":          func(w *stations.Webhook) { w.URL = "" },
		"an address of files": func(w *stations.Webhook) { w.URL = "file:///etc/passwd" },
		"a user":              func(w *stations.Webhook) { w.URL = "https://a:b@example.org" },
		"an unknown kind":     func(w *stations.Webhook) { w.Kinds = []stations.Kind{"palace"} },
		"an unknown event":    func(w *stations.Webhook) { w.Events = []stations.Event{"sold"} },
		"a division of words": func(w *stations.Webhook) { w.Adcode = "南京" },
		"a short secret":      func(w *stations.Webhook) { w.Secret = []byte("short") },
		"a NUL":               func(w *stations.Webhook) { w.URL = "https://example.org/\x00" },
	} {
		bad := newWebhook("c")
		change(&bad)
		wantCode(t, "CreateWebhook with "+name, s.CreateWebhook(ctx, bad), stations.Invalid)
	}
	for _, err := range []error{s.DeleteWebhook(ctx, "b"), s.CreateWebhook(ctx, newWebhook("b"))} {
		if err != nil {
			t.Errorf("a webhook that is removed and made again = %v", err)
		}
	}
	wantCode(t, "DeleteWebhook of none", s.DeleteWebhook(ctx, "c\x00"), stations.NotFound)
	_, err := s.EditWebhook(ctx, "c\x00", func(*stations.Webhook) error { return nil })
	wantCode(t, "EditWebhook of none", err, stations.NotFound)
	_, err = s.Webhook(ctx, "c\x00")
	wantCode(t, "Webhook of none", err, stations.NotFound)
	for i := range stations.MaxWebhooks - 2 {
		if err := s.CreateWebhook(ctx, newWebhook(fmt.Sprint("n", i))); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, "one webhook too many", s.CreateWebhook(ctx, newWebhook("z")), stations.Conflict)
}

// edited is the webhook after a change that is allowed.
func edited(t *testing.T, s stations.Store, id string, change func(*stations.Webhook)) stations.Webhook {
	t.Helper()
	return must(s.EditWebhook(t.Context(), id, func(w *stations.Webhook) error {
		change(w)
		return nil
	}))(t, "EditWebhook")
}

// webhookEditsCount holds that an edit is whole or not at all, and that no try
// that began before it takes it back.
func webhookEditsCount(t *testing.T, s stations.Store) {
	ctx := t.Context()
	if err := s.CreateWebhook(ctx, newWebhook("a")); err != nil {
		t.Fatal(err)
	}
	before := must(s.Webhook(ctx, "a"))(t, "Webhook")
	_, err := s.EditWebhook(ctx, "a", func(w *stations.Webhook) error {
		w.Active = false
		return errMake
	})
	if !errors.Is(err, errMake) {
		t.Errorf("EditWebhook with a change that fails = %v, want %v", err, errMake)
	}
	_, err = s.EditWebhook(ctx, "a", func(w *stations.Webhook) error {
		w.Active, w.URL = false, ""
		return nil
	})
	wantCode(t, "EditWebhook to no address", err, stations.Invalid)
	same(t, "Webhook after edits that failed", before, must(s.Webhook(ctx, "a"))(t, "Webhook"))

	put(t, s, newStation(t, "甲"))
	tried := must(s.ClaimWebhook(ctx, turn("1", 0)))(t, "ClaimWebhook")
	now := edited(t, s, "a", func(w *stations.Webhook) { w.URL = "https://example.org/new" })
	tried.Tries, tried.NextTry, tried.Active = 1, noon.Add(time.Hour), false
	dead := &stations.DeadLetter{Since: tried.Told, Until: tried.Pending, At: noon}
	wantCode(t, "SettleWebhook of a try from before the edit", s.SettleWebhook(ctx, "1", tried, dead), stations.Conflict)
	same(t, "Webhook after that try", now, must(s.Webhook(ctx, "a"))(t, "Webhook"))
	if again := must(s.ClaimWebhook(ctx, turn("2", 0)))(t, "ClaimWebhook after an edit"); again.URL != now.URL || again.Pending != tried.Pending {
		t.Errorf("the try after an edit = %+v, want the same delivery to %s", again, now.URL)
	}
}

// turn is a claim at that many seconds after noon, for one second.
func turn(token string, second int) stations.WebhookClaim {
	now := noon.Add(time.Duration(second) * time.Second)
	return stations.WebhookClaim{Token: token, Now: now, Until: now.Add(time.Second)}
}

func webhooksTakeTurns(t *testing.T, s stations.Store) {
	ctx := t.Context()
	if err := s.CreateWebhook(ctx, newWebhook("a")); err != nil {
		t.Fatal(err)
	}
	nothing := func(call string, c stations.WebhookClaim) {
		t.Helper()
		_, err := s.ClaimWebhook(ctx, c)
		wantCode(t, "ClaimWebhook "+call, err, stations.NotFound)
	}
	nothing("without a write", turn("1", 0))
	list := make([]*stations.Station, stations.MaxDelivery+3)
	for i := range list {
		list[i] = newStation(t, "x")
	}
	put(t, s, list...)
	first := must(s.ClaimWebhook(ctx, turn("1", 0)))(t, "ClaimWebhook")
	if first.Pending != stations.MaxDelivery || first.Told.Revision != 0 || first.ID != "a" || len(first.Secret) != 32 {
		t.Errorf("the first claim = %+v, want a with %d writes", first, stations.MaxDelivery)
	}
	nothing("while another has it", turn("2", 0))
	again := must(s.ClaimWebhook(ctx, turn("2", 2)))(t, "ClaimWebhook after its end")
	wantCode(t, "SettleWebhook too late", s.SettleWebhook(ctx, "1", first, nil), stations.Conflict)
	again.Tries, again.NextTry, again.LastAt, again.Result = 1, noon.Add(time.Minute).UTC(), noon.UTC(), "503"
	if err := s.SettleWebhook(ctx, "2", again, nil); err != nil {
		t.Fatalf("SettleWebhook = %v", err)
	}
	nothing("before its next try", turn("3", 59))
	put(t, s, newStation(t, "y"))
	third := must(s.ClaimWebhook(ctx, turn("3", 60)))(t, "ClaimWebhook")
	if third.Pending != stations.MaxDelivery || third.Tries != 1 || third.Result != "503" {
		t.Errorf("the next try = %+v, want the same delivery", third)
	}
	dead := &stations.DeadLetter{Webhook: "a", Since: third.Told, Until: third.Pending, At: noon.UTC(), Tries: 2, Result: "timeout"}
	third.Told.Revision, third.Pending, third.Tries, third.NextTry = third.Pending, 0, 0, time.Time{}
	if err := s.SettleWebhook(ctx, "3", third, dead); err != nil {
		t.Fatalf("SettleWebhook with a dead letter = %v", err)
	}
	letters := must(s.DeadLetters(ctx, "a"))(t, "DeadLetters")
	if len(letters) != 1 {
		t.Fatalf("DeadLetters = %v, want one", letters)
	}
	dead.ID = letters[0].ID
	same(t, "DeadLetters", []stations.DeadLetter{*dead}, letters)
	last := must(s.ClaimWebhook(ctx, turn("4", 61)))(t, "ClaimWebhook")
	if last.Told.Revision != stations.MaxDelivery || last.Pending != stations.MaxDelivery+4 {
		t.Errorf("the delivery after it = %v … %d, want all that is left", last.Told, last.Pending)
	}
	wantCode(t, "DeleteDeadLetter of another", s.DeleteDeadLetter(ctx, "b", dead.ID), stations.NotFound)
	if err := s.DeleteDeadLetter(ctx, "a", dead.ID); err != nil {
		t.Errorf("DeleteDeadLetter = %v", err)
	}
	wantCode(t, "DeleteDeadLetter again", s.DeleteDeadLetter(ctx, "a", dead.ID), stations.NotFound)
	webhookStops(t, s)
}

// webhookStops holds that a webhook with too many dead letters is stopped, and
// that a restore is told.
func webhookStops(t *testing.T, s stations.Store) {
	ctx := t.Context()
	w := must(s.ClaimWebhook(ctx, turn("5", 99)))(t, "ClaimWebhook")
	w.Told.Revision = w.Pending
	if err := s.SettleWebhook(ctx, "5", w, nil); err != nil {
		t.Fatal(err)
	}
	if err := restored(t, s, archived(t, s)); err != nil {
		t.Fatal(err)
	}
	for n := range stations.MaxDeadLetters {
		w, err := s.ClaimWebhook(ctx, turn("t", 100+n))
		if err != nil || w.Pending != 0 {
			t.Fatalf("ClaimWebhook %d after a restore = %+v, %v, want nothing to lead on", n, w, err)
		}
		if err := s.SettleWebhook(ctx, "t", w, &stations.DeadLetter{Since: w.Told, At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	if w := must(s.Webhook(ctx, "a"))(t, "Webhook"); w.Active {
		t.Errorf("with %d dead letters the webhook goes on, want it stopped", stations.MaxDeadLetters)
	}
	_, err := s.ClaimWebhook(ctx, turn("u", 999))
	wantCode(t, "ClaimWebhook of a stopped one", err, stations.NotFound)
	webhookGoesOn(t, s)
}

// webhookGoesOn holds that a webhook that was stopped, and that somebody
// switched on again, goes on until one more delivery is given up.
func webhookGoesOn(t *testing.T, s stations.Store) {
	ctx := t.Context()
	edited(t, s, "a", func(w *stations.Webhook) { w.Active = true })
	for n, dead := range []*stations.DeadLetter{nil, {At: noon}} {
		w := must(s.ClaimWebhook(ctx, turn("v", 1000+n)))(t, "ClaimWebhook of one that was switched on again")
		if err := s.SettleWebhook(ctx, "v", w, dead); err != nil {
			t.Fatal(err)
		}
		if w := must(s.Webhook(ctx, "a"))(t, "Webhook"); w.Active != (dead == nil) {
			t.Errorf("switched on again, after a delivery with dead letter %v, the webhook is active %v", dead, w.Active)
		}
	}
}

// webhookEditsAcross holds that no edit is lost to another process's.
func webhookEditsAcross(t *testing.T, a, b stations.Store) {
	ctx := t.Context()
	if err := a.CreateWebhook(ctx, newWebhook("a")); err != nil {
		t.Fatal(err)
	}
	const each = 20
	var both sync.WaitGroup
	for _, s := range []stations.Store{a, b} {
		both.Go(func() {
			for range each {
				_, err := s.EditWebhook(ctx, "a", func(w *stations.Webhook) error {
					w.URL += "x"
					return nil
				})
				if err != nil {
					t.Errorf("EditWebhook = %v", err)
				}
			}
		})
	}
	both.Wait()
	want := newWebhook("a").URL + strings.Repeat("x", 2*each)
	if got := must(a.Webhook(ctx, "a"))(t, "Webhook").URL; got != want {
		t.Errorf("after %d edits the address is %s, want %s", 2*each, got, want)
	}
}

// webhooksAcross holds that two processes never have a webhook at a time.
func webhooksAcross(t *testing.T, a, b stations.Store) {
	ctx := t.Context()
	for i := range 6 {
		if err := a.CreateWebhook(ctx, newWebhook(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	put(t, a, newStation(t, "x"))
	had := make(chan string, 12)
	ended := make(chan error, 2)
	for n, s := range []stations.Store{a, b} {
		go func() {
			for {
				w, err := s.ClaimWebhook(ctx, turn(fmt.Sprint("of ", n), 0))
				if err != nil {
					ended <- err
					return
				}
				had <- w.ID
			}
		}()
	}
	for range 2 {
		wantCode(t, "the last ClaimWebhook", <-ended, stations.NotFound)
	}
	close(had)
	seen := map[string]int{}
	for id := range had {
		seen[id]++
	}
	if len(seen) != 6 {
		t.Errorf("the two had %v, want each of six once", seen)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("webhook %s was claimed %d times, want once", id, n)
		}
	}
}
