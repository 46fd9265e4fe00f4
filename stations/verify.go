package stations

import (
	"context"
	"time"
)

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
	Reports int       `json:"reports"` // how many reports of one day said so then
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
	return s.Tended() && !s.DueAt().After(Stamp(t))
}

// DueAt returns from when on a verification is due, if the station is tended.
func (s *Station) DueAt() time.Time { return Stamp(s.CheckedAt()).Add(VerifyAfter) }

// Badge returns what riders are warned of at the moment t. It allocates
// nothing.
func (s *Station) Badge(t time.Time) Badge { return s.Warning().Badge(t) }

// Warning is what a record's badge depends on, for who asks for it often and
// would not look at the record.
type Warning struct {
	doubted bool
	due     time.Time // from then on nobody is sure of the record
}

// Warning returns what the badge depends on.
func (s *Station) Warning() Warning { return Warning{s.Doubt != nil, s.CheckedAt().Add(BadgeAfter)} }

// Badge is Station.Badge.
func (w Warning) Badge(t time.Time) Badge {
	switch {
	case w.doubted:
		return MaybeClosed
	case !w.due.After(t):
		return VerifyDue
	}
	return NoBadge
}

// Verifications tells what is to be verified.
type Verifications interface {
	// Overdue returns up to limit (1 … 1000) stations in and below the
	// division ("" for everywhere) that are Overdue at the moment now, in
	// ascending order of adcode and then id, those after the given place
	// (zero for the first page).
	Overdue(ctx context.Context, adcode string, now time.Time, after Place, limit int) ([]*Station, error)

	// CountOverdue returns how many stations Overdue lists in all, by district:
	// the first six digits of their adcode.
	CountOverdue(ctx context.Context, adcode string, now time.Time) (map[string]int, error)
}

// Place is where a station stands in a list by division.
type Place struct {
	Adcode string
	ID     ID
}

// Tending is a tended station as far as its verification goes.
type Tending struct {
	Place
	CreatedAt  time.Time
	VerifiedAt time.Time // zero when it never was
}

// Overdue is Station.Overdue.
func (t Tending) Overdue(now time.Time) bool {
	s := Station{Lifecycle: Open, CreatedAt: t.CreatedAt}
	if !t.VerifiedAt.IsZero() {
		s.Verification = &Verification{At: t.VerifiedAt}
	}
	return s.Overdue(now)
}

// District returns the first six digits of the adcode.
func (p Place) District() string { return p.Adcode[:min(6, len(p.Adcode))] }

// ParseStamp reads a moment out of a stored record; "" is the zero time.
func ParseStamp(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return t, &Error{Code: Internal, Text: "a stored record holds a moment that cannot be read", Err: err}
	}
	return t, nil
}

// Check reports every field that breaks a rule, as an Invalid error.
func (v Verification) Check() error {
	var c checks
	if v.At.IsZero() {
		c.add("at", "is required")
	}
	c.word("method", VerificationMethods(), string(v.Method), true)
	c.text("by", v.By, MaxName)
	return c.errorf("the verification breaks a rule")
}
