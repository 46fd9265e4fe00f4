package api

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/basemap"
)

// visit is one request under way, with what the server has found out about
// it. It belongs to its request and serves another one later.
type visit struct {
	echo.Context
	id    string
	began time.Time
	asker asker
	asked params
	meter *meter // of the route that took the request; nil until one did
}

// forget makes the visit ready for another request. It keeps no word of this
// one, which may tell where somebody is.
func (v *visit) forget() {
	room := v.asked.values
	clear(room)
	*v = visit{asked: params{values: room[:0]}}
}

// front stands before every route. As one function it costs less than a row
// of them, which Echo would chain anew for each request.
//
//  1. The request gets an id.
//  2. Browsers are told to keep other sites out.
//  3. What must not reach any route is refused, and a panic becomes a problem.
//  4. The answer is counted and logged.
//  5. The connection is cut if the answer failed midway.
func (s *Server) front(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, ok := s.visits.Get().(*visit)
		if !ok {
			v = new(visit)
		}
		v.Context, v.began, v.id = c, time.Now(), identify(c.Request())
		unpacked(c.Request())
		s.harden(v)
		err := s.guarded(v, next)
		broken := err != nil && v.Response().Committed
		if err != nil {
			s.problem(err, v)
		}
		s.record(v, time.Since(v.began))
		v.forget()
		s.visits.Put(v)
		if broken { // or the half that was sent would pass for the whole
			panic(http.ErrAbortHandler) //nolint:forbidigo // net/http takes it for the word to close the connection, and goes on
		}
		return nil
	}
}

// identify gives the request an id: the asker's own when it is a sane one.
func identify(r *http.Request) string {
	if id := r.Header.Get(echo.HeaderXRequestID); saneID(id) {
		return id
	}
	return rand.Text()
}

func saneID(id string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	return len(id) >= 8 && len(id) <= 64 && strings.Trim(id, allowed) == ""
}

// requestID returns the id of a request.
func requestID(c echo.Context) string {
	if v, ok := c.(*visit); ok {
		return v.id
	}
	return ""
}

// headers are fields of an answer's head, their names as net/http writes them.
type headers []struct {
	name  string
	value []string // shared by all answers; none grows in place
}

// hardening tells browsers to take everything from here, but the base map from
// where the operator has it, and to keep other sites out. Workers may be
// blobs, which is how the map starts its own; styles may be inline, which is
// how it moves its markers.
func hardening(ground basemap.Map) headers {
	return headers{
		{"Content-Security-Policy", []string{policy("'none'", ground)}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"X-Frame-Options", []string{"DENY"}},
		{"Referrer-Policy", []string{"no-referrer"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	}
}

// hardeningData is hardening for what programs read: browsers are to do
// nothing with it. The fewer fields the better: a head of up to eight is a map
// of one piece, which net/http copies for each answer.
func hardeningData() headers {
	return headers{
		{"Content-Security-Policy", []string{"default-src 'none'; frame-ancestors 'none'"}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"no-referrer"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	}
}

// policy is the content security policy of a page that these may frame and
// that draws this base map.
func policy(framers string, ground basemap.Map) string {
	fetched, elsewhere := "", strings.Join(ground.Origins(), " ")
	if elsewhere != "" {
		elsewhere = " " + elsewhere
		fetched = "connect-src 'self'" + elsewhere + "; "
	}
	return "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:" + elsewhere + "; " + fetched + "style-src 'self' 'unsafe-inline'; " +
		"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors " + framers
}

func (s *Server) harden(v *visit) {
	head := v.Response().Header()
	head["X-Request-Id"] = []string{v.id}
	list := s.pageHead
	if strings.HasPrefix(v.Path(), "/v1/") {
		list = s.dataHead
	}
	for _, h := range list {
		head[h.name] = h.value
	}
}

// guarded answers by the route, if the gate lets the request pass. It turns a
// panic into a problem. Its value may hold a coordinate, so only its type and
// the calls are logged.
func (s *Server) guarded(v *visit, route echo.HandlerFunc) (err error) {
	defer func() {
		if value := recover(); value != nil {
			s.Log.Error("panic", "id", v.id, "type", fmt.Sprintf("%T", value), "stack", calls())
			err = stations.Errorf(stations.Internal, "服务器出错 the server failed")
		}
	}()
	if err := s.gate(v); err != nil {
		return err
	}
	if r := v.Request(); s.preflight(r.Context(), r) {
		return allowAll(v)
	}
	return route(v)
}

// record counts the request and writes a line about it: the pattern of the
// route, never the path, the query or the body, which may hold where somebody
// is.
func (s *Server) record(v *visit, took time.Duration) {
	m := v.meter
	if m == nil { // no route took it, or the gate kept it out
		m = s.metrics.meter(s.Log, method(v.Request()), s.pattern(v))
	}
	m.note(v, took)
}

// pattern returns the route that was asked for, "none" when there is none: the
// router gives the path itself then.
func (s *Server) pattern(c echo.Context) string {
	if s.patterns[c.Path()] {
		return c.Path()
	}
	return "none"
}

// method returns the request's method, unless the asker made it up.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return r.Method
	}
	return "other"
}
