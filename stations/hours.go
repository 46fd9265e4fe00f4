package stations

import (
	"math/bits"
	"time"
)

// OpenState says whether a rider can get in at a moment.
type OpenState string

// The states of a door.
const (
	StateOpen        OpenState = "open"
	StateClosingSoon OpenState = "closing_soon" // open, and closes within ClosingSoon
	StateClosed      OpenState = "closed"
	StateUnknown     OpenState = "unknown" // no hours, hours that do not parse, or a day that may be a holiday
)

// ClosingSoon is how long before closing a door counts as closing soon,
// inclusive.
const ClosingSoon = 30 * time.Minute

const (
	dayMinutes  = 24 * 60
	weekMinutes = 7 * dayMinutes
)

// zone is China's one time zone, without daylight saving since 1991.
var zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Zone returns the time zone that opening hours are written in, UTC+08:00.
func Zone() *time.Location { return zone }

// Hours is a week of opening hours, compiled. Its zero value is unknown at
// every moment. It is immutable and safe for concurrent use.
type Hours struct {
	spans []span // the week from Monday 00:00, ascending; neighbours differ in state
}

// span is a stretch of one state, up to the next span's start.
type span struct {
	from  uint16 // minute of the week
	state door
}

type door uint8

const (
	doorUnknown door = iota
	doorClosed
	doorOpen
)

// State returns the state at t, which may be in any time zone, and the next
// moment at which the door opens, closes or becomes unknown, at most a week
// ahead and in Zone; zero when there is none. It allocates nothing.
//
// A door that is open and then unknown counts as closing: nobody knows that
// it stays open.
func (h Hours) State(t time.Time) (OpenState, time.Time) {
	if len(h.spans) == 0 {
		return StateUnknown, time.Time{}
	}
	minute := minuteOfWeek(t)
	i := h.find(minute)
	change := h.next(i, minute, t)
	switch h.spans[i].state {
	case doorClosed:
		return StateClosed, change
	case doorOpen:
		if !change.IsZero() && change.Sub(t) <= ClosingSoon {
			return StateClosingSoon, change
		}
		return StateOpen, change
	}
	return StateUnknown, change
}

// find returns the index of the span that holds the minute of the week.
func (h Hours) find(minute int) int {
	low, high := 0, len(h.spans)
	for high-low > 1 {
		if mid := (low + high) / 2; int(h.spans[mid].from) <= minute {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// next returns when span i, which holds the moment t at that minute of the
// week, gives way to another state.
func (h Hours) next(i, minute int, t time.Time) time.Time {
	n := len(h.spans)
	if n == 1 {
		return time.Time{}
	}
	if i == n-1 && h.spans[0].state == h.spans[i].state {
		i = 0 // one stretch over the turn of the week
		minute -= weekMinutes
	}
	ahead := int(h.spans[(i+1)%n].from) - minute
	if i == n-1 {
		ahead += weekMinutes
	}
	second := t.Unix() - floorMod(t.Unix(), 60)
	return time.Unix(second+int64(ahead)*60, 0).In(zone)
}

// minuteOfWeek counts from Monday 00:00 in Zone. 1970 began on a Thursday.
func minuteOfWeek(t time.Time) int {
	const thursday = 3 * 24 * 3600
	return int(floorMod(t.Unix()+8*3600+thursday, weekMinutes*60) / 60)
}

// floorMod returns a modulo n in [0, n).
func floorMod(a, n int64) int64 { return ((a % n) + n) % n }

// OpenAt returns the state of the station's door at t by its hours:
// StateUnknown when it has none or they do not parse. It parses on every
// call; a caller that asks often keeps the Hours of ParseHours.
func (s *Station) OpenAt(t time.Time) OpenState {
	hours, err := ParseHours(s.Hours)
	if err != nil {
		return StateUnknown
	}
	state, _ := hours.State(t)
	return state
}

// minutes is a set of minutes of one day.
type minutes [(dayMinutes + 63) / 64]uint64

// fill puts the minutes from … to−1 in the set, or takes them out.
func (m *minutes) fill(from, to int, in bool) {
	for from < to {
		word, bit := from/64, from%64
		count := min(64-bit, to-from)
		mask := (^uint64(0) >> (64 - count)) << bit
		if in {
			m[word] |= mask
		} else {
			m[word] &^= mask
		}
		from += count
	}
}

// run returns how many minutes from on, at least one, are alike in both
// sets, within the word that holds from.
func run(must, may *minutes, from int) int {
	word, bit := from/64, from%64
	alike := func(w uint64) int {
		if w>>bit&1 == 1 {
			w = ^w
		}
		return bits.TrailingZeros64(w >> bit)
	}
	return min(alike(must[word]), alike(may[word]), 64-bit, dayMinutes-from)
}
