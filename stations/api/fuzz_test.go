package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"
	"unicode/utf8"

	"yizhan/stations/wording"
)

// tooLong is what no answer may take, on a busy machine.
const tooLong = 10 * time.Second

// fuzzTime is how long strangers ask: YIZHAN_FUZZ_SECONDS, else 5 s, or 1 s in
// a short run.
func fuzzTime(t *testing.T) time.Duration {
	seconds := 5.0
	if testing.Short() {
		seconds = 1
	}
	if v := os.Getenv("YIZHAN_FUZZ_SECONDS"); v != "" {
		var err error
		if seconds, err = strconv.ParseFloat(v, 64); err != nil {
			t.Fatalf("YIZHAN_FUZZ_SECONDS = %q, want a number", v)
		}
	}
	return time.Duration(seconds * float64(time.Second))
}

// tally is what was asked of an operation.
type tally struct {
	asked, done, refused int
	took                 time.Duration
}

// Strangers ask every route whatever they like: no answer is a failure of
// ours, and none breaks the document. The same questions come each time, as
// many as the time allows.
func TestNothingThatStrangersAskFails(t *testing.T) {
	s := newStranger(t)
	operations := s.doc.operations()
	counts := make([]tally, len(operations))
	found := map[string]bool{}
	began, within := time.Now(), fuzzTime(t)
	for round := 0; round == 0 || time.Since(began) < within; round++ {
		for i, op := range operations {
			count := &counts[i]
			if count.took > 5*time.Since(began)/time.Duration(len(operations)) && round > 0 {
				continue // a picture costs a thousand times what a search costs
			}
			s.Rand = rand.New(rand.NewPCG(uint64(count.asked), uint64(i)))
			q := s.ask(op)
			w, took := s.send(q)
			count.note(w.Code, took)
			s.remember(op, w)
			if err := s.judge(op, q, w, took); err != nil && !found[op.id+err.Error()] && len(found) < 40 {
				found[op.id+err.Error()] = true
				t.Errorf("%s: %v\n%s\n= %d %.600q", op.id, err, q, w.Code, w.Body.Bytes())
			}
		}
	}
	s.tell(t, operations, counts)
}

// tell logs what was asked. Questions that are valid must have got through to
// every route, or nothing was tried.
func (s *stranger) tell(t *testing.T, operations []operation, counts []tally) {
	var all tally
	for i, op := range operations {
		c := counts[i]
		t.Logf("%-20s %6d asked, %6d done, %6d refused, %v", op.id, c.asked, c.done, c.refused, c.took.Round(time.Millisecond))
		all.asked, all.done, all.refused = all.asked+c.asked, all.done+c.done, all.refused+c.refused
		if c.asked >= 60 && c.done == 0 && !s.unprinted(op) && !bare(op) {
			t.Errorf("%s did nothing for %d strangers: their questions never get through", op.id, c.asked)
		}
	}
	t.Logf("%d operations: %d asked, %d done, %d refused", len(operations), all.asked, all.done, all.refused)
}

func (c *tally) note(status int, took time.Duration) {
	c.asked, c.took = c.asked+1, c.took+took
	if status < 400 {
		c.done++
	} else {
		c.refused++
	}
}

// bare reports whether the rig has nothing behind an operation: no archive of a
// base map, no event that could not be delivered, no snapshot; or its name ends
// in .json, which strangers write as %2Ejson.
func bare(op operation) bool {
	return slices.Contains([]string{"getBasemap", "postDeadLetter", "deleteDeadLetter", "getSnapshotFile", "coverageTileSet"}, op.id)
}

// unprinted reports whether the operation needs a font that is not installed.
func (s *stranger) unprinted(op operation) bool {
	return s.rig.api.Printer == nil && (op.id == "getPoster" || op.id == "getReport" || op.id == "getMap")
}

