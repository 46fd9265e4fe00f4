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
	log     slog.Handler
	seconds func() prometheus.Observer
	answers [5]func() prometheus.Counter // by class of status
}

// meter returns a meter that counts into m.
func (m *metrics) meter(log *slog.Logger, method, route string) *meter {
	t := &meter{
		log:     log.Handler().WithAttrs([]slog.Attr{slog.String("method", method), slog.String("route", route)}),
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
	t.answers[min(max(v.Response().Status/100, 1), len(t.answers))-1]().Inc()
	t.seconds().Observe(took.Seconds())
	t.line(v, took)
}

// line logs the answer as Info would, which boxes each value, reads the clock
// once more and looks who called it.
func (t *meter) line(v *visit, took time.Duration) {
	ctx, answer := v.Request().Context(), v.Response()
	if !t.log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	line := slog.NewRecord(v.began.Add(took), slog.LevelInfo, "request", 0)
	line.AddAttrs(slog.String("id", v.id), slog.Int("status", answer.Status), slog.Int64("ms", took.Milliseconds()), slog.Int64("bytes", answer.Size))
	_ = t.log.Handle(ctx, line) // as slog itself passes over it
}
