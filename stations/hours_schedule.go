package stations

import (
	"slices"
	"strings"
	"time"
)

// schedule is the rules of a text, and what they ask of a day.
type schedule struct {
	rules []rule
	edges []int // minutes of a day at which any rule may begin or end, ascending, 0 first

	dates, weeks, weekdays, late bool
	holidays                     holidays
	makeUp                       makeUp
	horizon                      int // days after which nothing new comes
}

// makeUp says how a weekend day that is worked in exchange is read (ADR 007).
type makeUp uint8

const (
	makeUpUnsaid makeUp = iota // both ways
	makeUpWorks                // as a working day, Monday to Friday
	makeUpRests                // as the Saturday or Sunday that it is
)

// The comments by which a text says so.
const (
	WorksMakeUpDays = "调休上班"
	RestsMakeUpDays = "调休不上班"
)

// newSchedule looks at rules that are read and joined.
func newSchedule(rules []rule, comments []string) *schedule {
	s := &schedule{rules: rules, edges: []int{0}, horizon: yearsAhead}
	for i := range rules {
		r := &rules[i]
		before := i > 0 && !rules[i-1].dated()
		r.replaces = r.link == linkReplace && (r.dated() && r.state != saysClosed || !r.dated() && before && r.state == saysOpen)
		s.ask(r)
	}
	for _, c := range comments {
		switch {
		case strings.Contains(c, WorksMakeUpDays):
			s.makeUp = makeUpWorks
		case strings.Contains(c, RestsMakeUpDays):
			s.makeUp = makeUpRests
		}
	}
	if s.periodic() {
		s.horizon = weekAhead
	}
	slices.Sort(s.edges)
	s.edges = slices.Compact(s.edges)
	return s
}

// ask notes what one rule wants to know.
func (s *schedule) ask(r *rule) {
	s.dates = s.dates || len(r.years) > 0 || len(r.dates) > 0 || r.days.nth != [7]uint16{}
	s.weeks = s.weeks || len(r.weeks) > 0
	s.weekdays = s.weekdays || r.days.any != 0 && r.days.any != everyDay || r.days.nth != [7]uint16{}
	s.holidays |= r.must | r.days.may
	s.late = s.late || r.late()
	for _, span := range r.spans {
		s.edges = append(s.edges, span.from%dayMinutes, span.to%dayMinutes)
	}
}

// periodic reports whether one week tells all: no dates, no holidays, and
// the same on weekends that are worked.
func (s *schedule) periodic() bool {
	return !s.dates && !s.weeks && s.holidays == 0 && (!s.weekdays || s.makeUp == makeUpRests)
}

// needsNotice reports whether a day's reading hangs on the yearly notice. A
// text that only names weekdays does so on make-up days; those are too few
// to call every weekend of a year without notice unknown.
func (s *schedule) needsNotice() bool {
	return s.holidays&publicHoliday != 0 || s.weekdays && s.makeUp == makeUpWorks
}

// walk stands at a minute of a day.
type walk struct {
	hours         Hours
	number        int // of today
	minute        int
	today, before day
}

func (h Hours) walk(t time.Time) walk {
	w := walk{hours: h, number: dayNumber(t)}
	w.minute = int(minuteOf(t) + 8*60 - int64(w.number)*dayMinutes)
	w.today = h.day(w.number)
	if h.schedule.late {
		w.before = h.day(w.number - 1)
	}
	return w
}

// verdict returns what the schedule says here, saysUnknown when two readings of
// today or yesterday differ.
func (w *walk) verdict() verdict {
	s := w.hours.schedule
	if w.today.unsure|w.before.unsure == 0 && w.today.weekdays|w.before.weekdays == 0 {
		return s.verdict(&w.today, &w.before, w.minute)
	}
	first := true
	var said verdict
	for i := range w.today.readings() {
		today := w.today.reading(i)
		for j := range w.before.readings() {
			before := w.before.reading(j)
			got := s.verdict(&today, &before, w.minute)
			if !first && got != said {
				return saysUnknown
			}
			first, said = false, got
		}
	}
	return said
}

// verdict applies the rules in their order.
func (s *schedule) verdict(today, before *day, minute int) verdict {
	now := saysClosed
	for i := range s.rules {
		r := &s.rules[i]
		if r.names(today) {
			if r.replaces {
				now = saysClosed
			}
			if r.holds(minute) {
				now = r.apply(now)
			}
		}
		if s.late && r.holds(minute+dayMinutes) && r.names(before) {
			now = r.apply(now)
		}
	}
	return now
}

// change returns after how many minutes, at most limit, the door is another,
// and whether it is. The walk then stands there.
//
// The door can only change at an edge, so only these are looked at.
func (w *walk) change(limit int) (ahead int, found bool) {
	here := w.verdict()
	start := w.minute
	for passed := 0; ; {
		next, ok := w.hours.schedule.edgeAfter(w.minute)
		if !ok {
			w.tomorrow()
			passed += dayMinutes
		} else {
			w.minute = next
		}
		ahead = passed + w.minute - start
		if ahead > limit {
			return 0, false
		}
		if w.verdict() != here {
			return ahead, true
		}
	}
}

// tomorrow steps to the next midnight.
func (w *walk) tomorrow() {
	w.number++
	w.minute = 0
	w.before = w.today
	w.today = w.hours.day(w.number)
	if !w.hours.schedule.late {
		w.before = day{}
	}
}

// edgeAfter returns the next edge of the same day.
func (s *schedule) edgeAfter(minute int) (int, bool) {
	for _, e := range s.edges {
		if e > minute {
			return e, true
		}
	}
	return 0, false
}
