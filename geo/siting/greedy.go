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

// weigh adds the covered weight up anew: exchanges add and take away so often
// that what is left of rounding would show.
func (c *choice) weigh() float64 {
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
// out of date is computed again only when it comes to the top (M. Minoux,
// "Accelerated greedy algorithms for maximizing submodular set functions",
// 1978).
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

// gains is a queue, the greatest first.
type gains []gain

func (q gains) Len() int { return len(q) }
func (q gains) Less(i, j int) bool {
	return q[i].value > q[j].value || q[i].value == q[j].value && q[i].site < q[j].site
}
func (q gains) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *gains) Push(x any)   { *q = append(*q, x.(gain)) }
func (q *gains) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// exchange makes the best exchange of a chosen candidate for another one, and
// reports whether there was one that betters the choice. For each newcomer it
// reckons what every leaver would cost beside it in one walk over the
// newcomer's rows (R. A. Whitaker, "A fast algorithm for the greedy interchange
// of large-scale clustering and median location problems", INFOR 21, 1983).
func (c *choice) exchange(kept []bool, barred []bool) bool {
	alone := make([]float64, len(c.in)) // by chosen candidate: what only it covers
	only := make([]int32, len(c.count)) // by row covered once: by whom
	for _, j := range c.sites {
		for _, i := range c.r.covers.of(j) {
			if c.count[i] == 1 {
				alone[j] += c.r.weight[i]
				only[i] = j
			}
		}
	}
	cheapest := int32(-1) // the leaver that costs least, beside most newcomers
	for _, j := range c.sites {
		if !kept[j] && (cheapest < 0 || alone[j] < alone[cheapest]) {
			cheapest = j
		}
	}
	if cheapest < 0 {
		return false
	}
	best, leaver, newcomer := c.covered*1e-12, int32(-1), int32(-1)
	saved := make([]float64, len(c.in)) // by leaver: what the newcomer covers in its place
	var touched []int32                 // the leavers for whom it does
	for j := range int32(len(c.in)) {
		if c.in[j] || barred[j] {
			continue
		}
		plus := 0.0
		touched = append(touched[:0], cheapest)
		for _, i := range c.r.covers.of(j) {
			switch c.count[i] {
			case 0:
				plus += c.r.weight[i]
			case 1:
				out := only[i]
				if saved[out] == 0 && out != cheapest && !kept[out] {
					touched = append(touched, out)
				}
				saved[out] += c.r.weight[i]
			}
		}
		for _, out := range touched {
			if d := plus - alone[out] + saved[out]; d > best {
				best, leaver, newcomer = d, out, j
			}
		}
		for _, i := range c.r.covers.of(j) {
			saved[only[i]] = 0
		}
	}
	if leaver < 0 {
		return false
	}
	c.remove(leaver)
	c.add(newcomer)
	return true
}
