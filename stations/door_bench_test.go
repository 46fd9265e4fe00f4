package stations_test

import (
	"testing"
	"time"

	"yizhan/stations"
)

// postedHours are texts as offices post them, from the plainest to those that
// name dates, weeks, holidays and make-up workdays.
var postedHours = []struct{ name, text string }{
	{"always", "24/7"},
	{"daily", "08:00-22:00"},
	{"weekdays", "Mo-Fr 09:00-17:00"},
	{"lunch break", "Mo-Fr 08:30-12:00,14:00-18:00; Sa 10:00-16:00"},
	{"holidays off", "Mo-Fr 08:30-12:00,14:00-18:00; Sa 10:00-16:00; PH off"},
	{"past midnight", "Mo-Su 18:00-02:00; PH 20:00-24:00"},
	{"make-up workdays", `Mo-Fr 09:00-17:00 open "调休上班"; PH off`},
	{"school holidays", "Mo-Su 09:00-17:00; SH off"},
	{"seasons", "Apr-Oct 07:00-22:00; Nov-Mar 08:00-20:00; PH 09:00-17:00"},
	{"winter over new year", "Dec 15-Feb 28 06:00-24:00; Mo-Fr 08:00-18:00; PH off"},
	{"weeks", "week 2-52/2 Mo-Fr 08:00-12:00; week 1-53/2 Mo-Fr 14:00-18:00"},
	{"a weekday of the month", "Mo-Fr 09:00-17:00; Sa[1,-1] 10:00-12:00; PH off"},
	{"a year", "2026-2027 Mo-Sa 08:00-20:00; PH off"},
	{"every doubt at once", `Mo-Fr 18:00-02:00 open "调休上班"; Sa 20:00-03:00; PH off; SH 10:00-12:00`},
	{"two seasons of a week", "Apr-Oct Mo-Fr 08:00-12:00,14:00-18:00; Nov-Mar Mo-Fr 08:30-12:00,13:30-17:30; Apr-Oct Sa 09:00-12:00; Nov-Mar Sa 09:30-11:30; Dec 25-Jan 3 off; PH off; SH off"},
	{"fallback", `Mo-Fr 08:00-12:00 || Mo-Sa 14:00-18:00 open "ask"; PH off`},
}

// askedAt are moments of a year: every hour and a half, so that all hours of
// all weekdays, holidays and make-up days come up, and of a year whose notice
// is missing too.
func askedAt() []time.Time {
	var when []time.Time
	for _, year := range []int{2026, 2027} {
		at := time.Date(year, 1, 1, 0, 7, 0, 0, stations.Zone())
		for ; at.Year() == year; at = at.Add(91 * time.Minute) {
			when = append(when, at)
		}
	}
	return when
}

// door is a station's with these hours, shut now and then.
func door(t testing.TB, text string) stations.Door {
	t.Helper()
	if _, err := stations.ParseHours(text); err != nil {
		t.Fatal(err)
	}
	s := stations.Station{Hours: text, Closures: []stations.Closure{
		{From: "2026-02-15", Until: "2026-02-23"}, {From: "2026-06-01", Until: "2026-06-01"}, {From: "2027-08-10", Until: "2027-08-20"},
	}}
	return s.Door()
}

func TestADoorIsAskedWithoutAllocating(t *testing.T) {
	for _, c := range postedHours {
		d, when := door(t, c.text), askedAt()
		i := 0
		if got := testing.AllocsPerRun(200, func() { d.State(when[i*37%len(when)]); i++ }); got != 0 {
			t.Errorf("State of %q allocates %v times, want never", c.text, got)
		}
	}
}

func BenchmarkDoorState(b *testing.B) {
	when := askedAt()
	for _, c := range postedHours {
		b.Run(c.name, func(b *testing.B) {
			d := door(b, c.text)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				d.State(when[i%len(when)])
			}
		})
	}
}

func BenchmarkDoorStateOfOneMoment(b *testing.B) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())
	for _, c := range postedHours {
		b.Run(c.name, func(b *testing.B) {
			d := door(b, c.text)
			b.ReportAllocs()
			for b.Loop() {
				d.State(now)
			}
		})
	}
}

func BenchmarkDoorVisit(b *testing.B) {
	when := askedAt()
	for _, c := range postedHours {
		b.Run(c.name, func(b *testing.B) {
			d := door(b, c.text)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				at := when[i%len(when)]
				d.Visit(stations.Visit{Earliest: at, Latest: at, Stay: 10 * time.Minute})
			}
		})
	}
}

func BenchmarkDoorNextChange(b *testing.B) {
	when := askedAt()
	for _, c := range postedHours {
		b.Run(c.name, func(b *testing.B) {
			d := door(b, c.text)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				d.NextChange(when[i%len(when)])
			}
		})
	}
}
