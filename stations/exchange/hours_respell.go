package exchange

import (
	"regexp"
	"strings"
)

// The ways of writing that respelt knows. They are compiled once; nothing
// changes them.
var (
	typedDash = regexp.MustCompile(`([0-9])一([0-9])`)                                              // 8:30一17:30
	dayDash   = regexp.MustCompile(`(周[一二三四五六日天1-7])一(周[一二三四五六日天1-7])`)                            // 周一一周五
	typedDots = regexp.MustCompile(`([0-9]);([0-5][0-9])`)                                         // 8;30
	wideDash  = regexp.MustCompile(` *([-~至到]) *`)                                                 // 周一 至 周五
	fromOn    = regexp.MustCompile(`[从自](周|[0-9]{1,2}[:点时]|[0-9]{1,2}月(?:[0-9]{1,2}[日号])?[-~至到])`) // 从9:00到17:00; not 自10月1日, which has no end
	wideDay   = regexp.MustCompile(`24 +小时`)

	dayRow     = regexp.MustCompile(`周([一二三四五六日天]{2,7})([^一二三四五六七八九十日天点时月半]|$)`)                         // 周一三五
	shutFirst  = regexp.MustCompile(`^(` + someDays + `(?:` + shutWords + `))[,; ]*其[余他](?:时间|日子|均|都)*`) // 周一闭馆，其余9:00-17:00
	noonInside = regexp.MustCompile(`(:[0-9]{2}) ?\((?:中午|午间)?(?:午休|休息)\) ?((?:下午)?[0-9]{1,2}:)`)        // 9:00-12:00（午休）14:00-18:00

	// 除周一外, 除周一闭馆外, （除周一）
	barring = regexp.MustCompile(`除了?(` + someDays + `)(?:(?:` + shutWords + `)?[以之]?外|([)]|$))`)
	leaving = regexp.MustCompile(`(?:不包括|不包含|不含)(` + someDays + `)`) // 不含节假日

	// 早8晚8, 早上八点晚上八点, 早8:30晚5:30
	mornToEve = regexp.MustCompile(`(早|晚)上?(` + hourWords + `) ?(早|晚)上?(` + hourWords + `)(.?)`)
	hourOnly  = regexp.MustCompile(`^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})$`)
	idiom     = regexp.MustCompile(`朝([七八九十])晚([四五六七八九十])`)

	partHours = regexp.MustCompile(`(上午|下午|早上|中午|晚上)([0-9]{1,2})[-~至到]([0-9]{1,2})([^0-9:.点时年月]|$)`) // 上午9-12
	restAfter = regexp.MustCompile(`(?:中午|午间)?([0-9]{1,2}:[0-9]{2})[-~至到]([0-9]{1,2}:[0-9]{2}) ?(?:中午|午间)?(?:午休|休息)(?:时间)?`)
)

// Parts of the patterns above.
const (
	someDays = `(?:周[一二三四五六日天末]|周六日|双休日|(?:国家)?法定(?:节假日|假日|节日)|国定假日|节假日|春节假期|春节期间|春节|国庆节|国庆|元旦|[、和及与至到~-]|以及)+`
	// of 除周一闭馆外
	shutWords = `闭馆|闭站|休息|休馆|不开放|关闭|关门|放假`
	hourWords = `(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?::[0-9]{2}|[点时](?:半|一刻|三刻|整|钟|[0-9]{1,2}分?)?)?`
)

// respelt writes idioms, and words in another order, as the table of words has
// them: 除周一外 and 不含周一 as （周一除外）, 早8晚8 as 早8点-晚8点,
// 12:00-13:30休息 as 午休12:00-13:30, 周一三五 as 周一、三、五. What two readings fit is left as it is.
func respelt(s string) string {
	s = typedDash.ReplaceAllString(s, "${1}-${2}")
	s = dayDash.ReplaceAllString(s, "${1}-${2}")
	if !strings.Contains(s, ":") {
		s = typedDots.ReplaceAllString(s, "${1}:${2}")
	}
	s = wideDash.ReplaceAllString(s, "${1}")
	s = fromOn.ReplaceAllString(s, "${1}")
	s = wideDay.ReplaceAllString(s, "24小时")
	s = barring.ReplaceAllString(s, "(${1}除外)${2}")
	s = leaving.ReplaceAllString(s, "(${1}除外)")
	s = partHours.ReplaceAllString(s, "${1}${2}点-${3}点${4}")
	s = restAfter.ReplaceAllString(s, "午休${1}-${2}")
	s = dayRow.ReplaceAllStringFunc(s, apart)
	s = shutFirst.ReplaceAllString(s, "${1},")
	s = noonInside.ReplaceAllString(s, "${1} ${2}")
	if strings.Contains(s, "周末") || strings.Contains(s, "双休日") { // alone 平日 may be any day that is no holiday
		s = strings.ReplaceAll(s, "平日", "工作日")
	}
	if strings.Contains(s, "周") { // without its days 朝九晚五 is who works in an office
		s = idiom.ReplaceAllString(s, "早${1}点-晚${2}点")
	}
	return mornToEve.ReplaceAllStringFunc(s, morningToEvening)
}

// apart writes 周一三五 as 周一、三、五. Days that do not follow each other are
// something else; 周六日 is a word of its own.
func apart(row string) string {
	m := dayRow.FindStringSubmatch(row)
	list := []rune(strings.ReplaceAll(m[1], "天", "日"))
	for i := 1; i < len(list); i++ {
		if dayOf(string(list[i-1])) >= dayOf(string(list[i])) {
			return row
		}
	}
	if string(list) == "六日" {
		return row
	}
	return "周" + strings.Join(strings.Split(m[1], ""), "、") + m[2]
}

// morningToEvening puts a dash between the two ends of 早8晚8, unless more
// follows that makes the second the start of another span.
func morningToEvening(span string) string {
	m := mornToEve.FindStringSubmatch(span)
	if m[1] == m[3] || m[5] != "" && strings.Contains("-~至到—–", m[5]) {
		return span
	}
	return m[1] + withUnit(m[2]) + "-" + m[3] + withUnit(m[4]) + m[5]
}

// withUnit writes 8 as 8点.
func withUnit(hour string) string {
	if hourOnly.MatchString(hour) {
		return hour + "点"
	}
	return hour
}
