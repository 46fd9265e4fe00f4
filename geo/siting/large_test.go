package siting_test

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"

	"yizhan/geo/siting"
)

// city makes a made-up metropolis, some 80 km across: people live in a few
// hundred quarters, more of them near the middle, sites are where people are, and a
// site covers those within so many metres.
func city(sites, cells int, metres float64) siting.Problem {
	r := rand.New(rand.NewPCG(2019, 7))
	type spot struct{ x, y float64 }
	quarters := make([]spot, 300)
	for k := range quarters {
		quarters[k] = spot{r.NormFloat64() * 15000, r.NormFloat64() * 15000}
	}
	place := func() spot {
		q := quarters[r.IntN(len(quarters))]
		return spot{q.x + r.NormFloat64()*1500, q.y + r.NormFloat64()*1500}
	}
	p := siting.Problem{Demand: make([]float64, cells), Covers: make([][]int32, sites)}
	type square struct{ x, y int }
	within := map[square][]int32{}
	at := make([]spot, cells)
	for i := range at {
		at[i] = place()
		p.Demand[i] = float64(1 + r.IntN(400))
		s := square{int(math.Floor(at[i].x / metres)), int(math.Floor(at[i].y / metres))}
		within[s] = append(within[s], int32(i))
	}
	for j := range p.Covers {
		c := place()
		x, y := int(math.Floor(c.x/metres)), int(math.Floor(c.y/metres))
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, i := range within[square{x + dx, y + dy}] {
					if math.Hypot(at[i].x-c.x, at[i].y-c.y) <= metres {
						p.Covers[j] = append(p.Covers[j], i)
					}
				}
			}
		}
	}
	return p
}

// spent is a context that ends when the process has used so much CPU time:
// on a busy machine the clock on the wall says little.
type spent time.Duration

var _ context.Context = spent(0)

func (spent) Deadline() (end time.Time, ok bool) { return end, false }

func (spent) Done() <-chan struct{} { return nil }

func (spent) Value(any) any { return nil }

func (until spent) Err() error {
	if cpuTime() > time.Duration(until) {
		return context.DeadlineExceeded
	}
	return nil
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// long skips what takes minutes unless YIZHAN_SITING_LONG is set.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv("YIZHAN_SITING_LONG") == "" {
		t.Skip("takes minutes; set YIZHAN_SITING_LONG=1 to run it")
	}
}

func TestLargeCitiesAreAnsweredSoon(t *testing.T) {
	long(t)
	for _, c := range []struct {
		name                string
		sites, cells, p     int
		metres              float64
		first, later, final time.Duration
	}{
		{"100,000 cells, 5,000 candidates, p = 50", 5000, 100000, 50, 1000, 500 * time.Millisecond, 5 * time.Second, 30 * time.Second},
		{"352,000 cells, 5,000 candidates, p = 500", 5000, 352000, 500, 600, 500 * time.Millisecond, 1500 * time.Millisecond, 30 * time.Second},
	} {
		p := city(c.sites, c.cells, c.metres)
		covers := 0
		for _, l := range p.Covers {
			covers += len(l)
		}
		t.Logf("%s: %d covers", c.name, covers)
		if text := os.Getenv("YIZHAN_SITING_SECONDS"); text != "" {
			c.final = time.Duration(number(t, text) * float64(time.Second))
		}
		began := cpuTime()
		marks := []time.Duration{c.first, c.later, 3 * c.later, c.final - 100*time.Millisecond}
		var last siting.Result
		answered := time.Duration(0)
		got, err := siting.Solve(spent(began+c.final), p, c.p, func(r siting.Result) {
			used := cpuTime() - began
			if answered == 0 {
				answered = used
				t.Logf("  first answer after %.2f s: %.0f, gap %.2f %%", used.Seconds(), r.Covered, 100*r.Gap())
			}
			for len(marks) > 0 && used >= marks[0] {
				t.Logf("  at %.1f s: %.0f, gap %.3f %%", marks[0].Seconds(), last.Covered, 100*last.Gap())
				marks = marks[1:]
			}
			last = r
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("  at the end: %.0f, gap %.3f %%, optimal %v, %.1f s", got.Covered, 100*got.Gap(), got.Optimal, (cpuTime() - began).Seconds())
	}
}
