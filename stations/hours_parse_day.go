package stations

// days reads weekdays and holidays: "Mo-Fr,Sa[1],PH", or "PH Mo-Fr" for
// holidays that are such weekdays too.
func (p *parser) days(r *rule) error {
	weekdays, err := p.dayList(&r.days)
	if err != nil || weekdays || !r.days.given || weekdayOf(p.peek().word()) < 0 {
		return err
	}
	r.must, r.days = r.days.may, daySet{}
	_, err = p.dayList(&r.days)
	return err
}

// dayList reads a list and reports whether it names a weekday.
func (p *parser) dayList(s *daySet) (weekdays bool, err error) {
	for {
		switch m := p.peek(); {
		case m.word() == "ph":
			s.may |= publicHoliday
			p.i++
		case m.word() == "sh":
			s.may |= schoolHoliday
			p.i++
		case weekdayOf(m.word()) >= 0:
			weekdays = true
			if err := p.weekday(s); err != nil {
				return weekdays, err
			}
		case s.given:
			return weekdays, p.fail(m, "a day should follow the comma")
		default:
			return false, nil
		}
		s.given = true
		if m := p.peek(); m.is("+") || m.is("-") {
			return weekdays, p.fail(m, "days before or after a day are not supported")
		}
		if !p.take(",") {
			return weekdays, nil
		}
	}
}

// weekday reads "Mo", "Mo-Fr" or "Mo[1,-1]".
func (p *parser) weekday(s *daySet) error {
	first := weekdayOf(p.next().word())
	if p.peek().is("[") {
		return p.nth(&s.nth[first])
	}
	last := first
	if p.take("-") {
		m := p.next()
		if last = weekdayOf(m.word()); last < 0 {
			return p.fail(m, "a weekday should follow the dash")
		}
	}
	for d := first; ; d = (d + 1) % 7 {
		s.any |= 1 << d
		if d == last {
			return nil
		}
	}
}

// nth reads "[1]", "[-1]", "[1,3]", "[1-3]".
func (p *parser) nth(set *uint16) error {
	p.take("[")
	for {
		m := p.peek()
		first, ok1 := p.week()
		last, ok2 := first, true
		if first > 0 && p.take("-") {
			last, ok2 = p.week()
		}
		if !ok1 || !ok2 || last < first {
			return p.fail(m, "weeks of the month are 1 to 5, or -1 to -5 from its end")
		}
		for n := first; n <= last; n++ {
			if n > 0 {
				*set |= 1 << n
			} else {
				*set |= 1 << (10 - n)
			}
		}
		switch m := p.next(); {
		case m.is("]"):
			return nil
		case !m.is(","):
			return p.unexpected(m)
		}
	}
}

// week reads 1 … 5 or −1 … −5.
func (p *parser) week() (int, bool) {
	sign := 1
	if p.take("-") {
		sign = -1
	}
	m := p.next()
	return sign * m.number, m.kind == markNumber && m.number >= 1 && m.number <= 5
}

// weeks reads "week 1-10", "week 2-52/2", "week 5,7".
func (p *parser) weeks(r *rule) error {
	if p.peek().word() != "week" {
		return nil
	}
	p.i++
	for {
		m := p.next()
		s := weekSpan{m.number, m.number, 1}
		ok := m.kind == markNumber
		if ok && p.take("-") {
			last := p.next()
			ok, s.to = last.kind == markNumber, last.number
			if ok && p.take("/") {
				step := p.next()
				ok, s.step = step.kind == markNumber && step.number >= 2 && step.number <= 26, step.number
			}
		}
		if !ok || s.from < 1 || s.to > 53 || s.to < s.from {
			return p.fail(m, "weeks are 1 to 53, such as week 1-10 or week 2-52/2")
		}
		r.weeks = append(r.weeks, s)
		if !p.take(",") {
			return nil
		}
	}
}

// years reads "2026", "2026-2028", "2027+", "2026,2028". A single year before
// a day belongs to the date.
func (p *parser) years(r *rule) error {
	for p.peek().year() {
		if len(r.years) == 0 && monthOf(p.ahead(1).word()) > 0 && p.ahead(2).kind == markNumber {
			return nil
		}
		m := p.next()
		s := yearSpan{m.number, m.number}
		switch {
		case p.take("+"):
			s.to = 9999
		case p.take("-"):
			last := p.next()
			if !last.year() || last.number <= s.from {
				return p.fail(last, "a later year should follow the dash")
			}
			s.to = last.number
		}
		if p.peek().is("/") {
			return p.fail(p.peek(), "periods of years are not supported")
		}
		r.years = append(r.years, s)
		if !p.take(",") {
			return nil
		}
		if !p.peek().year() {
			return p.fail(p.peek(), "a year should follow the comma")
		}
	}
	return nil
}

// year reports whether the mark is a year: four digits.
func (m mark) year() bool { return m.kind == markNumber && len(m.text) == 4 && m.number >= 1900 }

func weekdayOf(word string) int { return indexOf(word, "mo", "tu", "we", "th", "fr", "sa", "su") }

// monthOf returns 1 to 12, or 0.
func monthOf(word string) int {
	return 1 + indexOf(word, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
}

func indexOf(word string, words ...string) int {
	for i, w := range words {
		if w == word {
			return i
		}
	}
	return -1
}
