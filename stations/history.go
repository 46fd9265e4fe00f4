package stations

import (
	"context"
	"time"
)

// History tells what stations were.
type History interface {
	// History returns up to limit (1 … 1000) writes to the station before the
	// revision (0 for the latest), the latest first; NotFound when the id
	// never had a write.
	History(ctx context.Context, id ID, before Revision, limit int) ([]Change, error)

	// StationAt returns the last write to the station up to the revision at:
	// what it was right after that revision, with a nil Station when it had
	// been deleted. NotFound when there was no such station yet.
	StationAt(ctx context.Context, id ID, at Revision) (Change, error)

	// PurgeContacts takes the personal contacts, and mobile numbers in words that
	// everybody reads, out of every record of the
	// station, past and present, and returns how many records held some.
	// Revisions, times and all else stay, so that nobody who follows the store
	// hears of it: Purge is for numbers in words that stand now. NotFound as History.
	PurgeContacts(ctx context.Context, id ID) (int, error)
}

// ClaimTTL is how long a claim stands.
const ClaimTTL = 24 * time.Hour

// Claim ties a token that a caller made up to the station that its request
// creates, so that the request can be sent again without creating another.
// It is made before the station is: a caller that lost the answer, or a
// server that died in between, goes on where it stopped.
type Claim struct {
	By      string
	Token   string
	Digest  [32]byte // SHA-256 of the request's body
	Station ID
	At      time.Time
}

// Claims keeps claims.
type Claims interface {
	// Claim keeps the claim unless By has one of the Token not older than
	// ClaimTTL at claim.At, and returns the one that stands. Older ones are
	// forgotten. Invalid when a text cannot be kept.
	Claim(ctx context.Context, claim Claim) (Claim, error)
}

// Check reports what Claims must refuse, as an Invalid error.
func (c Claim) Check() error {
	var list checks
	list.text("token", c.Token, MaxName)
	if c.Token == "" {
		list.add("token", "is required")
	}
	list.text("by", c.By, MaxNote)
	if len(list) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: "the claim breaks a rule", Fields: list}
}

// WithoutPersonal returns the station without its personal contacts and without
// mobile numbers in the words that everybody reads, and whether it had any. The
// receiver is not changed.
func (s *Station) WithoutPersonal() (*Station, bool) {
	worded, fields := s.WithoutMobileWords()
	public := worded.PublicContacts()
	if len(public) == len(s.Contacts) {
		return worded, fields != nil
	}
	clean := *worded
	clean.Contacts = public
	return &clean, true
}

// Past reads writes to one station before a revision, 0 for all, the latest
// first: what a store lends to HistoryPage and HistoryAt.
type Past func(before Revision, limit int) ([]Change, error)

// HistoryPage is History.History over a store's past of the station.
func HistoryPage(id ID, before Revision, limit int, past Past) ([]Change, error) {
	if limit < 1 || limit > 1000 {
		return nil, BadField("limit", "is not within 1 … 1000")
	}
	list, err := past(before, limit)
	if err != nil || len(list) > 0 || before == 0 {
		return list, MissingPast(id, list, err)
	}
	latest, err := past(0, 1) // a page after the last is empty
	return nil, MissingPast(id, latest, err)
}

// HistoryAt is History.StationAt over a store's past of the station.
func HistoryAt(id ID, at Revision, past Past) (Change, error) {
	var list []Change
	var err error
	if at > 0 {
		list, err = past(at+1, 1)
	}
	if err := MissingPast(id, list, err); err != nil {
		return Change{}, err
	}
	return list[0], nil
}

// MissingPast returns err or, when there is neither an error nor any write to
// the station, NotFound.
func MissingPast(id ID, list []Change, err error) error {
	if err == nil && len(list) == 0 {
		return Errorf(NotFound, "no station %q", id)
	}
	return err
}
