package stations

import (
	"math/bits"
	"time"

	"yizhan/stations/calendar"
)

// day is what rules ask of a day. The date and the week are set only for a
// schedule that asks for them.
type day struct {
	weekday                   int // 0 is Monday
	year, month, date, length int // length of the month in days
	week                      int // ISO
	holidays                  holidays

	// What is not known: each mix of these is a reading of the day.
	weekdays uint8    // that it may be read as, when not weekday alone
	unsure   holidays // that it may be
}

// day returns the facts of a day of that number in Zone.
func (h Hours) day(number int) day {
	s := h.schedule
	d := day{weekday: ((number+3)%7 + 7) % 7} // 1970 began on a Thursday
	if s.dates || s.weeks {
		t := time.Unix(int64(number)*24*3600, 0).UTC()
		year, month, date := t.Date()
		d.year, d.month, d.date = year, int(month), date
		d.length = monthLength(year, int(month))
		if s.weeks {
			_, d.week = t.ISOWeek()
		}
	}
	if s.holidays != 0 || s.weekdays {
		d.place(s, h.calendar.At(number))
	}
	return d
}

// place says what the calendar makes of the day.
func (d *day) place(s *schedule, kind calendar.Kind) {
	d.unsure = s.holidays & schoolHoliday // no calendar of schools is known
	switch kind {
	case calendar.Holiday:
		d.holidays = publicHoliday
	case calendar.Missing:
		d.unsure = s.holidays
		if s.makeUp == makeUpWorks && d.weekday >= saturday {
			d.weekdays = workingDays | 1<<d.weekday
		}
	case calendar.Workday:
		switch s.makeUp {
		case makeUpUnsaid:
			d.weekdays = workingDays | 1<<d.weekday
		case makeUpWorks:
			d.weekdays = workingDays
		}
	}
}

const (
	saturday    = 5
	workingDays = 0b0011111
	everyDay    = 0b1111111
)

// readings returns how many readings of the day there are.
func (d *day) readings() int {
	n := 1 << bits.OnesCount8(uint8(d.unsure))
	if d.weekdays != 0 {
		n *= bits.OnesCount8(d.weekdays)
	}
	return n
}

// reading returns the i-th of them.
func (d *day) reading(i int) day {
	r := *d
	for flag := publicHoliday; flag <= schoolHoliday; flag <<= 1 {
		if d.unsure&flag != 0 {
			if i&1 == 1 {
				r.holidays |= flag
			}
			i >>= 1
		}
	}
	if d.weekdays != 0 {
		rest := d.weekdays
		for ; i > 0; i-- {
			rest &= rest - 1
		}
		r.weekday = bits.TrailingZeros8(rest)
	}
	return r
}

func monthLength(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
