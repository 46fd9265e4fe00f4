package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
	"yizhan/stations/api/model"
)

// key makes a key of the role and returns the header that shows it.
func (r *rig) key(role stations.Role, adcode string) string {
	r.t.Helper()
	secret, key := access.Mint("", role, adcode, noon)
	if err := r.store.CreateKey(r.t.Context(), key); err != nil {
		r.t.Fatal(err)
	}
	return "Authorization: Bearer " + secret
}

// keyed is a rig of a server with a key per role, and one for nobody.
func keyed(t *testing.T) (*rig, map[stations.Role]string) {
	t.Helper()
	r := newRig(t, func(c *api.Config) {
		c.Loopback = false
		c.AddressRate = access.Rate{PerSecond: 1e6, Burst: 1e6}
	})
	keys := map[stations.Role]string{api.Anonymous: "Accept: */*"}
	for _, role := range stations.Roles() {
		keys[role] = r.key(role, "")
	}
	return r, keys
}

// may is which roles each key has, written out by hand.
var may = map[stations.Role]map[stations.Role]bool{
	api.Anonymous: {api.Anonymous: true},
	api.Reader:    {api.Anonymous: true, api.Reader: true},
	api.Planner:   {api.Anonymous: true, api.Reader: true, api.Planner: true},
	api.Editor:    {api.Anonymous: true, api.Reader: true, api.Editor: true},
	api.Admin:     {api.Anonymous: true, api.Reader: true, api.Planner: true, api.Editor: true, api.Admin: true},
}

// needs is the role that each route asks for, written out by hand.
func needs() map[string]stations.Role {
	table := map[string]stations.Role{}
	for role, routes := range map[stations.Role]string{
		api.Anonymous: `GET /v1/nearby, POST /v1/nearby, POST /v1/along, GET /v1/stations, GET /v1/stations/:id, GET /v1/suggest, GET /v1/areas, GET /v1/meta, GET /v1/circle,
			GET /feeds/gbfs.json, GET /feeds/station_information.json, GET /feeds/station_status.json, GET /tiles/stations/:z/:x/:y, GET /tiles/stations.json, GET /tiles/roads.json, GET /tiles/roads/:z/:x/:y, GET /openapi.yaml, GET /openapi.json, GET /healthz, GET /readyz, GET /basemap.pmtiles,
			POST /v1/reports, GET /v1/stations/:id/reports, GET /v1/stations/:id/photos, GET /v1/stations/:id/photos/:photo, GET /v1/stations/:id/photos/:photo/thumbnail, GET /, GET /plan, GET /admin, GET /drive, GET /embed, GET /embed/example, GET /embed.js, GET /v1/me, GET /assets/*, GET /favicon.svg, GET /sw.js, GET /manifest.webmanifest, GET /docs, GET /docs/*, GET /problems, GET /problems/:code, GET /examples/*, GET /client/*`,
		api.Reader: `GET /v1/changes, GET /v1/changes/snapshot, GET /v1/snapshots, GET /v1/snapshots/:file, GET /v1/stations/:id/history, GET /v1/exports, GET /v1/hours, GET /v1/stations/:id/poster, GET /v1/stations/:id/hotline, GET /ogc, GET /ogc/conformance, GET /ogc/collections,
			GET /ogc/collections/:collection, GET /ogc/collections/:collection/queryables, GET /ogc/collections/:collection/items,
			GET /ogc/collections/:collection/items/:feature`,
		api.Planner: `POST /v1/coverage, GET /v1/coverage/:id, GET /v1/coverage/:id/cells, GET /v1/coverage/:id/gaps, POST /v1/coverage/atlas, POST /v1/coverage/week,
			GET /v1/coverage/:id/stations, GET /v1/coverage/:id/compare, GET /v1/coverage/:id/report, GET /v1/coverage/:id/map, POST /v1/whatif, POST /v1/siting, POST /v1/siting/hosts, GET /v1/siting/:id, POST /v1/accessibility,
			GET /tiles/:coverage/:z/:x/:y, GET /tiles/:coverage, GET /v1/stats, GET /v1/unmet`,
		api.Editor: `POST /v1/stations/:id/photos, DELETE /v1/stations/:id/photos/:photo, POST /v1/stations/:id/photos/:photo/accept,
			POST /v1/stations, PUT /v1/stations/:id, PATCH /v1/stations/:id, DELETE /v1/stations/:id, POST /v1/imports, POST /v1/imports/preview, POST /v1/imports/rejects, POST /v1/locate,
			GET /v1/reviews, POST /v1/reviews/:id, POST /v1/stations/:id/verify, GET /v1/reports, POST /v1/reports/:id/answer, GET /v1/overdue`,
		api.Admin: `GET /metrics, GET /v1/keys, POST /v1/keys, PATCH /v1/keys/:key, DELETE /v1/keys/:key, GET /v1/keys/usage, GET /v1/audit, GET /v1/webhooks, POST /v1/webhooks, GET /v1/webhooks/:webhook, PATCH /v1/webhooks/:webhook, DELETE /v1/webhooks/:webhook,
			POST /v1/webhooks/:webhook/secret, DELETE /v1/webhooks/:webhook/old-secret,
			GET /v1/webhooks/:webhook/dead-letters, POST /v1/webhooks/:webhook/dead-letters/:letter, DELETE /v1/webhooks/:webhook/dead-letters/:letter, POST /v1/stations/:id/purge-contacts`,
	} {
		for line := range strings.SplitSeq(routes, ",") {
			table[strings.TrimSpace(line)] = role
		}
	}
	return table
}

