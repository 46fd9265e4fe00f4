package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api/model"
)

// limit refuses who asks too often: a key by itself and by its quotas,
// everybody else by address. Programs of this machine on an open server, and
// those who watch whether the server lives, are not limited.
func (s *Server) limit(v *visit, a asker) error {
	path := v.Request().URL.Path
	switch {
	case a.open || path == "/healthz" || path == "/readyz":
		return nil
	case a.key.ID == "":
		return throttle(v, s.addresses, access.Neighbourhood(address(v.Request())))
	}
	if err := throttle(v, s.holders, a.key.ID); err != nil {
		return err
	}
	standing := s.Quotas.Take(&a.key)
	quotaHeaders(v.Response().Header(), []quota{{"minute", "60", standing.Minute}, {"day", "86400", standing.Day}})
	if standing.Wait == 0 {
		return nil
	}
	return tooMany(v, standing.Wait, "配额用完 the quota is used up; ask again after the seconds of Retry-After")
}

// throttle refuses who asks faster than a limiter allows.
func throttle(v *visit, l *access.Limiter, name string) error {
	wait := l.Wait(name, v.began)
	if wait == 0 {
		return nil
	}
	rate := l.Rate()
	window := seconds(float64(rate.Burst) / rate.PerSecond)
	quotaHeaders(v.Response().Header(), []quota{{"burst", window, access.Window{Limit: rate.Burst, Reset: wait}}})
	return tooMany(v, wait, "请稍后再试 ask again after the seconds of Retry-After")
}

// How many questions that last may be under way, of one asker and of all. Who
// waits for changes costs a connection and a look at the store now and then;
// who exports the registry, the memory that all of it takes; who asks along a
// route that runs to and fro through a city, a second of a processor.
const (
	waitingEach, waitingAll = 100, 2000
	exportsEach, exportsAll = 2, 8
	routesEach, routesAll   = 8, 32
)

// seat takes one of the seats for the asker, a key or else an address, until
// leave is called. Programs of this machine on an open server need none.
func seat(c echo.Context, seats *access.Seats) (leave func(), err error) {
	a := asking(c)
	name := a.key.ID
	switch {
	case a.open:
		return func() {}, nil
	case name == "":
		name = access.Neighbourhood(address(c.Request()))
	}
	leave, ok := seats.Take(name)
	if !ok {
		return nil, tooMany(c, time.Second, "同时进行的请求过多 too many such questions are under way; ask again when one has ended")
	}
	return leave, nil
}

func tooMany(c echo.Context, wait time.Duration, detail string) error {
	c.Response().Header().Set("Retry-After", seconds(wait.Seconds()))
	return refusal{status: http.StatusTooManyRequests, code: "too_many", title: "请求过多 Too many requests", detail: detail}
}

// quota is a window under its name, and how long it is in seconds.
type quota struct {
	name, length string
	access.Window
}

// quotaHeaders tells the asker of each quota how much it holds and how much is
// left, by the IETF's draft-ietf-httpapi-ratelimit-headers-10.
func quotaHeaders(h http.Header, quotas []quota) {
	var policies, standings []string
	for _, q := range quotas {
		if q.Limit == 0 {
			continue
		}
		policies = append(policies, `"`+q.name+`";q=`+strconv.Itoa(q.Limit)+";w="+q.length)
		standings = append(standings, `"`+q.name+`";r=`+strconv.Itoa(q.Left)+";t="+seconds(q.Reset.Seconds()))
	}
	if len(policies) > 0 {
		h["Ratelimit-Policy"] = []string{strings.Join(policies, ", ")}
		h["Ratelimit"] = []string{strings.Join(standings, ", ")}
	}
}

// seconds writes whole seconds, and a part of one as one more.
func seconds(n float64) string {
	whole := int64(n)
	if float64(whole) < n {
		whole++
	}
	return strconv.FormatInt(whole, 10)
}

// maxUsageDays is the longest span of one usage report.
const maxUsageDays = 92

// getUsage tells what each key asked on each day, of the last 30 when none are
// named.
func (s *Server) getUsage(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	now := s.Now()
	from, until := p.day("from"), p.day("until")
	if until == "" {
		until = stations.DayOf(now)
	}
	if from == "" {
		from = stations.DayOf(stations.ByDay.Begin(until).AddDate(0, 0, -29))
	}
	if days := stations.ByDay.Begin(until).Sub(stations.ByDay.Begin(from)).Hours() / 24; days < 0 || days >= maxUsageDays {
		p.add("from", "must be a day before until, and at most "+strconv.Itoa(maxUsageDays)+" days of them")
	}
	if err := p.err(); err != nil {
		return err
	}
	if err := s.Quotas.Settle(c.Request().Context()); err != nil {
		return err
	}
	usage, err := s.Store.KeyUsage(c.Request().Context(), from, until)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, model.KeyUsage{From: from, Until: until, Usage: views(usage, keyDay)})
}

func keyDay(u stations.KeyUsage) model.KeyDay { return model.KeyDay(u) }
