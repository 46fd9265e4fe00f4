package stations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yizhan/stations"
	"yizhan/stations/calendar"
)

func TestHoursOnTheDaysOfTheCalendar(t *testing.T) {
	for _, c := range []struct {
		name, hours, when string
		want              stations.OpenState
		change            string // "" is not looked at
	}{
		{"an ordinary Friday", "Mo-Fr 09:00-17:00; PH off", "2026-09-18 12:00", "open", "2026-09-18 17:00"},
		{"a holiday", "Mo-Fr 09:00-17:00; PH off", "2026-10-01 12:00", "closed", "2026-10-08 09:00"},
		{"a weekend that joins a holiday is one", "Mo-Su 09:00-17:00; PH 10:00-12:00", "2026-10-04 12:30", "closed", "2026-10-05 10:00"},
		{"a year without its notice", "Mo-Fr 09:00-17:00; PH off", "2027-10-04 12:00", "unknown", ""},
		{"closed whatever that year brings", "Mo-Fr 09:00-17:00; PH off", "2027-10-04 20:00", "closed", ""},
		{"the last evening before such a year", "Mo-Fr 09:00-17:00; PH off", "2026-12-31 20:00", "closed", "2027-01-01 09:00"},
		{"weekdays say nothing of holidays", "Mo-Fr 09:00-17:00", "2026-10-01 12:00", "open", ""},
		{"nobody knows school holidays", "Mo-Su 09:00-17:00; SH off", "2026-03-04 12:00", "unknown", ""},
		{"a holiday on given weekdays", "PH Sa-Su 10:00-12:00", "2026-10-03 11:00", "open", "2026-10-03 12:00"},
		{"a holiday on other weekdays", "PH Sa-Su 10:00-12:00", "2026-10-02 11:00", "closed", ""},

		{"a worked Saturday, and the text is silent", "Mo-Fr 09:00-17:00", "2026-02-14 12:00", "unknown", "2026-02-14 17:00"},
		{"a worked Saturday after hours", "Mo-Fr 09:00-17:00", "2026-02-14 18:00", "closed", ""},
		{"a worked Sunday for who is open daily", "Mo-Su 09:00-17:00", "2026-01-04 12:00", "open", ""},
		{"a worked Saturday on which both readings are open", "Mo-Fr 09:00-17:00; Sa 10:00-16:00", "2026-02-14 12:00", "open", ""},
		{"a worked Saturday on which one reading is closed", "Mo-Fr 09:00-17:00; Sa 10:00-16:00", "2026-02-14 09:30", "unknown", ""},
		{"the text works on such days", `Mo-Fr 09:00-17:00 open "调休上班"; PH off`, "2026-02-14 12:00", "open", "2026-02-14 17:00"},
		{"the text rests on such days", `Mo-Fr 09:00-17:00 open "调休不上班"`, "2026-02-14 12:00", "closed", "2026-02-16 09:00"},
		{"an ordinary Saturday of such a text", `Mo-Fr 09:00-17:00 open "调休上班"`, "2026-03-14 12:00", "closed", ""},
		{"a Saturday that may be worked, for all we know", `Mo-Fr 09:00-17:00 open "调休上班"`, "2027-03-13 12:00", "unknown", ""},
		{"a Wednesday of a year without notice", `Mo-Fr 09:00-17:00 open "调休上班"`, "2027-03-10 12:00", "open", ""},
		{"the night after a worked Saturday", `Mo-Fr 20:00-02:00 open "调休上班"`, "2026-02-15 01:00", "open", "2026-02-15 02:00"},
		{"closing soon before a day that nobody can place", "Mo-Su 00:00-24:00; PH off", "2026-12-31 23:40", "closing_soon", "2027-01-01 00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hours, err := stations.ParseHours(c.hours)
			if err != nil {
				t.Fatalf("ParseHours(%q) = %v", c.hours, err)
			}
			when := moment(t, c.when)
			if got := hours.State(when); got != c.want {
				t.Errorf("State(%s) of %q = %v, want %v", c.when, c.hours, got, c.want)
			}
			if got := hours.NextChange(when); c.change != "" && !got.Equal(moment(t, c.change)) {
				t.Errorf("NextChange(%s) of %q = %v, want %s", c.when, c.hours, got, c.change)
			}
		})
	}
}

