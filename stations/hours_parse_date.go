package stations

import "strconv"

// dates reads months and dates: "Jan-Mar,Dec 25", "Feb 16-22,25",
// "Dec 24-Jan 5", "2026 Feb 16-22", "2026 Dec 24-2027 Jan 5".
func (p *parser) dates(r *rule) error {
	for p.beginsDate() {
		first := p.peek()
		if err := p.dateItem(r); err != nil {
			return err
		}
		if n := len(r.dates); (r.dates[n-1].fromYear == 0) != (r.dates[0].fromYear == 0) {
			return p.fail(first, "either each date states its year or none does")
		}
		if !p.take(",") {
			return nil
		}
		if !p.beginsDate() {
			return p.fail(p.peek(), "a month or date should follow the comma")
		}
	}
	return nil
}

func (p *parser) beginsDate() bool {
	return monthOf(p.peek().word()) > 0 || p.peek().year() && monthOf(p.ahead(1).word()) > 0 && p.ahead(2).kind == markNumber
}

// dateItem reads a month, a range of months, or dates of one month.
func (p *parser) dateItem(r *rule) error {
	year := 0
	if p.peek().year() {
		year = p.next().number
	}
	month := monthOf(p.next().word())
	if p.peek().kind != markNumber {
		return p.months(r, month)
	}
	for {
		from, err := p.date(year, month)
		if err != nil {
			return err
		}
		to := from
		if p.take("-") {
			if to, err = p.until(from); err != nil {
				return err
			}
		}
		s := dateSpan{from: from.month*100 + from.day, to: to.month*100 + to.day, fromYear: from.year, toYear: to.year}
		r.dates = append(r.dates, s)
		if to.month != month || !p.peek().is(",") || p.ahead(1).kind != markNumber || p.ahead(1).year() {
			break
		}
		p.i++
	}
	if m := p.peek(); m.is("/") || m.is("+") {
		return p.fail(m, "periods and open ends of dates are not supported")
	}
	return nil
}

// months reads what may follow a month: a dash and another.
func (p *parser) months(r *rule, first int) error {
	last := first
	if p.take("-") {
		m := p.next()
		if last = monthOf(m.word()); last == 0 {
			return p.fail(m, "a month should follow the dash")
		}
		if day := p.peek(); day.kind == markNumber {
			return p.fail(day, "a range from a month to a date is not supported: state both days")
		}
	}
	r.dates = append(r.dates, dateSpan{from: first*100 + 1, to: last*100 + 31})
	return nil
}

// date is a day of a year, or of every year when that is 0.
type date struct{ year, month, day int }

// date reads the day of a month.
func (p *parser) date(year, month int) (date, error) {
	m := p.next()
	of := year
	if of == 0 {
		of = 2000 // a leap year: Feb 29 is a day of some years
	}
	if m.kind != markNumber || m.number < 1 || m.number > monthLength(of, month) {
		return date{}, p.fail(m, strconv.Quote(m.text)+" is no day of that month")
	}
	return date{year, month, m.number}, nil
}

// until reads the end of a range that began at from: "22", "Mar 3" or
// "2027 Jan 5". An end that states no year comes within one year of a start
// that does.
func (p *parser) until(from date) (date, error) {
	start := p.peek()
	year, month := from.year, from.month
	stated := start.year()
	if stated {
		year = p.next().number
	}
	named := monthOf(p.peek().word())
	if named > 0 {
		month = named
		p.i++
	} else if stated {
		return date{}, p.fail(p.peek(), "a month should follow the year")
	}
	to, err := p.date(year, month)
	if err != nil {
		return to, err
	}
	late := to.month*100+to.day < from.month*100+from.day
	switch {
	case stated && from.year == 0:
		return to, p.fail(start, "the first date states no year")
	case late && named == 0, stated && (to.year < from.year || to.year == from.year && late):
		return to, p.fail(start, "the range ends before it begins")
	case late && from.year != 0 && !stated:
		return p.nextYear(to, start)
	}
	return to, nil
}

// nextYear moves the end of a range over the turn of the year.
func (p *parser) nextYear(to date, start mark) (date, error) {
	to.year++
	if to.day > monthLength(to.year, to.month) {
		return to, p.fail(start, "the range ends on no day of that year")
	}
	return to, nil
}
