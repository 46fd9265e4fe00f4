package stations

import (
	"context"
	"encoding/json"
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

// Batch is what one import, or one decision on a review, does at once.
type Batch struct {
	Writes    []Write
	Fresh     *Fresh      // new stations, written after Writes; nil for none
	Rows      []SourceRow // replace those of the same key
	Reviews   []Review    // one whose ID is known already, decided or not, is left as it is
	Decisions []Decision
}

// Fresh is a long list of new stations with what their source said. Each is
// made when its turn comes and dropped when it is saved, so that an import
// never holds them all, and saved hidden, so that others write meanwhile:
// nobody sees one before all are in.
type Fresh struct {
	// Count is how many there are.
	Count int
	// By is who writes, as Write.By.
	By string
	// Make makes the i-th station of Count. It is called once for each, in
	// order, in a goroutine of its own while the batch is applied. Neither the
	// station nor the source row may be in the store, nor its code or source
	// record be another's, also not before Batch.Writes.
	Make func(i int) (*Station, SourceRow, error)
}

// Sources keeps what sources last said.
type Sources interface {
	// SourceRows returns the last values of every record of the source, by
	// record. A source that is not known has none.
	SourceRows(ctx context.Context, source string) (map[string]SourceRow, error)

	// ApplyBatch makes all of the batch at one moment, all or none: the writes
	// as Apply does, with its errors, then Fresh, rows, reviews, decisions. It
	// returns the store's revision after it. Conflict also when a decided
	// review is not open any more, when a row's record is just being imported,
	// or when something of Fresh is taken; NotFound when a decided review is
	// not known; Invalid when a row's or a review's texts cannot be stored.
	//
	// One batch with Fresh is under way at a time; others wait for it, other
	// writers do not. What Fresh takes (ids, codes, source records) is taken
	// while it is hidden. A batch with Fresh that fails, also because ctx
	// ended, removes first what it wrote, for up to ten seconds; what a dead
	// process left, the next such batch removes.
	ApplyBatch(ctx context.Context, b Batch) (Revision, error)
}

// Empty reports whether the batch would do nothing.
func (b Batch) Empty() bool {
	return b.Fresh == nil && len(b.Writes)+len(b.Rows)+len(b.Reviews)+len(b.Decisions) == 0
}

// TouchedByBatch is TouchedBy for the writes and rows of the batch. Stations of
// Fresh are checked when they are made.
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
