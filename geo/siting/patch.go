package siting

import (
	"cmp"
	"slices"
)

// patcher betters an answer patch by patch: a site and those nearest to it are
// taken away, and placed anew with proof that nothing there is better, while
// all others stay (É. Taillard and S. Voss, "POPMUSIC: partial optimization
// metaheuristic under special intensification conditions", 2002). Annealing
// alone comes near the best everywhere and seldom reaches it everywhere at once;
// where one round of it does, others do not, and so their answers are merged.
type patcher struct {
	s     *solver
	sites []int32   // the answer, in the order in which patches are tried
	tried int       // how many of them had nothing better around them, one after the other
	work  int       // how many pieces of columns were looked at
	size  int       // sites of a patch
	count []int32   // by row: how many sites cover it
	seen  []bool    // workspace, by row
	own   []int32   // workspace, by row: its number in the patch, −1 is none
	pool  [][]int32 // the answers that are merged
}

// How many sites a patch has: at first, more after all were tried in vain, and
// at most; how often it asks whether time is over before it is left; what
// making one costs, in pieces of columns looked at; and how many answers are
// merged.
const (
	firstPatch = 6
	morePatch  = 4
	mostPatch  = 22
	patience   = 4000
	patchWork  = 1e5
	pooled     = 6
)

func newPatcher(s *solver) *patcher {
	n := len(s.rows.weight)
	return &patcher{s: s, count: make([]int32, n), seen: make([]bool, n), own: make([]int32, n)}
}

// run betters an answer until it has looked at so many pieces of columns, or
// every patch of the largest size was tried. If the answer is where the last run
// ended, that one goes on.
func (p *patcher) run(sites []int32, work int) {
	p.begin(sites)
	for until := p.work + work; p.work < until && !p.s.over(); {
		if p.tried == len(p.sites) {
			if p.size >= min(mostPatch, len(p.sites)) {
				return
			}
			p.size, p.tried = min(p.size+morePatch, mostPatch, len(p.sites)), 0
		}
		p.try(p.sites[p.tried])
	}
}

// begin goes on with an answer, from the start unless it is where it stands.
func (p *patcher) begin(sites []int32) {
	if !slices.Equal(slices.Sorted(slices.Values(sites)), slices.Sorted(slices.Values(p.sites))) {
		p.turn(sites)
		p.size = min(firstPatch, len(p.sites))
	}
}

// turn goes on with another answer, all of whose patches are to be tried.
func (p *patcher) turn(sites []int32) {
	c := newChoice(&p.s.rows, &p.s.limits)
	clear(p.count)
	for _, j := range sites {
		c.add(j)
		for _, i := range p.s.rows.covers.of(j) {
			p.count[i]++
		}
	}
	p.sites, p.tried = slices.Clone(sites), 0
	p.s.keep(c)
}

// try solves the patch around a site, and goes on with what is better; then
// the patches that it left are the last to be tried.
func (p *patcher) try(centre int32) {
	out := p.near(centre)
	p.tried++
	p.place(out, p.neighbours(out))
}

// place chooses anew among some candidates where some sites are taken away.
func (p *patcher) place(out, candidates []int32) {
	problem := p.problem(out, candidates)
	sub := &solver{problem: problem, rows: reduce(problem), limits: limit(problem, len(out)+p.s.limits.sites-len(p.sites)), patch: true}
	calls := 0
	sub.over = func() bool {
		calls++
		return calls > patience || p.s.over()
	}
	before := sub.seed(candidates, out)
	sub.run()
	if p.work += patchWork + sub.looked; sub.score <= before+sub.slack {
		return
	}
	better := slices.Concat(p.sites[p.tried:], p.sites[:p.tried])
	better = slices.DeleteFunc(better, func(j int32) bool { return slices.Contains(out, j) })
	for _, k := range sub.best {
		better = append(better, candidates[k])
	}
	p.turn(better)
}

// mix merges what a round of annealing came to with what the last ones did and
// with the best answer, and betters what that gives by patches, with half as much
// work as the round.
func (p *patcher) mix(sites []int32) {
	p.pool = append(p.pool, slices.Clone(sites))
	p.pool = p.pool[max(0, len(p.pool)-pooled):]
	p.begin(p.s.best)
	p.merge(append(p.pool, p.s.best))
	p.run(p.s.best, p.s.anneal.round/2)
}

// merge puts the best answer together that there is among the sites of several:
// those that are in all of them stay (W. Cook and P. Seymour, "Tour merging via
// branch-decomposition", INFORMS Journal on Computing 15, 2003).
func (p *patcher) merge(answers [][]int32) {
	times := map[int32]int{}
	for _, sites := range answers {
		for _, j := range sites {
			times[j]++
		}
	}
	var out, candidates []int32
	for _, j := range p.sites {
		if times[j] < len(answers) {
			out, candidates = append(out, j), append(candidates, j)
			delete(times, j)
		}
	}
	for j, n := range times {
		if n < len(answers) {
			candidates = append(candidates, j)
		}
	}
	if len(out) > 0 {
		slices.Sort(candidates)
		p.place(out, candidates)
	}
}

// seed gives a solver an answer to better, and returns its score.
func (s *solver) seed(candidates, sites []int32) float64 {
	c := newChoice(&s.rows, &s.limits)
	for k, j := range candidates {
		if slices.Contains(sites, j) {
			c.add(int32(k))
		}
	}
	s.best, s.score = slices.Clone(c.sites), c.sum()
	return s.score
}

// near returns a site and those nearest to it: those that share most rows with
// the candidates that share any with it.
func (p *patcher) near(centre int32) []int32 {
	r := &p.s.rows
	for _, j := range p.neighbours([]int32{centre}) {
		for _, i := range r.covers.of(j) {
			p.seen[i] = true
		}
	}
	shared := map[int32]int{}
	for _, j := range p.sites {
		for _, i := range r.covers.of(j) {
			if p.seen[i] {
				shared[j]++
			}
		}
	}
	clear(p.seen)
	shared[centre] = len(p.seen) + 1
	sites := slices.Clone(p.sites)
	slices.SortFunc(sites, func(a, b int32) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) })
	return sites[:min(p.size, len(sites))]
}

// neighbours lists the candidates that share a row with some sites, and those
// themselves, ascending.
func (p *patcher) neighbours(sites []int32) []int32 {
	all := slices.Clone(sites)
	known := map[int32]bool{}
	for _, j := range sites {
		known[j] = true
	}
	for _, j := range sites {
		for _, i := range p.s.rows.covers.of(j) {
			for _, k := range p.s.rows.by.of(i) {
				if !known[k] && !p.s.anneal.barred[k] {
					known[k] = true
					all = append(all, k)
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

// problem is what is left open when some sites are taken away: of some
// candidates the rows that no other site covers.
func (p *patcher) problem(out, candidates []int32) (sub Problem) {
	for _, j := range out {
		for _, i := range p.s.rows.covers.of(j) {
			p.count[i]--
		}
	}
	for i := range p.own {
		p.own[i] = -1
	}
	for _, j := range candidates {
		var covers []int32
		for _, i := range p.s.rows.covers.of(j) {
			if p.count[i] > 0 {
				continue
			}
			if p.own[i] < 0 {
				p.own[i] = int32(len(sub.Demand))
				sub.Demand = append(sub.Demand, p.s.rows.weight[i])
			}
			covers = append(covers, p.own[i])
		}
		sub.Covers = append(sub.Covers, covers)
	}
	for _, j := range out {
		for _, i := range p.s.rows.covers.of(j) {
			p.count[i]++
		}
	}
	return sub
}
