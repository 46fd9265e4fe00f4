package exchange

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// mostRemark is the longest cell, in characters, that becomes the comment of
// hours: they have 500 in all.
const mostRemark = 300

// half is one of the two parts of a year that an office names without saying
// when they begin.
type half uint8

const (
	noHalf half = iota
	warmHalf
	coldHalf
)

// halfOf returns which half the word of a season means; noHalf for a quarter.
func halfOf(named string) half {
	switch {
	case named == "春季", named == "秋季", named == "旺季", named == "淡季":
		return noHalf
	case strings.ContainsAny(named, "夏"):
		return warmHalf
	}
	return coldHalf
}

// bare begins a season whose months may follow.
func (r *hoursReader) bare(named string) {
	r.days, r.outside = r.days|r.outside, 0
	if len(r.clauses) == 0 && r.season == "" && r.days != 0 {
		r.lead, r.days = r.days, 0
	}
	if n := len(r.clauses); n == 1 && r.clauses[0].stated && r.half == noHalf {
		r.lead = r.clauses[0].days // 周一至周五8:30-17:30（夏季8:30-18:00）
	}
	r.season, r.bareSeason, r.half = "", true, halfOf(named)
}

// meet makes one clause of the two halves of a year: what both have is open,
// what only one has is not known, as nobody says when the other begins. False
// when the halves differ in more than their times, or have none in common.
//
//  1. Each half has one clause of spans of a day, all for the same days. Hours
//     without a season are those of the other half: 8:00-20:00（冬季8:00-19:00）.
//  2. The minutes of both are open, those of one alone unsure.
func (r *hoursReader) meet() bool {
	if !slices.ContainsFunc(r.clauses, func(c hoursClause) bool { return c.half != noHalf && !c.off }) {
		return true
	}
	warm, cold, others, ok := r.halves()
	if !ok || warm.days != cold.days || strings.ContainsAny(r.cell, "\"\\") || utf8.RuneCountInString(r.cell) > mostRemark {
		return false
	}
	both, ok := warm.common(cold)
	r.clauses = append([]hoursClause{both}, others...)
	return ok
}

// halves tells the clauses of both halves of the year from those that are off.
// False when there are more, or fewer.
func (r *hoursReader) halves() (warm, cold *hoursClause, off []hoursClause, ok bool) {
	var of [coldHalf + 1]*hoursClause // by half; the first without a season
	for i := range r.clauses {
		c := &r.clauses[i]
		switch {
		case c.off:
			off = append(off, *c)
		case of[c.half] != nil || c.season != "":
			return nil, nil, nil, false
		default:
			of[c.half] = c
		}
	}
	all := of[noHalf]
	warm, cold = of[warmHalf], of[coldHalf]
	switch {
	case warm == nil:
		warm, all = all, nil
	case cold == nil:
		cold, all = all, nil
	}
	return warm, cold, off, all == nil && warm != nil && cold != nil
}

// common returns the spans of both clauses, with those of one alone as unsure.
func (c *hoursClause) common(other *hoursClause) (hoursClause, bool) {
	var times [24*60 + 1]int
	for _, spans := range [][]string{c.spans, other.spans} {
		for _, span := range spans {
			from, to := spanMinutes(span)
			if to <= from {
				return hoursClause{}, false // past midnight
			}
			for minute := from; minute < to; minute++ {
				times[minute]++
			}
		}
	}
	both := hoursClause{days: c.days, stated: c.stated || other.stated, spans: runs(times[:], 2), unsure: runs(times[:], 1)}
	return both, len(both.spans) > 0
}

// runs returns the spans in which a minute is counted so often.
func runs(times []int, often int) []string {
	var spans []string
	from := -1
	for minute, n := range times {
		switch {
		case n == often && from < 0:
			from = minute
		case n != often && from >= 0:
			spans = append(spans, spanText(from, minute))
			from = -1
		}
	}
	return spans
}
