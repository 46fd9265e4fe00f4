package drive_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yizhan/stations/drive"
)

// eight is when the trips of the tests begin.
var eight = time.Date(2026, 11, 20, 8, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))

// lawful is a trip by the letter of the law.
func lawful(hours float64) drive.Trip {
	return drive.Trip{
		Departure: eight, Driving: time.Duration(hours * float64(time.Hour)),
		Longest: drive.LongestStretch, Rest: drive.ShortestRest,
	}
}

// stop stands after so many hours of driving, 80 km each; a call there adds so
// many minutes.
func stop(hours, calls float64, offer func(from, until time.Time) (int, bool)) drive.Stop {
	way := time.Duration(hours * float64(time.Hour))
	half := time.Duration(calls * float64(time.Minute) / 2)
	return drive.Stop{In: way + half, Out: way - half, Leave: hours * 80_000, Rejoin: hours * 80_000, Offer: offer}
}

// always lets the driver rest at any time.
func always(merit int) func(from, until time.Time) (int, bool) {
	return func(time.Time, time.Time) (int, bool) { return merit, true }
}

// hours lets the driver rest between two hours of the day.
func hours(from, to int) func(from, until time.Time) (int, bool) {
	return func(a, b time.Time) (int, bool) {
		day := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, a.Location())
		return 0, !a.Before(day.Add(time.Duration(from)*time.Hour)) && !b.After(day.Add(time.Duration(to)*time.Hour))
	}
}

// at lists where a plan rests.
func at(p drive.Plan) []int {
	list := []int{}
	for _, h := range p.Halts {
		list = append(list, h.Stop)
	}
	return list
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		sentence string
		trip     drive.Trip
		stops    []drive.Stop
		want     []int
		longest  time.Duration
	}{
		{"four hours to the minute need no rest", lawful(4), nil, []int{}, 4 * time.Hour},
		{"a second more needs one", lawful(4.0003), []drive.Stop{stop(2, 0, always(0))}, []int{0}, 2*time.Hour + 1080*time.Millisecond},
		{
			"one rest is better than two, however near the two are",
			lawful(7),
			[]drive.Stop{stop(2, 0, always(9)), stop(3.5, 60, always(0)), stop(5, 0, always(9))},
			[]int{1},
			4 * time.Hour,
		},
		{
			"of two rests the one with the shorter call, by five minutes",
			lawful(6),
			[]drive.Stop{stop(3, 11, always(9)), stop(3.2, 9, always(0))},
			[]int{1},
			3*time.Hour + 16*time.Minute + 30*time.Second,
		},
		{
			"four minutes weigh less than merit",
			lawful(6),
			[]drive.Stop{stop(3, 9, always(1)), stop(3.2, 6, always(0))},
			[]int{0},
			3*time.Hour + 4*time.Minute + 30*time.Second,
		},
		{
			"what a call adds counts for the stretch",
			lawful(7.9),
			[]drive.Stop{stop(3.99, 4, always(0)), stop(3.95, 4, always(0))},
			[]int{1},
			3*time.Hour + 59*time.Minute,
		},
		{
			"a door that shuts during the rest is no stop",
			lawful(6),
			[]drive.Stop{stop(2.5, 0, hours(0, 10)), stop(3.5, 0, hours(0, 12))},
			[]int{1},
			3*time.Hour + 30*time.Minute,
		},
		{
			"the rest before makes the driver too late for one door, and in time for another",
			lawful(10),
			[]drive.Stop{stop(3, 0, always(0)), stop(6.5, 0, hours(0, 14)), stop(6.6, 2, hours(14, 24))},
			[]int{0, 2},
			3*time.Hour + 37*time.Minute,
		},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			got := drive.Find(c.trip, c.stops)
			if diff := cmp.Diff(c.want, at(got)); got.Gap != nil || diff != "" {
				t.Errorf("Find rests at %v with gap %+v, want %v", at(got), got.Gap, c.want)
			}
			if got.Longest != c.longest {
				t.Errorf("Find's longest stretch = %v, want %v", got.Longest, c.longest)
			}
		})
	}
}

func TestFindCountsTheHoursBeforeTheDeparture(t *testing.T) {
	trip := lawful(5)
	trip.Driven = 2 * time.Hour
	stops := []drive.Stop{stop(1.5, 0, always(0)), stop(3, 0, always(9))}
	got := drive.Find(trip, stops)
	if diff := cmp.Diff([]int{0}, at(got)); diff != "" || got.Longest != 3*time.Hour+30*time.Minute {
		t.Errorf("Find rests at %v with a longest stretch of %v, want [0] and 3h30m", at(got), got.Longest)
	}
	trip.Driven = 4 * time.Hour
	if got := drive.Find(trip, stops); got.Gap == nil || got.Gap.From != drive.Start || got.Gap.To != 0 {
		t.Errorf("Find after four hours of driving = gap %+v, want one from the start to stop 0", got.Gap)
	}
}

