package siting

import "math"

// pick is the best that may be chosen when each candidate is worth so much by
// itself, or more than that: conflicts between blocks are let go, and the
// budget has a price θ for each unit of money, which the worth of a candidate
// is lessened by:
//
//	min over θ ≥ 0 of  θ · money + the p greatest of  worth_j − θ cost_j > 0, at most one of each block
//
// For each θ that is at least what any choice is worth (the cardinality
// constrained knapsack problem's Lagrangian).
type pick struct {
	l       *limits
	free    []int32   // the candidates to choose among
	slots   int       // how many may be chosen
	money   float64   // what they may cost
	price   float64   // θ
	worth   []float64 // by candidate
	value   []float64 // by candidate: worth less price × cost
	first   []int32   // by block: the free candidate of greatest value, −1 is none
	second  []float64 // by block: the next greatest value
	heads   []int32   // the candidates that are first in their block and worth something
	chosen  []int32
	in      []bool // by candidate
	last    float64
	next    float64 // values of the last that is chosen and of the first that is not; 0 where there is none
	ranking []float64
}

func newPick(l *limits) *pick {
	n := len(l.barred)
	p := &pick{l: l, value: make([]float64, n), in: make([]bool, n)}
	if l.block != nil {
		p.first, p.second = make([]int32, l.blocks), make([]float64, l.blocks)
	}
	return p
}

// run chooses, and returns the bound on what may be chosen.
func (p *pick) run(worth []float64) float64 {
	p.worth = worth
	low, spent := p.at(0)
	if p.l.cost == nil || spent <= p.money {
		return low
	}
	return p.haggle(low, p.money-spent)
}

// haggle finds the price of the least bound, which is a convex function made
// of lines: where the two lines that enclose the least meet, there is the next
// to look at.
func (p *pick) haggle(low, slope float64) float64 {
	lo, hi := 0.0, 0.0
	for _, j := range p.free {
		hi = max(hi, p.worth[j]/p.l.cost[j])
	}
	high, spent := p.at(hi)
	rise := p.money - spent
	best, price := high, hi
	for range 40 {
		theta := lo + (high-low-rise*(hi-lo))/(slope-rise)
		if !(theta > lo && theta < hi) {
			break
		}
		value, spent := p.at(theta)
		if value < best {
			best, price = value, theta
		}
		if s := p.money - spent; s == 0 {
			break
		} else if s < 0 {
			lo, low, slope = theta, value, s
		} else {
			hi, high, rise = theta, value, s
		}
	}
	best, _ = p.at(price)
	return best
}

// at chooses at a price, and returns the bound and what the chosen cost.
func (p *pick) at(price float64) (bound, spent float64) {
	p.price = price
	for _, j := range p.free {
		p.in[j] = false
		if p.value[j] = p.worth[j]; price > 0 {
			p.value[j] -= price * p.l.cost[j]
		}
	}
	p.head()
	p.rank()
	p.take()
	for _, j := range p.chosen {
		bound += p.value[j]
		if p.l.cost != nil {
			spent += p.l.cost[j]
		}
	}
	if price > 0 {
		bound += price * p.money
	}
	return bound, spent
}

// head finds the first of each block.
func (p *pick) head() {
	p.heads = p.heads[:0]
	if p.l.block == nil {
		for _, j := range p.free {
			if p.value[j] > 0 {
				p.heads = append(p.heads, j)
			}
		}
		return
	}
	for b := range p.first {
		p.first[b], p.second[b] = -1, 0
	}
	for _, j := range p.free {
		switch b := p.l.block[j]; {
		case p.first[b] < 0:
			p.first[b] = j
		case p.value[j] > p.value[p.first[b]]:
			p.second[b] = max(p.second[b], p.value[p.first[b]])
			p.first[b] = j
		default:
			p.second[b] = max(p.second[b], p.value[j])
		}
	}
	for _, j := range p.first {
		if j >= 0 && p.value[j] > 0 {
			p.heads = append(p.heads, j)
		}
	}
}

// rank finds the values at the edge between chosen and not.
func (p *pick) rank() {
	p.last, p.next = 0, 0
	if len(p.heads) < p.slots || len(p.heads) == 0 {
		return
	}
	p.ranking = p.ranking[:0]
	for _, j := range p.heads {
		p.ranking = append(p.ranking, -p.value[j])
	}
	if p.slots > 0 {
		p.last = -nth(p.ranking, p.slots-1)
	} else {
		p.last = math.Inf(1)
	}
	if p.slots < len(p.heads) {
		least := math.Inf(1)
		for _, v := range p.ranking[p.slots:] {
			least = min(least, v)
		}
		p.next = -least
	}
}

// take chooses the heads above the edge, and of those on it the lowest.
func (p *pick) take() {
	p.chosen = p.chosen[:0]
	above := 0
	for _, j := range p.heads {
		if p.value[j] > p.last {
			above++
		}
	}
	for _, j := range p.heads {
		on := p.value[j] == p.last && above < p.slots
		if on {
			above++
		}
		if on || p.value[j] > p.last {
			p.chosen = append(p.chosen, j)
			p.in[j] = true
		}
	}
}

// without returns how much the bound loses when a chosen candidate may not be
// chosen.
func (p *pick) without(j int32) float64 {
	instead := p.next
	if p.l.block != nil {
		instead = max(instead, p.second[p.l.block[j]])
	}
	return p.value[j] - instead
}

// with returns how much the bound loses when a candidate that is not chosen
// must be; infinite when there is no room for it.
func (p *pick) with(j int32) float64 {
	if p.slots == 0 {
		return math.Inf(1)
	}
	if p.l.block != nil {
		if f := p.first[p.l.block[j]]; f >= 0 && p.in[f] {
			return p.value[f] - p.value[j]
		}
	}
	return p.last - p.value[j]
}

// nth orders numbers so that the k-th least stands at k, with none greater
// before it and none less behind it, and returns it (C. A. R. Hoare's FIND,
// 1961).
func nth(v []float64, k int) float64 {
	lo, hi := 0, len(v)-1
	for lo < hi {
		pivot := middle(v[lo], v[(lo+hi)/2], v[hi])
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return v[k]
		}
	}
	return v[k]
}

func middle(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }
