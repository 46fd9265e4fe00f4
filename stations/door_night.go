package stations

import "time"

// A night that never began
//
// "Mo-Su 20:00-04:00; PH off" says, as opening_hours.js reads it, that the door
// is open at two in the morning after a holiday: the rule of that evening runs
// past midnight, and the holiday that shut it ended at midnight. Nobody opened
// it, so a rider may well find it locked. Hours keep the library's reading; a
// Door calls what is left of such a night unknown, and so it does after a
// closure.

// overrule notes, for each rule, the later ones that take its days away: they
// replace it there, or are off all day.
func (s *schedule) overrule() {
	for i := range s.rules {
		r := &s.rules[i]
		allDay := r.state == saysClosed && r.link != linkFallback && r.holds(0) && r.holds(dayMinutes-1) && len(r.spans) == 1
		for j := range i {
			if r.replaces || allDay {
				s.rules[j].over |= 1 << i
				s.overruled = s.overruled || s.rules[j].late()
			}
		}
	}
}

// begun returns the rules of a day without those that a later rule of the day
// takes away.
func (s *schedule) begun(day uint64) uint64 {
	for i := range s.rules {
		if day>>i&1 == 1 && day&s.rules[i].over != 0 {
			day &^= 1 << i
		}
	}
	return day
}

// stray reports whether the hours say open at t only for a night that began on
// a day on which the door was shut.
func (d Door) stray(t time.Time) bool {
	s := d.hours.schedule
	if s == nil || !s.late || !s.overruled && len(d.shut) == 0 {
		return false
	}
	w := d.hours.walk(t)
	if w.verdict() != saysOpen {
		return false
	}
	shut := d.shutOn(w.number - 1)
	for i := range w.before.bits[:w.before.n] {
		if w.before.bits[i] = s.begun(w.before.bits[i]); shut {
			w.before.bits[i] = 0
		}
	}
	return w.verdict() != saysOpen
}

// shutOn reports whether a closure holds on the day of that number.
func (d Door) shutOn(number int) bool {
	for _, s := range d.shut {
		if s.from <= number && number <= s.until {
			return true
		}
	}
	return false
}

// dawn returns the first moment after t, of this day, at which the door is no
// stray; t is.
func (d Door) dawn(t time.Time) time.Time {
	today := midnight(dayNumber(t))
	for _, edge := range d.hours.schedule.edges {
		if at := today.Add(time.Duration(edge) * time.Minute); at.After(t) && !d.stray(at) {
			return at
		}
	}
	return today.AddDate(0, 0, 1)
}
