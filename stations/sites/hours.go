package sites

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"yizhan/stations"
	"yizhan/stations/plan"
)

// Hours offers to keep stations open longer instead of building new ones: who
// is closed at the base's moment is a candidate, too.
type Hours struct {
	// Until is how long stations stay open on the day of the moment that close
	// before it: HH:MM, past midnight as 26:00 and at most 30:00; or AllDay.
	Until string `json:"until"`
	// Cost of one station that stays open so long, 1 by default.
	Cost float64 `json:"cost"`
	// AllDayCost is that of one which opens round the clock; 0 does not offer
	// it unless Until does.
	AllDayCost float64 `json:"all_day_cost,omitempty"`
}

// AllDay is the Until of stations that open round the clock.
const AllDay = "24h"

var untilForm = regexp.MustCompile(`^(0[0-9]|1[0-9]|2[0-9]|30):([0-5][0-9])$`)

// until returns Until as the time since the day began; false for AllDay.
func (h *Hours) until() (time.Duration, bool) {
	m := untilForm.FindStringSubmatch(h.Until)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1]) // two digits each, as the form says
	minute, _ := strconv.Atoi(m[2])
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute, true
}

func (h *Hours) check(bad *stations.Problems) {
	if h == nil {
		return
	}
	if until, clock := h.until(); h.Until != AllDay && (!clock || until > 30*time.Hour || until == 0) {
		bad.Add("hours.until", "必须是 HH:MM（次日凌晨写作 26:00，至多 30:00）或 24h must be HH:MM, past midnight as 26:00 and at most 30:00, or 24h")
	}
	checkPositive(h.Cost, "hours.cost", bad)
	checkPositive(h.AllDayCost, "hours.all_day_cost", bad)
}

// extension is what would change at a station.
type extension struct {
	station stations.ID
	from    string // when it closes now, "" when it does not open that day
	until   string
	cost    float64
}

// extensions lists the stations that are closed at the moment and could be
// open: with the cheaper of what is offered, of equals the shorter. Those whose
// hours nobody knows are left out: they may be open.
func (h *Hours) extensions(g *plan.Ground) (list []candidate, unknown int) {
	at, _ := g.Moment()
	for _, s := range g.Shut() {
		door := g.Door(s)
		if door.State(at) == stations.StateUnknown {
			unknown++
			continue
		}
		if c, ok := h.extend(s, door, at); ok {
			list = append(list, c)
		}
	}
	return list, unknown
}

// extend returns the candidate that a closed station is, if it is any.
func (h *Hours) extend(s *stations.Station, door stations.Door, at time.Time) (candidate, bool) {
	c := candidate{source: FromHours, host: -1, name: s.Name, point: s.Position.Point}
	late, longer := h.later(door, at)
	if longer {
		c.extension = &extension{s.ID, late.from.Format("15:04"), h.Until, h.Cost}
		c.hours = late.added(s.Hours)
	}
	if cost, offered := h.allDay(); offered && (!longer || cost < h.Cost) {
		c.extension, c.hours = &extension{s.ID, "", AllDay, cost}, "24/7"
		if longer {
			c.extension.from = late.from.Format("15:04")
		}
	}
	return c, c.extension != nil
}

// allDay returns what opening round the clock costs, if it is offered.
func (h *Hours) allDay() (float64, bool) {
	if h.Until == AllDay {
		return h.Cost, true
	}
	return h.AllDayCost, h.AllDayCost > 0
}

// evening is the time between a door's closing and a later one.
type evening struct{ day, from, until time.Time }

// later returns the evening that a door would have to stay open for to be open
// at the moment; false when staying open does not help: it does not open that
// day, or the moment is not before the later closing. The day may be the one
// before the moment's, when that is after midnight.
func (h *Hours) later(door stations.Door, at time.Time) (evening, bool) {
	until, clock := h.until()
	if !clock {
		return evening{}, false
	}
	local := at.In(stations.Zone())
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, stations.Zone())
	for _, day := range []time.Time{today, today.AddDate(0, 0, -1)} {
		if !at.Before(day.Add(until)) {
			continue
		}
		if closes := lastClosing(door, day, at); !closes.IsZero() {
			return evening{day, closes, day.Add(until)}, true
		}
	}
	return evening{}, false
}

// lastClosing returns when a door that opened on the day last closed up to the
// moment; zero when it did not.
func lastClosing(door stations.Door, day, at time.Time) (closes time.Time) {
	opened := false
	was := door.State(day)
	for t := door.NextChange(day); !t.IsZero() && !t.After(at); t = door.NextChange(t) {
		switch now := door.State(t); {
		case now == stations.StateClosed && opened:
			closes = t
		case now != stations.StateClosed && was == stations.StateClosed:
			opened = true
		}
		was = door.State(t)
	}
	return closes
}

// added returns the hours with the evening on its day: a text to try, not one
// to keep, for it says nothing about other days.
func (e evening) added(hours string) string {
	until := e.until.Format("15:04")
	if until == "00:00" {
		until = "24:00"
	}
	return fmt.Sprintf("%s, %s %s-%s", hours, e.from.Format("2006 Jan 02"), e.from.Format("15:04"), until)
}
