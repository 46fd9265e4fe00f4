package exchange

import (
	"fmt"
	"regexp"
	"strconv"

	"yizhan/stations/text"
)

// The simple ways in which offices write hours: days or none, then one span.
const (
	dayWord  = `(?:周|星期|礼拜)([一二三四五六日天])`
	dash     = `\s*(?:-|–|—|―|~|至|到)+\s*`
	timeWord = `([0-9]{1,2}):([0-9]{2})`
)

// plainHours turns the simplest Chinese hours into an opening_hours string
// and keeps every other text as it is: 24小时 and 全天 are 24/7, a span alone
// is every day, "周一至周五 9:00-17:00" is Mo-Fr. 全年无休 is kept: it tells the
// days, not the hours.
func plainHours(cell string) string {
	s := text.Fold(cell)
	if s == "24小时" || s == "全天" || s == "24h" || s == "全天24小时" || s == "全天开放" || s == "24小时开放" {
		return "24/7"
	}
	parts := simpleHours.FindStringSubmatch(s)
	if parts == nil {
		return cell
	}
	from, ok1 := clock(parts[4], parts[5])
	to, ok2 := clock(parts[6], parts[7])
	switch {
	case !ok1 || !ok2 || from == to || from == "24:00":
		return cell
	case from == "00:00" && to == "24:00" && days(parts) == "Mo-Su":
		return "24/7"
	}
	return days(parts) + " " + from + "-" + to
}

// simpleHours is compiled once; nothing changes it.
var simpleHours = regexp.MustCompile(`^(?:(?:` + dayWord + dash + dayWord + `|(每天|每日))\s*[:,]?\s*)?` + timeWord + dash + timeWord + `$`)

// days returns the opening_hours days of a match: Mo-Su when none are named.
func days(parts []string) string {
	if parts[1] == "" {
		return "Mo-Su"
	}
	from, to := weekday(parts[1]), weekday(parts[2])
	if from == to {
		return from
	}
	return from + "-" + to
}

func weekday(char string) string {
	names := map[string]string{"一": "Mo", "二": "Tu", "三": "We", "四": "Th", "五": "Fr", "六": "Sa"}
	if name, ok := names[char]; ok {
		return name
	}
	return "Su"
}

// clock writes hours and minutes in two digits each; false past 24:00.
func clock(hours, minutes string) (string, bool) {
	h, err1 := strconv.Atoi(hours)
	m, err2 := strconv.Atoi(minutes)
	ok := err1 == nil && err2 == nil && m < 60 && h*60+m <= 24*60
	return fmt.Sprintf("%02d:%02d", h, m), ok
}
