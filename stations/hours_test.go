package stations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yizhan/stations"
)

// at reads "Fr 09:30" as a moment of the week of Monday 2027-11-15, a year without a notice.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	day := strings.Index("MoTuWeThFrSaSu", s[:2]) / 2
	clock, err := time.Parse("15:04:05", s[3:]+":00"[:(8-len(s[3:]))])
	if err != nil {
		t.Fatalf("time %q: %v", s, err)
	}
	return time.Date(2027, 11, 15+day, clock.Hour(), clock.Minute(), clock.Second(), 0, stations.Zone())
}

func TestHoursState(t *testing.T) {
	for _, c := range []struct {
		name, hours, when string
		want              stations.OpenState
		change            string // "" for none
	}{
		{"inside a weekday span", "Mo-Fr 08:30-17:00", "Fr 09:30", "open", "Fr 17:00"},
		{"exactly at opening", "Mo-Fr 08:30-17:00", "Fr 08:30", "open", "Fr 17:00"},
		{"exactly at closing", "Mo-Fr 08:30-17:00", "Fr 17:00", "closed", "Mo+08:30"},
		{"half an hour before closing", "Mo-Fr 08:30-17:00", "Fr 16:30", "closing_soon", "Fr 17:00"},
		{"a second more than half an hour", "Mo-Fr 08:30-17:00", "Fr 16:29:59", "open", "Fr 17:00"},
		{"the weekend", "Mo-Fr 08:30-17:00", "Su 12:00", "closed", "Mo+08:30"},
		{"the lunch break", "Mo-Fr 08:30-12:00,14:00-18:00", "We 13:00", "closed", "We 14:00"},
		{"a space after the comma", "Mo-Fr 08:30-12:00, 14:00-18:00", "We 15:00", "open", "We 18:00"},
		{"a list of days", "Mo,We-Fr 08:00-18:00", "Tu 10:00", "closed", "We 08:00"},
		{"a range over the weekend", "Sa-Mo 08:00-18:00", "Su 10:00", "open", "Su 18:00"},
		{"always", "24/7", "Su 03:00", "open", ""},
		{"every day until midnight joins the next", "Mo-Su 00:00-24:00", "Su 23:45", "open", ""},
		{"past midnight, in the evening", "Fr 18:00-02:00", "Fr 23:00", "open", "Sa 02:00"},
		{"past midnight, after it", "Fr 18:00-02:00", "Sa 01:45", "closing_soon", "Sa 02:00"},
		{"past midnight over the turn of the week", "Su 18:00-02:00", "Su 19:00", "open", "Mo+02:00"},
		{"hours beyond 24", "Fr 22:00-26:00", "Sa 01:00", "open", "Sa 02:00"},
		{"no day named is every day", "08:00-18:00", "Su 10:00", "open", "Su 18:00"},
		{"a later rule replaces its days", "Mo-Su 08:00-18:00; Sa 10:00-12:00", "Sa 09:00", "closed", "Sa 10:00"},
		{"a later rule cuts what the night before carried over", "Fr 18:00-02:00; Sa 10:00-12:00", "Sa 01:00", "closed", "Sa 10:00"},
		{"off for a day", "Mo-Su 08:00-18:00; We off", "We 10:00", "closed", "Th 08:00"},
		{"off for a time", "Mo-Su 08:00-18:00; 12:00-13:00 off", "We 12:30", "closed", "We 13:00"},
		{"off for a day leaves its own night before", "Mo-Su 18:00-02:00; Fr off", "Sa 01:00", "open", "Sa 02:00"},
		{"closed is off", "Mo-Su 08:00-18:00; Su closed", "Su 10:00", "closed", "Mo+08:00"},
		{"a whole day", "Fr", "Fr 12:00", "open", "Sa 00:00"},
		{"never", "off", "Fr 12:00", "closed", ""},
		{"might be a holiday", "Mo-Su 08:00-18:00; PH off", "Fr 12:00", "unknown", "Fr 18:00"},
		{"closed, holiday or not", "Mo-Su 08:00-18:00; PH off", "Fr 19:00", "closed", "Sa 08:00"},
		{"open, holiday or not", "Mo-Su 08:00-18:00; PH 10:00-16:00", "Fr 12:00", "open", "Fr 16:00"},
		{"open now, and then perhaps", "Mo-Su 08:00-18:00; PH 10:00-16:00", "Fr 15:40", "closing_soon", "Fr 16:00"},
		{"named for both kinds of day", "Mo-Su,PH 08:00-18:00", "Fr 12:00", "open", "Fr 18:00"},
		{"lower case and one-digit hours", "mo-fr 8:30-17:00", "Fr 09:00", "open", "Fr 17:00"},
		{"a trailing semicolon", "Mo-Fr 08:00-18:00;", "Fr 09:00", "open", "Fr 18:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hours, err := stations.ParseHours(c.hours)
			if err != nil {
				t.Fatalf("ParseHours(%q) = %v", c.hours, err)
			}
			got, change := hours.State(at(t, c.when).UTC()), hours.NextChange(at(t, c.when).UTC())
			var want time.Time
			if c.change != "" {
				want = at(t, strings.Replace(c.change, "+", " ", 1))
				if strings.Contains(c.change, "+") {
					want = want.AddDate(0, 0, 7)
				}
			}
			if got != c.want || !change.Equal(want) {
				t.Errorf("State(%s) of %q = %v, %v, want %v, %v", c.when, c.hours, got, change, c.want, want)
			}
		})
	}
}

