package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
	"yizhan/stations/api/model"
)

const page = "https://map.example"

// keyWith makes a reader's key and returns it with the header that shows it.
func (r *rig) keyWith(change func(*stations.Key)) (id, header string) {
	r.t.Helper()
	secret, key := access.Mint("", api.Reader, "", noon)
	change(&key)
	if err := r.store.CreateKey(r.t.Context(), key); err != nil {
		r.t.Fatal(err)
	}
	return key.ID, "Authorization: Bearer " + secret
}

func TestAKeyAsksWithinItsQuotas(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 15, 0, stations.Zone())
	r := newRig(t, func(c *api.Config) { c.Loopback, c.Now = false, func() time.Time { return now } })
	id, key := r.keyWith(func(k *stations.Key) { k.PerMinute, k.PerDay = 2, 3 })
	admin := r.key(api.Admin, "")
	for _, want := range []struct {
		status      int
		left, retry string
	}{
		{200, `"minute";r=1;t=45, "day";r=2;t=50385`, ""},
		{200, `"minute";r=0;t=45, "day";r=1;t=50385`, ""},
		{429, `"minute";r=0;t=45, "day";r=1;t=50385`, "45"},
	} {
		w := r.ask(http.MethodGet, "/v1/meta", "", key)
		if w.Code != want.status || w.Header().Get("RateLimit") != want.left || w.Header().Get("Retry-After") != want.retry {
			t.Errorf("GET = %d, RateLimit %s, Retry-After %q, want %+v", w.Code, w.Header().Get("RateLimit"), w.Header().Get("Retry-After"), want)
		}
		if got, want := w.Header().Get("RateLimit-Policy"), `"minute";q=2;w=60, "day";q=3;w=86400`; got != want {
			t.Errorf("RateLimit-Policy = %s, want %s", got, want)
		}
	}
	now = now.Add(time.Minute)
	r.ask(http.MethodGet, "/v1/meta", "", key)
	if w := r.ask(http.MethodGet, "/v1/meta", "", key); w.Code != 429 || w.Header().Get("Retry-After") != "50325" {
		t.Errorf("the fourth of a day = %d, Retry-After %s, want 429 until midnight", w.Code, w.Header().Get("Retry-After"))
	}
	var report model.KeyUsage
	r.decode(r.ask(http.MethodGet, "/v1/keys/usage?from=2026-11-22&until=2026-11-22", "", admin), &report)
	want := model.KeyDay{Key: id, Day: "2026-11-22", Asked: 3, Refused: 2}
	if len(report.Usage) != 2 || report.Usage[0] != want && report.Usage[1] != want {
		t.Errorf("usage = %+v, want %+v and the admin's own", report.Usage, want)
	}
}

func TestUsageIsAskedForASpanOfDays(t *testing.T) {
	r, keys := keyed(t)
	for query, want := range map[string]int{
		"": 200, "?until=2026-11-22": 200, "?from=2026-08-23&until=2026-11-22": 200,
		"?from=2026-08-22&until=2026-11-22": 400, "?from=2026-11-23&until=2026-11-22": 400, "?from=yesterday": 400, "?key=x": 400,
	} {
		if w := r.ask(http.MethodGet, "/v1/keys/usage"+query, "", keys[api.Admin]); w.Code != want {
			t.Errorf("GET /v1/keys/usage%s = %d, want %d: %s", query, w.Code, want, w.Body)
		}
	}
}

func TestATooFastAskerLearnsTheRate(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Loopback, c.AddressRate = false, access.Rate{PerSecond: 0.5, Burst: 1} })
	r.ask(http.MethodGet, "/v1/meta", "")
	w := r.ask(http.MethodGet, "/v1/meta", "")
	got := fmt.Sprint(w.Code, " ", w.Header().Get("Retry-After"), " ", w.Header().Get("RateLimit-Policy"), " ", w.Header().Get("RateLimit"))
	if want := `429 2 "burst";q=1;w=2 "burst";r=0;t=2`; got != want {
		t.Errorf("the second question = %s, want %s", got, want)
	}
}

