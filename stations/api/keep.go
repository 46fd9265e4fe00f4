package api

import (
	"time"

	"yizhan/stations"
	"yizhan/stations/demo"
	"yizhan/stations/nearby"
)

// order reads how a list is sorted.
func (p *params) order() nearby.Order {
	return nearby.Order(p.choice("sort", string(nearby.ByID), string(nearby.ByName), string(nearby.ByAdcode), string(nearby.ByUpdate), string(nearby.ByChecked)))
}

// keep reads what a list leaves out by how far the records can be trusted:
// verified (fresh, overdue, never, doubted) and synthetic (true, false).
func (p *params) keep(now time.Time) nearby.Keep {
	standing := p.choice("verified", "", "fresh", "overdue", "never", "doubted")
	synthetic := p.choice("synthetic", "", "true", "false")
	if standing == "" && synthetic == "" {
		return nearby.Keep{}
	}
	return nearby.Keep{Name: standing + " " + synthetic, Test: func(s *stations.Station) bool {
		return stands(s, standing, now) && (synthetic == "" || (s.Source == demo.Source) == (synthetic == "true"))
	}}
}

// stands reports whether the station's verification stands so.
func stands(s *stations.Station, standing string, now time.Time) bool {
	switch standing {
	case "fresh":
		return s.Verification != nil && s.DueAt().After(now)
	case "overdue":
		return s.Overdue(now)
	case "never":
		return s.Verification == nil
	case "doubted":
		return s.Doubt != nil
	}
	return true
}

// parseStage returns the stage of life of that code, or an Invalid error.
func parseStage(code string) (stations.Lifecycle, error) {
	for _, stage := range stations.Lifecycles() {
		if stage.Code == code {
			return stations.Lifecycle(code), nil
		}
	}
	return "", stations.BadField("lifecycle", "is none")
}
