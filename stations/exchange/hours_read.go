package exchange

import (
	"fmt"
	"slices"
	"time"
)

// hoursReader puts words together. It gives up, and the text is kept, as
// soon as two readings are possible.
type hoursReader struct {
	cell    string // as the office wrote it
	words   []hoursWord
	i       int
	clauses []hoursClause

	season     string
	bareSeason bool   // 夏季 without its months
	half       half   // which, see meet
	days       days   // named, and not yet given hours
	outside    days   // named before the bracket that is open
	run        days   // the last of days, with those that 、 or 和 joins to it
	feast      string // 春节, of which the hours are not yet known
	except     string // the feasts on which the office is closed
	lead       days   // named before the first season: they hold for all
	shut       bool   // days are closed since the last hours, and not by 除外
	behind     bool   // a bracket behind the first hours names days
	adding     bool   // 含, 包括: days that join others
	entry      string // 扫码进入
	working    bool   // 工作日: on working days in the official sense
	loose      bool   // 节假日, which may or may not mean weekends too
	noRest     bool
	doubt      string // why a span of digits may not mean what OSM's grammar takes it for
}

// read returns the opening_hours text of the words.
func (r *hoursReader) read() (string, bool) {
	for r.i < len(r.words) {
		if !r.step() {
			return "", false
		}
	}
	if !r.finish() {
		return "", false
	}
	if len(r.clauses) == 0 {
		return `24/7 open "全年无休"`, true
	}
	if len(r.clauses) == 1 && r.except == "" {
		if c := &r.clauses[0]; c.always && c.season == "" && c.days == wholeWeek && !r.working {
			return "24/7" + r.entrance(), true
		}
	}
	return r.write(), r.entry == ""
}

// step reads what begins at the next word.
func (r *hoursReader) step() bool {
	w := r.words[r.i]
	switch w.kind {
	case kindBreak:
		r.i++
		r.bracket(w.named)
	case kindNothing:
		r.i++
	case kindPause:
		r.i++
		return r.readPause()
	case kindFeast:
		r.i++
		return r.readFeast(w.named)
	case kindNoRest:
		r.i++
		return r.readNoRest(w)
	case kindEntry:
		r.entry = w.named
		r.i++
	case kindDays:
		return r.readDays()
	case kindPart, kindClock:
		return r.readSpan()
	case kindAlways:
		r.i++
		return r.give(hoursClause{always: true})
	case kindOff:
		r.i++
		return r.readOff(w.named)
	case kindAlso:
		r.i++
		return r.also(w)
	case kindDate:
		return r.readSeason()
	case kindSeason:
		r.i++
		r.bare(w.named)
	default:
		return false
	}
	return true
}

// readDays reads "周一", "周一至周五" or 工作日.
func (r *hoursReader) readDays() bool {
	w, joined := r.words[r.i], r.joined()
	r.i++
	set := w.days
	if r.at(kindRange) && r.i+1 < len(r.words) && r.words[r.i+1].kind == kindDays {
		last := r.words[r.i+1].days
		if !single(set) || !single(last) {
			return false
		}
		r.i += 2
		for day := set; day != last; {
			day <<= 1
			if day > wholeWeek {
				day = 1
			}
			set |= day
		}
	}
	if w.named == "工作日" || w.named == "法定工作日" {
		r.working = true
	}
	if w.named == "节假日" {
		r.loose = true
	}
	if r.days |= set; joined {
		set |= r.run
	}
	r.run = set
	return true
}

// joined reports whether 、 or 和 stands before this word.
func (r *hoursReader) joined() bool {
	if r.i == 0 {
		return false
	}
	switch r.words[r.i-1].named {
	case "、", "和", "及", "与", "以及":
		return true
	}
	return false
}

func single(d days) bool { return d&wholeWeek != 0 && d&(d-1) == 0 }

func (r *hoursReader) at(kind hoursKind) bool { return r.i < len(r.words) && r.words[r.i].kind == kind }

// give makes the clause of the days that are named, or adds its span to the
// one before when none are.
func (r *hoursReader) give(c hoursClause) bool {
	r.days, r.outside = r.days|r.outside, 0 // 周一至周五（9:00-17:00）
	if r.bareSeason && r.half == noHalf || r.adding && r.days == 0 || r.feast != "" || r.behind {
		return false // in which months, on which days?
	}
	r.addToAll()
	r.shut = false
	if n := len(r.clauses); n > 0 && r.days == 0 && r.clauses[n-1].season == r.season && r.clauses[n-1].half == r.half && !r.clauses[n-1].off {
		return r.extend(&r.clauses[n-1], c)
	}
	c.half = r.half
	c.season, c.days, c.stated = r.season, r.days, r.days != 0
	if !c.stated {
		c.days, c.stated = r.lead, r.lead != 0
	}
	if !c.stated {
		c.days = wholeWeek
	}
	r.days, r.adding = 0, false
	r.clauses = append(r.clauses, c)
	return true
}

// addToAll takes days that join others as joining all days, where the office says
// that it never rests: 全年无休（含节假日）.
func (r *hoursReader) addToAll() {
	if r.adding && r.noRest && r.days&wholeWeek == 0 {
		r.days, r.loose = r.days|wholeWeek, false
	}
}

