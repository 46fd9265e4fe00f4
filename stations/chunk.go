package stations

import "time"

// chunk is how many writes are worked out and saved at a time: a long list
// never stands in memory twice.
const chunk = 2000

// Receipt is what a store made of one write.
type Receipt struct {
	Revision             Revision
	CreatedAt, UpdatedAt time.Time // zero for a deletion
}

// EnterInChunks is Enter for a list of any length: it hands the entries to
// save in parts, in order, and works out the next part while save is busy
// with one. touched is what TouchedBy gave for the writes. All stations that
// it names must have left the store's table before, so that keys may change
// hands; of a station that is written twice, both entries come in one part.
//
// It returns a receipt for each write, or the first error of Enter or save.
func (l *Ledger) EnterInChunks(writes []Write, touched Touched, at time.Time, save func([]Entry) error) ([]Receipt, error) {
	size := chunk
	if len(touched.IDs) < len(writes) {
		size = len(writes)
	}
	stop := make(chan struct{})
	parts := l.enterParts(writes, size, at, stop)
	receipts, err := saveParts(parts, len(writes), save)
	close(stop)
	for range parts { // let the other goroutine end: the ledger is not to be shared
	}
	return receipts, err
}

// part is some entries of a list, or why there are none.
type part struct {
	entries []Entry
	err     error
}

// enterParts works the writes out in parts, one ahead of who reads them.
func (l *Ledger) enterParts(writes []Write, size int, at time.Time, stop <-chan struct{}) <-chan part {
	parts := make(chan part)
	go func() {
		defer close(parts)
		for len(writes) > 0 {
			n := min(size, len(writes))
			entries, err := l.Enter(writes[:n], at)
			writes = writes[n:]
			select {
			case parts <- part{entries, err}:
			case <-stop:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return parts
}

func saveParts(parts <-chan part, total int, save func([]Entry) error) ([]Receipt, error) {
	receipts := make([]Receipt, 0, total)
	for p := range parts {
		if p.err != nil {
			return nil, p.err
		}
		if err := save(p.entries); err != nil {
			return nil, err
		}
		receipts = append(receipts, Receipts(p.entries)...)
	}
	return receipts, nil
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
