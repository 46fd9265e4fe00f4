package siting_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
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

// spent is a context that ends when its thread has used so much processor time
// since pinned: on a busy machine the clock on the wall says little.
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

// pinned keeps a test on its thread, whose time cpuTime tells.
func pinned(t testing.TB) {
	t.Helper()
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
}

// cpuTime is the processor time of the thread.
func cpuTime() time.Duration {
	const thread = 1 // RUSAGE_THREAD of getrusage(2)
	var u syscall.Rusage
	if syscall.Getrusage(thread, &u) != nil {
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

// TestTableOfLargeCities prints how soon there is an answer, and what gap is
// shown when.
func TestTableOfLargeCities(t *testing.T) {
	long(t)
	t.Parallel()
	pinned(t)
	t.Logf("| cells | candidates | p | covers | first answer, s | its share of the last | gap after 0.5 s | 1.5 s | 5 s | the end |")
	for _, c := range []struct {
		sites, cells, p int
		metres          float64
		end             time.Duration
	}{{5000, 100000, 50, 1000, 30 * time.Second}, {5000, 352000, 500, 600, 5 * time.Second}} {
		p := city(c.sites, c.cells, c.metres)
		covers := 0
		for _, l := range p.Covers {
			covers += len(l)
		}
		began := cpuTime()
		greedy := watch(t, p, c.p, time.Nanosecond)[0] // no time but for the first answer
		first := cpuTime() - began
		seen := watch(t, p, c.p, 500*time.Millisecond, 1500*time.Millisecond, 5*time.Second-1, c.end)
		text := ""
		for _, s := range seen {
			text += fmt.Sprintf(" %.2f %% |", 100*s.best.Gap())
		}
		last := seen[len(seen)-1].best
		t.Logf("| %d | %d | %d | %d | %.2f | %.1f %% |%s", c.cells, c.sites, c.p, covers, first.Seconds(), 100*greedy.best.Covered/last.Covered, text)
	}
}
