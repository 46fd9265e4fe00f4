package storetest

import (
	"fmt"
	"testing"
	"time"

	"yizhan/stations"
)

func overdue(t *testing.T, s stations.Store) {
	now := time.Now().Add(time.Hour)
	due := stations.Stamp(now.Add(-stations.VerifyAfter))
	adcodes := []string{"320102", "320106", "320106001", "110101", ""}
	ages := []time.Duration{0, time.Millisecond, -time.Hour, 100 * 24 * time.Hour}
	var all []*stations.Station
	for i := range 40 {
		station := newStation(t, fmt.Sprintf("%d", i))
		station.Position.Adcode = adcodes[i%len(adcodes)]
		station.Lifecycle = []stations.Lifecycle{stations.Open, stations.Trial, stations.Closed}[i%3]
		if i%8 != 0 { // those without count from their entry, which is too fresh
			at := due.Add(ages[i%len(ages)]).In(stations.Zone())
			station.Verification = &stations.Verification{At: at, Method: stations.OnSite}
		}
		all = append(all, station)
	}
	put(t, s, all...)
	for _, area := range []string{"", "320000", "320106", "110101", "990000"} {
		want := map[string]int{}
		for _, station := range all {
			match := stations.Filter{Adcode: area}.Match(station, now)
			if match && station.Overdue(now) {
				want[stations.Place{Adcode: station.Position.Adcode}.District()]++
			}
		}
		same(t, "CountOverdue("+area+")", want, must(s.CountOverdue(t.Context(), area, now))(t, "CountOverdue"))
		listed, last := map[string]int{}, stations.Place{}
		for {
			page := must(s.Overdue(t.Context(), area, now, last, 3))(t, "Overdue")
			for _, station := range page {
				place := stations.Place{Adcode: station.Position.Adcode, ID: station.ID}
				if place.Adcode < last.Adcode || place.Adcode == last.Adcode && place.ID <= last.ID {
					t.Errorf("Overdue(%s) lists %v after %v", area, place, last)
				}
				listed[place.District()]++
				last = place
			}
			if len(page) < 3 {
				break
			}
		}
		same(t, "all pages of Overdue("+area+")", want, listed)
	}
	_, err := s.Overdue(t.Context(), "", now, stations.Place{}, 0)
	wantCode(t, "Overdue(limit 0)", err, stations.Invalid)
}
