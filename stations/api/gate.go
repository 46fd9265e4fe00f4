package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/access"
)

// asker is who sent a request.
type asker struct {
	role stations.Role
	key  stations.Key // zero without one
	open bool         // nobody needs a key here
	late error        // why the key could not be checked: it holds where nobody needs one
}

// by names the asker in histories and in the audit log.
func (a asker) by() string {
	switch {
	case a.key.ID != "":
		return "key:" + a.key.ID
	case a.open:
		return "open"
	}
	return string(Anonymous)
}

// inside reports whether the asker looks after stations or plans them, and so
// sees every stage of their life. Others see what riders see.
func (a asker) inside() bool { return a.role.Contains(Planner) || a.role.Contains(Editor) }

// whole reports whether the asker may see whole records, personal contacts
// and all.
func (a asker) whole() bool { return a.role.Contains(Editor) }

// keeps reports whether the asker looks after the station: an admin, or an
// editor of its division.
func (a asker) keeps(s *stations.Station) bool {
	return a.whole() && a.key.Covers(s.Position.Adcode)
}

// asking returns who sent the request, as gate found out.
func asking(c echo.Context) asker {
	if v, ok := c.(*visit); ok && v.asker.role != "" {
		return v.asker
	}
	return asker{role: Anonymous}
}

const maxURL = 8 << 10

// gate keeps out what must not reach any route, and finds out who asks.
func (s *Server) gate(v *visit) error {
	r := v.Request()
	if len(r.RequestURI) > maxURL {
		return echo.NewHTTPError(http.StatusRequestURITooLong)
	}
	a, err := s.identity(r)
	s.share(v, a)
	if err == nil {
		err = stray(r, a)
	}
	if err != nil {
		a = asker{} // uses up no key's quota
	}
	if limited := s.limit(v, a); limited != nil {
		return limited // guesses at keys count too
	}
	v.asker = a
	return err
}

// identity finds out who asks.
//
//  1. Whoever shows a key is that key, or refused. While the store is away, a
//     reader's key that was known is let in where nobody needs one: riders of
//     an app that has a key are riders, too.
//  2. On a loopback address of a server that never had a key, everybody is
//     admin; so only programs of this machine and the server's own pages may
//     ask.
//  3. A server that was opened gives everybody reader rights.
//  4. Everybody else is anonymous.
func (s *Server) identity(r *http.Request) (asker, error) {
	if secret := r.Header.Get("Authorization"); secret != "" {
		return s.holder(r.Context(), secret)
	}
	if s.Loopback {
		keys, err := s.keys.Any(r.Context())
		switch reason := foreign(r); {
		case err != nil || keys: // a store that is down opens nothing
		case reason != "":
			return asker{}, stations.Errorf(stations.Forbidden, "%s", reason)
		default:
			return asker{role: Admin, open: true}, nil
		}
	}
	if s.Open {
		return asker{role: Reader}, nil
	}
	return asker{role: Anonymous}, nil
}

// holder returns the holder of the key that the header shows.
func (s *Server) holder(ctx context.Context, header string) (asker, error) {
	scheme, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return asker{}, keyless("send Authorization: Bearer KEY")
	}
	key, err := s.keys.Find(ctx, strings.TrimSpace(secret))
	if errors.Is(err, access.ErrKey) {
		return asker{}, keyless(err.Error())
	}
	if err != nil && key.Role == Reader { // who is told nothing there that others are not
		return asker{role: key.Role, key: key, late: err}, nil
	}
	return asker{role: key.Role, key: key}, err
}

func keyless(detail string) refusal {
	return refusal{status: http.StatusUnauthorized, code: "key", title: "需要密钥 Key needed", detail: detail}
}

// address returns where a request comes from. What a proxy on this machine
// says is believed; it is the last entry, which the proxy itself wrote.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); len(forwarded) > 0 && IsLoopback(host) {
		list := strings.Split(forwarded[len(forwarded)-1], ",")
		return strings.TrimSpace(list[len(list)-1])
	}
	return host
}

// foreign says why a request does not come from this machine, or "".
func foreign(r *http.Request) string {
	if !IsLoopback(r.Host) {
		return "the Host is not this machine"
	}
	if !r.ProtoAtLeast(1, 1) { // as nginx asks when it is told nothing else, with this machine for a Host
		return "the request is of HTTP/1.0, as of a proxy; an open server answers its own machine only"
	}
	for name := range r.Header {
		if name == "Forwarded" || name == "Via" || name == "X-Real-Ip" || strings.HasPrefix(name, "X-Forwarded-") {
			return "the request came through a proxy; an open server answers its own machine only"
		}
	}
	for _, origin := range r.Header.Values("Origin") {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
			return "the Origin is another page"
		}
	}
	return ""
}

// IsLoopback reports whether a host, with or without a port, names this
// machine only: localhost, 127.0.0.0/8 or ::1.
func IsLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// allow lets in those whose role contains what the route needs, for as long
// as the route's patience lasts, and keeps the audit log. Requests count as
// those of the method.
func (s *Server) allow(r route, method string) echo.HandlerFunc {
	meter := s.metrics.meter(s.Log, method, r.path)
	return func(c echo.Context) error {
		if v, ok := c.(*visit); ok {
			v.meter = meter
		}
		err := s.refused(c, r)
		if err == nil && r.patience > 0 {
			ctx, cancel := context.WithTimeout(c.Request().Context(), r.patience)
			defer cancel()
			c.SetRequest(c.Request().WithContext(ctx))
		}
		if err == nil {
			err = r.answer(c)
		}
		if r.audited() {
			s.audit(c, r, err)
		}
		return err
	}
}

// refused says why the asker may not use the route, nil when it may. Programs
// of this machine may read the metrics without a key.
func (s *Server) refused(c echo.Context, r route) error {
	a := asking(c)
	switch {
	case a.late != nil && r.needs != Anonymous:
		return a.late
	case a.role.Contains(r.needs), r.path == metricsPath && here(c.Request()):
		return nil
	case a.role == Anonymous:
		return keyless("此接口需要密钥 this address needs a key of role " + string(r.needs))
	}
	return stations.Errorf(stations.Forbidden, "权限不足 this address needs the role %s, not %s", r.needs, a.role)
}

// audited reports whether a route changes what is kept.
func (r route) audited() bool {
	return r.method != http.MethodGet && (r.needs == Editor || r.needs == Admin) && !r.question()
}

// question reports whether a route changes nothing, although it goes by POST.
func (r route) question() bool {
	switch r.path {
	case "/v1/locate", "/v1/imports/preview", "/v1/imports/rejects":
		return true
	}
	return false
}

// What a handler says that its request was about.
const (
	stationKey = "station"
	auditedKey = "key" // the id of a key that was made or revoked
)

// audit notes who asked for a change and how it ended. Strangers are only
// counted: they could fill the log.
func (s *Server) audit(c echo.Context, r route, err error) {
	a := asking(c)
	if a.role == Anonymous {
		return
	}
	line := stations.Audited{At: time.Now(), By: a.by(), Action: r.method + " " + r.path, Result: c.Response().Status}
	if err != nil {
		line.Result = refuse(err).status
	}
	line.Station, _ = c.Get(stationKey).(stations.ID)
	line.Key, _ = c.Get(auditedKey).(string)
	if id, bad := stations.ParseID(c.Param("id")); bad == nil && line.Station == "" {
		line.Station = id
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), quick)
	defer cancel()
	if err := s.Store.AddAudited(ctx, line); err != nil {
		s.Log.Error("audit", "id", requestID(c), "by", line.By, "action", line.Action, "result", line.Result, "error", err)
	}
}