func TestFindTellsWhereItCannotBeDone(t *testing.T) {
	shut := func(time.Time, time.Time) (int, bool) { return 0, false }
	for _, c := range []struct {
		sentence string
		trip     drive.Trip
		stops    []drive.Stop
		halts    []int // up to the gap
		want     drive.Gap
	}{
		{"nothing on the way", lawful(5), nil, []int{}, drive.Gap{From: drive.Start, To: drive.End, Need: 5 * time.Hour}},
		{
			"too far between two stops", lawful(12),
			[]drive.Stop{stop(3, 0, always(0)), stop(2, 0, always(0)), stop(7.5, 0, always(0)), stop(8, 0, always(0))},
			[]int{0},
			drive.Gap{From: 0, To: 2, Need: 4*time.Hour + 30*time.Minute},
		},
		{
			"too far from the last stop to the end", lawful(9),
			[]drive.Stop{stop(3, 0, always(0))},
			[]int{0},
			drive.Gap{From: 0, To: drive.End, Need: 6 * time.Hour},
		},
		{
			"the way to the gap is planned too", lawful(14),
			[]drive.Stop{stop(2, 0, always(0)), stop(3, 8, always(0)), stop(3.5, 2, always(0)), stop(7, 0, always(0)), stop(12, 0, always(0))},
			[]int{2, 3},
			drive.Gap{From: 3, To: 4, Need: 5 * time.Hour},
		},
		{
			"near enough, but shut", lawful(7),
			[]drive.Stop{stop(3.5, 0, shut)},
			[]int{},
			drive.Gap{From: drive.Start, To: 0, Need: 3*time.Hour + 30*time.Minute, Closed: true},
		},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			got := drive.Find(c.trip, c.stops)
			if got.Gap == nil || *got.Gap != c.want {
				t.Fatalf("Find = %+v with gap %+v, want gap %+v", got.Halts, got.Gap, c.want)
			}
			if diff := cmp.Diff(c.halts, at(got)); diff != "" {
				t.Errorf("Find up to the gap (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindTellsTheTimes(t *testing.T) {
	got := drive.Find(lawful(8), []drive.Stop{stop(3.5, 3, always(0)), stop(7, 6, always(0))})
	want := drive.Plan{
		Halts: []drive.Halt{
			{0, 3*time.Hour + 31*time.Minute + 30*time.Second, eight.Add(211*time.Minute + 30*time.Second), eight.Add(231*time.Minute + 30*time.Second)},
			{1, 3*time.Hour + 34*time.Minute + 30*time.Second, eight.Add(446 * time.Minute), eight.Add(466 * time.Minute)},
		},
		Longest: 3*time.Hour + 34*time.Minute + 30*time.Second,
		Driving: 8*time.Hour + 9*time.Minute,
		Arrival: eight.Add(8*time.Hour + 49*time.Minute),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Find (-want +got):\n%s", diff)
	}
}

// drawn is a trip and stops around one of the corners of the rules: few hours
// and minutes, so that plans tie.
func drawn(t *rapid.T) (drive.Trip, []drive.Stop) {
	trip := lawful(float64(rapid.IntRange(2, 28).Draw(t, "half hours of driving")) / 2)
	trip.Driven = time.Duration(rapid.IntRange(0, 4).Draw(t, "half hours before")) * 30 * time.Minute
	trip.Rest += time.Duration(rapid.IntRange(0, 2).Draw(t, "more rest")) * 20 * time.Minute
	stops := make([]drive.Stop, rapid.IntRange(2, 9).Draw(t, "stops"))
	for i := range stops {
		half := float64(rapid.IntRange(0, 28).Draw(t, "after half hours")) / 2
		call := rapid.SampledFrom([]float64{0, 0, 0.5, 1, 4, 4.5, 6, 14}).Draw(t, "minutes of the call")
		merit := rapid.IntRange(0, 2).Draw(t, "merit")
		opens, lasts := rapid.IntRange(0, 23).Draw(t, "opens"), rapid.SampledFrom([]int{3, 12, 24, 24}).Draw(t, "lasts")
		stops[i] = stop(half, call, func(from, until time.Time) (int, bool) {
			hour := (from.Hour() - opens + 24) % 24
			return merit * (1 + hour%2), lasts == 24 || hour < lasts
		})
		wide := rapid.SampledFrom([]float64{0, 0, 0, 30_000, 90_000}).Draw(t, "wide")
		stops[i].Leave, stops[i].Rejoin = stops[i].Leave-wide, stops[i].Rejoin+wide
	}
	return trip, stops
}

// cost is what makes one plan better than another.
type cost struct{ rests, steps, less, minutes, seconds int }

func (c cost) better(o cost) bool {
	for _, d := range []int{c.rests - o.rests, c.steps - o.steps, c.less - o.less, c.minutes - o.minutes, c.seconds - o.seconds} {
		if d != 0 {
			return d < 0
		}
	}
	return false
}

// brute is the slow oracle: it tries every sequence of stops and drives it
// minute by minute by the rules of Find's comment.
type brute struct {
	trip  drive.Trip
	stops []drive.Stop
	blind bool // all doors are open
	most  int  // rests
	best  *cost
}

// sought tries every plan with at most four rests more than a plan needs
// that minds no door.
func sought(trip drive.Trip, stops []drive.Stop) brute {
	blind := brute{trip: trip, stops: stops, blind: true, most: len(stops)}
	blind.try(-trip.Driven, -1e9, cost{}, 0)
	b := brute{trip: trip, stops: stops}
	if blind.best != nil {
		b.most = blind.best.rests + 4
		b.try(-trip.Driven, -1e9, cost{}, 0)
	}
	return b
}

// try drives on from a place: out is where on the way, rejoin where in
// metres, used the stops so far.
func (b *brute) try(out time.Duration, rejoin float64, sum cost, used int) {
	if sum.rests > b.most || b.blind && b.best != nil && sum.rests >= b.best.rests {
		return
	}
	if b.trip.Driving-out <= b.trip.Longest {
		sum := sum
		sum.steps = (sum.minutes + 4) / 5
		if b.best == nil || sum.better(*b.best) {
			b.best = &sum
		}
	}
	for i, s := range b.stops {
		if used>>i&1 == 1 || s.Leave < rejoin || s.In-out > b.trip.Longest || !b.later(i, used) {
			continue
		}
		clock := b.trip.Departure.Add(s.In + time.Duration(sum.rests)*b.trip.Rest + time.Duration(sum.minutes)*time.Minute)
		merit, ok := s.Offer(clock, clock.Add(b.trip.Rest))
		if !ok && !b.blind {
			continue
		}
		added := 0
		for time.Duration(added)*time.Minute < s.In-s.Out {
			added++
		}
		b.try(s.Out, s.Rejoin, cost{rests: sum.rests + 1, less: sum.less - merit, minutes: sum.minutes + added, seconds: sum.seconds + int((s.In - s.Out).Seconds())}, used|1<<i)
	}
}

// later reports whether stop i comes after all that were used, in the order
// of travel.
func (b *brute) later(i, used int) bool {
	for u, s := range b.stops {
		o := b.stops[i]
		if used>>u&1 == 1 && (s.Leave > o.Leave || s.Leave == o.Leave && (s.In > o.In || s.In == o.In && u > i)) {
			return false
		}
	}
	return true
}

func TestFindAgreesWithEverySequenceTried(t *testing.T) {
	plans, several, gaps := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		trip, stops := drawn(t)
		b := sought(trip, stops)
		got := drive.Find(trip, stops)
		if (got.Gap == nil) != (b.best != nil) {
			t.Fatalf("Find = %v with gap %+v, the oracle's best is %+v", at(got), got.Gap, b.best)
		}
		if b.best == nil {
			gaps++
			return
		}
		plans++
		if b.best.rests > 1 {
			several++
		}
		if c := b.price(t, got); c != *b.best {
			t.Fatalf("Find rests at %v for %+v, the oracle has %+v", at(got), c, *b.best)
		}
	})
	t.Logf("%d plans, %d of several rests, and %d gaps", plans, several, gaps)
	if plans == 0 || several == 0 || gaps == 0 {
		t.Errorf("%d plans, %d of several rests, and %d gaps were drawn, want some of each", plans, several, gaps)
	}
}

// price adds a plan up again, and holds it to the law.
func (b *brute) price(t *rapid.T, p drive.Plan) cost {
	var c cost
	out, rejoin := -b.trip.Driven, -1e9
	for _, h := range p.Halts {
		s := b.stops[h.Stop]
		if s.In-out > b.trip.Longest || s.Leave < rejoin || h.Depart.Sub(h.Arrive) < b.trip.Rest {
			t.Fatalf("the plan rests at %v against the rules, at stop %d", at(p), h.Stop)
		}
		merit, ok := s.Offer(h.Arrive, h.Depart)
		if !ok {
			t.Fatalf("the plan rests at stop %d from %v, where the driver cannot", h.Stop, h.Arrive)
		}
		out, rejoin = s.Out, s.Rejoin
		c.rests++
		c.less -= merit
		c.seconds += int((s.In - s.Out).Seconds())
		for added := time.Duration(0); added < s.In-s.Out; added += time.Minute {
			c.minutes++
		}
	}
	if b.trip.Driving-out > b.trip.Longest {
		t.Fatalf("the plan rests at %v and drives %v to the end", at(p), b.trip.Driving-out)
	}
	c.steps = (c.minutes + 4) / 5
	return c
}

func BenchmarkFind(b *testing.B) {
	var stops []drive.Stop
	for i := range 500 {
		stops = append(stops, stop(float64(i)/10, float64(i%7), always(i%3)))
	}
	trip := lawful(50)
	b.ReportAllocs()
	for b.Loop() {
		if p := drive.Find(trip, stops); p.Gap != nil {
			b.Fatalf("gap %+v", p.Gap)
		}
	}
}

func ExampleFind() {
	plan := drive.Find(lawful(7), []drive.Stop{stop(2, 0, always(0)), stop(3.75, 4, always(0)), stop(5, 0, always(0))})
	for _, h := range plan.Halts {
		fmt.Println(h.Stop, h.Arrive.Format("15:04"), h.Stretch)
	}
	// Output: 1 11:47 3h47m0s
}
