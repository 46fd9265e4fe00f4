package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// How other servers' pages ask (the Fetch standard, section 3.2, CORS). A key
// names the origins of the pages that it is for. No answer depends on cookies,
// so nothing else of a browser opens a door.
const (
	preflightAge   = "600" // seconds for which a browser keeps a preflight
	askedHeaders   = "Accept, Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID, X-Request-Id"
	exposedHeaders = "Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
)

// share tells a browser whether the page that asks may read the answer: when
// its key names the page's origin, or, without a key, when any key does.
func (s *Server) share(v *visit, a asker) {
	origins := s.keys.Origins(v.Request().Context())
	if len(origins) == 0 {
		return
	}
	h := v.Response().Header()
	h.Add(echo.HeaderVary, echo.HeaderOrigin)
	origin := v.Request().Header.Get(echo.HeaderOrigin)
	if a.key.ID == "" && origins[origin] || a.key.ID != "" && a.key.Allows(origin) {
		h.Set(echo.HeaderAccessControlAllowOrigin, origin)
		h.Set(echo.HeaderAccessControlExposeHeaders, exposedHeaders)
	}
}

// stray refuses a key that is for pages of its origins to everybody else,
// so that one that was read out of a page is of little use without it.
func stray(r *http.Request, a asker) error {
	if len(a.key.Origins) == 0 || a.key.Allows(r.Header.Get(echo.HeaderOrigin)) {
		return nil
	}
	return stations.Errorf(stations.Forbidden, "这把密钥只供登记的网页使用 this key answers only pages of the origins that it names")
}

// preflight reports whether a browser asks, before the request itself, what a
// page of an origin may send, and some key is for that origin. The key itself
// does not come with the question.
func (s *Server) preflight(ctx context.Context, r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get(echo.HeaderAccessControlRequestMethod) != "" &&
		s.keys.Origins(ctx)[r.Header.Get(echo.HeaderOrigin)]
}

// allowAll answers a preflight. What the key may do is decided when it comes.
func allowAll(v *visit) error {
	h := v.Response().Header()
	h.Set(echo.HeaderAccessControlAllowMethods, "GET, HEAD, POST, PUT, PATCH, DELETE")
	h.Set(echo.HeaderAccessControlAllowHeaders, askedHeaders)
	h.Set(echo.HeaderAccessControlMaxAge, preflightAge)
	return v.NoContent(http.StatusNoContent)
}
