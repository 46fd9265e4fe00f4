package stations

import (
	"strconv"
	"strings"
)

// rule is one rule of an opening_hours text.
type rule struct {
	days     [7]bool // Monday first; which weekdays it names
	holidays bool    // whether it names PH
	dated    bool    // whether it names any day; one that names none is for every day
	off      bool
	spans    [][2]int // minutes from the day's midnight, the end up to 48:00
}

// ParseHours compiles an OSM opening_hours text. It reads 24/7, weekday
// lists and ranges, PH, several time spans (also past midnight), open, off
// and closed, and several rules with ";". Anything else is an Invalid error
// on field hours: hours are never guessed. Empty text is an error too.
//
// The meaning is that of opening_hours.js, which the specification's wiki
// names as its reference: a later open rule replaces the earlier ones on the
// days that it names, also what they carry over from the night before; an
// off rule with times cuts these times out.
//
// No calendar of public holidays is known here, so a text with PH is read
// for every mix of holidays and workdays, and where they differ the state is
// StateUnknown.
func ParseHours(text string) (Hours, error) {
	var rules []rule
	for _, part := range strings.Split(text, ";") {
		part = strings.TrimSpace(part)
		if part == "" && len(rules) > 0 {
			continue // a trailing semicolon
		}
		r, problem := parseRule(part)
		if problem != "" {
			return Hours{}, BadField("hours", problem)
		}
		rules = append(rules, r)
	}
	return compile(rules), nil
}

// parseRule reads one rule and returns what is wrong with it, or "".
func parseRule(text string) (rule, string) {
	words := strings.Fields(strings.ReplaceAll(text, ", ", ","))
	var r rule
	if len(words) == 0 {
		return r, "is empty"
	}
	if words[0] == "24/7" {
		words[0] = "00:00-24:00"
	}
	if r.parseDays(words[0]) {
		words = words[1:]
	}
	if n := len(words); n > 0 && r.parseModifier(words[n-1]) {
		words = words[:n-1]
	}
	switch {
	case len(words) == 0:
		r.spans = [][2]int{{0, dayMinutes}}
		return r, ""
	case len(words) > 1:
		return r, "cannot read the rule " + quote(text)
	}
	for _, part := range strings.Split(words[0], ",") {
		span, ok := parseSpan(part)
		if !ok {
			return r, "cannot read " + quote(part) + " as a time span such as 08:30-17:00"
		}
		r.spans = append(r.spans, span)
	}
	return r, ""
}

// parseDays reads "Mo-Fr,Su,PH" and reports whether word is such a list.
func (r *rule) parseDays(word string) bool {
	read := rule{dated: true}
	for _, part := range strings.Split(word, ",") {
		if strings.EqualFold(part, "PH") {
			read.holidays = true
			continue
		}
		from, to, ranged := strings.Cut(part, "-")
		first, last := weekday(from), weekday(to)
		if !ranged {
			last = first
		}
		if first < 0 || last < 0 {
			return false
		}
		for day := first; ; day = (day + 1) % 7 {
			read.days[day] = true
			if day == last {
				break
			}
		}
	}
	*r = read
	return true
}

func weekday(s string) int {
	for i, name := range [...]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"} {
		if strings.EqualFold(s, name) {
			return i
		}
	}
	return -1
}

func (r *rule) parseModifier(word string) bool {
	switch strings.ToLower(word) {
	case "off", "closed":
		r.off = true
		return true
	}
	return strings.EqualFold(word, "open")
}

// parseSpan reads "22:00-02:00" or "22:00-26:00". Equal times are refused:
// whether they mean never or all day is anybody's guess.
func parseSpan(s string) ([2]int, bool) {
	a, b, _ := strings.Cut(s, "-")
	from, ok1 := parseClock(a)
	to, ok2 := parseClock(b)
	if !ok1 || !ok2 || from == to || from >= dayMinutes || to-from > dayMinutes {
		return [2]int{}, false
	}
	if to < from {
		to += dayMinutes
	}
	return [2]int{from, to}, true
}

// parseClock reads "8:30" … "48:00" as minutes.
func parseClock(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	if !ok || len(h) < 1 || len(h) > 2 || len(m) != 2 || strings.Trim(h+m, "0123456789") != "" {
		return 0, false
	}
	hour, _ := strconv.Atoi(h)
	minute, _ := strconv.Atoi(m)
	return hour*60 + minute, minute < 60 && hour*60+minute <= 2*dayMinutes
}

// compile turns the rules into a week of spans.
func compile(rules []rule) Hours {
	var h Hours
	for day := range 7 {
		must, may := readings(rules, day)
		for at := 0; at < dayMinutes; at += run(&must, &may, at) {
			h.add(day*dayMinutes+at, doorAt(&must, &may, at))
		}
	}
	return h
}

// readings returns the minutes of a weekday that are open whatever days are
// holidays, and those that are open under some reading.
func readings(rules []rule, day int) (must, may minutes) {
	must = openMinutes(rules, day, false, false)
	may = must
	for _, mix := range [][2]bool{{false, true}, {true, false}, {true, true}} {
		other := openMinutes(rules, day, mix[0], mix[1])
		for i := range other {
			must[i] &= other[i]
			may[i] |= other[i]
		}
	}
	return must, may
}

// openMinutes applies the rules in order to one day, which may be a holiday
// and may follow one.
func openMinutes(rules []rule, day int, holiday, afterHoliday bool) minutes {
	var open minutes
	for i, r := range rules {
		if r.names(day, holiday) {
			if !r.off && (r.dated || i > 0 && !rules[i-1].dated) {
				open = minutes{}
			}
			for _, s := range r.spans {
				open.fill(s[0], min(s[1], dayMinutes), !r.off)
			}
		}
		if r.names((day+6)%7, afterHoliday) {
			for _, s := range r.spans {
				open.fill(0, s[1]-dayMinutes, !r.off)
			}
		}
	}
	return open
}

// names reports whether the rule is for such a day.
func (r *rule) names(day int, holiday bool) bool {
	return !r.dated || r.days[day] || holiday && r.holidays
}

func doorAt(must, may *minutes, at int) door {
	word, bit := at/64, at%64
	switch {
	case must[word]>>bit&1 == 1:
		return doorOpen
	case may[word]>>bit&1 == 1:
		return doorUnknown
	}
	return doorClosed
}

// add appends a stretch, joined to the last one when they are alike.
func (h *Hours) add(from int, state door) {
	if n := len(h.spans); n > 0 && h.spans[n-1].state == state {
		return
	}
	h.spans = append(h.spans, span{uint16(from), state})
}
