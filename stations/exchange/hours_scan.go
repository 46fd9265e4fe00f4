package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yizhan/stations/text"
)

// hoursWord is one word of an office's hours.
type hoursWord struct {
	kind  hoursKind
	days  days      // of kindDays
	clock clockWord // of kindClock
	date  dateWord  // of kindDate
	named string    // the word itself
}

type hoursKind uint8

const (
	kindBreak   hoursKind = iota // space, comma, bracket, 和, 及
	kindRange                    // -, 至, 到
	kindDays                     // 周一, 周末, 节假日
	kindPart                     // 上午, 次日
	kindClock                    // 8:30, 8点半, or a bare number
	kindAlways                   // 24小时
	kindOff                      // 休息, 除外
	kindAlso                     // 正常开放, 含
	kindDate                     // 5月, 5月1日
	kindSeason                   // 夏季
	kindNoRest                   // 全年无休
	kindNothing                  // 开放时间
	kindPause                    // 午休
	kindFeast                    // 春节, of which no grammar has the days
	kindEntry                    // 扫码进入: how to get in
)

// clockWord is a time of day as written.
type clockWord struct {
	hour, minute int
	bare         bool // a number without a unit, as in "8-18点"
	full         bool // of two digits, as in 03:00
}

// dateWord is a month, or a day of it.
type dateWord struct{ month, day int }

// hoursRow is a line of hoursTable: words of one meaning.
type hoursRow struct {
	kind  hoursKind
	words string // separated by spaces
	days  days   // of kindDays
}

// hoursTable lists what offices write; of several words that fit, tableWord
// takes the longest.
func hoursTable() []hoursRow {
	return []hoursRow{
		{kindOff, "不对外开放 停止开放 不开放 不营业 不开门 休息 闭馆 闭站 关闭 关门 除外 休馆 歇业 停业 放假 休假 公休 例休 店休 休", 0},
		{kindNoRest, "全年无休 全年不休 全年开放 常年开放 四季无休 无休", 0},
		{kindPause, "中午休息时间 午间休息时间 中午休息 午间休息 午休时间 午休", 0},
		{kindFeast, "春节假期 春节期间 春节 国庆假期 国庆期间 国庆节 国庆 元旦 清明节 清明 劳动节 端午节 端午 中秋节 中秋", 0},
		{kindAlso, "正常 照常 正常开放 照常开放 正常营业 照常营业 不休息 不打烊 不休 同样开放 也开放 包括 包含 含", 0},
		{kindAlways, "7x24小时 7*24小时 7×24小时 7x24h 7*24h 7×24h 365天*24小时 365天x24小时 365x24小时 24x7 7x24 7*24 7×24 24小时 24h 二十四小时 全天候 全天 昼夜 日夜", 0},
		{kindDays, "非工作日", weekend | publicDays},
		{kindDays, "法定工作日 工作日", weekdaysOnly},
		{kindDays, "周末 双休日 周六周日 周六日", weekend},
		{kindDays, "国家法定节假日 法定节假日 法定假日 法定节日 节假日 国定假日", publicDays},
		{kindDays, "周一至周日 每天 每日 天天 全周 日常 全年365天 一年365天 365天 周7天 周七天 7天 七天 全周7天 全周七天", wholeWeek},
		{kindPart, "上午 早上 早晨 清晨 凌晨 中午 下午 午后 晚上 晚间 傍晚 夜间 夜里 第二天 次日 翌日 隔日 早 晚", 0},
		{kindSeason, "夏季时间 冬季时间 夏季作息时间 冬季作息时间 夏季作息 冬季作息 夏季 冬季 春季 秋季 夏令 冬令 夏令时间 冬令时间 夏令时 冬令时 夏天 冬天 春夏季 秋冬季 春夏 秋冬 夏秋季 冬春季 夏秋 冬春 旺季 淡季", 0},
		{kindRange, "-- - – — ― ~ 至 到 −", 0},
		{kindNothing, "对外开放时间 对外开放 开放时间 营业时间 服务时间 运营时间 开放时段 开放 营业 服务 时间 均为 为 均 都 次年 期间 时段 自助服务 自助 无人值守 全年 常年 止 白天 日间 不间断 工作时间 上班时间 作息时间 门店 网点 厅堂 中午不休息 中午不休 午间不休息 午间不休 不午休", 0},
		{kindEntry, "扫码进入 扫码进门 扫码开门 扫码入内 扫码开放 刷卡进入 刷卡进门 刷卡开门 刷脸进入 刷脸进门 刷脸开门 凭码进入 凭密码进入 密码进入 密码开门", 0},
		{kindBreak, "以及 和 及 与 、 , ; 。 / ( ) [ ] : | \" “ ” 【 】", 0},
	}
}

