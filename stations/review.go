package stations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// ReviewKind is what a review asks a person.
type ReviewKind string

// The kinds of review.
const (
	ReviewDuplicate ReviewKind = "duplicate" // are Station and Other one place?
	ReviewConflict  ReviewKind = "conflict"  // Field: is the source right, or the station?
)

// Verdict is how a review was decided.
type Verdict string

// The verdicts: the first two decide about duplicates, the others conflicts.
const (
	Merge       Verdict = "merge"        // one station stays, the other is merged into it
	KeepApart   Verdict = "keep_apart"   // two places; the pair never comes up again
	TakeSource  Verdict = "take_source"  // the station takes the source's new value
	KeepStation Verdict = "keep_station" // the station keeps its value
)

// Review is a question that an import leaves to people. Nothing is merged or
// overwritten before somebody has decided.
type Review struct {
	ID      string     `json:"id"` // of ReviewID: the same question has the same id
	Kind    ReviewKind `json:"kind"`
	Station ID         `json:"station"`
	Other   ID         `json:"other,omitempty"`  // of a duplicate
	Adcode  string     `json:"adcode,omitempty"` // of Station, for editors of a division

	Reasons    []string `json:"reasons,omitempty"`    // why the two may be one: code, external id, near and alike
	DistanceM  *float64 `json:"distance_m,omitempty"` // between the two
	Similarity *float64 `json:"similarity,omitempty"` // of their names, 0 … 1

	Field string `json:"field,omitempty"` // of a conflict
	Value string `json:"value,omitempty"` // the station's
	Old   string `json:"old,omitempty"`   // what the source said before
	New   string `json:"new,omitempty"`   // what it says now

	Source string    `json:"source,omitempty"` // whose import asked
	Record string    `json:"record,omitempty"`
	At     time.Time `json:"at"`

	Verdict   Verdict    `json:"verdict,omitempty"` // "" while it is open
	DecidedBy string     `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
}

// Decision closes a review.
type Decision struct {
	Review  string // its ID
	Verdict Verdict
	By      string // who decided: a key's name, "" when not known
	At      time.Time
}

// ReviewFilter says which reviews are wanted; the zero value wants open ones.
type ReviewFilter struct {
	Decided bool       // those that were decided, instead of the open ones
	Kind    ReviewKind // "" for both
	Adcode  string     // this division and all below it
}

// Reviews keeps the questions that imports leave to people. They are put and
// decided by Sources.ApplyBatch, in the transaction of the writes that go
// with them.
type Reviews interface {
	// Review returns the review of that id, decided or not; NotFound when
	// there is none.
	Review(ctx context.Context, id string) (Review, error)

	// Reviews returns up to limit (1 … 1000) reviews that the filter wants, in
	// ascending order of id, those after the id after ("" for the first page).
	Reviews(ctx context.Context, f ReviewFilter, after string, limit int) ([]Review, error)
}

// ReviewID names a question by what it is about: 16 hex digits of SHA-256 over
// the kind and the parts. The order of a duplicate's two stations does not
// count.
func ReviewID(r Review) string {
	parts := []string{string(r.Station), r.Field, r.Source, r.Record, r.Value, r.New}
	if r.Kind == ReviewDuplicate {
		parts = []string{string(r.Station), string(r.Other)}
		slices.Sort(parts)
	}
	sum := sha256.Sum256([]byte(string(r.Kind) + "\x00" + strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Allows reports whether the verdict answers a review of that kind.
func (k ReviewKind) Allows(v Verdict) bool {
	switch k {
	case ReviewDuplicate:
		return v == Merge || v == KeepApart
	case ReviewConflict:
		return v == TakeSource || v == KeepStation
	}
	return false
}

func (r Review) check() error {
	switch {
	case r.ID != ReviewID(r):
		return BadField("id", "is not the review's own")
	case r.Kind == ReviewDuplicate && (r.Other == "" || r.Other == r.Station):
		return BadField("other", "must be another station")
	case r.Kind == ReviewConflict && r.Field == "":
		return BadField("field", "is required")
	case r.Kind != ReviewDuplicate && r.Kind != ReviewConflict:
		return BadField("kind", "is neither duplicate nor conflict")
	}
	for _, text := range append([]string{r.Adcode, r.Field, r.Value, r.Old, r.New, r.Source, r.Record}, r.Reasons...) {
		if !Storable(text) {
			return BadField("review", "is not valid UTF-8 without NUL")
		}
	}
	return nil
}

func (d Decision) check() error {
	if !ReviewDuplicate.Allows(d.Verdict) && !ReviewConflict.Allows(d.Verdict) {
		return BadField("decision", "is none of merge, keep_apart, take_source, keep_station")
	}
	if !Storable(d.By) {
		return BadField("by", "is not valid UTF-8 without NUL")
	}
	return nil
}
