package exchange

import "fmt"

// readSpan reads "8:30-17:00", "上午8点半到12点", "晚上10点至次日6点".
func (r *hoursReader) readSpan() bool {
	first, last, ok := r.boundaries()
	return ok && r.span(first, last)
}

// boundaries reads both ends of a span.
func (r *hoursReader) boundaries() (from, to boundary, ok bool) {
	part, next := r.part()
	if !r.at(kindClock) || next {
		return from, to, false
	}
	first := r.words[r.i].clock
	r.i++
	for r.blank() {
		r.i++
	}
	if !r.at(kindRange) {
		return from, to, false
	}
	for r.at(kindRange) || r.blank() {
		r.i++
	}
	partOfEnd, next := r.part()
	if !r.at(kindClock) {
		return from, to, false
	}
	last := r.words[r.i].clock
	r.i++
	if last.bare || first.bare && part == "" && last.minute != 0 {
		return from, to, false // 8-18: of what?
	}
	return boundary{first, part, false}, boundary{last, partOfEnd, next}, true
}

func (r *hoursReader) blank() bool { return r.at(kindBreak) && r.words[r.i].named == " " }

// part reads the parts of the day before a clock, and whether it is of the
// next day.
func (r *hoursReader) part() (part string, next bool) {
	for ; r.at(kindPart) || r.afterPart(); r.i++ {
		switch w := r.words[r.i]; {
		case w.kind == kindBreak:
		case w.named == "次日", w.named == "第二天", w.named == "翌日", w.named == "隔日":
			next = true
		default:
			part = w.named
		}
	}
	return part, next
}

// afterPart reports a space or colon that follows a part of the day.
func (r *hoursReader) afterPart() bool {
	if r.i == 0 || r.i == len(r.words) || r.words[r.i].kind != kindBreak {
		return false
	}
	named := r.words[r.i].named
	before := r.words[r.i-1]
	return (named == " " || named == ":") && (before.kind == kindPart || before.named == ":" && r.i > 1 && r.words[r.i-2].kind == kindPart)
}

// boundary is one end of a span as written.
type boundary struct {
	clock clockWord
	part  string
	next  bool // of the next day
}

// span makes a clause of two boundaries. The end is of the start's part of
// the day when it names none.
func (r *hoursReader) span(first, last boundary) bool {
	shared := last.part == "" && !last.next && first.part != "" && last.clock.hour <= 12 && !first.lateByTheClock()
	if shared {
		last.part = first.part
	}
	from, to, ok := times(first, last)
	if !ok {
		return false
	}
	if to == from && last.next && r.days&wholeWeek == r.days && (r.days == 0 || r.days == wholeWeek) {
		return r.give(hoursClause{always: true}) // 8:00-次日8:00
	}
	if r.doubt = doubtful(first, last, from, to, shared); r.doubt != "" {
		return false
	}
	return r.give(spanClause(from, to))
}

// doubtful tells why a span may mean something else than its clocks, "" where
// nothing speaks for that. shared says that both ends are of the start's part
// of the day.
func doubtful(first, last boundary, from, to int, shared bool) string {
	switch {
	case to == from, to < from && (shared || !night(first, last, from, to)):
		return "ends before it begins"
	case first.small() && last.small():
		return "may be of the night or of the afternoon"
	}
	return ""
}

// times returns both boundaries in minutes of the day, an end at midnight as
// 24:00. False for clocks that do not exist, and for more than a day.
func times(first, last boundary) (from, to int, ok bool) {
	from, ok1 := first.minutes()
	to, ok2 := last.minutes()
	if to == 0 && (last.next || from > 0) {
		to = 24 * 60
	}
	tooLong := last.next && to > from && to != 24*60
	return from, to, ok1 && ok2 && from < 24*60 && !tooLong
}

// spanClause writes a span of minutes of the day; one that ends before it
// begins runs into the next day.
func spanClause(from, to int) hoursClause {
	end := to
	if to < from {
		end += 24 * 60
	}
	return hoursClause{spans: []string{spanText(from, to)}, lastEnd: end, always: from == 0 && to == 24*60}
}

// night reports whether an end before its start is meant as of the next
// morning: it says so, or an afternoon stands before a morning.
func night(first, last boundary, from, to int) bool {
	switch {
	case last.next:
		return true
	case last.part == "凌晨":
		return first.part != "凌晨"
	case first.evening() && last.morning():
		return true
	}
	return (first.part == "" || first.lateByTheClock()) && last.part == "" && from >= 15*60 && to <= 12*60
}

// small reports a clock like 3点 or 3:00, which is of the afternoon as often as
// of the night.
func (b boundary) small() bool {
	return b.part == "" && !b.next && !b.clock.full && b.clock.hour >= 1 && b.clock.hour <= 6
}

// evening reports whether the boundary says 晚上 or the like.
func (b boundary) evening() bool {
	switch b.part {
	case "晚上", "晚间", "傍晚", "夜间", "夜里", "晚":
		return true
	}
	return false
}

// morning reports whether the boundary says 早上 or the like.
func (b boundary) morning() bool {
	switch b.part {
	case "上午", "早上", "早晨", "清晨", "早":
		return true
	}
	return false
}

// lateByTheClock reports an evening of 24 hours, as in 夜间20:00: the end
// beside it is by the same clock.
func (b boundary) lateByTheClock() bool { return b.evening() && b.clock.hour >= 18 }

// minutes reads a clock in its part of the day: 下午2点 is 14:00, 晚上12点
// midnight, 中午1点 13:00. False for a clock that no such part has.
func (b boundary) minutes() (int, bool) {
	hour, minute := b.clock.hour, b.clock.minute
	ok := minute <= 59 && hour <= 24
	switch b.part {
	case "下午", "午后":
		if hour < 12 {
			hour += 12
		}
	case "晚上", "晚间", "傍晚", "夜间", "夜里", "晚":
		evening, known := eveningHour(hour)
		hour, ok = evening, ok && known
	case "中午":
		if hour < 10 {
			hour += 12
		}
	case "凌晨":
		hour %= 12
		ok = ok && b.clock.hour <= 12 && hour <= 7
	case "上午", "早上", "早晨", "清晨", "早":
		ok = ok && hour <= 12
	}
	return hour*60 + minute, ok && hour*60+minute <= 24*60
}

// eveningHour reads the hour of an evening; false for 晚上2点, which may be of
// the next day.
func eveningHour(hour int) (int, bool) {
	switch {
	case hour == 0 || hour == 12:
		return 24, true
	case hour < 5:
		return 0, false
	case hour < 12:
		return hour + 12, true
	}
	return hour, true
}

// spanText writes a span of minutes of the day.
func spanText(from, to int) string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60)
}
