package stations

import (
	"context"
	"iter"
	"time"
)

// Store keeps the registry. Every method returns an *Error or an error that
// wraps one; a method whose ctx ends returns promptly with the ctx's error in
// its chain. Implementations are safe for concurrent use, also by several
// processes on one database. storetest holds each of them to these words.
type Store interface {
	Reader
	Writer
	Areas
	DemandStore
	Runs
	Findings
	Archive
	Replica
	Keys
	KeyUsages
	Webhooks
	Audit
	History
	Claims
	Sources
	Reviews
	Reports
	Pictures
	Verifications
	Statistics
	Mappings
	Unmets

	// Ping reports whether the store can answer: nil, or Unavailable.
	Ping(ctx context.Context) error
	// Close releases the store. Later calls fail.
	Close() error
}

// Reader reads stations.
type Reader interface {
	// Station returns the station of that id; NotFound when there is none or
	// it was deleted.
	Station(ctx context.Context, id ID) (*Station, error)

	// Stations returns up to limit (1 … 1000) stations that the filter keeps
	// at the moment at, in ascending order of id, those after the id after
	// ("" for the first page). It agrees with Filter.Match on every station.
	Stations(ctx context.Context, f Filter, at time.Time, after ID, limit int) ([]*Station, error)

	// Count returns how many stations the filter keeps at the moment at.
	Count(ctx context.Context, f Filter, at time.Time) (int, error)

	// BySource returns every station of the source, by its source record.
	BySource(ctx context.Context, source string) (map[string]*Station, error)

	// Briefs gives what tells stations apart of every station, in no order. It
	// is one consistent read that holds few stations at a time; it ends with
	// the first error.
	Briefs(ctx context.Context) iter.Seq2[*Brief, error]

	// Snapshot returns all stations as they were right after the write of
	// revision at, in ascending order of id, with that revision; at 0 is the
	// latest. It is one consistent read. Gone when at lies in the future or
	// before what is kept, as it does in a mirror (see Replica).
	Snapshot(ctx context.Context, at Revision) (Revision, []*Station, error)

	// Revision returns the revision of the last committed write, 0 when
	// there was none.
	Revision(ctx context.Context) (Revision, error)

	// Changes returns up to limit (1 … 10000) writes after since, in commit
	// order: revisions since+1, since+2 … without holes. None after the last.
	// Gone when since lies before what is kept, as it does in a mirror.
	Changes(ctx context.Context, since Revision, limit int) ([]Change, error)

	// Epoch returns the name of the store's history: random, made with the
	// store and renewed by every restore. Revisions of two epochs have nothing
	// to do with each other.
	Epoch(ctx context.Context) (string, error)

	// Wait returns where the store stands as soon as since.Moved says that it
	// stands elsewhere, also when another process wrote or restored, within
	// one second of the commit. Without an epoch in since, the one at the
	// beginning counts. When ctx ends first it returns ctx's error.
	Wait(ctx context.Context, since Mark) (Mark, error)
}

// Writer changes stations.
type Writer interface {
	// Apply makes all writes in one transaction, all or none, in order, and
	// returns the revision of the last. Each write gets the next revision.
	//
	// Errors: Invalid when a station fails Validate; Conflict when a
	// station's revision is not the expected one, or its code or its source
	// record belongs to another station. An empty list changes nothing and
	// returns the current revision.
	Apply(ctx context.Context, writes []Write) (Revision, error)
}

// Write is one change to one station.
type Write struct {
	// Station is the record to keep. Its ID must be set. Revision, CreatedAt
	// and UpdatedAt are set by the store, in the caller's record too once the
	// transaction has committed.
	Station *Station
	// Expect is the revision that the stored station must have; 0 means that
	// there must be none (not even a deleted one).
	Expect Revision
	// Delete removes the station; only Station.ID and Expect are looked at.
	// What it was stays in the history, and its id is never used again.
	Delete bool
	// By says who writes: "key:ID", "import:SOURCE", "cli", "demo", "open";
	// Reason says why, in the writer's words. Both may be empty, and are kept
	// with the change.
	By     string
	Reason string
}

// Op is what a write did to its station.
type Op string

// The ops. Changes of before yizhan kept them have none.
const (
	OpCreate Op = "create"
	OpUpdate Op = "update"
	OpDelete Op = "delete"
)

// Change is one committed write.
type Change struct {
	Revision Revision
	ID       ID
	Station  *Station // as written; nil when deleted
	At       time.Time
	Op       Op
	By       string // who, as Write.By
	Reason   string
}

// Writers share this: the moment that a store stamps is UTC, cut to
// milliseconds, so that both stores give back what they were given.

// Stamp returns t as a store keeps it: UTC, whole milliseconds.
func Stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