func TestAKeyOfAPageIsForThatPageAlone(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Loopback = false })
	_, key := r.keyWith(func(k *stations.Key) { k.Origins = []string{page} })
	_, other := r.keyWith(func(*stations.Key) {})
	for _, c := range []struct {
		sentence     string
		key, origin  string
		status       int
		allowed, all string
	}{
		{"its own page may ask and read", key, page, 200, page, "Origin"},
		{"another page may not", key, "https://evil.example", 403, "", "Origin"},
		{"a program may not", key, "", 403, "", "Origin"},
		{"a page may not use a program's key", other, page, 200, "", "Origin"}, // its browser keeps the answer from it
		{"a page may ask what everybody may", "", page, 200, page, "Origin"},
		{"another page may not read it", "", "https://evil.example", 200, "", "Origin"},
		{"the page reads why a key is refused", "Authorization: Bearer yz_x", page, 401, page, "Origin"},
	} {
		headers := []string{"Accept: */*"}
		if c.key != "" {
			headers = append(headers, c.key)
		}
		if c.origin != "" {
			headers = append(headers, "Origin: "+c.origin)
		}
		w := r.ask(http.MethodGet, "/v1/nearby?"+somewhere, "", headers...)
		got := []any{w.Code, w.Header().Get("Access-Control-Allow-Origin"), w.Header().Get("Vary")}
		if diff := cmp.Diff([]any{c.status, c.allowed, c.all}, got); diff != "" {
			t.Errorf("%s: status, allowed origin and Vary differ (-want +got):\n%s", c.sentence, diff)
		}
	}
}

func TestAPreflightIsAnsweredToPagesWithAKey(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Loopback = false })
	id, _ := r.keyWith(func(k *stations.Key) { k.Origins = []string{page} })
	allows := func(origin string) bool {
		h := r.ask(http.MethodOptions, "/v1/nearby", "", "Origin: "+origin, "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: authorization").Header()
		return h.Get("Access-Control-Allow-Origin") == origin && strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization")
	}
	if !allows(page) {
		t.Error("a preflight of the key's page is not allowed")
	}
	if allows("https://evil.example") {
		t.Error("a preflight of another page is allowed")
	}
	if err := r.store.RevokeKey(t.Context(), id, noon); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); allows(page); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > time.Second {
			t.Fatal("the page of a revoked key is still allowed after a second")
		}
	}
}

func TestTheTermsOfAKeyChangeAtOnce(t *testing.T) {
	r, keys := keyed(t)
	id, key := r.keyWith(func(k *stations.Key) { k.Name = "地图" })
	if w := r.ask(http.MethodGet, "/v1/meta", "", key); w.Code != 200 || w.Header().Get("RateLimit") != "" {
		t.Fatalf("GET with a key without quotas = %d, RateLimit %q, want 200 and none", w.Code, w.Header().Get("RateLimit"))
	}
	for _, c := range []struct {
		sentence, id, body string
		want               int
	}{
		{"a quota and a page", id, `{"per_day":9,"origins":["` + page + `"]}`, 200},
		{"a quota only", id, `{"per_day":10}`, 200},
		{"a page with a path", id, `{"origins":["` + page + `/x"]}`, 400},
		{"another role", id, `{"role":"admin"}`, 400},
		{"a quota in words", id, `{"per_day":"ten"}`, 400},
		{"no such key", "nobody", `{"per_day":1}`, 404},
	} {
		if w := r.ask(http.MethodPatch, "/v1/keys/"+c.id, c.body, keys[api.Admin]); w.Code != c.want {
			t.Errorf("PATCH with %s = %d, want %d: %s", c.sentence, w.Code, c.want, w.Body)
		}
	}
	if w := r.ask(http.MethodGet, "/v1/meta", "", key, "Origin: "+page); w.Code != 200 || w.Header().Get("RateLimit-Policy") != `"day";q=10;w=86400` {
		t.Errorf("GET after it = %d, RateLimit-Policy %q, want 200 and the new quota", w.Code, w.Header().Get("RateLimit-Policy"))
	}
	if w := r.ask(http.MethodGet, "/v1/meta", "", key); w.Code != 403 {
		t.Errorf("GET by a program after it = %d, want 403", w.Code)
	}
	if w := r.ask(http.MethodPatch, "/v1/keys/"+id, `{"origins":[],"per_day":0}`, keys[api.Admin]); w.Code != 200 {
		t.Errorf("PATCH that takes all away = %d: %s", w.Code, w.Body)
	}
	if w := r.ask(http.MethodGet, "/v1/meta", "", key); w.Code != 200 || w.Header().Get("RateLimit") != "" {
		t.Errorf("GET after that = %d, want 200 without quotas", w.Code)
	}
}
