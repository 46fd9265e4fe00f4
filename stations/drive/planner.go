package drive

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// never is more rests than any plan has.
const never = math.MaxInt32

// planner is one search for a plan. Stops are worked on in order of travel.
type planner struct {
	trip  Trip
	stops []Stop
	order []int // stops in the order in which the way is left for them
	toEnd []int // by place in order: the fewest further rests by distance alone, never if none do
	ahead int   // the same from the departure

	layers  []layer         // of the search under way, by rests so far
	offers  map[int]welcome // of the stop and the number of rests under way, by minutes of calls
	reached []bool          // by place in order: some plan rests there
}

// layer holds the best plans that end with a rest at a stop, by place in
// order and by minutes of calls so far.
type layer []map[int]state

// state is the best of alike plans.
type state struct {
	merit        int
	calls        time.Duration // exactly
	from         int           // place in order of the rest before, -1 for none
	fromMinutes  int           // minutes of calls up to there
	arrive, rest time.Time
}

// welcome is what a stop offers at a moment.
type welcome struct {
	arrive time.Time
	merit  int
	ok     bool
}

func newPlanner(t Trip, stops []Stop) *planner {
	p := &planner{
		trip: t, stops: stops, order: make([]int, len(stops)), toEnd: make([]int, len(stops)),
		offers: map[int]welcome{}, reached: make([]bool, len(stops)),
	}
	for i := range p.order {
		p.order[i] = i
	}
	slices.SortStableFunc(p.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(stops[a].Leave, stops[b].Leave), cmp.Compare(stops[a].In, stops[b].In))
	})
	for i := len(p.order) - 1; i >= -1; i-- {
		n := p.fewest(i)
		if i < 0 {
			p.ahead = n
		} else {
			p.toEnd[i] = n
		}
	}
	return p
}

// at returns the stop at a place in order.
func (p *planner) at(i int) *Stop { return &p.stops[p.order[i]] }

// resumes returns where along the driving the driver stands after a rest; -1
// is the departure.
func (p *planner) resumes(i int) time.Duration {
	if i < 0 {
		return -p.trip.Driven
	}
	return p.at(i).Out
}

// follows reports whether j can be the next rest after i.
func (p *planner) follows(i, j int) bool {
	return (i < 0 || p.at(i).Rejoin <= p.at(j).Leave) && p.at(j).In-p.resumes(i) <= p.trip.Longest
}

// ends reports whether the end can be reached from i without a rest.
func (p *planner) ends(i int) bool { return p.trip.Driving-p.resumes(i) <= p.trip.Longest }

// fewest returns the fewest rests after i, whatever the doors.
func (p *planner) fewest(i int) int {
	if p.ends(i) {
		return 0
	}
	least := never
	for j := i + 1; j < len(p.order); j++ {
		if p.toEnd[j] < least-1 && p.follows(i, j) {
			least = p.toEnd[j] + 1
		}
	}
	return least
}

// find is Find without the way to a gap.
func (p *planner) find() Plan {
	if p.ahead == never {
		return Plan{Gap: p.far()}
	}
	for rests := p.ahead; rests <= p.ahead+spare; rests++ {
		if end, ok := p.search(rests); ok {
			return p.plan(end)
		}
	}
	return Plan{Gap: p.shut()}
}

// finish is a plan that is found: the place in order of its last rest, -1 for
// none, and what it costs.
type finish struct {
	last, minutes, merit int
	calls                time.Duration
}

// search looks for the best plan of so many rests.
func (p *planner) search(rests int) (finish, bool) {
	if rests == 0 {
		return finish{last: -1}, p.ends(-1)
	}
	p.layers = make([]layer, rests)
	for k := range p.layers {
		p.layers[k] = make(layer, len(p.order))
		for j := range p.order {
			if p.toEnd[j] < rests-k {
				p.restAt(j, k)
			}
		}
	}
	return p.best(p.layers[rests-1])
}

