// Package client asks a yizhan server in Go.
//
// spec.go is made from the server's own document, openapi.yaml, by
// scripts/clients: a method for each operation, a type for each schema. A test
// holds it to the document, and the server's tests ask through it. Absent
// members are nil, which means unknown.
//
// The methods ending in WithResponse read the answer; their JSON200 is nil when
// the answer is of another form, whose bytes are in Body. The others give the
// bare response, for files and streams.
package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// New returns a client of the server at the origin, such as
// https://stations.example.org. A key goes with every question; "" is for
// none. Options may set another http.Client; none is given a time limit of its
// own: that of the context counts.
//
// Every method gives a *Refused when the server answers with a problem; use
// errors.As.
func New(origin, key string, options ...ClientOption) (*ClientWithResponses, error) {
	if u, err := url.Parse(origin); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("make a client: %q is no address of a server, such as https://stations.example.org", origin)
	}
	if key != "" {
		options = append(options, WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+key)
			return nil
		}))
	}
	c, err := NewClientWithResponses(origin, append(options, refusing)...)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	return c, nil
}

// Refused is a problem that the server answered with. Go by its Type, such as
// /problems/precondition_failed, which is stable; about:blank is an answer of
// somebody between.
type Refused struct {
	Problem
	RetryAfter time.Duration // when to ask again at the earliest; 0 when nothing was said
}

// Error implements error.
func (r *Refused) Error() string {
	text := fmt.Sprintf("%d %s: %s", r.Status, r.Title, r.Detail)
	for _, e := range r.Errors {
		text += "; " + e.Field + ": " + e.Problem
	}
	return text
}

// refusing makes errors of problems.
func refusing(c *Client) error {
	if c.Client == nil {
		c.Client = &http.Client{}
	}
	c.Client = refuser{c.Client}
	return nil
}

type refuser struct{ HttpRequestDoer }

// mostTold is how much of a problem is read.
const mostTold = 1 << 20

// Do implements HttpRequestDoer.
func (d refuser) Do(r *http.Request) (*http.Response, error) {
	answer, err := d.HttpRequestDoer.Do(r)
	if err != nil || answer.StatusCode < http.StatusBadRequest {
		return answer, err
	}
	defer answer.Body.Close()
	refused := &Refused{Problem: Problem{Type: "about:blank", Status: int64(answer.StatusCode), Title: http.StatusText(answer.StatusCode)}}
	if seconds, err := strconv.Atoi(strings.TrimSpace(answer.Header.Get("Retry-After"))); err == nil && seconds > 0 {
		refused.RetryAfter = time.Duration(seconds) * time.Second
	}
	media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if media == "application/problem+json" {
		if err := json.NewDecoder(io.LimitReader(answer.Body, mostTold)).Decode(&refused.Problem); err != nil {
			return nil, fmt.Errorf("read a problem of status %d: %w", answer.StatusCode, err)
		}
	}
	return nil, refused
}
