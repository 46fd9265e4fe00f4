package siting

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// saddleOf makes a saddle with some cuts out of a problem of which some
// candidates are kept and others barred.
func saddleOf(rows rows, sites int, n *node, cuts []cut) *saddle {
	s := &solver{over: func() bool { return false }, rows: rows, limits: limits{sites: sites, barred: n.barred}}
	s.best = []int32{}
	n.dual = newDual(&s.rows, &s.limits)
	t := newTightening(s, n)
	t.cuts = cuts
	return t.saddle()
}

func TestASaddlesBoundHoldsWhateverItsPricesAre(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	for k := range 300 {
		_, rows, _, ok := drawn(r, shape{1, 2, 7})
		if !ok {
			continue
		}
		var cuts []cut
		for range r.IntN(12) {
			shape := shapes()[r.IntN(len(shapes()))]
			c := cut{shape: shape, price: 4 * r.Float64()}
			for _, i := range r.Perm(len(rows.weight))[:shape.size] {
				c.rows = append(c.rows, int32(i))
			}
			slices.Sort(c.rows)
			cuts = append(cuts, c)
		}
		n := &node{}
		n.kept, n.barred = parted(r, rows.covers.len())
		sites := 4 + r.IntN(3)
		want := 0.0
		choices(n.kept, n.barred, func(set uint) {
			if bits.OnesCount(set) > sites {
				return
			}
			sum := 0.0
			for i, w := range rows.weight {
				sum += w * float64(min(rows.reaches(set, int32(i)), 1))
			}
			want = max(want, sum)
		})
		if len(slices.DeleteFunc(slices.Clone(n.kept), func(kept bool) bool { return !kept })) > sites {
			continue
		}
		d := saddleOf(rows, sites, n, cuts)
		for i := range d.now.price {
			d.now.price[i] = 12 * r.Float64()
		}
		columns := make([]float64, len(d.sites))
		check := func(at *place, when string) {
			if got := d.bound(at, columns); got < want-1e-9 {
				t.Fatalf("problem %d, %s: bound = %v, %v is the best", k, when, got, want)
			}
		}
		check(&d.now, "at any prices")
		for range 60 {
			d.move()
		}
		check(&d.next, "after moves")
	}
}

// TestASaddleComesToTheRelaxation holds the method without a basis, whether its
// moves look at all columns or at some, to the simplex.
func TestASaddleComesToTheRelaxation(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 3))
	for k := range 12 {
		s, n := unproven(scattered(r, 300, 0.12), 12+k/2, 40)
		if s.closed(n.bound) {
			continue
		}
		lp := newTree(s, n).lp
		lp.solve(1e5, func(float64) bool { return false })
		want := lp.bound()
		d := newTightening(s, n).saddle()
		columns := make([]float64, len(d.sites))
		for m := range 4000 {
			d.move()
			if k%2 == 1 && m%glance == 0 {
				d.bound(&d.next, columns)
				d.focus(columns)
			}
		}
		if k%2 == 1 && 2*len(d.active) > len(d.all) {
			t.Errorf("problem %d: moves look at %d of %d, want fewer than half", k, len(d.active), len(d.all))
		}
		got, reached := d.bound(&d.next, columns), d.reached()
		if got < want-1e-6*want || got > want+2e-3*want || math.Abs(reached-want) > 2e-3*want {
			t.Errorf("problem %d: the bound is %v and x is worth %v, the relaxation's optimum is %v", k, got, reached, want)
		}
	}
}

func BenchmarkSaddleMove(b *testing.B) {
	s, n := unproven(scattered(rand.New(rand.NewPCG(9, 7)), 2000, 0.06), 60, 40)
	tight := newTightening(s, n)
	d := tight.saddle()
	for range 200 {
		d.move()
	}
	tight.keep(d)
	tight.separate(d)
	d = tight.saddle()
	for _, c := range []struct {
		name  string
		focus func([]float64)
	}{{"all columns", func([]float64) {}}, {"some columns", d.focus}} {
		b.Run(c.name, func(b *testing.B) {
			columns := make([]float64, len(d.sites))
			b.ReportAllocs()
			for k := 0; b.Loop(); k++ {
				d.move()
				if k%glance == 0 {
					d.bound(&d.next, columns)
					c.focus(columns)
				}
			}
		})
	}
}
