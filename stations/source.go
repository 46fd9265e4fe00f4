package stations

import (
	"context"
	"encoding/json"
	"iter"
)

// SourceRow is what a source last said in one of its records. It is how an
// import tells a value that the source changed from one that people changed.
type SourceRow struct {
	Key RecordKey
	// Station is the one that the record was kept as. It may be merged by
	// now; the import follows Station.MergedInto.
	Station ID
	// Values is a JSON object: the last stated value by field, in the text
	// form of an export. A field that the source never stated is missing.
	Values json.RawMessage
}

// Batch is what one decision on a review, or a hand, does at once.
type Batch struct {
	Writes    []Write
	Rows      []SourceRow // replace those of the same key
	Reviews   []Review    // one whose ID is known already, decided or not, is left as it is
	Decisions []Decision
	Moves     []PictureMove // made after Writes; those of a station that Writes delete go with it
}

// Import is what one import of a file does: of any length, and never in memory
// at once. It is written hidden, so that others write meanwhile, and shown at
// one moment: nobody sees an item before all are in.
type Import struct {
	// Items are made one after the other, each when its turn comes, in a
	// goroutine of their own and while no other import is under way. No two
	// write the same station.
	Items iter.Seq2[Item, error]
	// Again decides anew about a station that somebody wrote after its item
	// was made: what is to be written to it as it is now, nil for nothing. It
	// reads by now only. It is called after the last item, under the writers'
	// lock, and not for stations that are new.
	Again func(ctx context.Context, now Now, id ID) (*Write, error)
	// Reviews are the questions to put; it is called after Items and Again,
	// and not when there are no items.
	Reviews func() []Review
}

// Item is one step of an import.
type Item struct {
	// Write makes or changes a station: nil for neither. A station that is
	// changed has the CreatedAt that it was read with.
	Write *Write
	// Row is what the source says now: nil for nothing new. That of a station
	// which is made must be new too.
	Row *SourceRow
}

// Now reads the store as it is at one moment.
type Now interface {
	// StationsOf returns those of the stations that exist.
	StationsOf(ctx context.Context, ids []ID) (map[ID]*Station, error)

	// Said returns what sources last said in those records, as far as they
	// ever said something.
	Said(ctx context.Context, keys []RecordKey) (map[RecordKey]SourceRow, error)
}

// Sources keeps what sources last said.
type Sources interface {
	Now

	// SourceRows returns up to limit (1 … 10000) records of the source after
	// the record after ("" for the first), in ascending order of record. A
	// source that is not known has none.
	SourceRows(ctx context.Context, source, after string, limit int) ([]SourceRow, error)

	// CodeOwners returns whose each of the codes is or ever was: codes are never
	// reused, so the station may have another one by now, or be deleted. Codes
	// that nobody had are left out.
	CodeOwners(ctx context.Context, codes []string) (map[string]ID, error)

	// ApplyBatch makes all of the batch at one moment, all or none: the writes
	// as Apply does, with its errors, then rows, reviews, decisions. It
	// returns the store's revision after it. Conflict also when a decided
	// review is not open any more, or when a row's record is just being
	// imported; NotFound when a decided review is not known; Invalid when a
	// row's or a review's texts cannot be stored.
	ApplyBatch(ctx context.Context, b Batch) (Revision, error)

	// Import makes all of an import at one moment, all or none, and returns
	// the store's revision after it: its changes follow each other in the order
	// of Items, after all that was written before; where Again takes one back,
	// another comes in its place.
	//
	// One import is under way at a time; others wait for it before they make
	// their first item, other writers do not. What its items take (ids of new
	// stations, codes, source records) is taken while it is hidden: Conflict
	// when it was taken before. Otherwise the errors are those of Apply, of
	// Items and of Again. An import that fails, also because ctx ended,
	// removes first what it wrote, for up to ten seconds.
	Import(ctx context.Context, i Import) (Revision, error)

	// Sweep removes what imports left that died, so that what they took is
	// free. It does nothing while an import is under way, and the next import
	// sweeps too.
	Sweep(ctx context.Context) error
}

// Empty reports whether the batch would do nothing.
func (b Batch) Empty() bool {
	return len(b.Writes)+len(b.Rows)+len(b.Reviews)+len(b.Decisions)+len(b.Moves) == 0
}

// Deleted lists the stations that the batch deletes.
func (b Batch) Deleted() []ID {
	var gone []ID
	for _, w := range b.Writes {
		if w.Delete {
			gone = append(gone, w.Station.ID)
		}
	}
	return gone
}

// TouchedByBatch is TouchedBy for the writes and rows of the batch.
func TouchedByBatch(b Batch) (Touched, error) {
	t, err := TouchedBy(b.Writes)
	t.Rows = rowKeys(b.Rows)
	return t, err
}

// CheckBatch reports what ApplyBatch must refuse of rows and reviews, as an
// Invalid error; Apply's own rules hold the writes.
func CheckBatch(b Batch) error {
	for _, row := range b.Rows {
		if err := row.check(); err != nil {
			return err
		}
	}
	for _, r := range b.Reviews {
		if err := r.check(); err != nil {
			return err
		}
	}
	for _, d := range b.Decisions {
		if err := d.check(); err != nil {
			return err
		}
	}
	for _, m := range b.Moves {
		if m.From == m.To || !Storable(string(m.From)) || !Storable(string(m.To)) {
			return BadField("moves", "must go from one station to another")
		}
	}
	return nil
}

func (row SourceRow) check() error {
	switch {
	case row.Key.Record == "" || !Storable(row.Key.Record) || !Storable(row.Key.Source):
		return BadField("source_record", "is required, in valid UTF-8 without NUL")
	case !json.Valid(row.Values) || !Storable(string(row.Values)):
		return BadField("values", "is not JSON")
	}
	if _, err := ParseID(string(row.Station)); err != nil {
		return BadField("station", "is not a UUID in lower case")
	}
	return nil
}
