package plan

import (
	"context"
	"time"

	"yizhan/geo/reach"
	"yizhan/stations"
)

// MaxVerifiedDays is the largest VerifiedDays of a Request: ten years.
const MaxVerifiedDays = 3650

// Verified is the coverage by those counted stations that somebody verified
// within so many days before the asked moment. It stands beside the coverage
// by all: the difference rests on records that nobody has looked at.
type Verified struct {
	Days     int   `json:"within_days"`
	Stations int   `json:"stations"` // counted, verified and tied to a road
	Cells    int   `json:"cells"`    // covered for the asked k
	Demand   Share `json:"demand"`
}

// verified searches once more, from the verified stations only.
func (in *inputs) verified(ctx context.Context, s sources, cells []spot) (*Verified, error) {
	days := in.Request.VerifiedDays
	var ties []reach.Source
	moment := in.moment()
	for _, tie := range s.ties {
		if verifiedWithin(s.used[tie.Station], moment, days) {
			ties = append(ties, tie)
		}
	}
	v := &Verified{Days: days, Stations: len(ties)}
	return v, in.searchers.lend(in.graph, in.mode, in.Request.K, func(field *reach.Field) error {
		if err := field.Run(ctx, ties, in.Request.limit()); err != nil {
			return err
		}
		c := in.covered(field, cells, crowdOf(cells))
		v.Cells, v.Demand = c.cells, c.demand
		return nil
	})
}

func verifiedWithin(s *stations.Station, at time.Time, days int) bool {
	v := s.Verification
	return v != nil && !v.At.After(at) && at.Sub(v.At) <= time.Duration(days)*24*time.Hour
}
