package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yizhan/stations/calendar"
)

// day counts days from 1970-01-01.
func day(t testing.TB, text string) int {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return int(d.Unix() / 86400)
}

func TestChinaKnowsTheNotices(t *testing.T) {
	china := calendar.China()
	if got, want := china.Years(), []int{2025, 2026}; !slices.Equal(got, want) {
		t.Fatalf("Years() = %v, want %v", got, want)
	}
	for _, c := range []struct {
		day  string
		want calendar.Kind
	}{
		{"2024-12-31", calendar.Missing},
		{"2025-01-01", calendar.Holiday},
		{"2025-01-02", calendar.Ordinary},
		{"2025-01-26", calendar.Workday},
		{"2025-02-04", calendar.Holiday},
		{"2025-10-08", calendar.Holiday},
		{"2025-10-11", calendar.Workday},
		{"2026-02-14", calendar.Workday},
		{"2026-02-15", calendar.Holiday},
		{"2026-02-23", calendar.Holiday},
		{"2026-02-24", calendar.Ordinary},
		{"2026-12-31", calendar.Ordinary},
		{"2027-01-01", calendar.Missing},
	} {
		if got := china.At(day(t, c.day)); got != c.want {
			t.Errorf("At(%s) = %v, want %v", c.day, got, c.want)
		}
	}
}

// TestNoticesCountTheirDays holds the files to the counts of days that the
// notices themselves state: 28 days off and 5 worked in 2025, 33 and 6 in
// 2026.
func TestNoticesCountTheirDays(t *testing.T) {
	for year, want := range map[int][2]int{2025: {28, 5}, 2026: {33, 6}} {
		var got [2]int
		for d := day(t, fmt.Sprintf("%d-01-01", year)); d < day(t, fmt.Sprintf("%d-01-01", year+1)); d++ {
			switch calendar.China().At(d) {
			case calendar.Holiday:
				got[0]++
			case calendar.Workday:
				got[1]++
			}
		}
		if got != want {
			t.Errorf("%d has %v days off and worked, want %v", year, got, want)
		}
	}
}

const notice = `{"version":1,"year":2027,"source":{"title":"通知","issued":"2026-11-10"},
	"holidays":[{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}],"workdays":["2027-01-09"]}`

func TestReadRefusesWhatIsNoNotice(t *testing.T) {
	for _, c := range []struct{ name, old, now string }{
		{"another version", `"version":1`, `"version":2`},
		{"a field that nobody knows", `"year"`, `"annum"`},
		{"no source", `"通知"`, `""`},
		{"a day of another year", `"to":"2027-01-03"`, `"to":"2028-01-03"`},
		{"a stretch that ends before it begins", `"to":"2027-01-03"`, `"to":"2026-12-31"`},
		{"a date that is none", `2027-01-03`, `2027-02-30`},
		{"a made-up weekday", `2027-01-09`, `2027-01-08`},
		{"a day off that is worked", `2027-01-09`, `2027-01-02`},
		{"a year of the past", `2027,`, `1900,`},
		{"no JSON", notice, `2027`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(notice, c.old, c.now, 1)
			if n, err := calendar.Read(strings.NewReader(text)); err == nil {
				t.Errorf("Read(%s) = %v, want an error", text, n)
			}
		})
	}
}

func TestWithAddsAYear(t *testing.T) {
	n, err := calendar.Read(strings.NewReader(notice))
	if err != nil {
		t.Fatal(err)
	}
	before := calendar.China()
	after, err := before.With(n)
	if err != nil {
		t.Fatal(err)
	}
	if got := after.At(day(t, "2027-01-09")); got != calendar.Workday {
		t.Errorf("At of the new year = %v, want a workday", got)
	}
	if got := after.At(day(t, "2026-10-01")); got != calendar.Holiday {
		t.Errorf("At of an old year = %v, want a holiday", got)
	}
	if got := before.At(day(t, "2027-01-01")); got != calendar.Missing {
		t.Errorf("At of the calendar before = %v, want it unchanged", got)
	}
	var none *calendar.Calendar
	if got := none.At(0); got != calendar.Missing {
		t.Errorf("At of no calendar = %v, want missing", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(notice)
	f.Fuzz(func(t *testing.T, text string) {
		n, err := calendar.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		c, err := calendar.China().With(n)
		if err != nil || c.Notice(n.Year) != n {
			t.Errorf("With(%v) = %v, %v, want it held", n, c, err)
		}
	})
}

func ExampleCalendar_At() {
	springFestival := time.Date(2026, 2, 17, 0, 0, 0, 0, time.UTC).Unix() / 86400
	fmt.Println(calendar.China().At(int(springFestival)) == calendar.Holiday)
	// Output: true
}
