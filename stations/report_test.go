package stations_test

import (
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/calendar"
)

// A wasted trip counts in posted hours, by the calendar that the server knows.
func TestAReportCountsInPostedHours(t *testing.T) {
	year2027, err := calendar.China().With(&calendar.Notice{
		Version: calendar.Version, Year: 2027, Holidays: []calendar.Stretch{{Name: "元旦", From: "2027-01-01", To: "2027-01-01"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	newYear, monday := time.Date(2027, 1, 1, 10, 0, 0, 0, stations.Zone()), time.Date(2027, 1, 4, 10, 0, 0, 0, stations.Zone())
	for _, c := range []struct {
		sentence, hours string
		kind            stations.ReportKind
		by              *calendar.Calendar
		at              time.Time
		want            bool
	}{
		{"in posted hours", "Mo-Su 08:00-20:00", stations.WastedTrip, nil, monday, true},
		{"outside them", "Mo-Su 11:00-20:00", stations.WastedTrip, nil, monday, false},
		{"something else than a wasted trip", "Mo-Su 08:00-20:00", stations.Suggestion, nil, monday, false},
		{"hours that cannot be read", "early", stations.WastedTrip, nil, monday, false},
		{"a year whose holidays nobody knows", "Mo-Su 08:00-20:00; PH off", stations.WastedTrip, nil, monday, false},
		{"a year that was added", "Mo-Su 08:00-20:00; PH off", stations.WastedTrip, year2027, monday, true},
		{"a holiday of a year that was added", "Mo-Su 08:00-20:00; PH off", stations.WastedTrip, year2027, newYear, false},
	} {
		r := stations.Report{Kind: c.kind, Calendar: c.by}
		if got := r.Counts(&stations.Station{Hours: c.hours}, c.at); got != c.want {
			t.Errorf("%s: Counts = %v, want %v", c.sentence, got, c.want)
		}
	}
}
