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

func TestAnonymousBlotsOutWhatLeadsToAPerson(t *testing.T) {
	for text, want := range map[string]string{
		"打我电话13800138000":                  "打我电话…",
		"138 0013-8000 或 +86 13800138000":  "… 或 …",
		"我的号１３８００１３８０００":                   "我的号…",
		"１３８　００１３－８０００":                    "…",
		"138–0013—8000":                    "…",
		"138.0013.8000":                    "…",
		"打138 - 0013 - 8000":               "打…",
		"打+86 (138) 0013 8000 吧":           "打… 吧",
		"138\u200b0013\u200b8000":          "…",
		"９.00-17.00 开，12.5 元":              "９.00-17.00 开，12.5 元",
		"٠١٢٣٤٥٦٧٨":                        "…",
		"写信 rider@example.com 谢谢":          "写信 … 谢谢",
		"rider＠example.com":                "…",
		"12351 没人接，门牌 1203 号，8:00 到 20:30": "12351 没人接，门牌 1203 号，8:00 到 20:30",
	} {
		if got := stations.Anonymous(text); got != want {
			t.Errorf("Anonymous(%q) = %q, want %q", text, got, want)
		}
	}
}
