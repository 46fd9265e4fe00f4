package stations

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
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

// Tally adds up statistics from the steps, in order of revision, and the
// reports. It is for one query and one goroutine.
type Tally struct {
	q       StatsQuery
	starts  []time.Time // of the periods, and the end of the last
	running int         // the period that the last step fell into
	clock   time.Time   // of the last step: moments never go back
	places  map[ID]int
	states  []state
	rows    map[cell]*StatsRow
}

// state is a station between two steps.
type state struct {
	Step
	createdAt time.Time
	cell      cell // its period is not used
	wanted    bool
}

// cell names a row.
type cell struct {
	period int
	adcode string
	kind   Kind
}

// NewTally returns an empty tally. Invalid when the query breaks a rule.
func NewTally(q StatsQuery) (*Tally, error) {
	var c checks
	if q.By != ByDay && q.By != ByWeek && q.By != ByMonth {
		c.add("by", "must be one of day, week, month")
	}
	if q.Level != ByCity && q.Level != ByDistrict && q.Level != ByStreet {
		c.add("level", "must be one of city, district, street")
	}
	if !ValidDay(q.From) {
		c.add("from", "is not a day such as 2026-11-20")
	}
	if !ValidDay(q.Until) || ValidDay(q.From) && q.Until < q.From {
		c.add("until", "is not a day such as 2026-11-20 that is not before from")
	}
	if q.Adcode != "" && !ValidAdcode(q.Adcode) {
		c.add("area", "is not a division code of 6, 9 or 12 digits")
	}
	if len(c) > 0 {
		return nil, c.errorf("the question breaks a rule")
	}
	t := &Tally{q: q, places: map[ID]int{}, rows: map[cell]*StatsRow{}}
	last, _ := time.ParseInLocation(time.DateOnly, q.Until, Zone()) // ValidDay says that it parses
	for start := q.By.Begin(q.From); !start.After(last); start = q.By.after(start) {
		t.starts = append(t.starts, start)
		if len(t.starts) > MaxPeriods {
			return nil, BadField("from", fmt.Sprintf("gives more than %d periods", MaxPeriods))
		}
	}
	t.starts = append(t.starts, q.By.after(t.starts[len(t.starts)-1]))
	return t, nil
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
	digits := map[Level]int{ByCity: 4, ByDistrict: 6, ByStreet: 9}[l]
	if len(adcode) <= digits {
		return adcode
	}
	if l == ByCity {
		return adcode[:digits] + "00"
	}
	return adcode[:digits]
}

// cell returns the row, but for the period, that a station or report belongs
// to, and whether the query asks for it.
func (t *Tally) cell(adcode string, kind Kind) (cell, bool) {
	wanted := strings.HasPrefix(adcode, AdcodePrefix(t.q.Adcode)) && oneOf(t.q.Kinds, kind)
	return cell{adcode: t.q.Level.cut(adcode), kind: kind}, wanted
}

func (t *Tally) row(c cell, period int) *StatsRow {
	c.period = period
	r := t.rows[c]
	if r == nil {
		r = &StatsRow{Period: t.starts[period].Format(time.DateOnly), Adcode: c.adcode, Kind: c.kind, Stations: map[Lifecycle]int{}}
		t.rows[c] = r
	}
	return r
}

// Step takes the next change.
func (t *Tally) Step(s Step) {
	if s.At.Before(t.clock) {
		s.At = t.clock // a clock was put back; the revision is the order
	}
	t.clock = s.At
	t.close(s.At)
	place, known := t.places[s.ID]
	if !known {
		place = len(t.states)
		t.places[s.ID] = place
		t.states = append(t.states, state{Step: Step{Gone: true}, createdAt: s.At})
	}
	old, now := t.states[place], state{Step: s, createdAt: t.states[place].createdAt}
	if s.Gone {
		now.cell, now.wanted = old.cell, old.wanted
	} else {
		now.cell, now.wanted = t.cell(s.Adcode, s.Kind)
	}
	t.states[place] = now
	if now.wanted && t.running < len(t.starts)-1 && !s.At.Before(t.starts[0]) {
		t.row(now.cell, t.running).happened(old.Step, s, !known)
	}
}

// happened counts what a step did.
func (r *StatsRow) happened(old, now Step, first bool) {
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	ended := func(s Step) bool { return s.Gone || s.Lifecycle == Merged }
	count(&r.Created, first)
	count(&r.Closed, !first && !now.Gone && now.Lifecycle == Closed && old.Lifecycle != Closed)
	count(&r.Removed, !first && ended(now) && !ended(old))
	count(&r.Doubted, now.Doubted && !old.Doubted)
}

// close counts what stands at the end of every period that ends by at.
func (t *Tally) close(at time.Time) {
	for t.running < len(t.starts)-1 && !at.Before(t.starts[t.running+1]) {
		t.stand(t.running)
		t.running++
	}
}

// stand counts what stands at the end of a period, or now.
func (t *Tally) stand(period int) {
	moment := t.starts[period+1]
	if t.q.Now.Before(moment) {
		moment = t.q.Now
	}
	for i := range t.states {
		s := &t.states[i]
		if s.Gone || !s.wanted {
			continue
		}
		r := t.row(s.cell, period)
		r.Stations[s.Lifecycle]++
		station := Station{Lifecycle: s.Lifecycle, CreatedAt: s.createdAt}
		if !s.VerifiedAt.IsZero() {
			station.Verification = &Verification{At: s.VerifiedAt}
		}
		switch overdue := station.Overdue(moment); {
		case overdue:
			r.Overdue++
		case station.Tended() && station.Verification != nil:
			r.Verified++
		}
	}
}

// Report takes a report, in any order.
func (t *Tally) Report(r Report) {
	c, wanted := t.cell(r.Adcode, r.StationKind)
	if !wanted {
		return
	}
	if p, ok := t.period(r.Day); ok {
		t.row(c, p).Reports++
	}
	if r.Answer == nil {
		return
	}
	if p, ok := t.period(r.Answer.Day); ok {
		t.row(c, p).Answered++
	}
}

// period returns the period that holds the day.
func (t *Tally) period(day string) (int, bool) {
	begin := t.q.By.Begin(day)
	return slices.BinarySearchFunc(t.starts[:len(t.starts)-1], begin, time.Time.Compare)
}

// Rows ends the tally and returns its rows. Periods that begin after Now have
// no stock.
func (t *Tally) Rows() []StatsRow {
	for ; t.running < len(t.starts)-1; t.running++ {
		if !t.starts[t.running].After(t.q.Now) {
			t.stand(t.running)
		}
	}
	rows := make([]StatsRow, 0, len(t.rows))
	for _, r := range t.rows {
		if r.counted() {
			rows = append(rows, *r)
		}
	}
	slices.SortFunc(rows, func(a, b StatsRow) int {
		return cmp.Or(strings.Compare(a.Period, b.Period), strings.Compare(a.Adcode, b.Adcode), strings.Compare(string(a.Kind), string(b.Kind)))
	})
	return rows
}

// counted reports whether the row counts anything.
func (r *StatsRow) counted() bool {
	return len(r.Stations) > 0 || r.Created+r.Closed+r.Removed+r.Doubted+r.Reports+r.Answered > 0
}
