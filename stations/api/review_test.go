package api_test

import (
	"net/http"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/intake"
)

func TestReviewsAreListedAndDecided(t *testing.T) {
	r := newRig(t, nil)
	for source, row := range map[string]string{"甲": "1,中山路工会驿站,118.7701 32.0601\n", "乙": "1,中山路暖心驿站,118.7702 32.0601\n"} {
		o := intake.Options{Source: source, Datum: datum.WGS84, Kind: stations.UnionStation}
		if _, err := intake.Import(t.Context(), r.store, strings.NewReader("id,名称,坐标\n"+row), o); err != nil {
			t.Fatal(err)
		}
	}
	var page model.Reviews
	r.get("/v1/reviews?kind=duplicate", &page)
	if len(page.Reviews) != 1 || page.Next != nil {
		t.Fatalf("GET /v1/reviews = %+v, want one", page)
	}
	asked := page.Reviews[0]
	for _, c := range []struct {
		name, target, body string
		want               int
	}{
		{"a review that is not", "/v1/reviews/0", `{"decision":"keep_apart"}`, http.StatusNotFound},
		{"no decision", "/v1/reviews/" + asked.ID, `{}`, http.StatusBadRequest},
		{"a decision that does not answer", "/v1/reviews/" + asked.ID, `{"decision":"take_source"}`, http.StatusBadRequest},
		{"a merge that keeps neither", "/v1/reviews/" + asked.ID, `{"decision":"merge"}`, http.StatusBadRequest},
		{"a merge", "/v1/reviews/" + asked.ID, `{"decision":"merge","keep":"` + asked.Other + `"}`, http.StatusOK},
		{"a second decision", "/v1/reviews/" + asked.ID, `{"decision":"keep_apart"}`, http.StatusConflict},
	} {
		if w := r.ask(http.MethodPost, c.target, c.body); w.Code != c.want {
			t.Errorf("%s: POST %s %s = %d %s, want %d", c.name, c.target, c.body, w.Code, w.Body, c.want)
		}
	}
	w := r.ask(http.MethodGet, "/v1/stations/"+asked.Station, "")
	if want := "/v1/stations/" + asked.Other; w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != want {
		t.Errorf("GET of the merged station = %d to %q, want 308 to %q", w.Code, w.Header().Get("Location"), want)
	}
}