// TestHolidaysAgreeWithASlowReading holds texts with PH in lists and alone to
// the minute-by-minute reading of hours_test.go, told each day's holidays by
// the notice's own dates.
func TestHolidaysAgreeWithASlowReading(t *testing.T) {
	off := map[string]bool{}
	for _, s := range calendar.China().Notice(2026).Holidays {
		for day := moment(t, s.From+" 00:00"); !day.After(moment(t, s.To+" 00:00")); day = day.AddDate(0, 0, 1) {
			off[day.Format(time.DateOnly)] = true
		}
	}
	china := withoutMakeUp(t)
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SliceOfN(drawModel(), 1, 4).Draw(t, "rules")
		var texts []string
		for _, r := range rules {
			texts = append(texts, r.text())
		}
		hours, err := stations.ParseHours(strings.Join(texts, "; "))
		if err != nil {
			t.Fatal(err)
		}
		when := time.Unix((moment2025+365*1440+int64(rapid.IntRange(1440, 364*1440).Draw(t, "minute")))*60, 0).In(stations.Zone())
		weekday := (int(when.Weekday()) + 6) % 7
		want := "closed"
		if slowOpen(rules, weekday, when.Hour()*60+when.Minute(), off[when.Format(time.DateOnly)], off[when.AddDate(0, 0, -1).Format(time.DateOnly)]) {
			want = "open"
		}
		if got := string(unhurried(hours.In(china).State(when))); got != want {
			t.Fatalf("State(%v) of %q = %v, want %v", when, texts, got, want)
		}
	})
}

func TestDoorsUnderClosures(t *testing.T) {
	shut := []stations.Closure{{From: "2026-03-10", Until: "2026-03-11"}, {From: "2026-03-12", Until: "2026-03-12"}, {From: "2026-06-01", Until: "2026-06-01"}}
	for _, c := range []struct {
		name, hours, when string
		want              stations.OpenState
		change            string // "" for none
	}{
		{"before", "Mo-Su 08:00-20:00", "2026-03-08 12:00", "open", "2026-03-08 20:00"},
		{"the evening before", "Mo-Su 08:00-20:00", "2026-03-09 21:00", "closed", "2026-03-13 08:00"},
		{"its first minute", "24/7", "2026-03-10 00:00", "closed", "2026-03-13 00:00"},
		{"minutes before it", "24/7", "2026-03-09 23:30", "closing_soon", "2026-03-10 00:00"},
		{"an hour before it", "24/7", "2026-03-09 23:00", "open", "2026-03-10 00:00"},
		{"inside, closures that touch", "Mo-Su 08:00-20:00", "2026-03-11 12:00", "closed", "2026-03-13 08:00"},
		{"after it", "24/7", "2026-03-13 00:00", "open", "2026-06-01 00:00"},
		{"after the last", "24/7", "2026-06-02 00:00", "open", ""},
		{"hours that do not parse, before", "看门口", "2026-03-09 12:00", "unknown", "2026-03-10 00:00"},
		{"hours that do not parse, inside", "看门口", "2026-03-10 12:00", "closed", "2026-03-13 00:00"},
		{"never open", "off", "2026-03-10 12:00", "closed", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := stations.Station{Hours: c.hours, Closures: shut}
			when := moment(t, c.when)
			if got := s.OpenAt(when); got != c.want {
				t.Errorf("OpenAt(%s) = %v, want %v", c.when, got, c.want)
			}
			var want time.Time
			if c.change != "" {
				want = moment(t, c.change)
			}
			if got := s.Door().NextChange(when); !got.Equal(want) {
				t.Errorf("NextChange(%s) = %v, want %v", c.when, got, want)
			}
		})
	}
}

func TestHoursSayWhereTheyCannotBeRead(t *testing.T) {
	for _, c := range []struct{ hours, want string }{
		{"sunrise-sunset", "at character 1: sunrise is not supported"},
		{"Mo-Fr 08:00-sunset", "at character 13: sunset is not supported"},
		{"Mo-Fr dawn-dusk", "at character 7: dawn is not supported"},
		{"easter off", "at character 1: easter is not supported"},
		{"08:00+", "at character 6: an open end"},
		{"08:00", `at character 1: "08:00" is no time span`},
		{"08:00-08:00", "begins when it ends"},
		{"10:00-16:00/90", "at character 12: points in time"},
		{"08:61-09:00", "minutes go to 59"},
		{"Feb 30 off", `at character 5: "30" is no day of that month`},
		{"2026 Feb 29 off", "is no day of that month"},
		{"Jan 10-5 off", "at character 8: the range ends before it begins"},
		{"2026 Feb 16,Mar 3 off", "either each date states its year or none does"},
		{"Sa[6] 08:00-12:00", "weeks of the month are 1 to 5"},
		{"week 0-60 off", "weeks are 1 to 53"},
		{"2028-2026 off", "a later year should follow the dash"},
		{"PH +1 day off", "days before or after a day are not supported"},
		{"Mo-Fr, 08:00-12:00", "a day should follow the comma"},
		{"Mo-Fr 08:00-12:00 || ", "ends where days, times"},
		{"Mo 08:00-12:00 14:00-18:00", "at character 16: cannot read"},
		{"8点到17点", "at character 2"},
		{strings.Repeat("off; ", 65) + "off", "more than 64 rules"},
	} {
		_, err := stations.ParseHours(c.hours)
		if stations.CodeOf(err) != stations.Invalid || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("ParseHours(%q) = %v, want an invalid error with %q", c.hours, err, c.want)
		}
	}
}

