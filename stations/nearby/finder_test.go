package nearby_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/calendar"
	"yizhan/stations/nearby"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// everything pages through an answer to its end.
func everything(t *testing.T, f *nearby.Finder, q nearby.Query) []nearby.Hit {
	t.Helper()
	hits := []nearby.Hit{}
	for range 1000 {
		answer, err := f.Find(t.Context(), q)
		if err != nil {
			t.Fatalf("Find = %v", err)
		}
		hits = append(hits, answer.Hits...)
		if answer.Next == "" {
			return hits
		}
		q.Cursor = answer.Next
	}
	t.Fatal("the pages do not end")
	return nil
}

func ids(hits []nearby.Hit) []stations.ID {
	out := []stations.ID{}
	for _, h := range hits {
		out = append(out, h.Station.ID)
	}
	return out
}

func TestFindByDistanceAgreesWithLookingAtEveryStation(t *testing.T) {
	list := scatter(t, 300, 1)
	list[7].Lifecycle, list[8].Position.Quality = stations.Suspended, stations.AddressOnly
	f, _ := following(t, list)
	base := nearby.Query{Point: orb.Point{118.79, 32.05}, Limit: 7}
	for name, change := range map[string]func(*nearby.Query){
		"every station":               func(*nearby.Query) {},
		"a radius":                    func(q *nearby.Query) { q.RadiusM = 1500 },
		"a travel time on foot":       func(q *nearby.Query) { q.MaxMinutes = 20 },
		"a travel time by bike":       func(q *nearby.Query) { q.MaxMinutes, q.Mode = 5, roads.Ride },
		"one kind":                    func(q *nearby.Query) { q.Filter.Kinds = []stations.Kind{stations.DriverHome} },
		"two kinds":                   func(q *nearby.Query) { q.Filter.Kinds = []stations.Kind{stations.DriverHome, stations.WarmStation} },
		"two services":                func(q *nearby.Query) { q.Filter.Services = []stations.Service{"water", "toilet"} },
		"open now":                    func(q *nearby.Query) { q.Door = nearby.OpenNow },
		"open on arrival":             func(q *nearby.Query) { q.Door = nearby.OpenOnArrival },
		"open on arrival, inexact":    func(q *nearby.Query) { q.Door, q.AccuracyM = nearby.OpenOnArrival, 700 },
		"a radius, inexact":           func(q *nearby.Query) { q.RadiusM, q.AccuracyM = 1500, 250 },
		"a travel time, inexact":      func(q *nearby.Query) { q.MaxMinutes, q.AccuracyM = 20, 100 },
		"open at night":               func(q *nearby.Query) { q.Door, q.At = nearby.OpenAt, noon.Add(8*time.Hour) },
		"open now, a page of one":     func(q *nearby.Query) { q.Door, q.Limit = nearby.OpenNow, 1 },
		"open now, a page of hundred": func(q *nearby.Query) { q.Door, q.Limit = nearby.OpenNow, 100 },
	} {
		t.Run(name, func(t *testing.T) {
			q := base
			change(&q)
			want := brute(list, q)
			if len(want) < 3 {
				t.Fatalf("the oracle finds %d stations: the test shows nothing", len(want))
			}
			if diff := cmp.Diff(want, ids(everything(t, f, q))); diff != "" {
				t.Errorf("Find (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHoursAreReadByTheCalendarOfTheFinder(t *testing.T) {
	for _, c := range []struct {
		name string
		days *calendar.Calendar
		want stations.OpenState
	}{
		{"the year's notice is known", calendar.China(), stations.StateOpen},
		{"no year is", nil, stations.StateUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := station(t, "站", orb.Point{118.8, 32})
			s.Hours = "Mo-Su 08:00-18:00; PH off"
			_, store := following(t, []*stations.Station{s})
			f := run(t, nearby.NewFinder(nil, func() time.Time { return noon }).ReadBy(c.days), store)
			answer, err := f.Find(t.Context(), nearby.Query{Point: orb.Point{118.8, 32.01}, Limit: 1})
			if err != nil || len(answer.Hits) != 1 || answer.Hits[0].Open != c.want {
				t.Errorf("Find = %v, %v, want a hit that is %v", answer.Hits, err, c.want)
			}
		})
	}
}

func TestHitTellsWhenTheDoorChanges(t *testing.T) {
	for _, c := range []struct{ hours, state, closes, opens string }{
		{"24/7", "open", "", ""},
		{"Mo-Su 08:00-18:00", "open", "18:00", ""},
		{"Mo-Su 08:00-12:20", "closing_soon", "12:20", ""},
		{"Mo-Su 18:00-23:00", "closed", "", "18:00"},
		{"call us", "unknown", "", ""},
		{"closed today", "closed", "", "00:00"},
	} {
		s := station(t, "站", orb.Point{118.8, 32})
		s.Hours = c.hours
		if c.hours == "closed today" {
			today := noon.In(stations.Zone()).Format(time.DateOnly)
			s.Hours, s.Closures = "24/7", []stations.Closure{{From: today, Until: today}}
		}
		f, _ := following(t, []*stations.Station{s})
		answer, err := f.Find(t.Context(), nearby.Query{Point: orb.Point{118.8, 32.01}, Limit: 1})
		if err != nil || len(answer.Hits) != 1 {
			t.Fatalf("Find = %v, %v", answer, err)
		}
		clock := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.Format("15:04")
		}
		h := answer.Hits[0]
		got := fmt.Sprint(h.Open, clock(h.ClosesAt), clock(h.OpensAt), h.ByRoad)
		if want := fmt.Sprint(c.state, c.closes, c.opens, false); got != want {
			t.Errorf("hit with hours %q = %v, want %v", c.hours, got, want)
		}
		if want := 1.3 * h.Distance / 1.2; h.Duration != want {
			t.Errorf("duration = %v, want %v", h.Duration, want)
		}
	}
}

func TestAnEmptyAnswerTellsTheNearest(t *testing.T) {
	s := station(t, "远站", orb.Point{118.8, 32})
	f, _ := following(t, []*stations.Station{s})
	q := nearby.Query{Point: orb.Point{118.8, 32.1}, RadiusM: 100, Limit: 5}
	answer, err := f.Find(t.Context(), q)
	if err != nil || len(answer.Hits) != 0 || answer.Nearest == nil || answer.Nearest.Station.ID != s.ID {
		t.Fatalf("Find = %+v, %v, want no hits and the nearest", answer, err)
	}
	if want := sphere.Distance(q.Point, s.Position.Point); answer.Nearest.Distance != want {
		t.Errorf("nearest is %v m away, want %v", answer.Nearest.Distance, want)
	}
}

func TestFindRefuses(t *testing.T) {
	f, _ := following(t, scatter(t, 30, 2))
	good := nearby.Query{Point: orb.Point{118.8, 32.06}, Limit: 5}
	first, err := f.Find(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*nearby.Query){
		"lon":         func(q *nearby.Query) { q.Point = orb.Point{181, 0} },
		"limit":       func(q *nearby.Query) { q.Limit = 101 },
		"radius_m":    func(q *nearby.Query) { q.RadiusM = -1 },
		"accuracy_m":  func(q *nearby.Query) { q.AccuracyM = 5001 },
		"max_minutes": func(q *nearby.Query) { q.MaxMinutes, q.By = 61, nearby.ByTime },
		"cursor":      func(q *nearby.Query) { q.Cursor, q.RadiusM = first.Next, 900 },
	} {
		q := good
		change(&q)
		_, err := f.Find(t.Context(), q)
		var known *stations.Error
		if !errors.As(err, &known) || known.Code != stations.Invalid || len(known.Fields) != 1 || known.Fields[0].Field != field {
			t.Errorf("%s: Find = %v, want an invalid error about it alone", field, err)
		}
	}
	empty := nearby.NewFinder(nil, time.Now)
	if _, err := empty.Find(t.Context(), good); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Find before the first snapshot = %v, want unavailable", err)
	}
}

func FuzzCursor(f *testing.F) {
	finder, _ := following(f, scatter(f, 30, 2))
	q := nearby.Query{Point: orb.Point{118.8, 32.06}, Limit: 5}
	answer, err := finder.Find(f.Context(), q)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{answer.Next, "", "AAAA", answer.Next[:20], answer.Next + "A"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := q
		q.Cursor = text
		if _, err := finder.Find(t.Context(), q); err != nil && stations.CodeOf(err) != stations.Invalid {
			t.Errorf("Find with cursor %q = %v, want an answer or an invalid error", text, err)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	f, _ := following(b, scatter(b, 2000, 3))
	q := nearby.Query{Limit: 10, RadiusM: 5000, Filter: stations.Filter{Kinds: []stations.Kind{stations.DriverHome}, Services: []stations.Service{"water"}}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		q.Point = orb.Point{118.8 + float64(i%1000)*1e-5, 32.06}
		if _, err := f.Find(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleSpeed() {
	fmt.Println(nearby.Speed(roads.Walk), "m/s")
	// Output: 1.2 m/s
}
