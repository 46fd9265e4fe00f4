package siting

import (
	"math"
	"slices"
)

// solver works on one problem. A score is what a choice covers, without what
// is given, less the penalty for what groups are short of.
type solver struct {
	over    func() bool // whether no more time is given
	problem Problem
	rows    rows
	limits  limits
	report  func(Result)
	nodes   int  // how many nodes may be branched on; 0 is any number
	only    bool // only whether the groups can have their least counts, not what is covered
	patch   bool // a patch of another problem: its answer is good already, proof is wanted

	walk    *walk    // nil where need, groups or limits ask for a slower search
	shaker  *shaker  // that search
	anneal  *anneal  // takes over from the walk at last
	patcher *patcher // betters what that finds; nil before its first round
	best    []int32  // nil before the first answer
	score   float64  // of best
	short   float64  // of best: what groups lack together
	lucky   int      // how many rounds annealing had made when the best was found
	rested  int      // how often the search for answers was due when it was tired
	leaps   int      // how often it might have begun anew where x is great
	looked  int      // how many pieces of columns the search for bounds looked at
	bound   float64  // of scores
	loose   float64  // of what any choice covers, groups aside
	slack   float64  // what rounding may do to a score
	proven  bool
}

// run finds an answer, then the bound, then closes the gap by branching.
func (s *solver) run() {
	s.loose = s.rows.total - s.rows.given
	s.bound = s.loose
	s.slack = 1e-12 * s.loose
	for _, least := range s.rows.least {
		s.slack += 1e-12 * s.rows.penalty * least
	}
	if s.only {
		s.bound = 0
	}
	n := &node{kept: make([]bool, len(s.limits.barred)), barred: slices.Clone(s.limits.barred)}
	s.improve(n)
	if s.proven = s.closed(s.bound); !s.proven {
		s.prove(n)
	}
	if s.proven {
		s.bound = s.worth()
	}
	s.tell()
}

// improve makes the first answers. What the root bars later on, because
// nothing better has it, the search for better answers leaves out, too.
func (s *solver) improve(root *node) {
	if s.rows.plain() && s.limits.free() {
		s.walk = newWalk(&s.rows, root.barred)
		s.walk.fill(s.limits.sites, false)
		s.found()
		if s.patch {
			return
		}
		s.warm()
		s.found()
		s.search(min(200*len(s.rows.covers.items), firstWork))
		return
	}
	s.shaker = newShaker(s)
	s.shaker.start()
}

// firstWork is how many rows are looked at for better answers before the
// first bound: some 20 ms.
const firstWork = 10e6

// search looks for better answers for so many rows.
func (s *solver) search(work int) {
	if s.patch || s.closed(s.bound) {
		return
	}
	switch {
	case s.walk == nil:
		s.shaker.shake(work)
	case s.anneal != nil:
		s.cool(work)
	case len(s.walk.sites) > 0:
		s.walk.stroll(s.limits.sites, work, s.score, s.found, s.over)
	}
}

// warm anneals the first answer for a moment, and betters it by exchanges.
func (s *solver) warm() {
	if len(s.walk.sites) == 0 {
		return
	}
	a := newAnneal(&s.rows, s.walk.barred)
	a.start(s.walk.sites, min(25*len(s.rows.covers.items), startRound))
	a.run(a.round, s.over)
	s.walk.leap(a.best, s.limits.sites, s.over)
}

// cool goes on annealing. The best of a round is bettered by exchanges, then by
// patches; the next one begins at the best of all.
func (s *solver) cool(work int) {
	if !s.anneal.run(work, s.over) {
		return
	}
	s.walk.leap(s.anneal.best, s.limits.sites, s.over)
	s.found()
	if s.patcher == nil {
		s.patcher = newPatcher(s)
	}
	s.patcher.mix(s.walk.sites)
	s.anneal.start(s.best, min(2*s.anneal.round, lastRound))
}

// How many rounds of annealing may always bring nothing better, and how seldom
// there is more of it when it is tired.
const (
	luckless = 9
	seldom   = 16
)

// tired reports whether the search for answers rests this time: mostly, once it
// has found nothing better for longer than it took to find the best, for then
// the time is better spent on the bound.
func (s *solver) tired() bool {
	if s.anneal == nil || s.anneal.rounds < 2*s.lucky+luckless {
		return false
	}
	s.rested++
	return s.rested%seldom != 0
}

// found keeps where the walk is, if that is the best answer so far.
func (s *solver) found() {
	c := newChoice(&s.rows, &s.limits)
	for _, j := range s.walk.sites {
		c.add(j)
	}
	s.keep(c)
}

func (s *solver) keep(c *choice) {
	if score := c.sum(); score > s.score || s.best == nil {
		s.best, s.score, s.short = append([]int32{}, c.sites...), score, c.short()
		if s.anneal != nil {
			s.lucky = s.anneal.rounds
		}
		s.tell()
	}
}

// worth is what bounds are compared with: the score of the best answer, or,
// when only the groups count, −1 times what they are short of.
func (s *solver) worth() float64 {
	if s.only {
		return -s.short
	}
	return s.score
}

// closed reports whether a bound leaves nothing better than the best answer.
// When only the groups count, nothing but all their least is better.
func (s *solver) closed(bound float64) bool {
	if s.only && bound < -s.slack-1e-9*s.rows.total {
		return true
	}
	return s.round(bound) <= s.worth()+s.slack
}

// round takes a bound to the next score that there can be.
func (s *solver) round(bound float64) float64 {
	if s.rows.integral && s.slack < 0.1 {
		return math.Floor(bound + s.slack + 1e-6)
	}
	return bound
}

// raise takes a bound of the whole problem, if it says more.
func (s *solver) raise(bound float64) {
	if bound = max(s.round(bound), s.worth()); bound < s.bound {
		s.bound = bound
		s.tell()
	}
}

func (s *solver) tell() {
	if s.report != nil {
		s.report(s.result())
	}
}

// result says what is known. The chosen are in the order of their gain in
// turn.
func (s *solver) result() Result {
	c := newChoice(&s.rows, &s.limits)
	others := slices.Repeat([]bool{true}, len(c.in))
	for _, j := range s.best {
		others[j] = false
	}
	c.greedy(others, false)
	c.sum()
	r := Result{Chosen: c.sites, Covered: s.rows.given + c.covered, Optimal: s.proven}
	r.Bound = r.Covered
	if !s.proven {
		r.Bound = max(r.Covered, s.rows.given+min(s.loose, s.bound+s.rows.penalty*s.short))
	}
	r.Unmet = s.problem.unmet(c.sites)
	return r
}
