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
