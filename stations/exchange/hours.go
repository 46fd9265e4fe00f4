package exchange

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"yizhan/stations"
)

// Hours returns what an import keeps of an office's words about its hours: an
// opening_hours text where they can be read in one way only, else the words
// as they are.
func Hours(words string) string { return plainHours(words).text }

// hoursMade is what plainHours made of a cell, and why its state will be
// unknown, if so.
type hoursMade struct{ text, problem string }

// plainHours turns what offices write about their hours into an
// opening_hours text, and keeps every other text as it is: nothing is
// guessed. ADR 007 lists the words and how they are read.
//
// A text of digits that OSM's grammar would take for a night ("9:00-5:00",
// "2:00-5:00"), but an office hardly means so, becomes unknown with the words
// as comment.
func plainHours(cell string) hoursMade {
	words, known := scanHours(cell)
	r := hoursReader{cell: cell, words: words}
	if known {
		if hours, ok := r.read(); ok && parses(hours) {
			return hoursMade{text: hours}
		}
	}
	switch {
	case !parses(cell):
		return hoursMade{cell, "cannot be read as opening hours; kept as text"}
	case r.doubt != "":
		return hoursMade{fmt.Sprintf("unknown %q", cell), r.doubt + "; kept as text"}
	}
	return hoursMade{text: cell}
}

func parses(hours string) bool {
	_, err := stations.ParseHours(hours)
	return err == nil
}

// hoursMemory keeps what plainHours made of the texts of a file: an office
// writes few different ones. It is safe for concurrent use.
type hoursMemory struct {
	made  sync.Map // cell → hoursMade
	count atomic.Int32
}

// mostRemembered bounds the texts that are kept.
const mostRemembered = 10_000

func (m *hoursMemory) plain(cell string) hoursMade {
	if made, ok := m.made.Load(cell); ok {
		return made.(hoursMade)
	}
	made := plainHours(cell)
	if m.count.Add(1) <= mostRemembered {
		m.made.Store(cell, made)
	}
	return made
}

// hoursClause is one rule in the making.
type hoursClause struct {
	season  string // "May-Sep", "" for the year
	half    half   // of a season without its months
	days    days
	stated  bool     // whether the office named the days
	unsure  []string // spans of one half of the year only
	spans   []string // "08:30-12:00"
	always  bool     // the whole day
	off     bool
	whether string // why nobody knows if it holds
	lastEnd int    // of the spans, in minutes
}

// days is a set: bits 0 to 6 from Monday, then PH.
type days uint16

const (
	weekdaysOnly days = 0b0011111
	weekend      days = 0b1100000
	wholeWeek    days = 0b1111111
	publicDays   days = 1 << 7
)

// String writes the set as OSM does, "Mo-Fr,Su,PH".
func (d days) String() string {
	names := [...]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}
	var parts []string
	for i := 0; i < 7; i++ {
		if d>>i&1 == 0 {
			continue
		}
		first := i
		for i < 6 && d>>(i+1)&1 == 1 {
			i++
		}
		part := names[first]
		if i > first {
			part += "-" + names[i]
		}
		parts = append(parts, part)
	}
	if d&publicDays != 0 {
		parts = append(parts, "PH")
	}
	return strings.Join(parts, ",")
}

// text writes the clause as a rule.
func (c *hoursClause) text(comment string) string {
	if c.whether != "" {
		comment = fmt.Sprintf(" unknown %q", c.whether)
	}
	var words []string
	if c.season != "" {
		words = append(words, c.season)
	}
	words = append(words, c.days.String())
	switch {
	case c.off:
		words = append(words, "off")
	case c.always:
		words = append(words, "00:00-24:00")
	default:
		words = append(words, strings.Join(c.spans, ","))
	}
	return strings.Join(words, " ") + comment
}

// unsureText writes what holds in one half of the year only as a rule more,
// "" for nothing.
func (c *hoursClause) unsureText(cell string) string {
	if len(c.unsure) == 0 {
		return ""
	}
	return fmt.Sprintf(", %s %s unknown %q", c.days, strings.Join(c.unsure, ","), strings.Join(strings.Fields(cell), " "))
}

// write joins the clauses: those that are off last, so that they win.
func (r *hoursReader) write() string {
	comment := ""
	if r.working {
		comment = ` open "` + stations.WorksMakeUpDays + `"`
	}
	var open, off []string
	for i := range r.clauses {
		c := &r.clauses[i]
		switch {
		case c.off:
			off = append(off, c.text(""))
		case c.days&weekdaysOnly != 0:
			open = append(open, c.text(comment)+c.unsureText(r.cell))
		default:
			open = append(open, c.text("")+c.unsureText(r.cell))
		}
	}
	switch {
	case r.working && !r.publicStated():
		off = append(off, r.publicDefault())
	case r.except != "" && !r.publicOff():
		off = append(off, fmt.Sprintf("PH unknown %q", r.except))
	}
	return strings.Join(append(open, off...), "; ")
}

// publicDefault is what 工作日 says of public holidays when the office says
// nothing more: closed, but not known when weekends have hours of their own.
func (r *hoursReader) publicDefault() string {
	for _, c := range r.clauses {
		if !c.off && c.days&weekend != 0 {
			return `PH unknown "节假日未说明"`
		}
	}
	return "PH off"
}

// publicOff reports whether the office is closed on all public holidays.
func (r *hoursReader) publicOff() bool {
	return slices.ContainsFunc(r.clauses, func(c hoursClause) bool { return c.off && c.days&publicDays != 0 })
}

func (r *hoursReader) publicStated() bool {
	for _, c := range r.clauses {
		if c.days&publicDays != 0 {
			return true
		}
	}
	return false
}