func TestParseHoursRefusesWhatItWouldHaveToGuess(t *testing.T) {
	for _, text := range []string{
		"", " ", ";", "8点到17点", "Mo-Fr: 08:00-17:00", "08:00", "08:00+", "08:00-08:00", "00:00-00:00", "24:00-25:00", "25:00-26:00",
		"08:00-17:60", "sunrise-sunset", "Mo-Xx 08:00-17:00", "Mo-Fr 08:00-12:00 14:00-17:00", "08:00-49:00", "Mo- 08:00-17:00", "off open",
	} {
		if _, err := stations.ParseHours(text); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("ParseHours(%q) = %v, want an invalid error", text, err)
		}
		s := stations.Station{Hours: text}
		if got := s.OpenAt(time.Now()); got != stations.StateUnknown {
			t.Errorf("OpenAt with hours %q = %v, want unknown", text, got)
		}
	}
}

// model is one rule in the oracle's own words.
type model struct {
	days    []int // 0 … 6, 7 is PH; none is every day
	off     bool
	from    int // minutes; −1 for no time
	length  int
	rewrite bool
}

func (m model) text() string {
	names := []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"}
	var days []string
	for _, d := range m.days {
		days = append(days, names[d])
	}
	words := []string{}
	if len(days) > 0 {
		words = append(words, strings.Join(days, ","))
	}
	if m.from >= 0 {
		end := m.from + m.length
		if end > 1440 && m.rewrite {
			end -= 1440
		}
		words = append(words, fmt.Sprintf("%02d:%02d-%02d:%02d", m.from/60, m.from%60, end/60, end%60))
	}
	if m.off {
		words = append(words, "off")
	}
	if len(words) == 0 {
		return "open"
	}
	return strings.Join(words, " ")
}

func (m model) on(day int, holiday bool) bool {
	for _, d := range m.days {
		if d == day || d == 7 && holiday {
			return true
		}
	}
	return len(m.days) == 0
}

// slowOpen decides one minute of one day by reading the rules one by one.
func slowOpen(rules []model, day, minute int, holiday, afterHoliday bool) bool {
	open := false
	for i, r := range rules {
		from, to := r.from, r.from+r.length
		if r.from < 0 {
			from, to = 0, 1440
		}
		if r.on(day, holiday) {
			if !r.off && (len(r.days) > 0 || i > 0 && len(rules[i-1].days) == 0) {
				open = false
			}
			if from <= minute && minute < to {
				open = !r.off
			}
		}
		if r.on((day+6)%7, afterHoliday) && from <= minute+1440 && minute+1440 < to {
			open = !r.off
		}
	}
	return open
}

func slowState(rules []model, week int) string {
	day, minute := week/1440%7, week%1440
	count := 0
	for mix := range 4 {
		if slowOpen(rules, day, minute, mix&1 == 1, mix&2 == 2) {
			count++
		}
	}
	return map[int]string{0: "closed", 4: "open"}[count] + map[bool]string{true: "unknown"}[count%4 != 0]
}

