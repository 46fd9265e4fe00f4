package stations

// verdict is what a rule says of a moment.
type verdict uint8

const (
	saysUnknown verdict = iota
	saysClosed
	saysOpen
)

// link says how a rule joins those before it.
type link uint8

const (
	linkReplace  link = iota // ";": replaces them on its days
	linkAdd                  // ", ": adds to them
	linkFallback             // "||": where they say closed
)

// rule is one rule of an opening_hours text. All its selectors must hold;
// one that is empty holds for every day.
type rule struct {
	years []yearSpan
	dates []dateSpan
	weeks []weekSpan
	must  holidays // "PH Mo-Fr": the day is such a holiday too
	days  daySet   // "Mo-Fr,Sa[1],PH"
	spans []timeSpan

	link     link
	state    verdict
	replaces bool   // forgets what earlier rules said of its days
	over     uint64 // the later rules that take its days away, see schedule.overrule
}

// yearSpan is from … to inclusive.
type yearSpan struct{ from, to int }

// dateSpan is from … to inclusive as month·100 + day. Without years it may
// turn over the year; with years it lies between two dates.
type dateSpan struct {
	from, to         int
	fromYear, toYear int // 0 for every year
}

// weekSpan is ISO weeks from … to inclusive, each step-th of them.
type weekSpan struct{ from, to, step int }

// timeSpan is minutes from the day's midnight; to ≤ 48:00, exclusive.
type timeSpan struct{ from, to int }

// holidays are flags.
type holidays uint8

const (
	publicHoliday holidays = 1 << iota
	schoolHoliday

	allHolidays = publicHoliday | schoolHoliday
)

// daySet is days of the week, in every week or in some weeks of the month,
// and holidays.
type daySet struct {
	any   uint8     // bit 0 is Monday
	nth   [7]uint16 // per weekday, bits 1 … 5 from the first, 11 … 15 from the last
	may   holidays
	given bool
}

// dated reports whether the rule names any day at all.
func (r *rule) dated() bool {
	return len(r.years) > 0 || len(r.dates) > 0 || len(r.weeks) > 0 || r.must != 0 || r.days.given
}

// late reports whether the rule runs past midnight.
func (r *rule) late() bool {
	for _, s := range r.spans {
		if s.to > dayMinutes {
			return true
		}
	}
	return false
}

// names reports whether the rule is for such a day.
func (r *rule) names(d *day) bool {
	if r.days.given && !r.days.has(d) || r.must != 0 && r.must&d.holidays == 0 {
		return false
	}
	return r.inYears(d) && r.inDates(d) && r.inWeeks(d)
}

func (s *daySet) has(d *day) bool {
	if s.any>>d.weekday&1 == 1 || s.may&d.holidays != 0 {
		return true
	}
	nth := s.nth[d.weekday]
	return nth != 0 && (nth>>((d.date-1)/7+1)&1 == 1 || nth>>((d.length-d.date)/7+11)&1 == 1)
}

func (r *rule) inYears(d *day) bool {
	for _, s := range r.years {
		if s.from <= d.year && d.year <= s.to {
			return true
		}
	}
	return len(r.years) == 0
}

func (r *rule) inDates(d *day) bool {
	for i := range r.dates {
		if r.dates[i].has(d) {
			return true
		}
	}
	return len(r.dates) == 0
}

func (s *dateSpan) has(d *day) bool {
	date := d.month*100 + d.date
	switch {
	case s.fromYear != 0:
		date += d.year * 10_000
		return s.fromYear*10_000+s.from <= date && date <= s.toYear*10_000+s.to
	case s.from <= s.to:
		return s.from <= date && date <= s.to
	}
	return date >= s.from || date <= s.to
}

func (r *rule) inWeeks(d *day) bool {
	for _, s := range r.weeks {
		if s.from <= d.week && d.week <= s.to && (d.week-s.from)%s.step == 0 {
			return true
		}
	}
	return len(r.weeks) == 0
}

// holds reports whether a span of the rule holds the minute, counted from
// the midnight of the day that the rule names.
func (r *rule) holds(minute int) bool {
	for _, s := range r.spans {
		if s.from <= minute && minute < s.to {
			return true
		}
	}
	return false
}

// apply lets the rule speak on what the rules before it said.
func (r *rule) apply(now verdict) verdict {
	if r.link == linkFallback && now != saysClosed {
		return now
	}
	return r.state
}
