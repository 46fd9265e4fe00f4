package api_test

import (
	"bytes"
	"image/png"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/report"
)

// printing is a server that can print.
func printing(t *testing.T) *rig {
	t.Helper()
	font, err := os.ReadFile("../../static/node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff")
	if err != nil {
		t.Skipf("the font is not installed (scripts/ui install): %v", err)
	}
	printer, err := report.NewPrinter(font, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return newRig(t, func(c *api.Config) { c.Printer = printer })
}

func TestDocumentsAreSent(t *testing.T) {
	r := printing(t)
	var run struct{ ID string }
	r.decode(r.ask(http.MethodPost, "/v1/coverage", `{"minutes":1}`), &run)
	for target, media := range map[string]string{
		"/v1/coverage/" + run.ID + "/report":               "application/pdf",
		"/v1/stations/" + string(r.list[0].ID) + "/poster": "application/pdf",
		"/v1/coverage/" + run.ID + "/map":                  "image/png",
	} {
		w := r.ask(http.MethodGet, target, "")
		body := w.Body.Bytes()
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != media || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Fatalf("GET %s = %d, %v", target, w.Code, w.Header())
		}
		if media == "image/png" {
			if img, err := png.Decode(bytes.NewReader(body)); err != nil || img.Bounds().Dx() < 400 {
				t.Errorf("GET %s is no picture: %v", target, err)
			}
		} else if !bytes.HasPrefix(body, []byte("%PDF-1.7")) || !bytes.Contains(body[max(0, len(body)-32):], []byte("%%EOF")) {
			t.Errorf("GET %s is no whole PDF", target)
		}
	}
}

func TestAHotlineTextTellsTheDoor(t *testing.T) {
	r := newRig(t, nil)
	for i, want := range []string{"现在开放。", "现在开放，但即将关门。\n开放到 11月20日 12:10。", "现在是否开放不明，请先致电。"} {
		w := r.ask(http.MethodGet, "/v1/stations/"+string(r.list[i].ID)+"/hotline", "")
		if text := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(text, want) || strings.Contains(text, "13900001111") {
			t.Errorf("the text of station %d does not say %q, or tells a personal number: %s", i, want, text)
		}
	}
}

func TestWhatCannotBePrinted(t *testing.T) {
	r := newRig(t, nil)
	planned := *r.list[0]
	planned.ID, planned.Revision, planned.Lifecycle = mustID(t), 0, stations.Planned
	if _, err := r.store.Apply(t.Context(), []stations.Write{{Station: &planned}}); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]int{
		"/v1/stations/" + string(r.list[0].ID) + "/poster":     http.StatusServiceUnavailable, // no font
		"/v1/stations/" + string(planned.ID) + "/hotline":      http.StatusNotFound,
		"/v1/stations/" + string(r.list[0].ID) + "/hotline?x=": http.StatusBadRequest,
		"/v1/coverage/0123456789abcdef/report":                 http.StatusNotFound,
	} {
		if w := r.ask(http.MethodGet, target, ""); w.Code != want {
			t.Errorf("GET %s = %d, want %d", target, w.Code, want)
		}
	}
}
