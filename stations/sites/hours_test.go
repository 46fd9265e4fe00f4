package sites_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

// friday is a moment of Friday, 20 November 2026.
func friday(clock string) plan.Request {
	return plan.Request{Minutes: 5, Res: 10, At: "2026-11-20T" + clock}
}

// evenings is a street whose stations keep different hours, with people at
// each, 840 m from one to the next.
func evenings(t *testing.T) (*town, *roadstest.Net) {
	t.Helper()
	net := roadstest.Draw(t, 120, "A------B------C------D------E------F------G------H")
	var people []stations.Demand
	var list []*stations.Station
	for i, hours := range []string{"24/7", "Mo-Fr 08:30-17:00", "Mo-Fr 09:00-21:00", "Sa-Su 09:00-17:00", "", "Mo-Su 18:00-01:00", "Mo-Fr 08:00-12:00,13:30-17:30"} {
		s := station(i, net.At("ABCDEFG"[i]))
		s.Hours = hours
		if i == 6 {
			s.Closures = []stations.Closure{{From: "2026-11-21", Until: "2026-11-22"}}
		}
		list = append(list, s)
		people = append(people, stations.Demand{Point: net.At("ABCDEFG"[i]), Weight: float64(10 + i)})
	}
	people = append(people, stations.Demand{Point: net.At('H'), Weight: 100})
	return newTown(t, net.Graph, people, list), net
}

