package main

import (
	"fmt"
	"os"

	"yizhan/stations/calendar"
)

// calendarFlag adds years of public holidays to those that the program
// carries. ADR 007 tells the format.
type calendarFlag struct {
	Calendar []string `type:"existingfile" env:"YIZHAN_CALENDAR" placeholder:"FILE" help:"放假通知 A year's public holidays and make-up workdays as JSON; repeatable (${env})."`
}

// calendar reads the files.
func (f calendarFlag) calendar() (*calendar.Calendar, error) {
	var notices []*calendar.Notice
	for _, path := range f.Calendar {
		n, err := readNotice(path)
		if err != nil {
			return nil, usage("--calendar %s: %w", path, err)
		}
		notices = append(notices, n)
	}
	days, err := calendar.China().With(notices...)
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	return days, nil
}

func readNotice(path string) (*calendar.Notice, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return calendar.Read(file)
}
