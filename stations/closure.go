package stations

import "time"

// Closure is a span of whole days on which a station is shut whatever its
// hours say. Days are those of Asia/Shanghai, both ends included.
type Closure struct {
	From   string `json:"from"`  // "2026-02-16"
	Until  string `json:"until"` // the last day
	Reason string `json:"reason,omitempty"`
}

// ValidDay reports whether day is a date written 2006-01-02. Such texts
// compare as their days do.
func ValidDay(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}

func (c *checks) closures(closures []Closure) {
	c.most("closures", len(closures))
	for _, closure := range closures {
		switch {
		case !ValidDay(closure.From) || !ValidDay(closure.Until):
			c.add("closures", "has a day that is not written 2006-01-02")
		case closure.Until < closure.From:
			c.add("closures", "ends on "+closure.Until+", before it begins on "+closure.From)
		}
		c.text("closures", closure.Reason, MaxNote)
	}
}
