package siting

import (
	"container/heap"
	"slices"
)

// choice is a set of chosen candidates with how often each row is covered.
type choice struct {
	r       *rows
	sites   []int32
	in      []bool  // by candidate
	count   []int32 // by row
	covered float64 // without what is given
}

func newChoice(r *rows) *choice {
	return &choice{r: r, in: make([]bool, r.covers.len()), count: make([]int32, len(r.weight))}
}

func (c *choice) add(j int32) {
	c.sites, c.in[j] = append(c.sites, j), true
	for _, i := range c.r.covers.of(j) {
		if c.count[i]++; c.count[i] == 1 {
			c.covered += c.r.weight[i]
		}
	}
}

func (c *choice) remove(j int32) {
	c.sites = slices.DeleteFunc(c.sites, func(k int32) bool { return k == j })
	c.in[j] = false
	for _, i := range c.r.covers.of(j) {
		if c.count[i]--; c.count[i] == 0 {
			c.covered -= c.r.weight[i]
		}
	}
}

// gain returns what a candidate would add.
func (c *choice) gain(j int32) float64 {
	sum := 0.0
	for _, i := range c.r.covers.of(j) {
		if c.count[i] == 0 {
			sum += c.r.weight[i]
		}
	}
	return sum
}

// sum adds the covered weight up anew: exchanges add and take away so often
// that what is left of rounding would show.
func (c *choice) sum() float64 {
	sum := 0.0
	for i, n := range c.count {
		if n > 0 {
			sum += c.r.weight[i]
		}
	}
	c.covered = sum
	return sum
}

// greedy adds the candidate of the greatest gain until there are n, of equal
// gains the lowest. A gain never grows as others are chosen, so one that is
// out of date is computed again only when it comes to the top (M. Minoux's
// accelerated greedy algorithm, 1978).
func (c *choice) greedy(n int, barred []bool) {
	var queue gains
	for j := range int32(c.r.covers.len()) {
		if !c.in[j] && !barred[j] {
			if g := c.gain(j); g > 0 {
				queue = append(queue, gain{g, j})
			}
		}
	}
	heap.Init(&queue)
	for len(c.sites) < n && len(queue) > 0 {
		top := &queue[0]
		if now := c.gain(top.site); now < top.value {
			top.value = now
			heap.Fix(&queue, 0)
			continue
		}
		if top.value == 0 {
			return
		}
		c.add(heap.Pop(&queue).(gain).site)
	}
}

type gain struct {
	value float64
	site  int32
}

// gains is a queue, the greatest first, for package heap.
type gains []gain

func (q gains) Len() int { return len(q) }
func (q gains) Less(i, j int) bool {
	return q[i].value > q[j].value || q[i].value == q[j].value && q[i].site < q[j].site
}
func (q gains) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push adds a gain at the end.
func (q *gains) Push(x any) { *q = append(*q, x.(gain)) }

// Pop takes the last gain away.
func (q *gains) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// exchange makes the best exchange of a chosen candidate for another one, and
// reports whether there was one that betters the choice. For each newcomer it
// reckons what every leaver would cost beside it in one walk over the
// newcomer's rows (R. A. Whitaker's fast interchange, INFOR 21, 1983).
func (c *choice) exchange(kept, barred []bool) bool {
	s := c.swaps(kept)
	if s.cheapest < 0 {
		return false
	}
	for j := range int32(len(c.in)) {
		if !c.in[j] && !barred[j] {
			s.weigh(j)
		}
	}
	if s.leaver < 0 {
		return false
	}
	c.remove(s.leaver)
	c.add(s.newcomer)
	return true
}

// swaps is a search for the best exchange.
type swaps struct {
	*choice
	kept             []bool
	alone            []float64 // by chosen candidate: what only it covers
	only             []int32   // by row covered once: by whom
	cheapest         int32     // the leaver that costs least, beside most newcomers; −1 when none may leave
	saved            []float64 // by leaver: what the newcomer covers in its place
	touched          []int32   // the leavers for whom it does
	best             float64
	leaver, newcomer int32
}

func (c *choice) swaps(kept []bool) *swaps {
	s := &swaps{
		choice: c, kept: kept, cheapest: -1, leaver: -1, best: c.covered * 1e-12,
		alone: make([]float64, len(c.in)), only: make([]int32, len(c.count)), saved: make([]float64, len(c.in)),
	}
	for _, j := range c.sites {
		for _, i := range c.r.covers.of(j) {
			if c.count[i] == 1 {
				s.alone[j] += c.r.weight[i]
				s.only[i] = j
			}
		}
		if !kept[j] && (s.cheapest < 0 || s.alone[j] < s.alone[s.cheapest]) {
			s.cheapest = j
		}
	}
	return s
}

// weigh looks at the exchanges that bring one newcomer.
func (s *swaps) weigh(j int32) {
	plus := 0.0
	s.touched = append(s.touched[:0], s.cheapest)
	for _, i := range s.r.covers.of(j) {
		switch s.count[i] {
		case 0:
			plus += s.r.weight[i]
		case 1:
			out := s.only[i]
			if s.saved[out] == 0 && out != s.cheapest && !s.kept[out] {
				s.touched = append(s.touched, out)
			}
			s.saved[out] += s.r.weight[i]
		}
	}
	for _, out := range s.touched {
		if d := plus - s.alone[out] + s.saved[out]; d > s.best {
			s.best, s.leaver, s.newcomer = d, out, j
		}
	}
	for _, i := range s.r.covers.of(j) {
		s.saved[s.only[i]] = 0
	}
}
