package stations

import (
	"context"
	"time"
)

// Span is the length of a period of statistics.
type Span string

// The spans. Days are those of Asia/Shanghai; weeks begin on Monday.
const (
	ByDay   Span = "day"
	ByWeek  Span = "week"
	ByMonth Span = "month"
)

// Level says by which divisions statistics are grouped.
type Level string

// The levels: the first four, six and nine digits of an adcode. A station
// whose adcode is shorter stands under what it has.
const (
	ByCity     Level = "city"
	ByDistrict Level = "district"
	ByStreet   Level = "street"
)

// MaxPeriods is the most periods of one question.
const MaxPeriods = 400

// StatsQuery asks for statistics of the periods that hold the days From …
// Until, of the stations in and below Adcode ("" for all) and of the Kinds
// (none for all).
type StatsQuery struct {
	By          Span
	Level       Level
	From, Until string // days, as in 2026-11-20
	Adcode      string
	Kinds       []Kind
	Now         time.Time // the end of a period that is still running
}

// StatsRow is one period of one division and kind. The first five numbers
// count what stood at the period's end (or Now), the others what happened in
// it.
type StatsRow struct {
	Period string // its first day
	Adcode string
	Kind   Kind

	Stations map[Lifecycle]int // those that existed, by stage
	Verified int               // tended, and verified within VerifyAfter
	Overdue  int               // as Station.Overdue

	Created  int // entered the registry
	Closed   int // became closed
	Removed  int // were merged or deleted
	Doubted  int // how often reports set a doubt
	Reports  int // came
	Answered int // were answered
}

// Statistics counts what the change history and the reports tell.
type Statistics interface {
	// Statistics returns a row for every period, division and kind that has
	// anything to count, in that order. Invalid when the query breaks a rule.
	Statistics(ctx context.Context, q StatsQuery) ([]StatsRow, error)
}

// Step is one change as far as statistics look at it.
type Step struct {
	ID         ID
	At         time.Time
	Gone       bool // it was deleted; nothing below is set
	Kind       Kind
	Adcode     string
	Lifecycle  Lifecycle
	VerifiedAt time.Time // zero when it never was
	Doubted    bool
}

// counted reports whether the row counts anything.
func (r *StatsRow) counted() bool {
	return len(r.Stations) > 0 || r.Created+r.Closed+r.Removed+r.Doubted+r.Reports+r.Answered > 0
}

// Begin returns when the period that holds the day begins; the day is valid.
func (s Span) Begin(day string) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, day, Zone())
	switch s {
	case ByWeek:
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case ByMonth:
		return t.AddDate(0, 0, 1-t.Day())
	}
	return t
}

func (s Span) after(start time.Time) time.Time {
	switch s {
	case ByWeek:
		return start.AddDate(0, 0, 7)
	case ByMonth:
		return start.AddDate(0, 1, 0)
	}
	return start.AddDate(0, 0, 1)
}

// cut returns the division of the level that the adcode is in.
func (l Level) cut(adcode string) string {
	digits := 9
	switch l {
	case ByCity:
		digits = 4
	case ByDistrict:
		digits = 6
	}
	if len(adcode) <= digits {
		return adcode
	}
	if l == ByCity {
		return adcode[:digits] + "00"
	}
	return adcode[:digits]
}
