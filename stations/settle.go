package stations

import (
	"context"
	"time"
)

// Settling is what a store lends to ApplyImport and Sweep for the time after
// an import was shown: it removes what was there before, in transactions that
// are short, so that others write in between.
type Settling interface {
	// Shown reports whether the staging is there and shown.
	Shown(ctx context.Context, staging int64) (bool, error)
	// RemoveOldVersions removes up to most versions in the place of which the
	// staging has others; it is done with the last of them.
	RemoveOldVersions(ctx context.Context, staging int64, most int) (done bool, err error)
	// OlderRows lists some records of which the staging has a row beside an
	// older one, in order, those after the record after; none after the last.
	OlderRows(ctx context.Context, staging int64, after RecordKey) ([]RecordKey, error)
	// RemoveOlderRows removes the rows of those records that are older than the
	// staging's.
	RemoveOlderRows(ctx context.Context, staging int64, page []RecordKey) error
	// Settled notes that nothing is left of what was before.
	Settled(ctx context.Context, staging int64) error
}

// settle removes the versions and source rows in the place of which a staging
// that is shown has others: old versions first, then what sources said before.
// A staging that is not shown, or not there, it leaves alone.
func settle(ctx context.Context, s Settling, staging int64) error {
	shown, err := s.Shown(ctx, staging)
	if err != nil || !shown {
		return err
	}
	if err := settleVersions(ctx, s, staging); err != nil {
		return err
	}
	if err := settleRows(ctx, s, staging); err != nil {
		return err
	}
	return s.Settled(ctx, staging)
}

func settleVersions(ctx context.Context, s Settling, staging int64) error {
	var pace Pace
	for {
		page, began := pace.Rows(), time.Now()
		done, err := s.RemoveOldVersions(ctx, staging, page)
		if err != nil || done {
			return err
		}
		pace.Took(page, time.Since(began))
	}
}

func settleRows(ctx context.Context, s Settling, staging int64) error {
	for after := (RecordKey{}); ; {
		page, err := s.OlderRows(ctx, staging, after)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := s.RemoveOlderRows(ctx, staging, page); err != nil {
			return err
		}
		after = page[len(page)-1]
	}
}
