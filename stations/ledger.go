package stations

import (
	"fmt"
	"time"
)

// RecordKey names a station by what its source calls it.
type RecordKey struct {
	Source string
	Record string
}

// Key returns the station's name at its source; ok is false when the station
// has no source record and so competes with no other.
func (s *Station) Key() (key RecordKey, ok bool) {
	return RecordKey{s.Source, s.SourceRecord}, s.SourceRecord != ""
}

// Holding is what a ledger knows of a station that exists.
type Holding struct {
	Revision  Revision // provisional while the station is hidden
	Stored    Revision // under which it stands in the table: Revision, or the provisional one that it was imported with
	CreatedAt time.Time
	Key       RecordKey // its Record is empty when there is none
}

// Ledger decides what a list of writes does. It is the one place where the
// promises of Writer.Apply are worked out, so that no two stores differ: a
// store loads into it all that the writes touch (Touched), under a lock that
// keeps other writers out, calls Enter, and saves the entries.
//
// A ledger is used for one transaction and by one goroutine.
type Ledger struct {
	Revision Revision         // of the last committed write
	Held     map[ID]Holding   // the touched stations that exist
	Known    map[ID]bool      // the touched ids that ever had a write
	Codes    map[string]ID    // who has, or ever had, each touched code
	Records  map[RecordKey]ID // the station of each touched source record
	// Rows has the touched source rows that there are, and whether one is
	// hidden. All else counts hidden stations like others; but of a station
	// that is shown, and has a hidden version too, only the shown one counts.
	Rows map[RecordKey]bool
}

// NewLedger returns an empty ledger at that revision.
func NewLedger(last Revision) *Ledger {
	return &Ledger{
		Revision: last,
		Held:     map[ID]Holding{},
		Known:    map[ID]bool{},
		Codes:    map[string]ID{},
		Records:  map[RecordKey]ID{},
		Rows:     map[RecordKey]bool{},
	}
}

// Touched lists what a list of writes looks at, each once and in order of
// first mention.
type Touched struct {
	IDs     []ID
	Codes   []string
	Records []RecordKey
	Rows    []RecordKey // source rows
}

// TouchedBy checks the writes as far as that needs no store, and returns what
// they look at. Invalid when an id is not a UUID, a station breaks a rule, or
// a deletion expects no station.
func TouchedBy(writes []Write) (Touched, error) {
	var t Touched
	ids, codes, records := map[ID]bool{}, map[string]bool{}, map[RecordKey]bool{}
	for i, w := range writes {
		if err := w.check(); err != nil {
			return Touched{}, fmt.Errorf("write %d of %d: %w", i+1, len(writes), err)
		}
		t.IDs = appendNew(t.IDs, ids, w.Station.ID)
		if w.Delete {
			continue
		}
		if w.Station.Code != "" {
			t.Codes = appendNew(t.Codes, codes, w.Station.Code)
		}
		if key, ok := w.Station.Key(); ok {
			t.Records = appendNew(t.Records, records, key)
		}
	}
	return t, nil
}

func appendNew[T comparable](list []T, seen map[T]bool, v T) []T {
	if seen[v] {
		return list
	}
	seen[v] = true
	return append(list, v)
}

func (w Write) check() error {
	if w.Station == nil {
		return BadField("station", "is required")
	}
	if _, err := ParseID(string(w.Station.ID)); err != nil {
		return BadField("id", "is not a UUID in lower case")
	}
	if w.Expect < 0 {
		return BadField("expect", "is negative")
	}
	var c checks
	c.text("by", w.By, MaxNote)
	c.text("reason", w.Reason, MaxNote)
	if len(c) > 0 {
		return &Error{Code: Invalid, Text: "the write breaks a rule", Fields: c}
	}
	switch {
	case w.Delete && w.Expect == 0:
		return BadField("expect", "a deletion must expect the station's revision")
	case w.Delete:
		return nil
	case w.Expect == 0:
		return w.Station.Validate()
	}
	return w.Station.validateKept()
}

// Entry is one write as it is to be saved.
type Entry struct {
	Change
	Record []byte // JSON of Change.Station; nil when deleted
}