func TestEachRouteNeedsWhatTheContractSays(t *testing.T) {
	r, _ := keyed(t)
	table := needs()
	for _, route := range r.api.Routes() {
		want, listed := table[route.Method+" "+route.Path]
		if !listed || route.Needs != want {
			t.Errorf("%s %s needs %q, want %q", route.Method, route.Path, route.Needs, want)
		}
		delete(table, route.Method+" "+route.Path)
	}
	if len(table) > 0 {
		t.Errorf("the server lacks %v", table)
	}
}

// Every route, asked by every role: refused exactly when the matrix says so,
// and nothing that is refused is done.
func TestEveryRouteByEveryRole(t *testing.T) {
	r, keys := keyed(t)
	before, err := r.store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range r.api.Routes() {
		path := strings.NewReplacer(":id", "0190d6a0-0000-7000-8000-000000000001", ":z", "0", ":x", "0", ":y", "0.mvt",
			":coverage", "coverage-0000000000000000", ":key", "nobody", ":photo", "0123456789abcdef", "*", "x.js").Replace(route.Path)
		for role, key := range keys {
			w := r.ask(route.Method, path, "", key)
			refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden
			if allowed := may[role][route.Needs]; refused == allowed {
				t.Errorf("%s %s by %s = %d, allowed: %v: %s", route.Method, route.Path, role, w.Code, allowed, w.Body)
			}
			if want := role == api.Anonymous; refused && (w.Code == http.StatusUnauthorized) != want {
				t.Errorf("%s %s by %s = %d, want 401 without a key and 403 with one", route.Method, route.Path, role, w.Code)
			}
		}
	}
	if after, err := r.store.Revision(t.Context()); after != before || err != nil {
		t.Errorf("Revision() after all that = %d, %v, want %d", after, err, before)
	}
}

func TestBadKeysAreToldApartFromNone(t *testing.T) {
	r, keys := keyed(t)
	for sentence, header := range map[string]string{
		"an unknown key": "Authorization: Bearer yz_000000000000_x", "a cut key": keys[api.Admin][:40], "another scheme": "Authorization: Basic eDp5", "nothing": "Authorization: Bearer ",
	} {
		w := r.ask(http.MethodGet, "/v1/meta", "", header)
		r.fields(w)
		if w.Code != http.StatusUnauthorized || !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s = %d, WWW-Authenticate %q, want 401 that says Bearer", sentence, w.Code, w.Header().Get("WWW-Authenticate"))
		}
	}
}