// restAt finds the best plans whose rest number k (from 0) is at j.
func (p *planner) restAt(j, k int) {
	clear(p.offers)
	if k == 0 {
		if p.follows(-1, j) {
			p.extend(j, k, state{from: -1})
		}
		return
	}
	for i := range j {
		if before := p.layers[k-1][i]; before != nil && p.follows(i, j) {
			for m, s := range before {
				p.extend(j, k, state{merit: s.merit, calls: s.calls, from: i, fromMinutes: m})
			}
		}
	}
}

// extend adds a rest at j to a plan, and keeps it if it is the best of its
// like. s tells what came before.
func (p *planner) extend(j, k int, s state) {
	offer := p.offer(j, k, s.fromMinutes)
	if !offer.ok {
		return
	}
	p.reached[j] = true
	s.merit += offer.merit
	s.calls += p.at(j).In - p.at(j).Out
	s.arrive, s.rest = offer.arrive, offer.arrive.Add(p.trip.Rest)
	total := s.fromMinutes + minutes(p.at(j).In-p.at(j).Out)
	if p.layers[k][j] == nil {
		p.layers[k][j] = map[int]state{}
	}
	if known, there := p.layers[k][j][total]; !there || s.beats(known) {
		p.layers[k][j][total] = s
	}
}

// offer asks stop j once for each moment of arrival: after k rests and so
// many minutes of calls.
func (p *planner) offer(j, k, calls int) welcome {
	w, asked := p.offers[calls]
	if !asked {
		rests := time.Duration(k)*p.trip.Rest + time.Duration(calls)*time.Minute
		w.arrive = p.trip.Departure.Add(p.at(j).In + rests)
		w.merit, w.ok = p.at(j).Offer(w.arrive, w.arrive.Add(p.trip.Rest))
		p.offers[calls] = w
	}
	return w
}

// beats says which of two alike plans is kept: the one of more merit, then of
// shorter calls, else the one that the order of travel puts first, so that no
// run differs.
func (s state) beats(o state) bool {
	return cmp.Or(
		cmp.Compare(o.merit, s.merit), cmp.Compare(s.calls, o.calls),
		cmp.Compare(s.from, o.from), cmp.Compare(s.fromMinutes, o.fromMinutes),
	) < 0
}

// best returns the best plan whose last rest is in the layer. search has put
// only rests there from which the end is reached.
func (p *planner) best(last layer) (finish, bool) {
	var best finish
	found := false
	for j, states := range last {
		for m, s := range states {
			f := finish{j, m, s.merit, s.calls}
			if !found || f.before(best) {
				best, found = f, true
			}
		}
	}
	return best, found
}

// before is the order of Find among plans of equally many rests.
func (f finish) before(o finish) bool {
	return cmp.Or(
		cmp.Compare(steps(f.minutes), steps(o.minutes)),
		cmp.Compare(o.merit, f.merit),
		cmp.Compare(f.minutes, o.minutes),
		cmp.Compare(f.calls, o.calls),
		cmp.Compare(f.last, o.last),
	) < 0
}

// steps counts minutes by the step, begun ones whole.
func steps(minutes int) int { return (minutes + step - 1) / step }

// plan walks back from the last rest.
func (p *planner) plan(f finish) Plan {
	plan := Plan{
		Driving: p.trip.Driving,
		Arrival: p.trip.Departure.Add(p.trip.Driving + time.Duration(len(p.layers))*p.trip.Rest + time.Duration(f.minutes)*time.Minute),
		Longest: p.trip.Driving - p.resumes(f.last),
	}
	for k, j, m := len(p.layers)-1, f.last, f.minutes; j >= 0; k-- {
		s, stop := p.layers[k][j][m], p.at(j)
		stretch := stop.In - p.resumes(s.from)
		plan.Longest = max(plan.Longest, stretch)
		plan.Driving += stop.In - stop.Out
		plan.Halts = append(plan.Halts, Halt{Stop: p.order[j], Stretch: stretch, Arrive: s.arrive, Depart: s.rest})
		j, m = s.from, s.fromMinutes
	}
	slices.Reverse(plan.Halts)
	return plan
}