// simpler writes characters that mean the same in one way.
func simpler() *strings.Replacer {
	return strings.NewReplacer("週", "周", "點", "点", "時", "时", "開", "开", "營", "营", "業", "业", "節", "节", "無", "无", "號", "号",
		"間", "间", "務", "务", "為", "为", "每周", "周", "每星期", "周", "每礼拜", "周", "逢周", "周", "礼拜", "周", "星期", "周", "禮拜", "周", "•", " ", "·", " ")
}

// The words that hold numbers. They are compiled once; nothing changes them.
var (
	dayWord    = regexp.MustCompile(`^周([一二三四五六日天1-7])`)
	dayMore    = regexp.MustCompile(`^(?:([一二三四五六日天])(?:[^点时月:.一二三四五六七八九十]|$)|([1-7])(?:[^点时月:.0-9一二三四五六七八九十]|$))`)
	dateWords  = regexp.MustCompile(`^([0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?(?:([0-9]{1,2})[日号])?`)
	monthsWord = regexp.MustCompile(`^([0-9]{1,2})(?:-|~|至|到)([0-9]{1,2})月份?`)
	clockDigit = regexp.MustCompile(`^([0-9]{1,2})[:.]([0-9]{2})(?::00)?(?:分)?`)
	clockWords = regexp.MustCompile(`^([0-9]{1,2}|二?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])[点时](?:(半)|(一刻)|(三刻)|([0-9]{1,2})分?|整|钟)?`)
	clockFour  = regexp.MustCompile(`^([01][0-9]|2[0-4])([0-5][0-9])(?:[^0-9:.点时年月]|$)`)
	clockHalf  = regexp.MustCompile(`^([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)`)
	clockBare  = regexp.MustCompile(`^([0-9]{1,2})(?:-|~|至|到)`)
)

// scanHours cuts a cell into words; false when it holds one that nobody
// listed.
func scanHours(cell string) ([]hoursWord, bool) {
	rest := respelt(strings.NewReplacer("--", "-", "——", "-", "~~", "~", "<br>", " ", "<br/>", " ").Replace(simpler().Replace(text.Fold(cell))))
	var words []hoursWord
	for rest != "" {
		if rest[0] == ' ' {
			words = append(words, hoursWord{kind: kindBreak, named: " "})
			rest = rest[1:]
			continue
		}
		w, length := hoursWordOf(rest, words)
		if length == 0 {
			return nil, false
		}
		words = append(words, w...)
		rest = rest[length:]
	}
	return words, len(words) > 0
}

// hoursWordOf returns the words at the head of s and their length in bytes.
func hoursWordOf(s string, before []hoursWord) ([]hoursWord, int) {
	if m := dayWord.FindStringSubmatch(s); m != nil && !longerWeek(s) {
		return []hoursWord{{kind: kindDays, days: dayOf(m[1]), named: m[0]}}, len(m[0])
	}
	if m := dayMore.FindStringSubmatch(s); m != nil && amongDays(before) {
		return []hoursWord{{kind: kindDays, days: dayOf(m[1] + m[2]), named: m[1] + m[2]}}, len(m[1] + m[2])
	}
	if w, length := tableWord(s); length > 0 {
		return []hoursWord{w}, length
	}
	if words, length := dateOf(s); length > 0 {
		return words, length
	}
	if w, length := clockOf(s); length > 0 {
		return []hoursWord{w}, length
	}
	return nil, 0
}

// longerWeek reports a word of several days that begins like one of one day.
func longerWeek(s string) bool {
	return slices.ContainsFunc([]string{"周六日", "周7天", "周七天"}, func(word string) bool { return strings.HasPrefix(s, word) })
}

