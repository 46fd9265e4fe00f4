package stations

import (
	"sync/atomic"
	"time"
)

// Look is what a door shows at a moment.
type Look struct {
	State  OpenState
	Change time.Time // as NextChange returns it
	Then   OpenState // the state from Change on, "" when that is zero
}

// looked is what hours showed at the minute that was asked for last. Nothing
// of a look changes within a minute.
type looked struct {
	minute int64
	look   Look
}

// Remembering returns the same hours, which remember what they showed at the
// last minute that somebody looked at. It is for hours that many stations
// share.
func (h Hours) Remembering() Hours {
	h.last = new(atomic.Pointer[looked])
	return h
}

// Look returns what a door of these hours shows that is never shut: State,
// NextChange and the state from then on. Remembering hours work it out once a
// minute, for as long as all who ask mean the same minute.
func (h Hours) Look(t time.Time) Look {
	if h.last == nil {
		return look(Door{hours: h}, t)
	}
	minute := minuteOf(t)
	last := h.last.Load()
	if last == nil || last.minute != minute {
		last = &looked{minute, look(Door{hours: h}, t)}
		h.last.Store(last)
	}
	return last.look
}

// Look is Hours.Look under the closures.
func (d Door) Look(t time.Time) Look {
	if d.closure(t) == nil && !d.shutOn(dayNumber(t)-1) {
		return d.hours.Look(t)
	}
	return d.LookOnce(t)
}

// LookOnce is Look for a moment that nobody else means, such as an arrival: it
// remembers nothing, so that what others look at stays remembered.
func (d Door) LookOnce(t time.Time) Look { return look(d, t) }

// look works out the look of a door.
func look(d Door, t time.Time) Look {
	l := Look{State: d.State(t), Change: d.NextChange(t)}
	if !l.Change.IsZero() {
		l.Then = d.State(l.Change)
	}
	return l
}