// drawModel draws a rule.
func drawModel() *rapid.Generator[model] {
	return rapid.Custom(func(t *rapid.T) model {
		m := model{
			days:    rapid.SliceOfNDistinct(rapid.IntRange(0, 7), 0, 5, rapid.ID[int]).Draw(t, "days"),
			off:     rapid.Bool().Draw(t, "off"),
			from:    rapid.IntRange(-1, 1439).Draw(t, "from"),
			length:  rapid.IntRange(1, 1440).Draw(t, "length"),
			rewrite: rapid.Bool().Draw(t, "rewrite"),
		}
		if m.length == 1440 {
			m.rewrite = false // equal times are refused
		}
		return m
	})
}

func TestHoursAgreeWithAMinuteByMinuteReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SliceOfN(drawModel(), 1, 4).Draw(t, "rules")
		var texts []string
		for _, r := range rules {
			texts = append(texts, r.text())
		}
		text := strings.Join(texts, "; ")
		hours, err := stations.ParseHours(text)
		if err != nil {
			t.Fatalf("ParseHours(%q) = %v", text, err)
		}
		week := rapid.IntRange(0, 7*1440-1).Draw(t, "minute")
		compareHours(t, hours, rules, text, week)
	})
}

func compareHours(t *rapid.T, hours stations.Hours, rules []model, text string, week int) {
	monday := time.Date(2027, 11, 15, 0, 0, 0, 0, time.FixedZone("", 8*3600))
	now := monday.Add(time.Duration(week) * time.Minute)
	state, change := hours.State(now), hours.NextChange(now)
	want, wantChange := slowState(rules, week), time.Time{}
	for ahead := 1; ahead <= 7*1440; ahead++ {
		if slowState(rules, week+ahead) != want {
			wantChange = now.Add(time.Duration(ahead) * time.Minute)
			if want == "open" && ahead <= 30 {
				want = "closing_soon"
			}
			break
		}
	}
	if string(state) != want || !change.Equal(wantChange) {
		t.Fatalf("State(%v) of %q = %v, %v, want %v, %v", now, text, state, change, want, wantChange)
	}
}

// unhurried is the state without whether it ends soon.
func unhurried(s stations.OpenState) stations.OpenState {
	if s == stations.StateClosingSoon {
		return stations.StateOpen
	}
	return s
}

func FuzzParseHours(f *testing.F) {
	for _, seed := range []string{
		"24/7", "Mo-Fr 08:30-12:00,14:00-18:00; PH off", "Fr 22:00-26:00", "08:00-08:00", ";;", "Mo-", `Jan-Mar,Dec 25: We[-1] 08:00-12:00 open "ask", SH off || unknown`,
		"2026 Dec 24-2027 Jan 5 10:00-02:00", "2026-2028 week 2-52/2 Mo[1,-1] 08:00-12:00", "Feb 29 off", "PH Sa 10:00-12:00", "sunrise-sunset", `Mo-Fr 09:00-17:00 open "调休上班"`,
	} {
		f.Add(seed, int64(1_770_000_000))
	}
	f.Fuzz(func(t *testing.T, text string, second int64) {
		hours, err := stations.ParseHours(text)
		if err != nil {
			return
		}
		now := time.Unix(second%1e10, 0)
		state, change := hours.State(now), hours.NextChange(now)
		if change.IsZero() {
			change = now.AddDate(0, 0, 7)
		} else if !change.After(now) || unhurried(hours.State(change)) == unhurried(state) {
			t.Fatalf("NextChange(%v) of %q = %v, want a later change of %v", now, text, change, state)
		}
		for part := time.Duration(1); part <= 5; part++ {
			between := now.Add((change.Sub(now) - time.Second) / 5 * part)
			if got := hours.State(between); unhurried(got) != unhurried(state) {
				t.Fatalf("State(%v) of %q = %v, want %v until %v", between, text, got, state, change)
			}
		}
	})
}

func BenchmarkHoursState(b *testing.B) {
	hours, err := stations.ParseHours("Mo-Fr 08:30-12:00,14:00-18:00; Sa 10:00-16:00; PH off")
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		hours.State(now.Add(time.Duration(i%10080) * time.Minute))
	}
}

func ExampleParseHours() {
	hours, err := stations.ParseHours("Mo-Fr 08:30-12:00,14:00-18:00")
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 11, 20, 17, 45, 0, 0, stations.Zone())
	state, change := hours.State(now), hours.NextChange(now)
	fmt.Println(state, change.Format("15:04"))
	// Output: closing_soon 18:00
}
