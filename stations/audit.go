package stations

import (
	"context"
	"time"
)

// Audited is one line of the audit log: who asked for something that changes
// the registry, and how it ended. It holds no coordinate and no content.
type Audited struct {
	ID      int64 // ascending; set by the store
	At      time.Time
	By      string // as Write.By
	Action  string // "PUT /v1/stations/:id", or a verb: "key create"
	Station ID
	Key     string // the id of a key that was made or revoked
	Result  int    // the status of the answer; 0 for a verb that was done
}

// AuditMemory is how long a line of the audit log is kept.
const AuditMemory = 400 * 24 * time.Hour

// Audit keeps the audit log. No line is changed, and none is deleted before
// AuditMemory is over.
type Audit interface {
	// AddAudited appends a line. Its ID is not looked at.
	AddAudited(ctx context.Context, line Audited) error

	// Audited returns up to limit (1 … 1000) lines with an id below before (0
	// for the latest), the latest first.
	Audited(ctx context.Context, before int64, limit int) ([]Audited, error)

	// ForgetAudited deletes the lines older than AuditMemory.
	ForgetAudited(ctx context.Context, now time.Time) error
}

// Check reports what AddAudited must refuse, as an Invalid error.
func (a Audited) Check() error {
	for _, text := range []string{a.By, a.Action, string(a.Station), a.Key} {
		if !Storable(text) || len(text) > MaxNote {
			return BadField("audited", "holds a text that cannot be kept")
		}
	}
	return nil
}
