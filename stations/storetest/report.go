package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

// lunch is Friday 2026-11-20 12:00 in China, within posted hours.
var lunch = time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())

// senderN returns the n-th of many senders.
func senderN(n int) stations.Sender {
	return stations.SenderOf(fmt.Sprintf("203.%d.%d.7", n/256, n%256))
}

// shop is a stored station with hours.
func shop(t *testing.T, s stations.Store, hours string) *stations.Station {
	t.Helper()
	station := newStation(t, "鼓楼驿站")
	station.Hours = hours
	put(t, s, station)
	return station
}

// file files a report that may not fail.
func file(t *testing.T, s stations.Store, r stations.Report, from stations.Sender, at time.Time) stations.Report {
	t.Helper()
	if err := s.FileReport(t.Context(), &r, from, at); err != nil {
		t.Fatalf("FileReport(%s) = %v", r.Kind, err)
	}
	return r
}

func wasted(s *stations.Station) stations.Report {
	return stations.Report{Station: s.ID, Kind: stations.WastedTrip}
}

// doubtOf reads a station's doubt.
func doubtOf(t *testing.T, s stations.Store, id stations.ID) *stations.Doubt {
	t.Helper()
	return must(s.Station(t.Context(), id))(t, "Station").Doubt
}

func doubted(t *testing.T, s stations.Store) {
	station := shop(t, s, "Mo-Fr 08:00-18:00")
	first := file(t, s, wasted(station), senderN(1), lunch)
	if d := doubtOf(t, s, station.ID); d != nil {
		t.Errorf("one report sets doubt %+v, want none", d)
	}
	before := must(s.Revision(t.Context()))(t, "Revision")
	second := file(t, s, wasted(station), senderN(2), lunch.Add(90*time.Second))
	same(t, "the doubt after two senders", &stations.Doubt{Since: lunch.Add(time.Minute).UTC(), Reports: 2}, doubtOf(t, s, station.ID))
	changes := must(s.Changes(t.Context(), before, 10))(t, "Changes")
	if len(changes) != 1 || changes[0].By != stations.ReportsWriter || changes[0].Station.Doubt == nil || changes[0].Op != stations.OpUpdate {
		t.Errorf("Changes after the doubt = %+v, want one update by %s", changes, stations.ReportsWriter)
	}
	file(t, s, wasted(station), senderN(3), lunch.Add(2*time.Minute))
	if rev := must(s.Revision(t.Context()))(t, "Revision"); rev != before+1 {
		t.Errorf("a third report gives revision %d, want %d", rev, before+1)
	}
	answer := stations.ReportAnswer{Outcome: stations.OutcomeFixed, Text: "门锁已修", By: "key:1"}
	must(s.AnswerReport(t.Context(), first.ID, answer, lunch.Add(time.Hour)))(t, "AnswerReport")
	if d := doubtOf(t, s, station.ID); d != nil {
		t.Errorf("after the answer the doubt is %+v, want none", d)
	}
	answer.Day = "2026-11-20"
	same(t, "the answer to the other wasted trip", &answer, must(s.Report(t.Context(), second.ID))(t, "Report").Answer)
	file(t, s, wasted(station), senderN(4), lunch.Add(2*time.Hour))
	if d := doubtOf(t, s, station.ID); d != nil {
		t.Errorf("a report after the answer sets doubt %+v: answered ones count no more", d)
	}
	file(t, s, wasted(station), senderN(5), lunch.Add(2*time.Hour))
	if doubtOf(t, s, station.ID) == nil {
		t.Error("two reports after the answer set no doubt, want one")
	}
}

