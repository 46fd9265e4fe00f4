//go:build bench

package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"testing"
)

// keyCount is how many readers ask. Each key may ask 100 times a second, so
// fewer would be limited, as they should be.
const keyCount = 500

// secrets are keys of one server.
type secrets struct {
	admin   string
	readers []string
}

// makeKeys makes an admin's key, which ends the open mode of the server, and
// with it keys of readers.
func makeKeys(t *testing.T, addr string, readers int) secrets {
	t.Helper()
	keys := secrets{admin: makeKey(t, addr, "", "admin")}
	for range readers {
		keys.readers = append(keys.readers, makeKey(t, addr, keys.admin, "reader"))
	}
	return keys
}

func makeKey(t *testing.T, addr, admin, role string) string {
	t.Helper()
	raw := ask(t, http.MethodPost, "http://"+addr+"/v1/keys", admin, fmt.Sprintf(`{"name":"bench","role":%q}`, role))
	var key struct{ Secret string }
	if err := json.Unmarshal(raw, &key); err != nil || key.Secret == "" {
		t.Fatalf("POST /v1/keys: %v %.200s", err, raw)
	}
	return key.Secret
}

// ask sends one request with a key, unless that is "", and returns the body
// of an answer of success.
func ask(t *testing.T, method, url, key, body string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %v %.200s", method, url, answer.Status, err, raw)
	}
	return raw
}

var countLine = regexp.MustCompile(`(?m)^yizhan_http_requests_total\{method="GET",route="/v1/nearby",status="2xx"\} (\S+)$`)

// checkMetrics makes sure that the server has counted every answer it gave.
func checkMetrics(t *testing.T, addr, admin string, least int) {
	t.Helper()
	page := ask(t, http.MethodGet, "http://"+addr+"/metrics", admin, "")
	counted := 0.0
	if m := countLine.FindSubmatch(page); m != nil {
		counted, _ = strconv.ParseFloat(string(m[1]), 64)
	}
	if counted < float64(least) {
		t.Errorf("/metrics counts %.0f answers, want at least %d", counted, least)
	}
}
