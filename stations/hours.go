package stations

import (
	"sync/atomic"
	"time"

	"yizhan/stations/calendar"
)

// OpenState says whether a rider can get in at a moment.
type OpenState string

// The states of a door.
const (
	StateOpen        OpenState = "open"
	StateClosingSoon OpenState = "closing_soon" // open, and closes within ClosingSoon
	StateClosed      OpenState = "closed"
	StateUnknown     OpenState = "unknown" // no hours, hours that do not parse or say so, or a day that nobody can place
)

// ClosingSoon is how long before closing a door counts as closing soon,
// inclusive.
const ClosingSoon = 30 * time.Minute

// How far ahead NextChange looks, in days: a week and a day when every week
// is like the last, else two years.
const (
	weekAhead  = 8
	yearsAhead = 2 * 366
)

// zone is China's one time zone, without daylight saving since 1991.
var zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Zone returns the time zone that opening hours are written in, UTC+08:00.
func Zone() *time.Location { return zone }

// Hours is an opening_hours text, read. Its zero value is unknown at every
// moment. It is immutable and safe for concurrent use.
type Hours struct {
	schedule *schedule
	calendar *calendar.Calendar
	last     *atomic.Pointer[looked] // nil remembers nothing
}

// ParseHours reads an OSM opening_hours text: rules joined by ";", ", " and
// "||", each of years, dates and months, ISO weeks, weekdays (also "Sa[1]",
// "Fr[-1]"), PH and SH, time spans (also past midnight), and open, off,
// closed or unknown with a "comment". What it cannot read is an Invalid
// error on field hours that says where and why: hours are never guessed.
//
// Not read, by decision: sunrise, sunset, dawn, dusk and easter, open ends
// ("08:00+"), points in time, periods of days or years, shifted days
// ("PH -1 day").
//
// The meaning is that of version 0.7.4 of the specification on OSM's wiki,
// and of opening_hours.js, which it names, where it leaves room: a later
// rule replaces earlier ones on the days that it names, also what they carry
// over from the night before, unless it is off. PH are the days off of the
// State Council's yearly notice (calendar.China); see ADR 007 for workdays
// made up on a weekend.
func ParseHours(text string) (Hours, error) {
	s, err := parseSchedule(text)
	if err != nil {
		return Hours{}, BadField("hours", err.Error())
	}
	return Hours{schedule: s, calendar: calendar.China()}, nil
}

// In returns the same hours, read by another calendar. They remember nothing.
func (h Hours) In(c *calendar.Calendar) Hours {
	h.calendar, h.last = c, nil
	return h
}

// State returns the state at t, which may be in any time zone. It allocates
// nothing.
//
// A door that is open and then unknown counts as closing: nobody knows that
// it stays open.
func (h Hours) State(t time.Time) OpenState {
	if h.schedule == nil {
		return StateUnknown
	}
	w := h.walk(t)
	switch w.verdict() {
	case saysClosed:
		return StateClosed
	case saysOpen:
		if _, soon := w.change(int(ClosingSoon / time.Minute)); soon {
			return StateClosingSoon
		}
		return StateOpen
	}
	return StateUnknown
}

// NextChange returns the first moment after t at which the door opens,
// closes or becomes unknown, in Zone; zero when none comes within a week or,
// for hours that name dates or holidays, two years.
func (h Hours) NextChange(t time.Time) time.Time {
	if h.schedule == nil {
		return time.Time{}
	}
	w := h.walk(t)
	ahead, found := w.change(h.schedule.horizon * dayMinutes)
	if !found {
		return time.Time{}
	}
	return time.Unix(minuteOf(t)*60, 0).Add(time.Duration(ahead) * time.Minute).In(zone)
}

const dayMinutes = 24 * 60

// minuteOf counts whole minutes from 1970-01-01 00:00 UTC.
func minuteOf(t time.Time) int64 { return floorDiv(t.Unix(), 60) }

// dayNumber counts days in Zone from 1970-01-01.
func dayNumber(t time.Time) int { return int(floorDiv(t.Unix()+8*3600, 24*3600)) }

// floorDiv rounds towards minus infinity.
func floorDiv(a, n int64) int64 {
	q := a / n
	if a%n < 0 {
		q--
	}
	return q
}

// OpenAt returns the state of the station's door at t. It reads the hours on
// every call; who asks often keeps the Door.
func (s *Station) OpenAt(t time.Time) OpenState { return s.Door().State(t) }
