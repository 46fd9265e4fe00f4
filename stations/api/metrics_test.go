package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
)

func TestMetricsCountByRouteAndNeverByPlace(t *testing.T) {
	r := newRig(t, nil)
	r.ask(http.MethodGet, "/v1/nearby?"+somewhere, "")
	r.ask(http.MethodGet, "/v1/nearby?lon=119.87654&lat=33.12345&kind=nonsense87654", "")
	r.ask("BREW", "/119.87654/33.12345", "")
	w := r.ask(http.MethodGet, "/metrics", "")
	page := w.Body.String()
	for _, want := range []string{
		`yizhan_http_requests_total{method="GET",route="/v1/nearby",status="2xx"} 1`,
		`yizhan_http_requests_total{method="GET",route="/v1/nearby",status="4xx"} 1`,
		`yizhan_http_requests_total{method="other",route="none",status="4xx"} 1`,
		`yizhan_http_request_seconds_count{route="/v1/nearby"} 2`,
		"yizhan_snapshot_stations 3", "yizhan_store_revision ", "yizhan_snapshot_revision ", "yizhan_snapshot_age_seconds ", "yizhan_follow_errors_total 0",
		"yizhan_card_bytes ", "go_goroutines ",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("GET /metrics lacks %q", want)
		}
	}
	for _, secret := range []string{"119.8", "33.1", "87654"} {
		if strings.Contains(page, secret) {
			t.Errorf("GET /metrics shows %q of a question", secret)
		}
	}
}

// /metrics is for programs of this machine, and for admins of others.
func TestMetricsAreForThisMachineAndAdmins(t *testing.T) {
	r, keys := keyed(t)
	for _, test := range []struct {
		sentence, from, header string
		want                   int
	}{
		{"a program of this machine", "127.0.0.1:4000", "Accept: */*", http.StatusOK},
		{"somebody behind a proxy of this machine", "127.0.0.1:4000", "X-Forwarded-For: 203.0.113.9", http.StatusUnauthorized},
		{"a stranger", "203.0.113.9:4000", "Accept: */*", http.StatusUnauthorized},
		{"an editor elsewhere", "203.0.113.9:4000", keys[stations.RoleEditor], http.StatusForbidden},
		{"an admin elsewhere", "203.0.113.9:4000", keys[api.Admin], http.StatusOK},
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
		request.Host, request.RemoteAddr = "127.0.0.1:8080", test.from
		name, value, _ := strings.Cut(test.header, ": ")
		request.Header.Set(name, value)
		w := httptest.NewRecorder()
		r.api.ServeHTTP(w, request)
		if w.Code != test.want {
			t.Errorf("GET /metrics by %s = %d, want %d", test.sentence, w.Code, test.want)
		}
	}
}
