package siting

import (
	"container/heap"
	"slices"
)

// choice is a set of chosen candidates with how often each row is covered.
//
// Its value is what it covers, less a penalty for what groups are short of,
// and a little credit for rows that are covered, but less often than they
// need: without it nothing would tell the first of two sites from none.
type choice struct {
	r       *rows
	l       *limits
	sites   []int32
	in      []bool    // by candidate
	count   []int32   // by row
	covered float64   // without what is given
	reached []float64 // by group: what is covered of it, nil without groups
	credit  float64   // share of a row's weight that being covered need−1 times is worth, by and by

	spent float64
	taken []int32 // by host: how many of the chosen it has
	near  []int32 // by candidate: how many of the chosen are too near

	gains  []float64 // by group: workspace of gain, zero outside it
	groups []int32
}

func newChoice(r *rows, l *limits) *choice {
	return &choice{
		r: r, l: l, in: make([]bool, r.covers.len()), count: make([]int32, len(r.weight)), credit: 1e-3,
		reached: make([]float64, len(r.least)), gains: make([]float64, len(r.least)),
		taken: make([]int32, l.hosts), near: make([]int32, len(l.apart)),
	}
}

// fits reports whether a candidate may be chosen beside those that are.
func (c *choice) fits(j int32) bool {
	return !c.l.barred[j] && len(c.sites) < c.l.sites && c.affords(j, 0) && c.blockers(j) == 0
}

// affords reports whether the budget has room for j when so much is freed.
func (c *choice) affords(j int32, freed float64) bool {
	return c.l.cost == nil || c.spent-freed+c.l.cost[j] <= c.l.budget
}

// blockers counts the chosen beside which j cannot be; one that is both of its
// host and too near counts twice.
func (c *choice) blockers(j int32) int32 {
	n := int32(0)
	if c.l.host != nil && c.l.host[j] >= 0 {
		n += c.taken[c.l.host[j]]
	}
	if c.l.apart != nil {
		n += c.near[j]
	}
	return n
}

func (c *choice) add(j int32) {
	c.sites, c.in[j] = append(c.sites, j), true
	c.mark(j, 1)
	for _, i := range c.r.covers.of(j) {
		if c.count[i]++; c.count[i] == c.r.needs(i) {
			c.cover(i, c.r.weight[i])
		}
	}
}

func (c *choice) remove(j int32) {
	c.sites = slices.DeleteFunc(c.sites, func(k int32) bool { return k == j })
	c.in[j] = false
	c.mark(j, -1)
	for _, i := range c.r.covers.of(j) {
		if c.count[i]--; c.count[i] == c.r.needs(i)-1 {
			c.cover(i, -c.r.weight[i])
		}
	}
}

// mark books one more or less of j's cost, host and neighbours.
func (c *choice) mark(j, n int32) {
	if c.l.cost != nil {
		c.spent += float64(n) * c.l.cost[j]
	}
	if c.l.host != nil && c.l.host[j] >= 0 {
		c.taken[c.l.host[j]] += n
	}
	if c.l.apart != nil {
		for _, k := range c.l.apart[j] {
			c.near[k] += n
		}
	}
}

func (c *choice) cover(i int32, w float64) {
	c.covered += w
	if c.r.group != nil && c.r.group[i] >= 0 {
		c.reached[c.r.group[i]] += w
	}
}

// gain returns what a candidate would add to the value.
func (c *choice) gain(j int32) float64 {
	sum := 0.0
	if c.r.plain() {
		for _, i := range c.r.covers.of(j) {
			if c.count[i] == 0 {
				sum += c.r.weight[i]
			}
		}
		return sum
	}
	for _, i := range c.r.covers.of(j) {
		need := c.r.needs(i)
		part := c.credit * c.r.weight[i] / float64(need)
		switch left := need - c.count[i]; {
		case left > 1:
			sum += part
		case left == 1:
			sum += c.r.weight[i] - part*float64(need-1)
			c.gainOf(i)
		}
	}
	return sum + c.relief()
}

// gainOf books a row that would be covered with its group.
func (c *choice) gainOf(i int32) {
	if c.r.group == nil || c.r.group[i] < 0 {
		return
	}
	g := c.r.group[i]
	if c.gains[g] == 0 {
		c.groups = append(c.groups, g)
	}
	c.gains[g] += c.r.weight[i]
}

// relief is what the booked rows take off the penalty; it clears the books.
func (c *choice) relief() float64 {
	sum := 0.0
	for _, g := range c.groups {
		if short := c.r.least[g] - c.reached[g]; short > 0 {
			sum += c.r.penalty * min(short, c.gains[g])
		}
		c.gains[g] = 0
	}
	c.groups = c.groups[:0]
	return sum
}

// sum adds the covered weight up anew: exchanges add and take away so often
// that what is left of rounding would show. It returns the score.
func (c *choice) sum() float64 {
	c.covered, c.spent = 0, 0
	clear(c.reached)
	for i, n := range c.count {
		if n >= c.r.needs(int32(i)) {
			c.cover(int32(i), c.r.weight[i])
		}
	}
	if c.l.cost != nil {
		for _, j := range c.sites {
			c.spent += c.l.cost[j]
		}
	}
	return c.covered - c.r.penalty*c.short()
}

// short returns how much the groups are short of their least, together.
func (c *choice) short() float64 {
	sum := 0.0
	for g, least := range c.r.least {
		if s := least - c.reached[g]; s > least*1e-9 {
			sum += s
		}
	}
	return sum
}

// greedy adds the candidate of the greatest gain, or with thrift of the
// greatest gain for its cost, as long as one fits, of equal ones the lowest. A
// gain never grows as others are chosen, so one that is out of date is
// computed again only when it comes to the top (M. Minoux's accelerated greedy
// algorithm, 1978). With need and groups together that is not quite so; the
// answer is good all the same.
func (c *choice) greedy(barred []bool, thrift bool) {
	worth := func(j int32) float64 {
		if thrift {
			return c.gain(j) / c.l.cost[j]
		}
		return c.gain(j)
	}
	credit := c.credit
	c.credit = 1
	defer func() { c.credit = credit }()
	var queue gains
	for j := range int32(c.r.covers.len()) {
		if !c.in[j] && !barred[j] && c.fits(j) {
			if g := worth(j); g > 0 {
				queue = append(queue, gain{g, j})
			}
		}
	}
	queue.drain(func(j int32) float64 {
		if !c.fits(j) {
			return 0
		}
		return worth(j)
	}, c.add)
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

// drain takes the one of the greatest gain, over and over, until none is worth
// anything. What was once worth so much is never worth more.
func (q *gains) drain(worth func(int32) float64, take func(int32)) {
	heap.Init(q)
	for len(*q) > 0 {
		top := &(*q)[0]
		switch now := worth(top.site); {
		case now <= 0:
			heap.Pop(q)
		case now < top.value:
			top.value = now
			heap.Fix(q, 0)
		default:
			take(heap.Pop(q).(gain).site)
		}
	}
}
