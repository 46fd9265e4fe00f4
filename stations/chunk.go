package stations

import (
	"iter"
	"slices"
	"time"
)

// chunk is how many writes are worked out and saved at a time: a long list
// never stands in memory twice.
const chunk = 2000

// Receipt is what a store made of one write.
type Receipt struct {
	Revision             Revision
	CreatedAt, UpdatedAt time.Time // zero for a deletion
}

// EnterInParts is Enter for a list of any length: it hands the entries to save
// in parts, in order, and works out the next part while save is busy with one.
// All stations that are written must have left the store's table before, so
// that keys may change hands; of a station that is written twice, both entries
// come in one part.
//
// It returns a receipt for each write, or the first error of Enter or save.
func (l *Ledger) EnterInParts(writes []Write, at time.Time, save func([]Entry) error) ([]Receipt, error) {
	receipts := make([]Receipt, 0, len(writes))
	err := ahead(l.inParts(writes, at), func(entries []Entry) error {
		receipts = append(receipts, Receipts(entries)...)
		return save(entries)
	})
	return receipts, err
}

// inParts enters the writes part by part.
func (l *Ledger) inParts(writes []Write, at time.Time) iter.Seq2[[]Entry, error] {
	size := chunk
	if repeats(writes) {
		size = len(writes)
	}
	return func(yield func([]Entry, error) bool) {
		for part := range slices.Chunk(writes, max(1, size)) {
			if !yield(l.Enter(part, at)) {
				return
			}
		}
	}
}

// ahead gives use one part after the other. The next one is made meanwhile, in
// a goroutine of its own, which has ended when ahead returns. It ends with the
// first error of either.
func ahead[T any](parts iter.Seq2[T, error], use func(T) error) error {
	type made struct {
		part T
		err  error
	}
	stop := make(chan struct{})
	ready := make(chan made)
	go func() {
		defer close(ready)
		for part, err := range parts {
			select {
			case ready <- made{part, err}:
			case <-stop:
				return
			}
		}
	}()
	var err error
	for m := range ready {
		if err = m.err; err == nil {
			err = use(m.part)
		}
		if err != nil {
			break
		}
	}
	close(stop)
	for range ready { // let the other goroutine end: what it makes of is not to be shared
	}
	return err
}

// repeats reports whether some station is written twice.
func repeats(writes []Write) bool {
	seen := make(map[ID]bool, len(writes))
	for _, w := range writes {
		seen[w.Station.ID] = true
	}
	return len(seen) < len(writes)
}

// Receipts returns the entries' receipts.
func Receipts(entries []Entry) []Receipt {
	receipts := make([]Receipt, len(entries))
	for i, e := range entries {
		receipts[i].Revision = e.Revision
		if e.Station != nil {
			receipts[i].CreatedAt, receipts[i].UpdatedAt = e.Station.CreatedAt, e.Station.UpdatedAt
		}
	}
	return receipts
}

// Acknowledge sets revision and times in the callers' records, once the
// transaction has committed. The receipts are those of the writes.
func Acknowledge(writes []Write, receipts []Receipt) {
	for i, r := range receipts {
		if !writes[i].Delete {
			s := writes[i].Station
			s.Revision, s.CreatedAt, s.UpdatedAt = r.Revision, r.CreatedAt, r.UpdatedAt
		}
	}
}