// send sends a question from some address, and leaves a stream soon.
func (s *stranger) send(q question) (*httptest.ResponseRecorder, time.Duration) {
	ctx, leave := context.WithCancel(s.rig.t.Context())
	defer leave()
	if q.stays > 0 {
		defer time.AfterFunc(q.stays, leave).Stop()
	}
	r := httptest.NewRequestWithContext(ctx, q.method, q.target, bytes.NewReader(q.body))
	r.Header = q.header
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.1:9", s.IntN(200), s.IntN(200))
	w := httptest.NewRecorder()
	began := time.Now()
	s.rig.api.ServeHTTP(w, r)
	return w, time.Since(began)
}

// judge says how an answer breaks the document.
func (s *stranger) judge(op operation, q question, w *httptest.ResponseRecorder, took time.Duration) error {
	switch {
	case took > tooLong:
		return fmt.Errorf("took %v", took)
	case w.Code == http.StatusServiceUnavailable && s.unprinted(op):
	case w.Code >= 500:
		return fmt.Errorf("fails with %d", w.Code)
	}
	if q.method != op.method && w.Code < 400 {
		return nil // another operation, or none that is documented
	}
	response := s.doc.response(op, strconv.Itoa(w.Code))
	if response == nil {
		return fmt.Errorf("the document tells of no %d", w.Code)
	}
	body, err := unpacked(w)
	if err != nil {
		return err
	}
	return s.judgeBody(w, s.doc.follow(response["content"]), body, q.method == http.MethodHead)
}

// judgeBody holds a body to the contents of its status.
func (s *stranger) judgeBody(w *httptest.ResponseRecorder, content map[string]any, body []byte, none bool) error {
	media, _, _ := mime.ParseMediaType(w.Header().Get("Content-Type"))
	switch {
	case none || len(content) == 0 && len(body) == 0:
		return nil
	case content[media] == nil:
		return fmt.Errorf("the document tells of no %q", media)
	case media != "application/json" && media != "application/problem+json" && media != "application/geo+json" && media != "application/schema+json":
		return nil
	case !utf8.Valid(body):
		return fmt.Errorf("the answer is not UTF-8")
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("the answer is not JSON: %w", err)
	}
	if err := s.doc.conforms(s.doc.follow(content[media])["schema"], value, "answer"); err != nil {
		return err
	}
	if media == "application/problem+json" {
		return judgeProblem(w, value)
	}
	if missing := s.doc.untold(s.doc.follow(content[media])["schema"], value, "answer"); len(missing) > 0 {
		return fmt.Errorf("the document tells nothing of %v", missing)
	}
	return nil
}

// judgeProblem holds a problem to what it says of itself.
func judgeProblem(w *httptest.ResponseRecorder, value any) error {
	p, _ := value.(map[string]any)
	if p["status"] != float64(w.Code) || p["request_id"] != w.Header().Get("X-Request-Id") || text(p["type"]) == "" || text(p["title"]) == "" || text(p["detail"]) == "" {
		return fmt.Errorf("the problem lacks a member, or tells another status or request_id")
	}
	said := []string{text(p["title"]), text(p["detail"])}
	for _, field := range list(p["errors"]) {
		f, _ := field.(map[string]any)
		said = append(said, text(f["problem"]))
	}
	for _, s := range said {
		if wording.Both(s) == s && !spoken.MatchString(s) {
			return fmt.Errorf("%q has no Chinese in the table of problems", s)
		}
	}
	return nil
}

// spoken begins with Chinese, but for figures and signs.
var spoken = regexp.MustCompile(`^[^A-Za-z]*\p{Han}`)

func unpacked(w *httptest.ResponseRecorder) ([]byte, error) {
	if w.Header().Get("Content-Encoding") != "gzip" {
		return w.Body.Bytes(), nil
	}
	r, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// String writes a question so that it can be asked again.
func (q question) String() string {
	body := q.body
	if len(body) > 600 {
		body = body[:600]
	}
	return fmt.Sprintf("%s %.900s %v\n%q of %d bytes", q.method, q.target, q.header, body, len(q.body))
}
