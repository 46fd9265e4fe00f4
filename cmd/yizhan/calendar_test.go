package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCalendarFlagAddsAYear(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2027.json")
	text := `{"version":1,"year":2027,"source":{"title":"示例","issued":"2026-11-01"},"holidays":[{"name":"元旦","from":"2027-01-01","to":"2027-01-01"}],"workdays":[]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	days, err := calendarFlag{[]string{path}}.calendar()
	if err != nil || !slices.Contains(days.Years(), 2027) || !slices.Contains(days.Years(), 2026) {
		t.Errorf("calendar() = %v, %v, want 2027 beside the years of the program", days.Years(), err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(text, "2027-01-01", "2026-01-01", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = calendarFlag{[]string{path}}.calendar()
	var exit *exitError
	if !errors.As(err, &exit) || exit.Code != 2 || !strings.Contains(err.Error(), "no stretch of the year") {
		t.Errorf("calendar() of a wrong file = %v, want wrong usage that says why", err)
	}
}
