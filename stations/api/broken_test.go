package api_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// A file whose second half could not be made must not pass for a whole one.
func TestAnAnswerThatFailsMidwayIsCutOff(t *testing.T) {
	r := newRig(t, nil)
	half := strings.Repeat("第一半 the first half\n", 1000)
	handle := func(fail func() error) echo.HandlerFunc {
		return func(c echo.Context) error {
			if _, err := io.WriteString(c.Response(), half); err != nil {
				return err
			}
			return fail()
		}
	}
	r.api.Handle(http.MethodGet, "/v1/half", handle(func() error { return errors.New("the disk is gone") }))
	r.api.Handle(http.MethodGet, "/v1/panics", handle(func() error { panic("118.79") }))
	r.api.Handle(http.MethodGet, "/v1/whole", handle(func() error { return nil }))
	server := httptest.NewServer(r.api)
	defer server.Close()
	for path, broken := range map[string]bool{"/v1/half": true, "/v1/panics": true, "/v1/whole": false} {
		for _, coding := range []string{"identity", "gzip"} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Accept-Encoding", coding)
			answer, err := server.Client().Do(request)
			if err == nil {
				_, err = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
			}
			if (err != nil) != broken {
				t.Errorf("GET %s in %s ends with %v, want an error: %v", path, coding, err, broken)
			}
		}
	}
	if log := r.log.String(); !strings.Contains(log, "the disk is gone") || strings.Contains(log, "118.79") {
		t.Errorf("the log does not say why: %s", log)
	}
}

// A browser would save a problem under the name of the file that it asked for.
func TestAProblemIsNoFile(t *testing.T) {
	r := newRig(t, nil)
	r.api.Handle(http.MethodGet, "/v1/file", func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="stations.xlsx"`)
		return stations.BadField("services", "is too long for a workbook")
	})
	if w := r.ask(http.MethodGet, "/v1/file", ""); w.Code != http.StatusBadRequest || w.Header().Get(echo.HeaderContentDisposition) != "" {
		t.Errorf("GET of a file that cannot be made = %d as %q, want 400 as no file", w.Code, w.Header().Get(echo.HeaderContentDisposition))
	}
}
