package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// healthz says that the process runs.
func (s *Server) healthz(c echo.Context) error {
	return c.String(http.StatusOK, "ok\n")
}

// readyz says that requests may come: the stations are loaded, and the server
// is not about to stop. While the store is away riders are answered from
// memory, so requests may come then too, and the answer says that the server is
// degraded: all servers share the store, and a balancer that was told no would
// take out every one of them. Who asks strictly is told no.
func (s *Server) readyz(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	strict := p.choice("strict", "false", "true") == "true"
	if err := p.err(); err != nil {
		return err
	}
	if s.draining.Load() {
		return stations.Errorf(stations.Unavailable, "the server is stopping")
	}
	if s.Finder.Snapshot() == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	err = s.pulse.ping(c.Request().Context(), s.Store)
	switch {
	case err == nil:
		return c.String(http.StatusOK, "ready\n")
	case strict:
		return &stations.Error{Code: stations.Unavailable, Text: "the store does not answer", Err: err}
	}
	return c.String(http.StatusOK, "degraded: 库没有应答，骑手由内存应答 the store does not answer; riders are answered from memory\n")
}

// pulse remembers for a moment whether the store answers: strangers may ask
// that as often as they like, since those who watch the server must never be
// told to wait.
type pulse struct {
	mu  sync.Mutex // held while the store is asked
	at  time.Time
	err error
}

// pulseAge is how old the answer may be, and pulseTime how long the store may
// take: those who watch servers give up after some seconds, and would take the
// silence of the store for that of the server.
const (
	pulseAge  = 500 * time.Millisecond
	pulseTime = time.Second
)

func (p *pulse) ping(ctx context.Context, store stations.Store) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.at) < pulseAge {
		return p.err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pulseTime) // others wait for it too
	defer cancel()
	p.err = store.Ping(ctx)
	p.at = time.Now()
	return p.err
}
