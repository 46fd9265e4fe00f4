package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"yizhan/stations/client"
)

func TestProblemsAreErrors(t *testing.T) {
	for _, c := range []struct {
		name, media, body, retry string
		status                   int
		want                     client.Refused
		text                     string
	}{
		{
			name: "a problem of the server", media: "application/problem+json", status: 429, retry: "3",
			body: `{"type":"/problems/too_many","title":"请求过多","status":429,"detail":"later","errors":[{"field":"lon","problem":"is missing"}],"request_id":"x"}`,
			want: client.Refused{Problem: client.Problem{Type: "/problems/too_many", Status: 429}, RetryAfter: 3 * time.Second}, text: "429 请求过多: later; lon: is missing",
		},
		{name: "a page of somebody between", media: "text/html", status: 502, body: "<html>", want: client.Refused{Problem: client.Problem{Type: "about:blank", Status: 502}}, text: "502 Bad Gateway: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", c.media)
				if c.retry != "" {
					w.Header().Set("Retry-After", c.retry)
				}
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			}))
			defer server.Close()
			asker, err := client.New(server.URL, "", client.WithHTTPClient(server.Client()))
			if err != nil {
				t.Fatal(err)
			}
			_, err = asker.GetMetaWithResponse(t.Context())
			var got *client.Refused
			if !errors.As(err, &got) {
				t.Fatalf("GetMeta = %v, want a refusal", err)
			}
			if got.Type != c.want.Type || got.Status != c.want.Status || got.RetryAfter != c.want.RetryAfter || got.Error() != c.text {
				t.Errorf("GetMeta = %+v %q, want %+v %q", got, got.Error(), c.want, c.text)
			}
		})
	}
	if _, err := client.New("://", ""); err == nil {
		t.Error("New of no address gives no error")
	}
}

func ExampleNew() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"datum":%q,"next":null,"stations":[{"id":"x","name":"新街口驿站","lon":118.8,"lat":32.05,"distance_m":120}]}`, r.URL.Query().Get("datum"))
	}))
	defer server.Close()
	asker, err := client.New(server.URL, "KEY")
	if err != nil {
		fmt.Println(err)
		return
	}
	datum := client.Datum("gcj02")
	answer, err := asker.GetNearbyWithResponse(context.Background(), &client.GetNearbyParams{Lon: 118.8, Lat: 32.05, Datum: &datum})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range answer.JSON200.Stations {
		fmt.Println(s.Name, s.DistanceM, answer.JSON200.Datum)
	}
	// Output: 新街口驿站 120 gcj02
}