func BenchmarkHoursStateWithDates(b *testing.B) {
	hours, err := stations.ParseHours("May-Sep Mo-Fr 08:00-12:00,14:30-18:30; Oct-Apr Mo-Fr 08:30-12:00,14:00-17:30; Sa[1] 09:00-12:00; 2026 Feb 10-14 off; PH off")
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 5, 20, 9, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		hours.State(now.Add(time.Duration(i%10080) * time.Minute))
	}
}

func BenchmarkHoursNextChange(b *testing.B) {
	hours, err := stations.ParseHours("Jun-Aug PH 10:00-16:00")
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 9, 20, 9, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		hours.NextChange(now)
	}
}

// TestANightThatNeverBeganIsNotOpen: of a day off, of a holiday and of a
// closure nothing runs into the morning after.
func TestANightThatNeverBeganIsNotOpen(t *testing.T) {
	const nights = "Mo-Su 20:00-04:00; PH off"
	shut := []stations.Closure{{From: "2026-11-24", Until: "2026-11-24"}}
	for _, c := range []struct {
		name, hours, when string
		want              stations.OpenState
		change            string
	}{
		{"the last evening of the holidays", nights, "2026-10-07 21:00", "closed", "2026-10-08 00:00"},
		{"the morning after them", nights, "2026-10-08 02:00", "unknown", "2026-10-08 04:00"},
		{"the next evening", nights, "2026-10-08 21:00", "open", "2026-10-09 04:00"},
		{"an ordinary morning", nights, "2026-10-09 02:00", "open", "2026-10-09 04:00"},
		{"minutes before its end", nights, "2026-10-08 03:50", "unknown", "2026-10-08 04:00"},
		{"a weekday off", "Mo-Su 20:00-04:00; Fr off", "2026-11-21 02:00", "unknown", "2026-11-21 04:00"},
		{"other hours on a day", "Mo-Su 20:00-04:00; Fr 10:00-12:00", "2026-11-21 02:00", "unknown", "2026-11-21 04:00"},
		{"longer hours on a day", "Mo-Su 20:00-02:00; Fr 20:00-06:00", "2026-11-21 01:00", "open", "2026-11-21 06:00"},
		{"a morning of its own", "Mo-Su 20:00-04:00, Mo-Su 03:00-05:00; Fr off", "2026-11-21 02:00", "unknown", "2026-11-21 03:00"},
		{"off for an hour only", "Mo-Su 20:00-04:00; Fr 21:00-22:00 off", "2026-11-21 02:00", "open", "2026-11-21 04:00"},
		{"days that begin at midnight", "24/7; PH off", "2026-10-08 02:00", "open", ""},
		{"after a closure", "Mo-Su 20:00-04:00", "2026-11-25 02:00", "unknown", "2026-11-25 04:00"},
		{"the evening after a closure", "Mo-Su 20:00-04:00", "2026-11-25 22:00", "open", "2026-11-26 04:00"},
		{"all day after a closure", "24/7", "2026-11-25 02:00", "open", ""},
	} {
		s := stations.Station{Hours: c.hours}
		if strings.Contains(c.name, "closure") {
			s.Closures = shut
		}
		when, want := moment(t, c.when), time.Time{}
		if c.change != "" {
			want = moment(t, c.change)
		}
		got, change := s.Door().State(when), s.Door().NextChange(when)
		if c.change == "" {
			change = want // some holiday to come
		}
		if got != c.want || !change.Equal(want) {
			t.Errorf("%s: %q at %s is %v until %v, want %v until %v", c.name, c.hours, c.when, got, change, c.want, want)
		}
		if look := s.Door().Look(when); look.State != c.want {
			t.Errorf("%s: Look = %v, want %v", c.name, look.State, c.want)
		}
	}
}
