package storetest

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
)

// CountSlowly is the oracle of statistics: for each period, division and kind
// it goes through all changes from the start. It shares no code with
// stations.Tally. periods are the first days of consecutive periods, and the
// day after the last; changes are in order of revision and of time.
func CountSlowly(changes []stations.Change, reports []stations.Report, periods []string, q stations.StatsQuery) []stations.StatsRow {
	var rows []stations.StatsRow
	for i := range len(periods) - 1 {
		for _, adcode := range divisions(changes, reports, q) {
			for _, kind := range slowKinds(q) {
				row := stations.StatsRow{Period: periods[i], Adcode: adcode, Kind: kind, Stations: map[stations.Lifecycle]int{}}
				slowRow(&row, changes, periods[i+1], q)
				slowReports(&row, reports, periods[i+1], q)
				if len(row.Stations) > 0 || row.Created+row.Closed+row.Removed+row.Doubted+row.Reports+row.Answered > 0 {
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

// slowKinds lists the kinds that are asked for, in order of code.
func slowKinds(q stations.StatsQuery) []stations.Kind {
	kinds := slices.Clone(q.Kinds)
	if len(kinds) == 0 {
		for _, word := range stations.Kinds() {
			kinds = append(kinds, stations.Kind(word.Code))
		}
	}
	slices.Sort(kinds)
	return kinds
}

// shorten gives the division of the asked level.
func shorten(adcode string, q stations.StatsQuery) string {
	switch {
	case q.Level == stations.ByCity && len(adcode) >= 6:
		return adcode[:4] + "00"
	case q.Level == stations.ByDistrict && len(adcode) > 6:
		return adcode[:6]
	case q.Level == stations.ByStreet && len(adcode) > 9:
		return adcode[:9]
	}
	return adcode
}

// divisions lists every division that has a row.
func divisions(changes []stations.Change, reports []stations.Report, q stations.StatsQuery) []string {
	var all []string
	for _, c := range changes {
		if c.Station != nil {
			all = append(all, shorten(c.Station.Position.Adcode, q))
		}
	}
	for _, r := range reports {
		all = append(all, shorten(r.Adcode, q))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// inRow reports whether a station belongs to the row.
func inRow(row *stations.StatsRow, s *stations.Station, q stations.StatsQuery) bool {
	return s != nil && s.Kind == row.Kind && shorten(s.Position.Adcode, q) == row.Adcode && stations.Filter{Adcode: q.Adcode}.Match(s, q.Now)
}

func slowRow(row *stations.StatsRow, changes []stations.Change, end string, q stations.StatsQuery) {
	until, _ := time.ParseInLocation(time.DateOnly, end, stations.Zone())
	latest := map[stations.ID]*stations.Station{}
	seen := map[stations.ID]bool{}
	for _, c := range changes {
		if !c.At.Before(until) {
			break
		}
		before, day := latest[c.ID], c.At.In(stations.Zone()).Format(time.DateOnly)
		if day >= row.Period {
			slowEvents(row, c, before, seen[c.ID], q)
		}
		latest[c.ID], seen[c.ID] = c.Station, true
	}
	moment := until
	if q.Now.Before(until) {
		moment = q.Now
	}
	if begin, _ := time.ParseInLocation(time.DateOnly, row.Period, stations.Zone()); begin.After(q.Now) {
		return
	}
	for _, s := range latest {
		if !inRow(row, s, q) {
			continue
		}
		row.Stations[s.Lifecycle]++
		if s.Overdue(moment) {
			row.Overdue++
		} else if s.Verification != nil && (s.Lifecycle == stations.Open || s.Lifecycle == stations.Trial) {
			row.Verified++
		}
	}
}

func slowEvents(row *stations.StatsRow, c stations.Change, before *stations.Station, seen bool, q stations.StatsQuery) {
	if c.Station == nil {
		if inRow(row, before, q) && before.Lifecycle != stations.Merged {
			row.Removed++
		}
		return
	}
	if !inRow(row, c.Station, q) {
		return
	}
	if !seen {
		row.Created++
	}
	if c.Station.Doubt != nil && (before == nil || before.Doubt == nil) {
		row.Doubted++
	}
	if before == nil {
		return
	}
	if c.Station.Lifecycle == stations.Closed && before.Lifecycle != stations.Closed {
		row.Closed++
	}
	if c.Station.Lifecycle == stations.Merged && before.Lifecycle != stations.Merged {
		row.Removed++
	}
}

func slowReports(row *stations.StatsRow, reports []stations.Report, end string, q stations.StatsQuery) {
	for _, r := range reports {
		if r.StationKind != row.Kind || shorten(r.Adcode, q) != row.Adcode || !strings.HasPrefix(r.Adcode, stations.AdcodePrefix(q.Adcode)) {
			continue
		}
		if r.Day >= row.Period && r.Day < end {
			row.Reports++
		}
		if r.Answer != nil && r.Answer.Day >= row.Period && r.Answer.Day < end {
			row.Answered++
		}
	}
}

func statistics(t *testing.T, s stations.Store) {
	fillHistory(t, s)
	changes := must(s.Changes(t.Context(), 0, 10_000))(t, "Changes")
	reports := must(s.Reports(t.Context(), stations.ReportFilter{}, 0, 1000))(t, "Reports")
	today := stations.DayOf(time.Now())
	begin, _ := time.ParseInLocation(time.DateOnly, today, stations.Zone())
	days := []string{begin.AddDate(0, 0, -1).Format(time.DateOnly), today, begin.AddDate(0, 0, 1).Format(time.DateOnly), begin.AddDate(0, 0, 2).Format(time.DateOnly)}
	for _, q := range []stations.StatsQuery{
		{Level: stations.ByDistrict},
		{Level: stations.ByCity},
		{Level: stations.ByStreet},
		{Level: stations.ByStreet, Adcode: "320106"},
		{Level: stations.ByDistrict, Kinds: []stations.Kind{stations.WarmStation, stations.DriverHome}},
		{Level: stations.ByDistrict, Now: time.Now().Add(60 * 24 * time.Hour)},
	} {
		q.By, q.From, q.Until = stations.ByDay, days[0], days[2]
		if q.Now.IsZero() {
			q.Now = time.Now()
		}
		want := CountSlowly(changes, reports, days, q)
		if len(want) < 2 {
			t.Errorf("the oracle counts %d rows, want more to compare", len(want))
		}
		same(t, "Statistics("+string(q.Level)+" "+q.Adcode+")", want, must(s.Statistics(t.Context(), q))(t, "Statistics"))
	}
	_, err := s.Statistics(t.Context(), stations.StatsQuery{By: "year", Level: stations.ByCity, From: today, Until: today})
	wantCode(t, "Statistics(by year)", err, stations.Invalid)
}

// fillHistory makes stations, changes, deletes some, and files reports.
func fillHistory(t *testing.T, s stations.Store) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	var all []*stations.Station
	for range 30 {
		station := newStation(t, "s")
		station.Hours = "24/7"
		all = append(all, station)
	}
	for range 4 {
		for _, station := range all {
			shuffleStation(random, station)
		}
		put(t, s, all...)
	}
	for i, station := range all[:5] {
		if i%2 == 0 {
			deletion := []stations.Write{{Station: station, Expect: station.Revision, Delete: true}}
			must(s.Apply(t.Context(), deletion))(t, "Apply(a deletion)")
		}
	}
	for i, station := range all[10:20] {
		a := file(t, s, wasted(station), senderN(2*i), time.Now())
		file(t, s, wasted(station), senderN(2*i+1), time.Now())
		if i%3 == 0 {
			must(s.AnswerReport(t.Context(), a.ID, stations.ReportAnswer{Outcome: stations.OutcomeNoted}, time.Now()))(t, "AnswerReport")
		}
	}
}

func shuffleStation(random *rand.Rand, s *stations.Station) {
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	s.Position.Adcode = pick("320102", "320106001", "320106001002", "110101", "")
	s.Kind = stations.Kind(pick("union_station", "warm_station", "driver_home"))
	s.Lifecycle = stations.Lifecycle(pick("open", "open", "trial", "closed", "planned", "merged"))
	s.Verification = nil
	if random.IntN(2) == 0 {
		at := time.Now().Add(-time.Duration(random.IntN(200*24)) * time.Hour)
		s.Verification = &stations.Verification{At: at, Method: stations.ByPhone}
	}
}
