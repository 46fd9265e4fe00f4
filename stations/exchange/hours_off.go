package exchange

import (
	"math/bits"
	"slices"
	"strings"
)

// bracket keeps the days inside a bracket from those before it until it is
// closed: of 周一至周五（节假日除外） only the holidays are off.
func (r *hoursReader) bracket(named string) {
	switch named {
	case "(", "[", "【":
		r.outside, r.days = r.outside|r.days, 0
	case ")", "]", "】":
		r.behind = r.behind || r.outside == 0 && r.days != 0 && len(r.clauses) == 1 && !r.clauses[0].stated
		r.outside, r.days = 0, r.outside|r.days
	}
}

// readOff reads 休息 after the days that it is about. Before any hours, 除外
// is about the last days only: of 周一至周五，节假日除外 the holidays are off.
func (r *hoursReader) readOff(named string) bool {
	if r.days == 0 && r.feast == "" || r.behind {
		return false
	}
	if named == "除外" && r.shut && r.days != 0 {
		return false // 周一闭馆，节假日除外: is it open on holidays, or closed then too?
	}
	r.shut = named != "除外"
	if r.feast != "" {
		r.except, r.feast = r.except+r.feast+named, ""
	}
	r.settleDays(named)
	off, rest := r.days, days(0)
	if named == "除外" && len(r.clauses) == 0 {
		off, rest = r.run, r.days&^r.run
	}
	if rest != 0 && bits.OnesCount16(uint16(rest)) < 3 {
		return false // 周末，节假日除外: on weekends only, or on all other days?
	}
	if off != 0 {
		r.clauses = append(r.clauses, hoursClause{season: r.season, days: off, stated: true, off: true})
	}
	r.days, r.run, r.adding = rest, rest, false
	return true
}

// settleDays gives hours that stand before their days those days, when holidays
// are excepted behind both: 9:00-17:00 周一至周日 节假日除外.
func (r *hoursReader) settleDays(named string) {
	rest := r.days &^ r.run
	if named != "除外" || r.run != publicDays || len(r.clauses) != 1 || r.clauses[0].stated || bits.OnesCount16(uint16(rest)) < 3 {
		return
	}
	r.clauses[0].days, r.clauses[0].stated = rest, true
	r.days = r.run
}

// undone reports days off that leave nothing of the hours, or of hours
// without days the weekend only: hardly what an office means.
func (r *hoursReader) undone() bool {
	var off days
	for _, c := range r.clauses {
		if c.off {
			off |= c.days
		}
	}
	for _, c := range r.clauses {
		left := c.days &^ off & wholeWeek
		if !c.off && (left == 0 && c.days&publicDays == 0 || !c.stated && left&weekdaysOnly == 0) {
			return true
		}
	}
	return false
}

// readPause reads 午休12:00-13:30, and takes it out of the hours before it.
// A pause without its times, or outside those hours, tells too little.
func (r *hoursReader) readPause() bool {
	for r.at(kindBreak) || r.at(kindNothing) {
		r.bracket(r.words[r.i].named)
		r.i++
	}
	if !r.at(kindPart) && !r.at(kindClock) || len(r.clauses) == 0 || r.days != 0 {
		return false // 周日午休12:00-13:00: of Sundays only
	}
	first, last, ok := r.boundaries()
	if !ok {
		return false
	}
	from, to, ok := times(first, last)
	return ok && from < to && !r.sharedPause(from, to) && r.clauses[len(r.clauses)-1].pause(from, to)
}

// sharedPause reports a pause behind hours of several days that would be one of
// the earlier hours too: 周一至周五9:00-17:00，周六10:00-16:00，午休12:00-13:00 has it
// on Saturdays, or on all days? What the halves of the year do not share is unknown
// anyway.
func (r *hoursReader) sharedPause(from, to int) bool {
	last := len(r.clauses) - 1
	return slices.ContainsFunc(r.clauses[:last], func(c hoursClause) bool {
		return !c.off && c.half == r.clauses[last].half && c.pause(from, to)
	})
}

// pause cuts the minutes from … to out of the span that holds them; false when
// none does.
func (c *hoursClause) pause(from, to int) bool {
	for i, span := range c.spans {
		begin, end := spanMinutes(span)
		if begin < from && to < end {
			cut := append(append([]string(nil), c.spans[:i]...), spanText(begin, from), spanText(to, end))
			c.spans, c.always = append(cut, c.spans[i+1:]...), false
			return true
		}
	}
	return false
}

// spanMinutes reads a span that spanText wrote.
func spanMinutes(span string) (from, to int) {
	before, after, _ := strings.Cut(span, "-")
	return clockMinutes(before), clockMinutes(after)
}

// readFeast notes a feast, of which the office has more to say: that it is
// closed then, or, for one that is added (含国庆), nothing that can be written.
func (r *hoursReader) readFeast(named string) bool {
	if r.adding {
		return false
	}
	if r.feast != "" {
		named = r.feast + "、" + named
	}
	r.feast = named
	return true
}
