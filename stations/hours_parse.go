package stations

import (
	"strconv"
	"strings"
)

// What bounds a text, and so what State costs.
const (
	maxHours = 4 * MaxNote // bytes
	maxRules = 64          // bits of a mask
)

// parseSchedule reads a whole text.
func parseSchedule(text string) (*schedule, error) {
	if len(text) > maxHours {
		return nil, &syntax{maxHours, "is too long"}
	}
	marks, err := scan(text)
	if err != nil {
		return nil, err
	}
	p := &parser{marks: marks}
	rules, err := p.rules()
	if err != nil {
		return nil, err
	}
	return newSchedule(rules, p.comments), nil
}

// parser walks over the marks of a text.
type parser struct {
	marks    []mark
	i        int
	comments []string
}

func (p *parser) peek() mark { return p.ahead(0) }

func (p *parser) ahead(n int) mark { return p.marks[min(p.i+n, len(p.marks)-1)] }

func (p *parser) next() mark {
	m := p.peek()
	p.i++
	return m
}

// take steps over a sign, and reports whether it stood there.
func (p *parser) take(sign string) bool {
	if !p.peek().is(sign) {
		return false
	}
	p.i++
	return true
}

func (m mark) is(sign string) bool { return m.kind == markSign && m.text == sign }

func (p *parser) fail(m mark, what string) error { return &syntax{m.at, what} }

// rules reads rules and what joins them.
func (p *parser) rules() ([]rule, error) {
	var rules []rule
	for join := linkReplace; ; {
		r, err := p.rule()
		if err != nil {
			return nil, err
		}
		if len(rules) == maxRules {
			return nil, p.fail(p.peek(), "more than "+strconv.Itoa(maxRules)+" rules")
		}
		r.link = join
		rules = append(rules, r)
		switch m := p.next(); {
		case m.kind == markEnd:
			return rules, nil
		case m.is(";"):
			join = linkReplace
			for p.take(";") {
				continue
			}
			if p.peek().kind == markEnd {
				return rules, nil
			}
		case m.is(","):
			if join != linkFallback { // what is added to a fallback is one too
				join = linkAdd
			}
		case m.is("||"):
			join = linkFallback
		default:
			return nil, p.unexpected(m)
		}
	}
}

// rule reads one rule.
func (p *parser) rule() (rule, error) {
	r := rule{state: saysOpen}
	start := p.i
	if p.peek().kind == markAlways {
		p.i++
		r.spans = []timeSpan{{0, dayMinutes}}
	} else {
		for _, part := range []func(*rule) error{p.years, p.dates, p.weeks, p.readability, p.days, p.times} {
			if err := part(&r); err != nil {
				return r, err
			}
		}
	}
	p.modifier(&r)
	if p.i == start {
		return r, p.unexpected(p.peek())
	}
	if len(r.spans) == 0 {
		r.spans = []timeSpan{{0, dayMinutes}}
	}
	return r, nil
}

// modifier reads open, off, closed or unknown, and a comment. A comment alone
// says that somebody has to be asked.
func (p *parser) modifier(r *rule) {
	said := true
	switch p.peek().word() {
	case "open":
		r.state = saysOpen
	case "off", "closed":
		r.state = saysClosed
	case "unknown":
		r.state = saysUnknown
	default:
		said = false
	}
	if said {
		p.i++
	}
	if m := p.peek(); m.kind == markComment {
		p.i++
		p.comments = append(p.comments, m.text)
		if !said {
			r.state = saysUnknown
		}
	}
}

func (m mark) word() string {
	if m.kind != markWord {
		return ""
	}
	return m.text
}

// readability steps over the colon that may follow dates or weeks.
func (p *parser) readability(r *rule) error {
	if len(r.years)+len(r.dates)+len(r.weeks) > 0 {
		p.take(":")
	}
	return nil
}

// times reads "08:30-12:00,14:00-18:00".
func (p *parser) times(r *rule) error {
	for p.peek().kind == markClock {
		s, err := p.timeSpan()
		if err != nil {
			return err
		}
		r.spans = append(r.spans, s)
		if !p.peek().is(",") || p.ahead(1).kind != markClock {
			return nil
		}
		p.i++
	}
	return nil
}

// timeSpan reads "22:00-02:00" or "22:00-26:00". Equal times are refused:
// whether they mean never or all day is anybody's guess.
func (p *parser) timeSpan() (timeSpan, error) {
	first := p.next()
	switch {
	case p.peek().is("+"):
		return timeSpan{}, p.fail(p.peek(), "an open end such as 08:00+ is not supported: state when it closes")
	case !p.take("-"):
		return timeSpan{}, p.fail(first, quote(first.text)+" is no time span such as 08:30-17:00")
	}
	last := p.next()
	s := timeSpan{first.number, last.number}
	if last.kind != markClock {
		return s, p.unexpected(last)
	}
	if s.to < s.from {
		s.to += dayMinutes
	}
	switch {
	case first.sixty() || last.sixty():
		return s, p.fail(first, "minutes go to 59")
	case s.from >= dayMinutes:
		return s, p.fail(first, quote(first.text)+" is not within a day")
	case s.from == s.to:
		return s, p.fail(first, quote(first.text+"-"+last.text)+" begins when it ends: write 24/7 or 00:00-24:00 for a whole day")
	case s.to-s.from > dayMinutes || s.to > 2*dayMinutes:
		return s, p.fail(last, quote(first.text+"-"+last.text)+" is longer than a day")
	case p.peek().is("+"):
		return s, p.fail(p.peek(), "an open end such as 08:00-12:00+ is not supported: state when it closes")
	case p.peek().is("/"):
		return s, p.fail(p.peek(), "points in time are not supported")
	}
	return s, nil
}

// sixty reports whether a clock's minutes are more than 59.
func (m mark) sixty() bool {
	_, minutes, _ := strings.Cut(m.text, ":")
	return decimal(minutes) > 59
}

// unexpected says what cannot stand here, and why when that is known.
func (p *parser) unexpected(m mark) error {
	switch m.kind {
	case markEnd:
		return p.fail(m, "ends where days, times or open, off, unknown should follow")
	case markComment:
		return p.fail(m, "a comment stands at the end of a rule")
	}
	switch m.word() {
	case "sunrise", "sunset", "dawn", "dusk":
		return p.fail(m, m.text+" is not supported: state clock times such as 06:30")
	case "easter":
		return p.fail(m, "easter is not supported: state dates")
	}
	return p.fail(m, "cannot read "+strconv.Quote(m.text)+" here")
}