func undoubted(t *testing.T, s stations.Store) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name, hours string
		first       time.Duration // of the first report after lunch
		second      time.Duration
		a, b        stations.Sender
		kind        stations.ReportKind
		want        bool
	}{
		{"the same /24 twice", "24/7", 0, time.Hour, stations.SenderOf("203.0.113.1"), stations.SenderOf("203.0.113.254"), stations.WastedTrip, false},
		{"the same /24 on both sides of midnight", "24/7", 11 * time.Hour, 13 * time.Hour, stations.SenderOf("203.0.113.1"), stations.SenderOf("203.0.113.9"), stations.WastedTrip, false},
		{"two senders on both sides of midnight", "24/7", 11 * time.Hour, 13 * time.Hour, senderN(1), senderN(2), stations.WastedTrip, true},
		{"the same /48 twice", "24/7", 0, time.Hour, stations.SenderOf("2001:db8:1:2::1"), stations.SenderOf("2001:db8:1:ffff::2"), stations.WastedTrip, false},
		{"two /48", "24/7", 0, time.Hour, stations.SenderOf("2001:db8:1::1"), stations.SenderOf("2001:db8:2::1"), stations.WastedTrip, true},
		{"an address mapped into IPv6", "24/7", 0, time.Hour, stations.SenderOf("203.0.113.1"), stations.SenderOf("::ffff:203.0.113.9"), stations.WastedTrip, false},
		{"just under a day apart", "24/7", 0, day - time.Second, senderN(10), senderN(11), stations.WastedTrip, true},
		{"a day apart", "24/7", 0, day, senderN(12), senderN(13), stations.WastedTrip, false},
		{"outside posted hours", "Mo-Fr 13:00-18:00", 0, 2 * time.Hour, senderN(3), senderN(4), stations.WastedTrip, false},
		{"both within posted hours", "Mo-Fr 08:00-18:00", 0, 2 * time.Hour, senderN(5), senderN(6), stations.WastedTrip, true},
		{"hours that nobody knows", "", 0, time.Hour, senderN(7), senderN(8), stations.WastedTrip, false},
		{"suggestions", "24/7", 0, time.Hour, senderN(9), senderN(20), stations.Suggestion, false},
	} {
		station := shop(t, s, c.hours)
		report := stations.Report{Station: station.ID, Kind: c.kind, Text: "请加一盏灯"}
		file(t, s, report, c.a, lunch.Add(c.first))
		file(t, s, report, c.b, lunch.Add(c.second))
		if got := doubtOf(t, s, station.ID) != nil; got != c.want {
			t.Errorf("%s: doubt = %v, want %v", c.name, got, c.want)
		}
		if err := s.ForgetSenders(t.Context(), lunch.Add(10*day)); err != nil {
			t.Fatalf("ForgetSenders = %v", err)
		}
	}
}

func threeADay(t *testing.T, s stations.Store) {
	station := shop(t, s, "24/7")
	late := lunch.Add(11*time.Hour + 59*time.Minute) // 23:59
	for i := range stations.MaxReportsPerDay {
		file(t, s, wasted(station), stations.SenderOf(fmt.Sprintf("198.51.100.%d", i)), late)
	}
	r := wasted(station)
	err := s.FileReport(t.Context(), &r, stations.SenderOf("198.51.100.99"), late.Add(30*time.Second))
	wantCode(t, "FileReport(the fourth of a day)", err, stations.TooMany)
	file(t, s, wasted(station), stations.SenderOf("198.51.101.1"), late)
	file(t, s, wasted(station), stations.SenderOf("198.51.100.99"), late.Add(2*time.Minute)) // the next day
	if list := must(s.Reports(t.Context(), stations.ReportFilter{}, 0, 100))(t, "Reports"); len(list) != 5 {
		t.Errorf("Reports() lists %d, want 5: the refused one is not kept", len(list))
	}
}

// sendersForgotten looks at what can be seen from outside; the tables are
// looked at by the stores' own tests.
func sendersForgotten(t *testing.T, s stations.Store) {
	station := shop(t, s, "24/7")
	file(t, s, wasted(station), senderN(1), lunch)
	if err := s.ForgetSenders(t.Context(), lunch.Add(stations.ReportMemory-time.Millisecond)); err != nil {
		t.Fatalf("ForgetSenders = %v", err)
	}
	file(t, s, wasted(station), senderN(2), lunch.Add(time.Hour))
	if doubtOf(t, s, station.ID) == nil {
		t.Error("a sender was forgotten before the day was over")
	}
	other := shop(t, s, "24/7")
	file(t, s, wasted(other), senderN(3), lunch)
	if err := s.ForgetSenders(t.Context(), lunch.Add(stations.ReportMemory)); err != nil {
		t.Fatalf("ForgetSenders = %v", err)
	}
	file(t, s, wasted(other), senderN(4), lunch.Add(time.Hour))
	if doubtOf(t, s, other.ID) != nil {
		t.Error("a sender is still known after the day was over")
	}
}

