package siting

import (
	"context"
	"math"
	"slices"
)

// Centre chooses up to sites candidates so that the distance of the worst-off
// demand of some weight to the nearest of Open and the chosen is as little as
// possible: the vertex p-center problem, solved by looking for the least
// distance at which p sites cover everything (E. Minieka, "The m-center
// problem", SIAM Review 12, 1970).
//
// It works until nothing better can exist or ctx ends, as Solve does. The
// Value is the greatest distance. The only error wraps ErrInput.
func Centre(ctx context.Context, n Network, sites int, report func(Answer)) (Answer, error) {
	if err := n.check(sites); err != nil {
		return Answer{}, err
	}
	c := &centre{n: n, sites: sites, over: func() bool { return ctx.Err() != nil }, report: report}
	c.run()
	return c.answer(), nil
}

// centre is the search for a p-center.
type centre struct {
	n      Network
	sites  int
	over   func() bool
	report func(Answer)
	best   []int32
	value  float64
	bound  float64
	proven bool
}

// run halves the list of the distances that the answer may be: the lower part
// is left when it is proven that so many sites do not do, the upper one when
// they do.
func (c *centre) run() {
	c.value = math.Inf(1)
	c.keep(c.spread())
	radii := c.radii()
	low, high := 0, len(radii)-1 // the answer is one of radii[low:high+1]
	for low <= high && !c.over() {
		c.raise(radii[low])
		mid := (low + high) / 2
		sites, possible, sure := c.within(radii[mid])
		switch {
		case possible:
			c.keep(sites)
			high = mid - 1
		case sure:
			low = mid + 1
		default:
			return
		}
	}
	if low > high {
		c.bound, c.proven = c.value, true
	}
	c.tell()
}

// radii lists the distances below the best answer, ascending, each once, from
// the first at which everything can be reached at all.
func (c *centre) radii() []float64 {
	least := 0.0
	for i, w := range c.n.Demand {
		if w == 0 {
			continue
		}
		near := math.Inf(1)
		for _, to := range c.n.To {
			near = min(near, to[i])
		}
		least = max(least, near)
	}
	var radii []float64
	for _, to := range c.n.To {
		for i, d := range to {
			if d >= least && d < c.value && c.n.Demand[i] > 0 {
				radii = append(radii, d)
			}
		}
	}
	slices.Sort(radii)
	return slices.Compact(radii)
}

// within looks for so many sites that reach everything within a distance. It
// returns them if there are, and whether that there are none is sure.
func (c *centre) within(radius float64) (sites []int32, possible, sure bool) {
	p := Problem{Demand: c.n.Demand, Open: c.n.Open, Covers: make([][]int32, len(c.n.To))}
	for j, to := range c.n.To {
		for i, d := range to {
			if d <= radius {
				p.Covers[j] = append(p.Covers[j], int32(i))
			}
		}
	}
	s := newCovering(reduce(p), nil)
	s.over, s.enough = c.over, float64(c.sites)
	s.run()
	return s.best, s.value <= s.enough, s.proven
}

// spread chooses the candidate nearest to the worst-off demand, over and over
// (T. F. Gonzalez, Theoretical Computer Science 38, 1985, pp. 293–306).
func (c *centre) spread() []int32 {
	near := slices.Repeat([]float64{math.Inf(1)}, len(c.n.Demand))
	take := func(j int32) {
		for i, d := range c.n.To[j] {
			near[i] = min(near[i], d)
		}
	}
	for _, j := range c.n.Open {
		take(j)
	}
	var sites []int32
	for range c.sites {
		worst := -1
		for i, w := range c.n.Demand {
			if w > 0 && (worst < 0 || near[i] > near[worst]) {
				worst = i
			}
		}
		if worst < 0 || near[worst] == 0 {
			break
		}
		best := int32(0)
		for j, to := range c.n.To {
			if to[worst] < c.n.To[best][worst] {
				best = int32(j)
			}
		}
		if c.n.To[best][worst] >= near[worst] {
			break // nobody is nearer
		}
		sites = append(sites, best)
		take(best)
	}
	return sites
}

// keep takes sites as the best answer if they are.
func (c *centre) keep(sites []int32) {
	value := 0.0
	for i, w := range c.n.Demand {
		if w == 0 {
			continue
		}
		near := math.Inf(1)
		for _, j := range slices.Concat(c.n.Open, sites) {
			near = min(near, c.n.To[j][i])
		}
		value = max(value, near)
	}
	if value < c.value {
		c.best, c.value = slices.Sorted(slices.Values(sites)), value
		c.tell()
	}
}

func (c *centre) raise(bound float64) {
	if bound > c.bound {
		c.bound = bound
		c.tell()
	}
}

func (c *centre) tell() {
	if c.report != nil {
		c.report(c.answer())
	}
}

func (c *centre) answer() Answer {
	return Answer{Chosen: slices.Clone(c.best), Value: c.value, Bound: min(c.bound, c.value), Optimal: c.proven}
}
