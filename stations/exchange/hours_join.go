package exchange

import "slices"

// join makes one clause of those for the same days, as of 周一8:00-12:00，
// 周一14:00-18:00: the later of two rules would undo the earlier. It reports
// whether all others that share days are clear, see replaces.
func (r *hoursReader) join() bool {
	var joined []hoursClause
	for _, c := range r.clauses {
		same := slices.IndexFunc(joined, func(b hoursClause) bool { return b.beside(&c) && b.days == c.days })
		if same >= 0 {
			if !r.extend(&joined[same], c) {
				return false
			}
			continue
		}
		for i := range joined {
			if b := &joined[i]; b.beside(&c) && b.days&c.days != 0 && !c.replaces(b) {
				return false
			}
		}
		joined = append(joined, c)
	}
	r.clauses = joined
	return true
}

// beside reports whether both clauses are open in the same part of the year.
func (c *hoursClause) beside(other *hoursClause) bool {
	return !c.off && !other.off && c.season == other.season && c.half == other.half
}

// replaces reports whether hours of some of the days stand in place of earlier
// ones of more days (每天8:00-20:00，周六9:00-12:00). Where they do not overlap
// they may be meant in addition.
func (c *hoursClause) replaces(earlier *hoursClause) bool {
	return c.days&^earlier.days == 0 && (c.always || earlier.always || slices.ContainsFunc(c.spans, earlier.crosses))
}

// crosses reports whether some span of the clause overlaps another.
func (c *hoursClause) crosses(span string) bool {
	from, to := lastingMinutes(span)
	return slices.ContainsFunc(c.spans, func(s string) bool {
		begin, end := lastingMinutes(s)
		return begin < to && from < end
	})
}

// lastingMinutes reads a span that spanText wrote; one into the next day ends
// beyond 24 hours.
func lastingMinutes(span string) (from, to int) {
	if from, to = spanMinutes(span); to < from {
		to += 24 * 60
	}
	return from, to
}
