package api

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
)

// MediaProblem is the media type of an error, RFC 9457.
const MediaProblem = "application/problem+json"

// statusLeft stands in the log and the metrics for an asker who went away. It
// is what nginx and others write.
const statusLeft = 499

// refusal is an error as HTTP tells it.
type refusal struct {
	status int
	code   string // names the type
	title  string
	detail string
	fields []stations.Problem
}

// problem is the last word on every failed request. The cause of a failure of
// ours goes to the log; the asker gets the request's id to quote.
func (s *Server) problem(err error, c echo.Context) {
	r := refuse(err)
	var line *net.OpError
	left := c.Response().Committed && errors.As(err, &line) && line.Op == "write" // the asker went; what the store's network says is told
	if r.status >= 500 && !left {
		s.Log.Error("failed", "id", requestID(c), "route", s.pattern(c), "error", err)
	}
	if c.Response().Committed {
		return
	}
	h := c.Response().Header()
	if r.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="yizhan"`)
	}
	if r.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	h.Del("ETag")
	h.Del(echo.HeaderContentDisposition) // a problem is not the file that was asked for
	h.Set("Cache-Control", "no-store")
	if c.Request().Method == http.MethodHead {
		_ = c.NoContent(r.status) // the asker is gone when this fails
		return
	}
	if s.wantsPage(c) {
		if text, err := r.page(requestID(c)).html(); err == nil {
			h.Add("Vary", "Accept")
			_ = c.Blob(r.status, mediaHTML, text)
			return
		}
	}
	_ = c.Blob(r.status, MediaProblem, r.body(requestID(c)))
}

// Error implements error, for what only HTTP knows.
func (r refusal) Error() string { return r.detail }

// body writes the problem; id is the request's.
func (r refusal) body(id string) []byte {
	text, _ := json.Marshal(model.Problem{ // which has nothing that could fail
		Type: "/problems/" + r.code, Title: r.title, Status: r.status, Detail: r.detail, Errors: views(r.fields, fieldProblem), RequestID: id,
	})
	return text
}

func fieldProblem(p stations.Problem) model.FieldProblem { return model.FieldProblem(p) }

// refuse says how HTTP tells an error.
func refuse(err error) refusal {
	var known *stations.Error
	var web *echo.HTTPError
	var ready refusal
	switch {
	case errors.As(err, &ready):
		return ready
	case errors.Is(err, context.Canceled): // nobody reads this, and it is no failure of ours
		return refusal{status: statusLeft, code: "left", title: "已离开 The asker left", detail: "the asker closed the connection before the answer"}
	case errors.Is(err, context.DeadlineExceeded):
		return refusal{status: http.StatusServiceUnavailable, code: "timeout", title: "超时 Too slow", detail: "the answer took too long; try again, or ask for less"}
	case errors.As(err, &known):
		return ofCode(known)
	case errors.As(err, &web):
		return ofStatus(web.Code)
	}
	return internal()
}

func internal() refusal {
	return refusal{status: http.StatusInternalServerError, code: "internal", title: "服务器出错 Server failure", detail: "the server failed; its log tells why under the request_id"}
}

// mostMistakes is how many mistakes an answer tells: it must not be many times
// the question.
const mostMistakes = 100

func ofCode(e *stations.Error) refusal {
	r := refusal{code: string(e.Code), title: e.Code.Title(), detail: e.Text, fields: e.Fields[:min(len(e.Fields), mostMistakes)]}
	switch e.Code {
	case stations.Invalid:
		r.status = http.StatusBadRequest
	case stations.NotFound:
		r.status = http.StatusNotFound
	case stations.Conflict:
		r.status = http.StatusConflict
	case stations.Gone:
		r.status = http.StatusGone
	case stations.Forbidden:
		r.status = http.StatusForbidden
	case stations.TooMany:
		r.status = http.StatusTooManyRequests
	case stations.Unavailable:
		r.status = http.StatusServiceUnavailable
	default:
		return internal()
	}
	return r
}

func ofStatus(status int) refusal {
	r := refusal{status: status, title: http.StatusText(status)}
	switch status {
	case http.StatusNotFound:
		r.code, r.title, r.detail = "not_found", "未找到 Not found", "there is no such page"
	case http.StatusMethodNotAllowed:
		r.code, r.title, r.detail = "method", "方法不支持 Method not allowed", "this address does not take that method"
	case http.StatusRequestEntityTooLarge:
		r.code, r.title, r.detail = "too_large", "内容过大 Too large", "the body is larger than 1 MB"
	case http.StatusRequestURITooLong:
		r.code, r.title, r.detail = "too_long", "地址过长 Address too long", "the address is longer than 8 kB"
	case http.StatusUnsupportedMediaType:
		r.code, r.title, r.detail = "media_type", "类型不支持 Unsupported media type", "send application/json"
	default:
		if status >= 500 {
			return internal()
		}
		r.code, r.title, r.detail = "refused", "请求不合规定 "+r.title, "the request is not one that HTTP allows"
	}
	return r
}
