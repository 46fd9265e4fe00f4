package along

import (
	"fmt"
	"time"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/drive"
)

// The bounds of what a question may state.
const (
	MaxDuration = 60 * 24 * time.Hour // of a way, and of what was driven before
	MaxRest     = 24 * time.Hour
)

// check reports every field that breaks a rule, by its name in openapi.yaml.
func (q Query) check() error {
	var bad []stations.Problem
	add := func(ok bool, field, problem string) {
		if !ok {
			bad = append(bad, stations.Problem{Field: field, Problem: problem})
		}
	}
	add(q.Course != nil, "route", "必填 is required")
	add(q.CorridorM > 0 && q.CorridorM <= MaxCorridor, "corridor_m", fmt.Sprintf("must be a number of metres, more than 0, at most %d", int(MaxCorridor)))
	add(q.Limit >= 1 && q.Limit <= MaxLimit, "limit", fmt.Sprintf("must be a whole number of 1 to %d", MaxLimit))
	add(q.Duration >= 0 && q.Duration <= MaxDuration, "duration_s", "must be a number of seconds, more than 0, at most 60 days")
	add(q.Vehicle.HeightM >= 0 && q.Vehicle.HeightM <= roads.MaxHeight, "vehicle.height_m", "must be a number of metres, more than 0, at most 10")
	add(q.Vehicle.LengthM >= 0 && q.Vehicle.LengthM <= roads.MaxLength, "vehicle.length_m", "must be a number of metres, more than 0, at most 100")
	add(q.Vehicle.WeightT >= 0 && q.Vehicle.WeightT <= roads.MaxWeight, "vehicle.weight_t", "must be a number of tonnes, more than 0, at most 300")
	if d := q.Drive; d != nil {
		add(q.Mode == roads.Truck, "drive", "is for mode truck")
		add(d.Longest > 0 && d.Longest <= drive.LongestStretch, "drive.max_hours", "must be more than 0 and at most 4: 道路交通安全法实施条例第六十二条, the law allows no more")
		add(d.Rest >= drive.ShortestRest && d.Rest <= MaxRest, "drive.rest_minutes", "must be 20 to 1440: 道路交通安全法实施条例第六十二条, a shorter stop is no rest by the law")
		add(d.Driven >= 0 && d.Driven <= MaxDuration, "drive.driven_minutes", "must be a number of minutes, 0 or more")
	}
	if len(bad) == 0 {
		return nil
	}
	return &stations.Error{Code: stations.Invalid, Text: "输入有误 the question breaks a rule", Fields: bad}
}
