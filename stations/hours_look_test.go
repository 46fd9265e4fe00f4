package stations_test

import (
	"sync"
	"testing"
	"time"

	"yizhan/stations"
)

// lookOf is the oracle of Look.
func lookOf(d stations.Door, t time.Time) stations.Look {
	l := stations.Look{State: d.State(t), Change: d.NextChange(t)}
	if !l.Change.IsZero() {
		l.Then = d.State(l.Change)
	}
	return l
}

// remembering is a door whose hours remember, shut on some days or never.
func remembering(t testing.TB, text string, shut ...stations.Closure) stations.Door {
	t.Helper()
	hours, err := stations.ParseHours(text)
	if err != nil {
		t.Fatal(err)
	}
	s := stations.Station{Closures: shut}
	return s.DoorWith(hours.Remembering())
}

// Whatever was asked before, a look is what State and NextChange say: within
// the minute, a second before and after it, and at another moment.
func TestALookIsWhatStateAndNextChangeSay(t *testing.T) {
	when := askedAt()
	for _, c := range postedHours {
		d, plain := remembering(t, c.text), door(t, c.text)
		shut := remembering(t, c.text, stations.Closure{From: "2026-02-15", Until: "2026-02-23"})
		for i := 0; i < len(when); i += 97 {
			minute := when[i].Truncate(time.Minute)
			for _, at := range []time.Time{minute, minute.Add(59 * time.Second), minute.Add(time.Minute), minute.Add(-time.Nanosecond), minute, when[len(when)-1-i]} {
				if got, want := d.Look(at), lookOf(d, at); got != want {
					t.Fatalf("Look(%v) of %q = %+v, want %+v", at, c.text, got, want)
				}
				if got, want := shut.Look(at), lookOf(shut, at); got != want {
					t.Fatalf("Look(%v) of %q with a closure = %+v, want %+v", at, c.text, got, want)
				}
				if got, want := plain.Look(at), lookOf(plain, at); got != want {
					t.Fatalf("Look(%v) of %q, which remembers nothing, = %+v, want %+v", at, c.text, got, want)
				}
			}
		}
	}
}

func TestUnknownHoursLookUnknown(t *testing.T) {
	for name, hours := range map[string]stations.Hours{"remembering": stations.Hours{}.Remembering(), "not remembering": {}} {
		if got, want := hours.Look(time.Now()), (stations.Look{State: stations.StateUnknown}); got != want {
			t.Errorf("Look of no hours, %s = %+v, want %+v", name, got, want)
		}
	}
}

func TestManyLookAtOnce(t *testing.T) {
	d, when := remembering(t, "Mo-Fr 08:30-12:00,14:00-18:00; PH off"), askedAt()[:600]
	var wg sync.WaitGroup
	for first := range 4 {
		wg.Go(func() {
			for i := range when {
				at := when[(i+first)%len(when)]
				if got, want := d.Look(at), lookOf(d, at); got != want {
					t.Errorf("Look(%v) = %+v, want %+v", at, got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestALookThatIsRememberedAllocatesNothing(t *testing.T) {
	d, at := remembering(t, "Mo-Fr 08:30-12:00,14:00-18:00; PH off"), askedAt()[0]
	if got := testing.AllocsPerRun(200, func() { d.Look(at) }); got != 0 {
		t.Errorf("Look at the same minute allocates %v times, want never", got)
	}
}

func BenchmarkDoorLook(b *testing.B) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())
	for _, c := range postedHours {
		b.Run(c.name, func(b *testing.B) {
			d := remembering(b, c.text)
			b.ReportAllocs()
			for b.Loop() {
				d.Look(now)
			}
		})
	}
}
