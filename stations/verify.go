package stations

import "time"

// How long a verification holds.
const (
	VerifyAfter = 90 * 24 * time.Hour  // from then on the station stands on the overdue list
	BadgeAfter  = 180 * 24 * time.Hour // from then on riders are told: 待核实
)

// Badge warns riders about a station.
type Badge string

// The badges. MaybeClosed goes before VerifyDue.
const (
	NoBadge     Badge = "none"
	VerifyDue   Badge = "verify_due"   // 待核实: nobody has made sure for BadgeAfter
	MaybeClosed Badge = "maybe_closed" // 可能未开放: independent riders found it shut in posted hours
)

// Badges lists the badges with their names.
func Badges() []Word {
	return []Word{
		{string(NoBadge), "无", "None", nil},
		{string(VerifyDue), "待核实", "To be verified", nil},
		{string(MaybeClosed), "可能未开放", "May not be open", nil},
	}
}

// Doubt says that riders went in vain. It stands until their reports are
// answered. Only the store's own report flow sets and clears it.
type Doubt struct {
	Since   time.Time `json:"since"`   // when the second report came, to the minute
	Reports int       `json:"reports"` // how many independent riders there were then
}

// CheckedAt returns when somebody last made sure that the record is true:
// the last verification or, when there was none, the station's entry into the
// registry.
func (s *Station) CheckedAt() time.Time {
	if s.Verification != nil {
		return s.Verification.At
	}
	return s.CreatedAt
}

// Tended reports whether the station is one to be verified: on trial or open.
func (s *Station) Tended() bool { return s.Lifecycle == Trial || s.Lifecycle == Open }

// Overdue reports whether a verification is due at the moment t: the station
// is tended, and VerifyAfter has passed since CheckedAt, to the millisecond,
// which is what a store keeps.
func (s *Station) Overdue(t time.Time) bool {
	return s.Tended() && !Stamp(s.CheckedAt()).Add(VerifyAfter).After(Stamp(t))
}

// Badge returns what riders are warned of at the moment t. It allocates
// nothing.
func (s *Station) Badge(t time.Time) Badge {
	switch {
	case s.Doubt != nil:
		return MaybeClosed
	case !s.CheckedAt().Add(BadgeAfter).After(t):
		return VerifyDue
	}
	return NoBadge
}
