package api

import (
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/exchange"
)

// hoursAhead is how many days of hours are shown.
const hoursAhead = 7

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
	return sendJSON(c, s.readHours(text))
}

// readHours tells what a text says about when a door is open, from today on in
// Asia/Shanghai.
func (s *Server) readHours(text string) model.HoursRead {
	read := model.HoursRead{Hours: exchange.Hours(text), Days: []model.HoursDay{}}
	hours, err := stations.ParseHours(read.Hours)
	var bad *stations.Error
	if errors.As(err, &bad) && len(bad.Fields) > 0 {
		read.Problem = bad.Fields[0].Problem
	}
	if read.Known = err == nil; !read.Known {
		return read
	}
	door := new(stations.Station).DoorWith(hours.In(s.Finder.Calendar()))
	begin := stations.ByDay.Begin(stations.DayOf(s.Now()))
	for i := range hoursAhead {
		read.Days = append(read.Days, dayOfHours(door, begin.AddDate(0, 0, i)))
	}
	return read
}

// dayOfHours cuts the hours at the midnights of a day.
func dayOfHours(d stations.Door, begin time.Time) model.HoursDay {
	day, end := model.HoursDay{Day: begin.Format(time.DateOnly), Spans: []model.HoursSpan{}}, begin.AddDate(0, 0, 1)
	for at := begin; at.Before(end); {
		next, state := d.NextChange(at), d.State(at)
		if next.IsZero() || next.After(end) {
			next = end
		}
		if state == stations.StateClosingSoon {
			state = stations.StateOpen
		}
		if state != stations.StateClosed {
			day.Spans = append(day.Spans, model.HoursSpan{From: at.Format("15:04"), Until: untilClock(next, end), State: string(state)})
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