// Enter works through the writes in order at the moment at, and returns an
// entry for each. The ledger is then as after the writes. On an error, which
// is one of those of Writer.Apply, the ledger is of no more use.
//
// The entries hold copies of the stations: the callers' own are not touched
// before Acknowledge.
func (l *Ledger) Enter(writes []Write, at time.Time) ([]Entry, error) {
	at = Stamp(at)
	entries := make([]Entry, 0, len(writes))
	for _, w := range writes {
		if err := l.expect(w); err != nil {
			return nil, err
		}
		l.Revision++
		entry := Entry{Change: Change{Revision: l.Revision, ID: w.Station.ID, At: at, Op: l.op(w), By: w.By, Reason: w.Reason}}
		if w.Delete {
			l.release(w.Station.ID)
		} else if err := l.keep(w.Station, &entry); err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// op names what the write will do.
func (l *Ledger) op(w Write) Op {
	if w.Delete {
		return OpDelete
	}
	if _, exists := l.Held[w.Station.ID]; exists {
		return OpUpdate
	}
	return OpCreate
}

func (l *Ledger) expect(w Write) error {
	id := w.Station.ID
	held, exists := l.Held[id]
	switch {
	case exists && held.Revision.Provisional():
		return Errorf(Conflict, "station %s is just being imported", id)
	case exists && held.Revision == w.Expect:
		return nil
	case exists && w.Expect == 0:
		return Errorf(Conflict, "station %s exists already", id)
	case exists:
		return Errorf(Conflict, "station %s was changed meanwhile: it has revision %d, not %d", id, held.Revision, w.Expect)
	case l.Known[id]:
		return Errorf(Conflict, "station %s was deleted", id)
	case w.Expect != 0:
		return Errorf(Conflict, "station %s does not exist", id)
	}
	return nil
}

// release forgets a deleted station. Its code stays taken for ever, its
// source record is free again.
func (l *Ledger) release(id ID) {
	if key := l.Held[id].Key; l.Records[key] == id {
		delete(l.Records, key)
	}
	delete(l.Held, id)
}

// keep takes the station's keys and fills the entry.
func (l *Ledger) keep(s *Station, entry *Entry) error {
	written := *s
	written.Revision, written.UpdatedAt, written.CreatedAt = entry.Revision, entry.At, entry.At
	if held, exists := l.Held[s.ID]; exists {
		written.CreatedAt = held.CreatedAt
	}
	if err := l.take(s, Holding{Revision: written.Revision, CreatedAt: written.CreatedAt}); err != nil {
		return err
	}
	record, err := EncodeRecord(&written)
	entry.Station, entry.Record = &written, record
	return err
}

// take gives the station its code and its source record, and lets go of those
// that it had.
func (l *Ledger) take(s *Station, h Holding) error {
	if owner, taken := l.Codes[s.Code]; taken && owner != s.ID {
		return Errorf(Conflict, "code %s belongs to another station, or did once: codes are never reused", quote(s.Code))
	}
	key, keyed := s.Key()
	if owner, taken := l.Records[key]; keyed && taken && owner != s.ID {
		return Errorf(Conflict, "record %s of source %s belongs to another station", quote(key.Record), quote(key.Source))
	}
	if _, exists := l.Held[s.ID]; exists {
		l.release(s.ID)
	}
	h.Key = key
	l.Held[s.ID], l.Known[s.ID] = h, true
	if s.Code != "" {
		l.Codes[s.Code] = s.ID
	}
	if keyed {
		l.Records[key] = s.ID
	}
	return nil
}

// Latest returns, of each station, the last entry, in order of writing: what
// is to stand in the table of stations afterwards.
func Latest(entries []Entry) []Entry {
	last := make(map[ID]Revision, len(entries))
	for _, e := range entries {
		last[e.ID] = e.Revision
	}
	latest := make([]Entry, 0, len(last))
	for _, e := range entries {
		if last[e.ID] == e.Revision {
			latest = append(latest, e)
		}
	}
	return latest
}
