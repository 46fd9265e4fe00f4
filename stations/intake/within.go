package intake

import (
	"strings"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// outside is the problem of a station that does not lie in the division to
// which the caller is bound. Where the position is known to lie counts, not
// only what the row states.
func (p *plan) outside(s *stations.Station, d *draft) []exchange.Problem {
	bound := stations.AdcodePrefix(p.sheet.options.Within)
	if bound == "" {
		return nil
	}
	lies := p.areas.of(s.Position.Point)
	if strings.HasPrefix(s.Position.Adcode, bound) && (lies == "" || stations.SameBranch(lies, p.sheet.options.Within)) {
		return nil
	}
	return []exchange.Problem{problem(d, string(exchange.Adcode), s.Position.Adcode, "lies outside the division "+p.sheet.options.Within+" in which you may write")}
}
