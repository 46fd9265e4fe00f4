package main

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// How late a line of a server's log may be written, and how many bytes of
// lines may wait. A write per request would cost more than the line itself.
const (
	latestLine  = 500 * time.Millisecond
	mostWaiting = 64 << 10
)

// lateLog is a log whose lines about ordinary requests are gathered before
// they are written. A warning or an error is written at once, after all that
// came before it. What is killed loses the last half second of ordinary lines.
type lateLog struct {
	*slog.Logger
	lines *lines
}

// newLateLog returns a log to w of lines of that level and above. Ordinary
// lines wait until there are many, unless start runs.
func newLateLog(w io.Writer, level slog.Level) lateLog {
	l := &lines{to: w}
	return lateLog{slog.New(prompt{slog.NewTextHandler(l, &slog.HandlerOptions{Level: level}), l}), l}
}

// lowest returns the lowest of slog's levels that a log takes.
func lowest(log *slog.Logger) slog.Level {
	for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn} {
		if log.Enabled(context.Background(), level) {
			return level
		}
	}
	return slog.LevelError
}

// start writes the waiting lines again and again until stop, which writes the
// last ones.
func (l lateLog) start() (stop func()) {
	ended, written := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(written)
		tick := time.NewTicker(latestLine)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				l.lines.flush()
				return
			case <-tick.C:
				l.lines.flush()
			}
		}
	}()
	return func() { close(ended); <-written }
}

// lines waits with what is written to it. It is safe for concurrent use.
type lines struct {
	mu      sync.Mutex
	to      io.Writer
	waiting []byte
}

// Write implements io.Writer. It fails only when it has to write, and then
// the lines are lost: a log that cannot be written must not fill the memory.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, p...)
	if len(l.waiting) < mostWaiting {
		return len(p), nil
	}
	return len(p), l.write()
}

func (l *lines) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.write() // there is nowhere left to say it
}

func (l *lines) write() error {
	if len(l.waiting) == 0 {
		return nil
	}
	_, err := l.to.Write(l.waiting)
	l.waiting = l.waiting[:0]
	return err
}

// prompt is a handler that lets nothing wait behind a warning or an error.
type prompt struct {
	slog.Handler
	lines *lines
}

// Handle implements slog.Handler.
func (p prompt) Handle(ctx context.Context, r slog.Record) error {
	err := p.Handler.Handle(ctx, r)
	if r.Level >= slog.LevelWarn {
		p.lines.flush()
	}
	return err
}

// WithAttrs implements slog.Handler.
func (p prompt) WithAttrs(attrs []slog.Attr) slog.Handler {
	return prompt{p.Handler.WithAttrs(attrs), p.lines}
}

// WithGroup implements slog.Handler.
func (p prompt) WithGroup(name string) slog.Handler {
	return prompt{p.Handler.WithGroup(name), p.lines}
}
