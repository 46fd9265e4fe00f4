package stations

import (
	"slices"
	"strings"
)

// schedule is the rules of a text, and what they ask of a day.
type schedule struct {
	rules []rule
	edges []int // minutes of a day at which any rule may begin or end, ascending, 0 first

	dates, weeks, weekdays, late bool
	overruled                    bool // a night of some rule may be taken away by another
	holidays                     holidays
	makeUp                       makeUp
	horizon                      int // days after which nothing new comes

	// The masks of all days by weekday and holidays, if no rule asks for more.
	table *[7][allHolidays + 1]uint64
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
	s.tabulate()
	s.overrule()
	return s
}

// tabulate asks the rules of a schedule without dates and weeks about every
// day that there can be, once.
func (s *schedule) tabulate() {
	if s.dates || s.weeks {
		return
	}
	var table [7][allHolidays + 1]uint64
	for weekday := range table {
		for h := range table[weekday] {
			table[weekday][h] = s.mask(&day{weekday: weekday, holidays: holidays(h)})
		}
	}
	s.table = &table
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