func reports(t *testing.T, s stations.Store) {
	station := shop(t, s, "24/7")
	point := orb.Point{118.7780139, 32.0415001}
	filed := file(t, s, stations.Report{Station: station.ID, Kind: stations.PositionWrong, Text: "门在北面 13900001111 a@b.cn", Point: &point}, senderN(1), lunch)
	want := stations.Report{
		ID: filed.ID, Station: station.ID, Kind: stations.PositionWrong, Text: "门在北面 … …", Point: &point,
		Day: "2026-11-20", Adcode: "320102", StationKind: stations.UnionStation,
	}
	same(t, "FileReport", want, filed)
	same(t, "Report", want, must(s.Report(t.Context(), filed.ID))(t, "Report"))
	broken := file(t, s, stations.Report{Station: station.ID, Kind: stations.ServiceFailed, Service: "water"}, senderN(2), lunch)

	answered := must(s.AnswerReport(t.Context(), filed.ID, stations.ReportAnswer{Outcome: stations.OutcomeFixed, Text: "已改"}, lunch))(t, "AnswerReport")
	if answered.Point != nil || answered.Answer == nil {
		t.Errorf("AnswerReport = %+v, want an answer, and the point forgotten", answered)
	}
	for name, c := range map[string]struct {
		filter stations.ReportFilter
		after  int64
		want   int
	}{
		"all": {want: 2}, "open": {stations.ReportFilter{Open: true}, 0, 1}, "the second page": {after: filed.ID, want: 1},
		"the city":      {stations.ReportFilter{Adcode: "320100"}, 0, 2},
		"another city":  {stations.ReportFilter{Adcode: "320200"}, 0, 0},
		"of a station":  {stations.ReportFilter{Station: station.ID}, 0, 2},
		"of nobody":     {stations.ReportFilter{Station: "\x00"}, 0, 0},
		"past the last": {after: broken.ID, want: 0},
	} {
		if got := must(s.Reports(t.Context(), c.filter, c.after, 100))(t, "Reports"); len(got) != c.want {
			t.Errorf("Reports(%s) lists %d, want %d", name, len(got), c.want)
		}
	}
	badReports(t, s, station)
}

func badReports(t *testing.T, s stations.Store, station *stations.Station) {
	point := orb.Point{200, 0}
	for name, r := range map[string]stations.Report{
		"no kind":                    {},
		"an unknown kind":            {Kind: "rumour"},
		"a service without name":     {Kind: stations.ServiceFailed},
		"an unknown service":         {Kind: stations.ServiceFailed, Service: "gold"},
		"a service of a wasted trip": {Kind: stations.WastedTrip, Service: "water"},
		"an empty suggestion":        {Kind: stations.Suggestion},
		"a text with NUL":            {Kind: stations.Suggestion, Text: "a\x00"},
		"a point off the Earth":      {Kind: stations.PositionWrong, Point: &point},
		"a point of a wasted trip":   {Kind: stations.WastedTrip, Point: &orb.Point{1, 1}},
	} {
		r.Station = station.ID
		wantCode(t, "FileReport("+name+")", s.FileReport(t.Context(), &r, senderN(9), lunch), stations.Invalid)
	}
	nobody := wasted(newStation(t, "nobody"))
	wantCode(t, "FileReport(no station)", s.FileReport(t.Context(), &nobody, senderN(9), lunch), stations.NotFound)
	_, err := s.AnswerReport(t.Context(), 1<<40, stations.ReportAnswer{Outcome: stations.OutcomeFixed}, lunch)
	wantCode(t, "AnswerReport(unknown)", err, stations.NotFound)
	_, err = s.AnswerReport(t.Context(), 1, stations.ReportAnswer{Outcome: "perhaps"}, lunch)
	wantCode(t, "AnswerReport(bad outcome)", err, stations.Invalid)
	_, err = s.Report(t.Context(), 1<<40)
	wantCode(t, "Report(unknown)", err, stations.NotFound)
	_, err = s.Reports(t.Context(), stations.ReportFilter{}, 0, 0)
	wantCode(t, "Reports(limit 0)", err, stations.Invalid)
}

func doubtAcross(t *testing.T, a, b stations.Store) {
	station := shop(t, a, "24/7")
	file(t, a, wasted(station), senderN(1), lunch)
	before := stations.Mark{Revision: must(a.Revision(t.Context()))(t, "Revision")}
	filed := file(t, b, wasted(station), senderN(2), lunch)
	if _, err := a.Wait(within(t, time.Second), before); err != nil {
		t.Errorf("the other handle heard nothing of the doubt within a second: %v", err)
	}
	if doubtOf(t, a, station.ID) == nil {
		t.Error("reports by way of two handles set no doubt")
	}
	before.Revision++
	must(a.AnswerReport(t.Context(), filed.ID, stations.ReportAnswer{Outcome: stations.OutcomeNoted}, lunch))(t, "AnswerReport")
	if _, err := b.Wait(within(t, time.Second), before); err != nil {
		t.Errorf("the other handle heard nothing of the answer within a second: %v", err)
	}
}