// extend adds a span to a clause, after those that it has.
func (r *hoursReader) extend(to *hoursClause, c hoursClause) bool {
	if to.always && c.always {
		return true // 全天24小时
	}
	if to.always || c.always || clockMinutes(c.spans[0]) < to.lastEnd {
		return false
	}
	to.spans, to.lastEnd = append(to.spans, c.spans...), c.lastEnd
	return true
}

func clockMinutes(span string) int {
	var hour, minute int
	if _, err := fmt.Sscanf(span, "%d:%d", &hour, &minute); err != nil {
		return 0
	}
	return hour*60 + minute
}

// also reads 正常开放 after days, and 含 before them.
func (r *hoursReader) also(w hoursWord) bool {
	switch w.named {
	case "含", "包括", "包含":
		r.adding = true
		return true
	}
	n := len(r.clauses)
	if r.days == 0 || n == 0 || r.clauses[n-1].off {
		return r.days == 0
	}
	r.clauses[n-1].days |= r.days
	r.days, r.loose = 0, false
	return true
}

// readNoRest reads 全年无休; 无休 behind days is about them, as in 周末无休.
func (r *hoursReader) readNoRest(w hoursWord) bool {
	if w.named == "无休" && r.days != 0 && len(r.clauses) > 0 {
		return r.also(w)
	}
	r.noRest = true
	return r.days == 0 || r.days&weekdaysOnly != 0 // 周末无休，9:00-17:00: on weekends too, or only then?
}

// entrance returns how to get in, as a comment that riders are shown.
func (r *hoursReader) entrance() string {
	if r.entry == "" {
		return ""
	}
	return fmt.Sprintf(" open %q", r.entry)
}

// readSeason reads "5月至9月", "5月1日-9月30日".
func (r *hoursReader) readSeason() bool {
	from := r.words[r.i].date
	r.i++
	to := from
	if r.at(kindRange) {
		r.i++
		for r.at(kindNothing) { // 次年
			r.i++
		}
		if !r.at(kindDate) {
			return false
		}
		to = r.words[r.i].date
		r.i++
	}
	if !from.valid() || !to.valid() || (from.day == 0) != (to.day == 0) {
		return false
	}
	r.days, r.outside = r.days|r.outside, 0
	if len(r.clauses) == 0 && r.season == "" && r.days != 0 {
		r.lead = r.days
	}
	if len(r.clauses) > 0 && r.days != 0 {
		return false // days that no hours followed
	}
	r.days, r.bareSeason, r.half = 0, false, noHalf
	r.season = from.String()
	if to != from {
		r.season += "-" + to.String()
	}
	return true
}

func (d dateWord) valid() bool {
	return d.month >= 1 && d.month <= 12 && d.day <= 31
}

// String writes the date as OSM does.
func (d dateWord) String() string {
	month := time.Month(d.month).String()[:3]
	if d.day == 0 {
		return month
	}
	return fmt.Sprintf("%s %d", month, d.day)
}

// finish looks at what is left over, and whether the clauses tell all.
func (r *hoursReader) finish() bool {
	r.days |= r.outside
	if len(r.clauses) == 0 {
		return r.noRest && r.except == "" && r.days == 0 && r.season == "" && !r.bareSeason
	}
	return r.leftOver() && r.join() && r.feast == "" && r.opensOn(wholeWeek|publicDays) && !r.vague() && !r.halfYear() && !r.undone() && r.meet()
}

// leftOver gives days that no hours followed to the hours before them.
func (r *hoursReader) leftOver() bool {
	if r.days == 0 {
		return true
	}
	n := len(r.clauses)
	switch last := &r.clauses[n-1]; {
	case r.adding && !last.off:
		last.days |= r.days
	case n == 1 && !last.stated: // the days follow their hours
		last.days, last.stated = r.days, true
	default:
		return false
	}
	r.loose = r.loose && !r.adding
	return true
}

// vague reports hours on 节假日 that cannot be told apart from those of weekends:
// they may or may not be meant. Beside hours of other days they are, as unknown.
func (r *hoursReader) vague() bool {
	if !r.loose || r.opensOn(weekend) || !r.opensOn(publicDays) {
		return false
	}
	at := slices.IndexFunc(r.clauses, func(c hoursClause) bool { return !c.off && c.days == publicDays && c.season == "" && c.half == noHalf })
	if at < 0 || !r.opensOn(weekdaysOnly) || slices.ContainsFunc(r.clauses, func(c hoursClause) bool { return c.off }) {
		return true
	}
	weekends := r.clauses[at]
	weekends.days, weekends.whether = weekend, "节假日是否含周末未说明"
	r.clauses = slices.Insert(r.clauses, at, weekends)
	return false
}

// opensOn reports whether a clause has hours on some of the days.
func (r *hoursReader) opensOn(some days) bool {
	return slices.ContainsFunc(r.clauses, func(c hoursClause) bool { return !c.off && c.days&some != 0 })
}

// halfYear reports a clause with a season beside one without.
func (r *hoursReader) halfYear() bool {
	with, without := false, false
	for _, c := range r.clauses {
		with = with || c.season != ""
		without = without || c.season == "" && !c.off
	}
	return with && without
}
