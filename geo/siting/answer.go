package siting

import "math"

// narrow has answers looked for among those candidates only that do not cost
// too much of what is open.
func (t *tightening) narrow(d *saddle, bound float64) {
	last := math.Inf(1)
	for _, v := range top(t.columns, d.p) {
		last = min(last, v)
	}
	copy(t.s.anneal.barred, t.n.barred)
	for k, v := range t.columns {
		if v < last && d.next.x[k] < 1e-3 && bound-steep*(last-v) < t.s.worth() {
			t.s.anneal.barred[d.sites[k]] = true
		}
	}
}

// steep is the share of what is open, inverted, that a candidate may cost.
const steep = 8

// How many answers are looked for between two leaps to where x is great, and
// how much more than the search for answers moves look at.
const (
	leaps   = 4
	lighter = 8
)

// answer goes on with the search for better answers, now and then from where x
// is great.
func (t *tightening) answer(d *saddle) {
	if t.s.tired() {
		return
	}
	if t.s.leaps++; t.s.leaps%leaps == 0 {
		t.leap(d)
	}
	t.s.search(between * (len(d.col.items) + len(d.cuts.items)) / lighter)
}

// leap takes the search for answers to the sites of greatest x.
func (t *tightening) leap(d *saddle) {
	share := make([]float64, len(t.n.kept))
	for j, kept := range t.n.kept {
		if kept {
			share[j] = 1
		}
	}
	for k, j := range d.sites {
		share[j] = max(share[j], d.next.x[k])
	}
	t.s.walk.leap(leaders(share, t.s.limits.sites), t.s.limits.sites, t.s.over)
	t.s.found()
}