func TestWhoCanStayOpenLonger(t *testing.T) {
	w, _ := evenings(t)
	type stay struct{ Name, From, Until string }
	for name, c := range map[string]struct {
		clock  string
		offer  sites.Hours
		want   []stay
		unsure int
	}{
		"at eight, until nine: who closed before": {"20:00", sites.Hours{Until: "21:00"}, []stay{{"站 6", "17:30", "21:00"}, {"站 1", "17:00", "21:00"}}, 1},
		"until the moment is not long enough":     {"20:00", sites.Hours{Until: "20:00"}, nil, 1},
		"round the clock: who is closed at all":   {"20:00", sites.Hours{Until: sites.AllDay}, []stay{{"站 6", "", "24h"}, {"站 3", "", "24h"}, {"站 1", "", "24h"}}, 1},
		"all day where longer is not enough":      {"20:00", sites.Hours{Until: "21:00", AllDayCost: 3}, []stay{{"站 6", "17:30", "21:00"}, {"站 3", "", "24h"}, {"站 1", "17:00", "21:00"}}, 1},
		"all day where it is cheaper":             {"20:00", sites.Hours{Until: "21:00", Cost: 4, AllDayCost: 3}, []stay{{"站 6", "17:30", "24h"}, {"站 3", "", "24h"}, {"站 1", "17:00", "24h"}}, 1},
		"at noon, nobody closed for good":         {"13:00", sites.Hours{Until: "21:00"}, []stay{{"站 6", "12:00", "21:00"}}, 1},
		"after midnight the evening before":       {"00:30", sites.Hours{Until: "25:00"}, []stay{{"站 6", "17:30", "25:00"}, {"站 2", "21:00", "25:00"}, {"站 1", "17:00", "25:00"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := w.finder.Find(t.Context(), sites.Request{Base: plan.Base{Request: friday(c.clock)}, P: 9, GapPoints: sites.NoGapPoints, Hours: &c.offer}, nil)
			if c.want == nil {
				if stations.CodeOf(err) != stations.Invalid {
					t.Errorf("Find = %+v, %v, want that there is nothing to choose from", a, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []stay
			for _, s := range a.Sites {
				got = append(got, stay{s.Name, s.From, s.Until})
			}
			if diff := cmp.Diff(c.want, got); diff != "" || a.Candidates.UnknownHours != c.unsure {
				t.Errorf("sites (-want +got):\n%s\nunknown hours = %d, want %d", diff, a.Candidates.UnknownHours, c.unsure)
			}
		})
	}
}

func TestAClosureIsNotAMatterOfHours(t *testing.T) {
	w, _ := evenings(t)
	saturday := plan.Request{Minutes: 5, Res: 10, At: "2026-11-21T20:00"}
	a := w.find(sites.Request{Base: plan.Base{Request: saturday}, P: 9, GapPoints: sites.NoGapPoints, Hours: &sites.Hours{Until: sites.AllDay}})
	for _, s := range a.Sites {
		if s.Name == "站 6" {
			t.Errorf("%s stays open longer, although it is shut those days", s.Name)
		}
	}
	if a.Candidates.Closed != 1 {
		t.Errorf("candidates = %+v, want one that is closed all the same", a.Candidates)
	}
}

// TestLongerHoursAgainstNewSites has both in one model, and each alone.
func TestLongerHoursAgainstNewSites(t *testing.T) {
	w, net := evenings(t)
	ask := sites.Request{
		Base: plan.Base{Request: friday("20:00")}, P: 9, Budget: 7, SiteCost: 5, Hours: &sites.Hours{Until: "23:00"},
		Hosts: []exchange.Host{host("甲", net.At('H')), host("乙", net.At('B')), host("丙", net.At('G'))},
	}
	a := w.find(ask)
	// One new site of 5 at H (100), and two stations of 1 (11 and 16).
	if len(a.Sites) != 3 || a.Sites[0].Name != "甲" || a.Sites[1].Station != w.list[6].ID || a.Sites[2].Station != w.list[1].ID || a.Cost != 7 || !a.Optimal {
		t.Fatalf("sites = %+v for %v, want 甲 and stations 6 and 1 for 7", a.Sites, a.Cost)
	}
	before := a.Demand.From.Covered
	v := a.Hours.Versus
	if len(v.Stations) != 2 || v.ExtendedCovered != before+27 || v.ExtendedBound != before+27 || v.ExtendedCost != 2 {
		t.Errorf("longer hours alone = %+v, want two stations for 27 more", v)
	}
	if v.Built == nil || *v.Built != 1 || v.BuiltLeast != 1 || v.BuiltCovered != before+100 || v.BuiltCost != 5 {
		t.Errorf("new sites alone = %+v, want one, of 100", v)
	}
	ask.Hosts = ask.Hosts[1:]
	if v = w.find(ask).Hours.Versus; v.Built == nil || *v.Built != 2 || v.BuiltLeast != 2 {
		t.Errorf("without 甲 = %+v, want two new sites, proven", v)
	}
	ask.Hosts = ask.Hosts[:1]
	if v = w.find(ask).Hours.Versus; v.Built != nil || v.BuiltLeast != sites.MaxP+1 {
		t.Errorf("乙 alone = %+v, want that no number of sites is enough", v)
	}
	// What the answer says of longer hours holds when the store has them.
	for _, s := range a.Sites[1:] {
		for _, one := range w.list {
			if one.ID == s.Station {
				one.Hours = s.Hours
			}
		}
	}
	a.Sites = a.Sites[:1]
	if after := w.opened(friday("20:00"), a); after.Demand != a.Demand.To && *after.Demand.Share != *a.Demand.To.Share {
		t.Errorf("a full run covers %+v, the answer says %+v", after.Demand, a.Demand.To)
	}
}

func TestHoursNeedAMoment(t *testing.T) {
	w, _ := evenings(t)
	for until, want := range map[string]string{"21:00": "hours", "24h": "hours", "": "hours.until", "9pm": "hours.until", "30:01": "hours.until", "00:00": "hours.until"} {
		_, err := w.finder.Find(t.Context(), sites.Request{P: 1, Hours: &sites.Hours{Until: until}}, nil)
		if got := fieldOf(err); got != want {
			t.Errorf("until %q blames %q (%v), want %q", until, got, err, want)
		}
	}
}

// TestTheFewestNewSitesAreFewest compares with the least p that covers enough.
func TestTheFewestNewSitesAreFewest(t *testing.T) {
	for seed := range seeds(6) {
		r := rand.New(rand.NewPCG(seed, 21))
		g := streets(t, r, 8)
		var people []stations.Demand
		for _, p := range scatter(r, g.Bounds(), 40) {
			people = append(people, stations.Demand{Point: p, Weight: float64(1 + r.IntN(9))})
		}
		var list []*stations.Station
		for i, p := range scatter(r, g.Bounds(), 6) {
			s := station(i, p)
			s.Hours = fmt.Sprintf("Mo-Su 08:00-%d:00", 17+i%3)
			list = append(list, s)
		}
		w := newTown(t, g, people, list)
		ask := sites.Request{Base: plan.Base{Request: friday("20:00")}, P: 3, GapPoints: 40, Hours: &sites.Hours{Until: "22:00"}}
		v := w.find(ask).Hours.Versus
		ask.Hours = nil
		fewest := 0
		for ask.P = 1; fewest == 0 && ask.P < 20; ask.P++ {
			if a := w.find(ask); a.Covered >= v.ExtendedCovered {
				fewest = ask.P
			}
		}
		if v.Built == nil || *v.Built != fewest || v.BuiltLeast != fewest {
			t.Errorf("seed %d: versus = %+v, want %d new sites, proven", seed, v, fewest)
		}
	}
}