func TestARevokedKeyEndsWithinASecond(t *testing.T) {
	r, keys := keyed(t)
	all, err := r.store.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for role, key := range keys {
		if w := r.ask(http.MethodGet, "/v1/meta", "", key); w.Code != http.StatusOK {
			t.Fatalf("GET by %s = %d", role, w.Code)
		}
	}
	for _, k := range all { // as another process would, behind this server's back
		if err := r.store.RevokeKey(t.Context(), k.ID, noon); err != nil {
			t.Fatal(err)
		}
	}
	revoked := time.Now()
	for r.ask(http.MethodGet, "/v1/meta", "", keys[api.Reader]).Code == http.StatusOK {
		if time.Since(revoked) > time.Second {
			t.Fatal("a revoked key is still taken after a second")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestOpenModeEndsWithTheFirstKey(t *testing.T) {
	r := newRig(t, nil)
	w := r.ask(http.MethodPost, "/v1/keys", `{"role":"admin","name":"first"}`)
	var made struct{ ID, Secret, Role string }
	if w.Code != http.StatusCreated {
		t.Fatalf("POST /v1/keys on an open server = %d: %s", w.Code, w.Body)
	}
	decodeBody(t, w, &made)
	admin := "Authorization: Bearer " + made.Secret
	for _, c := range []struct {
		sentence, method, target, header string
		want                             int
	}{
		{"without a key the registry's keys are shut", http.MethodGet, "/v1/keys", "Accept: */*", 401},
		{"riders still find stations", http.MethodGet, "/v1/nearby?" + somewhere, "Accept: */*", 200},
		{"also through a proxy", http.MethodGet, "/v1/nearby?" + somewhere, "X-Forwarded-For: 192.0.2.7", 200},
		{"the key opens them", http.MethodGet, "/v1/keys", admin, 200},
		{"the audit log tells", http.MethodGet, "/v1/audit", admin, 200},
		{"the last key is revoked", http.MethodDelete, "/v1/keys/" + made.ID, admin, 204},
		{"which opens nothing", http.MethodGet, "/v1/keys", "Accept: */*", 401},
		{"and ends the key", http.MethodGet, "/v1/keys", admin, 401},
	} {
		if w := r.ask(c.method, c.target, "", c.header); w.Code != c.want {
			t.Errorf("%s: %s %s = %d, want %d: %s", c.sentence, c.method, c.target, w.Code, c.want, w.Body)
		}
	}
	if strings.Contains(r.log.String(), made.Secret) {
		t.Error("the log holds a secret")
	}
}

func TestAskersAreLimited(t *testing.T) {
	r := newRig(t, func(c *api.Config) {
		c.Loopback = false
		c.AddressRate, c.KeyRate = access.Rate{PerSecond: 0.001, Burst: 3}, access.Rate{PerSecond: 0.001, Burst: 5}
	})
	key := r.key(api.Reader, "")
	ask := func(header string) int { return r.ask(http.MethodGet, "/v1/meta", "", header).Code }
	for i := range 8 {
		if got, want := ask("Accept: */*"), map[bool]int{true: 200, false: 429}[i < 3]; got != want {
			t.Errorf("question %d of an address = %d, want %d", i+1, got, want)
		}
		if got, want := ask(key), map[bool]int{true: 200, false: 429}[i < 5]; got != want {
			t.Errorf("question %d of a key = %d, want %d", i+1, got, want)
		}
	}
	w := r.ask(http.MethodGet, "/v1/meta", "")
	r.fields(w)
	if w.Header().Get("Retry-After") == "" {
		t.Error("429 without Retry-After")
	}
	if w := r.ask(http.MethodGet, "/healthz", ""); w.Code != http.StatusOK {
		t.Errorf("GET /healthz of a limited address = %d, want 200", w.Code)
	}
}

func TestTheAuditLogTellsWhoChangedWhat(t *testing.T) {
	r, keys := keyed(t)
	id := r.list[0].ID
	for _, c := range []struct{ key, header string }{
		{keys[api.Editor], "If-Match: \"1\""}, {keys[api.Editor], "If-Match: \"99\""}, {keys[api.Reader], "If-Match: \"1\""}, {keys[api.Anonymous], "If-Match: \"1\""},
	} {
		r.ask(http.MethodPatch, "/v1/stations/"+string(id), `{"name":"新名"}`, c.key, c.header)
	}
	w := r.ask(http.MethodGet, "/v1/audit?limit=3", "", keys[api.Admin])
	var page model.Audit
	r.decode(w, &page)
	var got []string
	for _, line := range page.Lines {
		if line.Station != string(id) || !strings.HasPrefix(line.By, "key:") {
			t.Errorf("line %+v, want station %s and a key", line, id)
		}
		got = append(got, fmt.Sprint(line.Action, " ", line.Result))
	}
	want := "[PATCH /v1/stations/:id 403 PATCH /v1/stations/:id 412 PATCH /v1/stations/:id 200]"
	if fmt.Sprint(got) != want {
		t.Errorf("audit = %v, want %s; strangers are not in it", got, want)
	}
}

func TestTheAuditLogNamesTheKeyThatWasMadeOrRevoked(t *testing.T) {
	r, keys := keyed(t)
	var made stations.Key
	if err := json.Unmarshal(r.ask(http.MethodPost, "/v1/keys", `{"role":"reader"}`, keys[api.Admin]).Body.Bytes(), &made); err != nil || made.ID == "" {
		t.Fatalf("POST /v1/keys = %+v, %v, want a key", made, err)
	}
	for _, id := range []string{made.ID, "118.79"} { // the second is none
		r.ask(http.MethodDelete, "/v1/keys/"+id, "", keys[api.Admin])
	}
	lines, err := r.store.Audited(t.Context(), 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range lines {
		got = append(got, fmt.Sprint(line.Action, " ", line.Result, " ", line.Key))
	}
	want := fmt.Sprintf("[DELETE /v1/keys/:key 404  DELETE /v1/keys/:key 204 %s POST /v1/keys 201 %s]", made.ID, made.ID)
	if fmt.Sprint(got) != want {
		t.Errorf("audit = %v, want %s", got, want)
	}
}

// absent is a store whose keys cannot be asked for while it is away.
type absent struct {
	stations.Store
	away atomic.Bool
}

func (a *absent) KeysState(ctx context.Context) (string, error) {
	if a.away.Load() {
		return "", errors.New("away")
	}
	return a.Store.KeysState(ctx)
}

// The riders of an app that has a key of its own are riders too: they are
// answered from memory while the database is away. What needs a key waits.
func TestAnAppWithAKeyIsAnsweredWhileTheStoreIsAway(t *testing.T) {
	var store *absent
	r := newRig(t, func(c *api.Config) {
		c.Loopback = false
		store = &absent{Store: c.Store}
		c.Store = store
	})
	reader, editor := r.key(api.Reader, ""), r.key(api.Editor, "")
	const nearby = "/v1/nearby?lon=118.8&lat=32.06"
	for _, key := range []string{reader, editor} {
		if w := r.ask(http.MethodGet, nearby, "", key); w.Code != http.StatusOK {
			t.Fatalf("GET %s = %d: %s", nearby, w.Code, w.Body)
		}
	}
	store.away.Store(true)
	time.Sleep(access.Fresh + 50*time.Millisecond) // what is known of keys is old now
	for _, c := range []struct {
		sentence, path, key string
		want                int
	}{
		{"a search with a reader's key", nearby, reader, http.StatusOK},
		{"a search without a key", nearby, "Accept: */*", http.StatusOK},
		{"a search with a key that nobody knows", nearby, reader + "A", http.StatusServiceUnavailable},
		{"an editor, who would be shown more than riders are", nearby, editor, http.StatusServiceUnavailable},
		{"what needs a key", "/v1/changes?since=0", reader, http.StatusServiceUnavailable},
	} {
		if w := r.ask(http.MethodGet, c.path, "", c.key); w.Code != c.want {
			t.Errorf("%s while the store is away = %d, want %d: %s", c.sentence, w.Code, c.want, w.Body)
		}
	}
}
