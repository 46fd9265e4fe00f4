package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/api/model"
	"yizhan/stations/webhook"
)

// couriered is a rig whose server delivers to this machine too.
func couriered(t *testing.T) (*rig, *webhook.Courier) {
	t.Helper()
	var courier *webhook.Courier
	r := newRig(t, func(c *api.Config) {
		courier = webhook.New(webhook.Config{
			Store: c.Store, View: api.PublicRecord, Log: slog.New(slog.DiscardHandler), Now: time.Now, Private: true,
			Pace: webhook.Pace{Tries: 1, First: time.Second, Last: time.Second, Answer: 2 * time.Second, Lease: 5 * time.Second, Poll: time.Second, Couriers: 1},
		})
		c.Courier = courier
	})
	return r, courier
}

func (r *rig) subscribe(body string) (made model.Webhook) {
	r.t.Helper()
	w := r.ask(http.MethodPost, "/v1/webhooks", body)
	if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != http.StatusCreated || w.Header().Get("Location") != "/v1/webhooks/"+made.ID {
		r.t.Fatalf("POST /v1/webhooks = %d %s, %v", w.Code, w.Body, err)
	}
	return made
}

func TestAWebhooksSecretIsShownOnce(t *testing.T) {
	r := newRig(t, nil)
	made := r.subscribe(`{"url":"https://app.example/hook","adcode":"320100","kinds":["union_station"],"events":["created"]}`)
	if !strings.HasPrefix(made.Secret, "whsec_") || !made.Active || made.Adcode != "320100" {
		t.Errorf("the webhook is made as %+v", made)
	}
	for _, target := range []string{"/v1/webhooks", "/v1/webhooks/" + made.ID, "/v1/audit"} {
		if w := r.ask(http.MethodGet, target, ""); w.Code != http.StatusOK || strings.Contains(w.Body.String(), strings.TrimPrefix(made.Secret, "whsec_")) {
			t.Errorf("GET %s = %d and tells the secret, or not: %s", target, w.Code, w.Body)
		}
	}
	if strings.Contains(r.log.String(), made.Secret) {
		t.Error("the log tells the secret")
	}
	var one model.Webhook
	r.get("/v1/webhooks/"+made.ID, &one)
	if one.Standing.Revision != 3 {
		t.Errorf("a new webhook stands at revision %d, want 3: it is told from now on", one.Standing.Revision)
	}
	r.decode(r.ask(http.MethodPatch, "/v1/webhooks/"+made.ID, `{"active":false,"events":[]}`), &one)
	if one.Active || len(one.Events) != 0 || one.URL != "https://app.example/hook" {
		t.Errorf("PATCH gives %+v, want it stopped and its address kept", one)
	}
	if w := r.ask(http.MethodDelete, "/v1/webhooks/"+made.ID, ""); w.Code != http.StatusNoContent {
		t.Errorf("DELETE = %d, want 204", w.Code)
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		if w := r.ask(method, "/v1/webhooks/"+made.ID, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s of a webhook that is gone = %d, want 404", method, w.Code)
		}
	}
}

func TestAWebhooksSecretIsChanged(t *testing.T) {
	r := newRig(t, nil)
	made := r.subscribe(`{"url":"https://app.example/hook"}`)
	change := func(body string) (changed model.Webhook) {
		t.Helper()
		r.decode(r.ask(http.MethodPost, "/v1/webhooks/"+made.ID+"/secret", body), &changed)
		return changed
	}
	day, long := change(`{}`), change(`{"overlap_hours":168}`)
	if !strings.HasPrefix(day.Secret, "whsec_") || day.Secret == made.Secret || long.Secret == day.Secret || long.OldSecretUntil.Sub(day.OldSecretUntil) < 100*time.Hour {
		t.Errorf("the secret is changed to %+v and %+v, want new ones, the old until a day and a week later", day, long)
	}
	if w := r.ask(http.MethodDelete, "/v1/webhooks/"+made.ID+"/old-secret", ""); w.Code != http.StatusNoContent {
		t.Errorf("DELETE of the old secret = %d, want 204", w.Code)
	}
	var one model.Webhook
	r.get("/v1/webhooks/"+made.ID, &one)
	if at := change(`{"overlap_hours":0}`); !one.OldSecretUntil.IsZero() || one.Secret != "" || !at.OldSecretUntil.IsZero() {
		t.Errorf("after it ended the webhook is %+v, and %+v without an overlap", one, at)
	}
	for body, field := range map[string]string{`{"overlap_hours":169}`: "overlap_hours", `{"overlap_hours":-1}`: "overlap_hours", `{"secret":"mine"}`: "secret"} {
		if w := r.ask(http.MethodPost, "/v1/webhooks/"+made.ID+"/secret", body); w.Code != http.StatusBadRequest || r.fields(w) != field {
			t.Errorf("POST secret %s = %d, blames %q, want 400 and %q", body, w.Code, r.fields(w), field)
		}
	}
	if w := r.ask(http.MethodPost, "/v1/webhooks/wh_none/secret", `{}`); w.Code != http.StatusNotFound {
		t.Errorf("POST secret of no webhook = %d, want 404", w.Code)
	}
}

