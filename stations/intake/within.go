package intake

import (
	"cmp"
	"fmt"
	"strings"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// outside is the problem of a station that does not lie in the division to
// which the caller is bound.
func (p *plan) outside(s *stations.Station, d *draft) []exchange.Problem {
	if p.within(s) {
		return nil
	}
	return []exchange.Problem{problem(d, string(exchange.Adcode), s.Position.Adcode, "lies outside the division "+p.sheet.options.Within+" in which you may write")}
}

// elsewhere is the problem of a record that is kept as a station outside the
// caller's division. It may be another office's, whose source has the same
// name; or the station has moved, and somebody of both divisions must import
// it. Only people can tell: two stations would be made of one that moved.
func (p *plan) elsewhere(s *stations.Station, d *draft) []exchange.Problem {
	if p.within(s) {
		return nil
	}
	text := fmt.Sprintf("is the record of station %s in division %s, outside %s in which you may write; another office's row goes under another source name",
		s.ID, cmp.Or(s.Position.Adcode, "unknown"), p.sheet.options.Within)
	return []exchange.Problem{problem(d, d.keyed, d.key.Record, text)}
}

// within reports whether the caller may write to the station. Where its
// position is known to lie counts, not only what the row states.
func (p *plan) within(s *stations.Station) bool {
	bound := stations.AdcodePrefix(p.sheet.options.Within)
	if bound == "" {
		return true
	}
	lies := p.areas.of(s.Position.Point)
	return strings.HasPrefix(s.Position.Adcode, bound) && (lies == "" || stations.SameBranch(lies, p.sheet.options.Within))
}
