package nearby

import (
	"sync/atomic"
	"time"
)

// Pulse tells how a finder keeps up with its store.
type Pulse struct {
	Shown    time.Time // when the snapshot was last replaced; zero before the first
	Failures int64     // how often the store could not be followed
}

// Pulse returns how the finder keeps up with its store.
func (f *Finder) Pulse() Pulse {
	p := Pulse{Failures: f.pulse.failures.Load()}
	if shown := f.pulse.shown.Load(); shown != nil {
		p.Shown = *shown
	}
	return p
}

// pulse is what Follow notes for Pulse.
type pulse struct {
	shown    atomic.Pointer[time.Time]
	failures atomic.Int64
}

// show lets questions be answered from s.
func (f *Finder) show(s *Snapshot) {
	now := f.now()
	f.current.Store(s)
	f.pulse.shown.Store(&now)
}
