package stations

import (
	"slices"
	"time"
)

// Door is when one station lets riders in: its hours under its closures. Its
// zero value is unknown at every moment. It is immutable and safe for
// concurrent use.
type Door struct {
	hours Hours
	shut  []shut // ascending, apart from each other by an open day at least
}

// shut is day numbers from … until inclusive.
type shut struct{ from, until int }

// Door reads the station's hours and closures. Hours that do not parse are
// unknown at every moment; a closure whose days do not parse, which Validate
// refuses, is left out.
func (s *Station) Door() Door {
	hours, err := ParseHours(s.Hours)
	if err != nil {
		hours = Hours{}
	}
	return s.DoorWith(hours)
}

// DoorWith is Door for hours that were read before, for who reads many
// stations with the same text.
func (s *Station) DoorWith(hours Hours) Door {
	d := Door{hours: hours}
	for _, c := range s.Closures {
		from, err1 := time.ParseInLocation(time.DateOnly, c.From, zone)
		until, err2 := time.ParseInLocation(time.DateOnly, c.Until, zone)
		if err1 == nil && err2 == nil && !until.Before(from) {
			d.shut = append(d.shut, shut{dayNumber(from), dayNumber(until)})
		}
	}
	d.join()
	return d
}

// join sorts the closures and makes one of those that touch.
func (d *Door) join() {
	slices.SortFunc(d.shut, func(a, b shut) int { return a.from - b.from })
	joined := d.shut[:0]
	for _, s := range d.shut {
		if n := len(joined); n > 0 && s.from <= joined[n-1].until+1 {
			joined[n-1].until = max(joined[n-1].until, s.until)
			continue
		}
		joined = append(joined, s)
	}
	d.shut = joined
}

// State is Hours.State under the closures: closed on their days whatever the
// hours say, and closing soon before one begins; what is left of a night that
// began while the door was shut is unknown. It allocates nothing.
func (d Door) State(t time.Time) OpenState {
	next := d.closure(t)
	if next != nil && next.from <= dayNumber(t) {
		return StateClosed
	}
	state := d.hours.State(t)
	if (state == StateOpen || state == StateClosingSoon) && d.stray(t) {
		return StateUnknown
	}
	if next == nil {
		return state
	}
	if state == StateOpen && midnight(next.from).Sub(t) <= ClosingSoon {
		return StateClosingSoon
	}
	return state
}

// NextChange is Hours.NextChange under the closures.
func (d Door) NextChange(t time.Time) time.Time {
	next := d.closure(t)
	if next != nil && next.from <= dayNumber(t) {
		return d.reopens(next)
	}
	if d.stray(t) {
		return d.dawn(t)
	}
	change := d.hours.NextChange(t)
	if next == nil {
		return change
	}
	begins := midnight(next.from)
	switch {
	case !change.IsZero() && change.Before(begins):
		return change
	case d.hours.State(t) == StateClosed:
		return d.reopens(next) // closed already: the closure changes nothing
	}
	return begins
}

// reopens returns the first moment after the closure at which the door is
// anything but closed, zero when none comes.
func (d Door) reopens(c *shut) time.Time {
	after := midnight(c.until + 1)
	if d.State(after) != StateClosed {
		return after
	}
	return d.NextChange(after)
}

// closure returns the one that lasts at t, or else the next one.
func (d Door) closure(t time.Time) *shut {
	if len(d.shut) == 0 {
		return nil
	}
	today := dayNumber(t)
	for i := range d.shut {
		if today <= d.shut[i].until {
			return &d.shut[i]
		}
	}
	return nil
}

// midnight is when the day of that number begins.
func midnight(number int) time.Time {
	return time.Unix(int64(number)*24*3600-8*3600, 0).In(zone)
}
