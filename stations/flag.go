package stations

import (
	"strings"

	"yizhan/stations/text"
)

// Flags lists what somebody should look at in a record that breaks no rule:
// a file is imported with them (as suspects), and a record that has them can
// still be written.
//
//   - A door on another floor than the ground floor wants an entrance note.
//   - A merged station wants to say into which.
//   - Charging e-bikes indoors is banned.
//
// An edit must not bring the first two about: CheckEdit.
func (s *Station) Flags() []Problem {
	c := s.missing()
	for _, service := range s.Services {
		if service.Code == "ebike_charging" && service.Indoor != nil && *service.Indoor && service.Status != ServiceNone {
			c.add("services", "ebike_charging is indoors, which is banned")
		}
	}
	return c
}

// missing lists what the record leaves out and should not; nothing of no
// station.
func (s *Station) missing() (c checks) {
	if s == nil {
		return nil
	}
	if !GroundFloor(s.Position.Floor) && strings.TrimSpace(s.Position.EntranceNote) == "" {
		c.add("position.entrance_note", "is required on a floor other than 1")
	}
	if s.Lifecycle == Merged && s.MergedInto == "" {
		c.add("merged_into", "is not stated")
	}
	return c
}

// CheckEdit reports, beside what ValidateChange does, what after leaves out and
// before, nil for a new station, had not left out, all as one Invalid error:
// what a person writes by hand is held to more than what comes in a file.
func CheckEdit(before, after *Station) error {
	broken := since(before.broken(), after.broken())
	return append(broken, since(before.missing(), after.missing())...).err()
}

// GroundFloor reports whether a floor, as people write it, is the one that is
// entered from the street. A floor that is not stated is taken to be.
func GroundFloor(floor string) bool {
	storey := text.Fold(floor)
	if end := strings.IndexAny(storey, "层楼"); end >= 0 {
		storey = storey[:end] // "1楼大厅"
	}
	switch strings.TrimSpace(storey) {
	case "", "1", "1f", "f1", "l1", "一", "首", "底", "地面", "ground":
		return true
	}
	return false
}
