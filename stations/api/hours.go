package api

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// hoursAhead is how many days of hours are shown.
const hoursAhead = 7

// hoursRead is what a text says about when a door is open.
type hoursRead struct {
	Hours   string     `json:"hours"`             // as an import would keep the text
	Known   bool       `json:"known"`             // false: riders are told that the hours are unknown
	Problem string     `json:"problem,omitempty"` // where and why it cannot be read
	Days    []hoursDay `json:"days"`              // from today on; empty when not known
}

// hoursDay is one day in Asia/Shanghai.
type hoursDay struct {
	Day   string      `json:"day"`
	Spans []hoursSpan `json:"spans"` // none: closed all day
}

// hoursSpan is "09:00" to "17:30", to "24:00" at most.
type hoursSpan struct {
	From  string             `json:"from"`
	Until string             `json:"until"`
	State stations.OpenState `json:"state"` // open or unknown
}

// getHours shows how the text of hours that somebody is writing is read.
func (s *Server) getHours(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	text := p.text("hours")
	p.required("hours")
	if len([]rune(text)) > stations.MaxNote {
		p.add("hours", "太长 is too long")
	}
	if err := p.err(); err != nil {
		return err
	}
	answer, err := json.Marshal(s.readHours(text))
	if err != nil {
		return err
	}
	return send(c, mediaJSON, answer)
}

func (s *Server) readHours(text string) hoursRead {
	read := hoursRead{Hours: exchange.Hours(text), Days: []hoursDay{}}
	hours, err := stations.ParseHours(read.Hours)
	var bad *stations.Error
	if errors.As(err, &bad) && len(bad.Fields) > 0 {
		read.Problem = bad.Fields[0].Problem
	}
	if read.Known = err == nil; !read.Known {
		return read
	}
	hours = hours.In(s.Finder.Calendar())
	begin := stations.ByDay.Begin(stations.DayOf(s.Now()))
	for i := range hoursAhead {
		read.Days = append(read.Days, dayOfHours(hours, begin.AddDate(0, 0, i)))
	}
	return read
}

// dayOfHours cuts the hours at the midnights of a day.
func dayOfHours(h stations.Hours, begin time.Time) hoursDay {
	day, end := hoursDay{Day: begin.Format(time.DateOnly), Spans: []hoursSpan{}}, begin.AddDate(0, 0, 1)
	for at := begin; at.Before(end); {
		next, state := h.NextChange(at), h.State(at)
		if next.IsZero() || next.After(end) {
			next = end
		}
		if state == stations.StateClosingSoon {
			state = stations.StateOpen
		}
		if state != stations.StateClosed {
			day.Spans = append(day.Spans, hoursSpan{at.Format("15:04"), untilClock(next, end), state})
		}
		at = next
	}
	return day
}

func untilClock(t, end time.Time) string {
	if t.Equal(end) {
		return "24:00"
	}
	return t.Format("15:04")
}
