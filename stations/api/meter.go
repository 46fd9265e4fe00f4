package api

import (
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// meter counts and logs the requests of one route and method. What is the
// same for all of them is looked up once, and only when there is a request.
type meter struct {
	log     *slog.Logger
	seconds func() prometheus.Observer
	answers [5]func() prometheus.Counter // by class of status
}

// meter returns a meter that counts into m.
func (m *metrics) meter(log *slog.Logger, method, route string) *meter {
	t := &meter{
		log:     log.With(slog.String("method", method), slog.String("route", route)),
		seconds: sync.OnceValue(func() prometheus.Observer { return m.seconds.WithLabelValues(route) }),
	}
	for i := range t.answers {
		class := strconv.Itoa(i+1) + "xx"
		t.answers[i] = sync.OnceValue(func() prometheus.Counter { return m.requests.WithLabelValues(route, method, class) })
	}
	return t
}

// note counts and logs one answer.
func (t *meter) note(v *visit, took time.Duration) {
	answer := v.Response()
	t.answers[min(max(answer.Status/100, 1), len(t.answers))-1]().Inc()
	t.seconds().Observe(took.Seconds())
	t.log.LogAttrs(v.Request().Context(), slog.LevelInfo, "request", slog.String("id", v.id), // as Info, without boxing each value
		slog.Int("status", answer.Status), slog.Int64("ms", took.Milliseconds()), slog.Int64("bytes", answer.Size))
}
