package stations

import "time"

// Visit is a rider's plan: to come to a door at some moment from Earliest to
// Latest, both included, and to be inside for Stay.
type Visit struct {
	Earliest, Latest time.Time
	Stay             time.Duration
}

// Visit returns the state that holds whenever in v the rider comes: open if
// the door then stays open for v.Stay at least, closing soon if that is so
// but it may close within ClosingSoon of coming, closed if it never is so,
// and unknown when that differs between Earliest and Latest or nobody knows.
// It allocates nothing.
func (d Door) Visit(v Visit) OpenState {
	var seen outcomes
	for at := v.Earliest; ; {
		s := d.spell(at, v.Latest.Sub(at)+max(v.Stay, ClosingSoon))
		seen |= v.outcomes(at, &s)
		if s.ends.IsZero() || s.ends.After(v.Latest) {
			return seen.state()
		}
		at = s.ends
	}
}

// outcomes are flags: what a rider may find.
type outcomes uint8

const (
	findsOpen outcomes = 1 << iota
	findsClosingSoon
	findsClosed
	findsUnknown
)

// outcomes returns what is found by a rider who comes from at on, while the
// spell lasts.
func (v Visit) outcomes(at time.Time, s *spell) outcomes {
	switch {
	case s.says == saysClosed:
		return findsClosed
	case s.says == saysUnknown:
		return findsUnknown
	case s.ends.IsZero():
		return findsOpen
	}
	var found outcomes
	last := s.ends.Add(-v.Stay) // who comes later cannot stay
	if !at.After(last) {
		found = findsOpen
		if earlier(v.Latest, last).Add(ClosingSoon).Compare(s.ends) >= 0 {
			found = findsClosingSoon
		}
	}
	if v.Stay > 0 && v.Latest.After(last) {
		found |= tooLate[s.then]
	}
	return found
}

// tooLate is what becomes of a stay that the door does not outlast.
var tooLate = [...]outcomes{saysUnknown: findsUnknown, saysClosed: findsClosed, saysOpen: findsUnknown}

// state sums up.
func (o outcomes) state() OpenState {
	switch o {
	case findsOpen:
		return StateOpen
	case findsClosingSoon, findsClosingSoon | findsOpen:
		return StateClosingSoon
	case findsClosed:
		return StateClosed
	}
	return StateUnknown
}

// spell is what a door says from a moment on.
type spell struct {
	says verdict
	ends time.Time // zero when not for as long as was asked
	then verdict   // what it says next, when it was open
}

// spell looks ahead over at least so much time.
func (d Door) spell(t time.Time, ahead time.Duration) spell {
	c := d.closure(t)
	if c == nil {
		return d.hours.spell(t, ahead)
	}
	begins := midnight(c.from)
	if !begins.After(t) {
		return spell{says: saysClosed, ends: midnight(c.until + 1)}
	}
	s := d.hours.spell(t, ahead)
	if s.ends.IsZero() || !s.ends.Before(begins) {
		s.ends, s.then = begins, saysClosed
	}
	return s
}

func (h Hours) spell(t time.Time, ahead time.Duration) spell {
	if h.schedule == nil {
		return spell{says: saysUnknown}
	}
	w := h.walk(t)
	s := spell{says: w.verdict()}
	if minutes, found := w.change(int(ahead/time.Minute) + 1); found {
		s.ends = time.Unix(60*(minuteOf(t)+int64(minutes)), 0)
		s.then = w.verdict()
	}
	return s
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