func TestWebhooksThatAreRefused(t *testing.T) {
	r := newRig(t, nil)
	for body, field := range map[string]string{
		`{}`:                                                 "url",
		`{"url":"http://app.example/"}`:                      "url",
		`{"url":"https://127.0.0.1/"}`:                       "url",
		`{"url":"https://[::ffff:10.0.0.1]/"}`:               "url",
		`{"url":"https://169.254.169.254/latest"}`:           "url",
		`{"url":"https://a:b@app.example/"}`:                 "url",
		`{"url":"https://app.example/","kinds":["palace"]}`:  "kinds",
		`{"url":"https://app.example/","events":["sold"]}`:   "events",
		`{"url":"https://app.example/","adcode":"3"}`:        "adcode",
		`{"url":"https://app.example/","secret":"whsec_aa"}`: "secret",
	} {
		w := r.ask(http.MethodPost, "/v1/webhooks", body)
		if got := r.fields(w); w.Code != http.StatusBadRequest || got != field {
			t.Errorf("POST /v1/webhooks %s = %d, blames %q, want 400 and %q", body, w.Code, got, field)
		}
	}
}

// Who runs the server may forbid addresses that were allowed before.
func TestAWebhookWhoseAddressIsNotAllowedAnyMoreCanBeStopped(t *testing.T) {
	r := newRig(t, nil)
	old := stations.Webhook{ID: "wh_old", URL: "http://10.0.0.1/hook", Secret: webhook.NewSecret(), Active: true, CreatedAt: noon}
	if err := r.store.CreateWebhook(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	target := "/v1/webhooks/" + old.ID
	if w := r.ask(http.MethodPatch, target, `{"active":true,"url":"http://10.0.0.1/hook"}`); w.Code != http.StatusBadRequest || r.fields(w) != "url" {
		t.Errorf("PATCH that names the address = %d %s, want 400 for it", w.Code, w.Body)
	}
	var one model.Webhook
	if r.decode(r.ask(http.MethodPatch, target, `{"active":false}`), &one); one.Active || one.URL != old.URL {
		t.Errorf("PATCH gives %+v, want it stopped", one)
	}
}

func TestADeadLetterIsSentFromTheDesk(t *testing.T) {
	r, courier := couriered(t)
	status, bodies := http.StatusInternalServerError, []string{}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var b strings.Builder
		_ = q.Write(&b) // into memory
		bodies = append(bodies, b.String())
		w.WriteHeader(status)
	}))
	t.Cleanup(receiver.Close)
	made := r.subscribe(`{"url":"` + receiver.URL + `"}`)
	r.write("新名")
	if served, err := courier.Step(t.Context()); !served || err != nil {
		t.Fatalf("Step = %v, %v", served, err)
	}
	var list struct {
		DeadLetters []struct {
			ID           int64
			Since, Until int64
			Result       string
		} `json:"dead_letters"`
	}
	r.get("/v1/webhooks/"+made.ID+"/dead-letters", &list)
	if len(list.DeadLetters) != 1 || list.DeadLetters[0].Since != 3 || list.DeadLetters[0].Until != 4 || list.DeadLetters[0].Result != "500" {
		t.Fatalf("the dead letters are %+v, want one", list)
	}
	target := "/v1/webhooks/" + made.ID + "/dead-letters/1"
	for _, status = range []int{http.StatusServiceUnavailable, http.StatusNoContent} {
		var went struct{ Delivered bool }
		if r.decode(r.ask(http.MethodPost, target, ""), &went); went.Delivered != (status == http.StatusNoContent) {
			t.Errorf("sent to one who answers %d: delivered %v", status, went.Delivered)
		}
	}
	last := bodies[len(bodies)-1]
	if !strings.Contains(last, "新名") || !strings.Contains(last, `"event":"updated"`) || strings.Contains(last, "13900001111") {
		t.Errorf("the message is %s, want the public record", last)
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		if w := r.ask(method, target, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s of a letter that is gone = %d, want 404", method, w.Code)
		}
	}
}