// tableWord finds a word of the table, the longest that fits.
func tableWord(s string) (hoursWord, int) {
	var best hoursWord
	length := 0
	for _, row := range hoursTable() {
		for _, word := range strings.Fields(row.words) {
			if len(word) > length && strings.HasPrefix(s, word) {
				best, length = hoursWord{kind: row.kind, days: row.days, named: word}, len(word)
			}
		}
	}
	return best, length
}

// amongDays reports whether a lone 三 can be a weekday: after "周一、" or
// "周一至".
func amongDays(before []hoursWord) bool {
	for i := len(before) - 1; i >= 0 && len(before)-i <= 2; i-- {
		switch w := before[i]; {
		case w.kind == kindDays:
			return true
		case w.kind != kindRange && w.named != "、" && w.named != "," && w.named != "和" && w.named != "及":
			return false
		}
	}
	return false
}

func dayOf(char string) days {
	if n, err := strconv.Atoi(char); err == nil {
		return 1 << (n - 1)
	}
	if char == "天" {
		char = "日"
	}
	return 1 << (strings.Index("一二三四五六日", char) / len("一"))
}

// dateOf reads "5月", "5月1日" and "5-9月".
func dateOf(s string) ([]hoursWord, int) {
	if m := monthsWord.FindStringSubmatch(s); m != nil {
		return []hoursWord{
			{kind: kindDate, date: dateWord{month: numeral(m[1])}},
			{kind: kindRange},
			{kind: kindDate, date: dateWord{month: numeral(m[2])}},
		}, len(m[0])
	}
	if m := dateWords.FindStringSubmatch(s); m != nil {
		return []hoursWord{{kind: kindDate, date: dateWord{numeral(m[1]), numeral(m[2])}}}, len(m[0])
	}
	return nil, 0
}

// clockOf reads "8:30", "0830", "8:30am", "8点半", "八时", and "8" before a
// dash.
func clockOf(s string) (hoursWord, int) {
	if m := clockHalf.FindStringSubmatch(s); m != nil {
		return halfDay(numeral(m[1]), numeral(m[2]), m[3] == "pm"), len(m[0])
	}
	if m := clockFour.FindStringSubmatch(s); m != nil {
		return hoursWord{kind: kindClock, clock: clockWord{hour: numeral(m[1]), minute: numeral(m[2]), full: true}}, len("0900")
	}
	if m := clockDigit.FindStringSubmatch(s); m != nil {
		return hoursWord{kind: kindClock, clock: clockWord{hour: numeral(m[1]), minute: numeral(m[2]), full: len(m[1]) == 2}}, len(m[0])
	}
	if m := clockWords.FindStringSubmatch(s); m != nil {
		c := clockWord{hour: numeral(m[1]), minute: numeral(m[5]), full: m[1][0] == '0'}
		switch {
		case m[2] != "":
			c.minute = 30
		case m[3] != "":
			c.minute = 15
		case m[4] != "":
			c.minute = 45
		}
		return hoursWord{kind: kindClock, clock: c}, len(m[0])
	}
	if m := clockBare.FindStringSubmatch(s); m != nil {
		return hoursWord{kind: kindClock, clock: clockWord{hour: numeral(m[1]), bare: true}}, len(m[1])
	}
	return hoursWord{}, 0
}

// halfDay reads "9:00am" and "12:30 pm". An hour that no half of a day has
// becomes one that no day has.
func halfDay(hour, minute int, after bool) hoursWord {
	switch {
	case hour < 1 || hour > 12:
		hour = 99
	case after:
		hour = hour%12 + 12
	default:
		hour %= 12
	}
	return hoursWord{kind: kindClock, clock: clockWord{hour: hour, minute: minute}}
}

// numeral reads "17", "十七" or "二十"; 0 for "".
func numeral(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	n, last := 0, 0
	for _, c := range s {
		if c == '十' {
			n, last = max(last, 1)*10, 0
			continue
		}
		last = strings.IndexRune("零一二三四五六七八九", c) / len("零")
		if c == '两' {
			last = 2
		}
	}
	return n + max(last, 0)
}
