package drive

// far tells where distances alone break the rule: every stop that can be had
// without breaking it is found in order of travel, and the one from which the
// driver gets farthest is the last before the gap.
func (p *planner) far() *Gap {
	had := make([]bool, len(p.order))
	for j := range had {
		had[j] = p.follows(-1, j)
		for i := 0; i < j && !had[j]; i++ {
			had[j] = had[i] && p.follows(i, j)
		}
	}
	return p.gap(had)
}

// shut tells where the driver finds every door shut, though the distances
// would do.
func (p *planner) shut() *Gap {
	g := p.gap(p.reached)
	g.Closed = true
	return g
}

// gap returns the stretch from the last stop that can be had to the next one
// that cannot, or to the end.
func (p *planner) gap(had []bool) *Gap {
	last := -1
	for i, ok := range had {
		if ok && p.resumes(i) > p.resumes(last) {
			last = i
		}
	}
	g := &Gap{From: Start, To: End, Need: p.trip.Driving - p.resumes(last)}
	if last >= 0 {
		g.From = p.order[last]
	}
	for j := last + 1; j < len(p.order); j++ {
		need := p.at(j).In - p.resumes(last)
		if !had[j] && need < g.Need && (last < 0 || p.at(last).Rejoin <= p.at(j).Leave) {
			g.To, g.Need = p.order[j], need
		}
	}
	return g
}

// until plans the way to a stop, and a rest there; nil when doors are in the
// way.
func (p *planner) until(last int) []Halt {
	goal := &p.stops[last]
	var before []Stop
	var names []int
	for _, i := range p.order {
		if i == last {
			break
		}
		if p.stops[i].Rejoin <= goal.Leave {
			before, names = append(before, p.stops[i]), append(names, i)
		}
	}
	trip := p.trip
	trip.Driving = goal.In
	there := newPlanner(trip, before).find()
	rest := Halt{Stop: last, Stretch: goal.In + trip.Driven, Arrive: there.Arrival, Depart: there.Arrival.Add(trip.Rest)}
	if there.Gap != nil {
		return nil
	}
	if _, ok := goal.Offer(rest.Arrive, rest.Depart); !ok {
		return nil
	}
	for i := range there.Halts {
		h := &there.Halts[i]
		h.Stop = names[h.Stop]
		rest.Stretch = goal.In - p.stops[h.Stop].Out
	}
	return append(there.Halts, rest)
}
