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

// Part is a piece of a batch that is ready to be saved.
type Part struct {
	Entries []Entry
	Rows    []SourceRow // of Batch.Fresh; Batch.Rows are saved apart

	err error // why there is none
}

// EnterInParts is Enter for the writes of a batch and its Fresh, of any
// length: it hands the entries to save in parts, in order, and works out the
// next part while save is busy with one. All stations that TouchedByBatch
// names must have left the store's table before, so that keys may change
// hands; of a station that is written twice, both entries come in one part.
//
// It returns a receipt for each of Batch.Writes, or the first error of Enter,
// Fresh.Make or save.
func (l *Ledger) EnterInParts(b Batch, at time.Time, save func(Part) error) ([]Receipt, error) {
	stop := make(chan struct{})
	parts := make(chan Part)
	go func() {
		defer close(parts)
		if l.sendWrites(b.Writes, at, sender{parts, stop}) && b.Fresh != nil {
			l.sendFresh(b.Fresh, at, sender{parts, stop})
		}
	}()
	receipts, err := saveParts(parts, len(b.Writes), save)
	close(stop)
	for range parts { // let the other goroutine end: the ledger is not to be shared
	}
	return receipts, err
}

// sender hands parts to who saves them, until that one stops.
type sender struct {
	parts chan<- Part
	stop  <-chan struct{}
}

// send reports whether more is wanted.
func (s sender) send(p Part) bool {
	select {
	case s.parts <- p:
		return p.err == nil
	case <-s.stop:
		return false
	}
}

func (l *Ledger) sendWrites(writes []Write, at time.Time, s sender) bool {
	size := chunk
	if repeats(writes) {
		size = len(writes)
	}
	for len(writes) > 0 {
		n := min(size, len(writes))
		entries, err := l.Enter(writes[:n], at)
		writes = writes[n:]
		if !s.send(Part{Entries: entries, err: err}) {
			return false
		}
	}
	return true
}

// repeats reports whether some station is written twice.
func repeats(writes []Write) bool {
	seen := make(map[ID]bool, len(writes))
	for _, w := range writes {
		seen[w.Station.ID] = true
	}
	return len(seen) < len(writes)
}

func (l *Ledger) sendFresh(f *Fresh, at time.Time, s sender) {
	for from := 0; from < len(f.Touched.IDs); from += chunk {
		part, err := l.makeFresh(f, from, at)
		part.err = err
		if !s.send(part) {
			return
		}
	}
}

// makeFresh makes and enters one part of the list.
func (l *Ledger) makeFresh(f *Fresh, from int, at time.Time) (p Part, err error) {
	to := min(from+chunk, len(f.Touched.IDs))
	writes := make([]Write, 0, to-from)
	for i := from; i < to; i++ {
		station, row, err := f.Make(i)
		if err != nil {
			return p, err
		}
		w := Write{Station: station, By: f.By}
		if err := w.check(); err != nil {
			return p, err
		}
		if err := row.check(); err != nil {
			return p, err
		}
		writes, p.Rows = append(writes, w), append(p.Rows, row)
	}
	p.Entries, err = l.Enter(writes, at)
	return p, err
}

func saveParts(parts <-chan Part, writes int, save func(Part) error) ([]Receipt, error) {
	receipts := make([]Receipt, 0, writes)
	for p := range parts {
		if p.err != nil {
			return nil, p.err
		}
		if err := save(p); err != nil {
			return nil, err
		}
		receipts = append(receipts, Receipts(p.Entries[:min(len(p.Entries), writes-len(receipts))])...)
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
