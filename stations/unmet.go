package stations

import (
	"cmp"
	"context"
	"math"
	"time"

	"yizhan/geo/hex"
)

// What is kept of searches that found nothing, and how much of it is shown.
const (
	UnmetResolution = 8                    // of the cells: about 0.7 km² each
	MinUnmet        = 10                   // rows of fewer searches are never shown; the view shown_unmet of both stores has it too
	UnmetSettled    = time.Hour            // after its end no more searches are added to an hour
	UnmetMemory     = 400 * 24 * time.Hour // how long rows are kept
)

// Unmet counts the searches of one hour, from one cell, for one kind and one
// service, that found nothing. It is all that is kept of them: no position, no
// moment, nobody.
type Unmet struct {
	Hour     time.Time // its beginning, UTC
	Cell     hex.Cell  // of UnmetResolution
	Kind     Kind      // "" for any
	Service  Service   // "" for any
	Searches int
}

// UnmetQuery says which rows are wanted. Its zero value keeps all.
type UnmetQuery struct {
	From, Until time.Time // hours that begin at From or later and before Until; zero for no bound
	Kinds       []Kind    // one of them; "" is a kind here
	Services    []Service // one of them; "" is a service here
}

// Span returns the bounds of the query's hours in milliseconds since 1970, UTC:
// from the first to before the second.
func (q UnmetQuery) Span() (from, until int64) {
	from, until = math.MinInt64, math.MaxInt64
	if !q.From.IsZero() {
		from = q.From.UnixMilli()
	}
	if !q.Until.IsZero() {
		until = q.Until.UnixMilli()
	}
	return from, until
}

// Unmets keeps how many searches found nothing.
type Unmets interface {
	// AddUnmet adds the searches of each row to those of its hour, cell, kind
	// and service, in one transaction. Invalid when a row fails Check; then
	// nothing changes.
	AddUnmet(ctx context.Context, rows []Unmet) error

	// Unmet returns up to limit (1 … 10000) rows of at least MinUnmet
	// searches that the query keeps, in the order of Compare, those after the
	// row after (zero for the first page). Rows of fewer are never returned.
	Unmet(ctx context.Context, q UnmetQuery, after Unmet, limit int) ([]Unmet, error)

	// ForgetUnmet deletes the rows that will never be shown, which are those of
	// fewer than MinUnmet searches whose hour ended UnmetSettled before now,
	// and the rows older than UnmetMemory.
	ForgetUnmet(ctx context.Context, now time.Time) error
}

// HourOf returns the beginning of the hour of t, UTC. Asia/Shanghai has the
// same hours.
func HourOf(t time.Time) time.Time { return t.UTC().Truncate(time.Hour) }

// Compare orders rows by hour, cell, kind and service.
func (u Unmet) Compare(v Unmet) int {
	return cmp.Or(u.Hour.Compare(v.Hour), cmp.Compare(u.Cell, v.Cell), cmp.Compare(u.Kind, v.Kind), cmp.Compare(u.Service, v.Service))
}

// Check reports what AddUnmet must refuse, as an Invalid error. It repeats no
// cell.
func (u Unmet) Check() error {
	var c checks
	if u.Cell.Resolution() != UnmetResolution {
		c.add("cell", "is no H3 cell of resolution 8")
	}
	if !u.Hour.Equal(HourOf(u.Hour)) {
		c.add("hour", "is not the beginning of an hour")
	}
	if u.Kind != "" {
		c.word("kind", Kinds(), string(u.Kind), true)
	}
	if u.Service != "" {
		c.word("service", Services(), string(u.Service), true)
	}
	if u.Searches < 1 || u.Searches > 1e9 {
		c.add("searches", "is not within 1 … 1000000000")
	}
	return c.errorf("a count of searches breaks a rule")
}

// ForgottenUnmet returns the moments of ForgetUnmet: small rows of hours that
// begin before settled go, and all that begin before old.
func ForgottenUnmet(now time.Time) (settled, old time.Time) {
	return HourOf(now.Add(-UnmetSettled)), HourOf(now.Add(-UnmetMemory))
}
