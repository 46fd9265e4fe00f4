package stations

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Tally adds up statistics from the steps, in order of revision, and the
// reports. It is for one query and one goroutine.
//
// What stands by stage is counted as the steps go, so that the end of a period
// only looks through the moments from which stations are overdue: 16 bytes a
// station, where every station's record would be read again.
type Tally struct {
	q       StatsQuery
	prefix  string      // of the adcodes that are asked for
	starts  []time.Time // of the periods, and the end of the last
	running int         // the period that the last step fell into
	clock   time.Time   // of the last step: moments never go back

	places map[ID]int
	states []state
	dues   []due // one for each state

	wholes  map[group]int32 // number of the group that a whole adcode and a kind count in
	numbers map[group]int32
	groups  []group
	stages  []map[Lifecycle]int // by group: what stands now

	rows map[cell]*StatsRow
}

// group is the stations of a row, in whatever period.
type group struct {
	adcode string
	kind   Kind
}

// nowhere is the number of the group that nobody asked for.
const nowhere int32 = -1

// cell names a row.
type cell struct {
	period int
	group  int32
}

// state is a station between two steps.
type state struct {
	createdAt time.Time
	lifecycle Lifecycle
	group     int32
	gone      bool
	doubted   bool
}

// due says from when on a station is overdue.
type due struct {
	at       int64 // milliseconds since 1970, UTC
	group    int32 // nowhere when it is not counted
	verified bool
}

// NewTally returns an empty tally. Invalid when the query breaks a rule.
func NewTally(q StatsQuery) (*Tally, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	t := &Tally{q: q, prefix: AdcodePrefix(q.Adcode), places: map[ID]int{}, wholes: map[group]int32{}, numbers: map[group]int32{}, rows: map[cell]*StatsRow{}}
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

func (q StatsQuery) check() error {
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
		return c.errorf("the question breaks a rule")
	}
	return nil
}

// number returns the group that a station or report counts in.
func (t *Tally) number(adcode string, kind Kind) int32 {
	whole := group{adcode, kind}
	n, known := t.wholes[whole]
	if !known {
		n = nowhere
		if strings.HasPrefix(adcode, t.prefix) && oneOf(t.q.Kinds, kind) {
			n = t.enter(group{t.q.Level.cut(adcode), kind})
		}
		t.wholes[whole] = n
	}
	return n
}

// enter returns the number of the group, a new one when it has none.
func (t *Tally) enter(g group) int32 {
	n, known := t.numbers[g]
	if !known {
		n = int32(len(t.groups)) //nolint:gosec // there are not that many divisions
		t.groups, t.stages = append(t.groups, g), append(t.stages, map[Lifecycle]int{})
		t.numbers[g] = n
	}
	return n
}

func (t *Tally) row(period int, number int32) *StatsRow {
	c := cell{period, number}
	r := t.rows[c]
	if r == nil {
		g := t.groups[number]
		r = &StatsRow{Period: t.starts[period].Format(time.DateOnly), Adcode: g.adcode, Kind: g.kind, Stations: map[Lifecycle]int{}}
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
		t.states = append(t.states, state{createdAt: s.At, group: nowhere, gone: true})
		t.dues = append(t.dues, due{})
	}
	old := t.states[place]
	now := state{createdAt: old.createdAt, lifecycle: s.Lifecycle, group: old.group, gone: s.Gone, doubted: s.Doubted}
	if !s.Gone {
		now.group = t.number(s.Adcode, s.Kind)
	}
	t.count(old, -1)
	t.count(now, 1)
	t.states[place], t.dues[place] = now, now.due(s.VerifiedAt)
	if now.group != nowhere && t.running < len(t.starts)-1 && !s.At.Before(t.starts[0]) {
		t.row(t.running, now.group).happened(old, now, !known)
	}
}

// count adds n stations like this one to what stands.
func (t *Tally) count(s state, n int) {
	if !s.gone && s.group != nowhere {
		t.stages[s.group][s.lifecycle] += n
	}
}

// due works out from when on the station is overdue.
func (s state) due(verifiedAt time.Time) due {
	station := Station{Lifecycle: s.lifecycle, CreatedAt: s.createdAt}
	if s.gone || s.group == nowhere || !station.Tended() {
		return due{at: math.MaxInt64, group: nowhere}
	}
	if !verifiedAt.IsZero() {
		station.Verification = &Verification{At: verifiedAt}
	}
	return due{station.DueAt().UnixMilli(), s.group, !verifiedAt.IsZero()}
}

// happened counts what a step did.
func (r *StatsRow) happened(old, now state, first bool) {
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	ended := func(s state) bool { return s.gone || s.lifecycle == Merged }
	count(&r.Created, first)
	count(&r.Closed, !first && !now.gone && now.lifecycle == Closed && old.lifecycle != Closed)
	count(&r.Removed, !first && ended(now) && !ended(old))
	count(&r.Doubted, now.doubted && !old.doubted)
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
	rows := make([]*StatsRow, len(t.groups))
	for number, stages := range t.stages {
		for lifecycle, n := range stages {
			if n > 0 {
				rows[number] = t.row(period, int32(number)) //nolint:gosec // as in enter
				rows[number].Stations[lifecycle] = n
			}
		}
	}
	by := moment.UnixMilli()
	for i := range t.dues {
		switch d := &t.dues[i]; {
		case d.group == nowhere:
		case d.at <= by:
			rows[d.group].Overdue++
		case d.verified:
			rows[d.group].Verified++
		}
	}
}

// Report takes a report, in any order.
func (t *Tally) Report(r Report) {
	number := t.number(r.Adcode, r.StationKind)
	if number == nowhere {
		return
	}
	if p, ok := t.period(r.Day); ok {
		t.row(p, number).Reports++
	}
	if r.Answer == nil {
		return
	}
	if p, ok := t.period(r.Answer.Day); ok {
		t.row(p, number).Answered++
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
