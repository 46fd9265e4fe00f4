package stations

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// EncodeRecord returns the station as the JSON text that stores keep.
// DecodeRecord gives back an equal station, every float to the bit. Invalid
// when a number is not finite or a time's year is outside 0 … 9999.
func EncodeRecord(s *Station) ([]byte, error) {
	record, err := json.Marshal(s)
	if err != nil {
		return nil, &Error{Code: Invalid, Text: "the station cannot be written as JSON", Err: err}
	}
	return record, nil
}

// DecodeRecord reads what EncodeRecord wrote. A record that cannot be read
// gives an Internal error that names the station, for the operator to mend.
func DecodeRecord(id ID, record []byte) (*Station, error) {
	s := new(Station)
	if err := json.Unmarshal(record, s); err != nil {
		return nil, unreadable(id, err)
	}
	if s.ID != id {
		return nil, anothers(id)
	}
	s.compact()
	return s, nil
}

// DecodeRow is DecodeRecord for a row that says itself, beside the record, of
// which revision it is and when that was written. A record that was written
// hidden (StagedPart) says neither, and takes both from its row; one that made
// its station does not say when that was either.
func DecodeRow(id ID, record []byte, revision Revision, at time.Time) (*Station, error) {
	s, err := DecodeRecord(id, record)
	if err == nil && s.Revision == 0 {
		s.written(revision, at)
	}
	return s, err
}

// written says of which revision the station is, and when that was written.
func (s *Station) written(revision Revision, at time.Time) {
	s.Revision, s.UpdatedAt = revision, at
	if s.CreatedAt.IsZero() {
		s.CreatedAt = at
	}
}

// Complete decodes the entry's record, and writes the revision and the times
// into one that was written hidden: at is the moment of the write. It is for
// who moves records to where nothing beside them says so.
func (e *Entry) Complete(at time.Time) (err error) {
	if e.Station, err = DecodeRecord(e.ID, e.Record); err != nil || e.Station.Revision != 0 {
		return err
	}
	e.Station.written(e.Revision, at)
	e.Record, err = EncodeRecord(e.Station)
	return err
}

// Brief is what tells a station from others: a small part of its record.
type Brief struct {
	ID           ID                `json:"id"`
	Code         string            `json:"code"`
	Name         string            `json:"name"`
	ExternalIDs  map[string]string `json:"external_ids"`
	Lifecycle    Lifecycle         `json:"lifecycle"`
	MergedInto   ID                `json:"merged_into"`
	Source       string            `json:"source"`
	SourceRecord string            `json:"source_record"`
	Position     struct {
		Point   orb.Point       `json:"point"`
		Quality PositionQuality `json:"quality"`
		Adcode  string          `json:"adcode"`
	} `json:"position"`
}

// DecodeBrief reads the brief of a record, with the errors of DecodeRecord.
func DecodeBrief(id ID, record []byte) (*Brief, error) {
	b := new(Brief)
	if err := json.Unmarshal(record, b); err != nil {
		return nil, unreadable(id, err)
	}
	if b.ID != id {
		return nil, anothers(id)
	}
	return b, nil
}

func unreadable(id ID, err error) error {
	return &Error{Code: Internal, Text: "the stored record of station " + quote(string(id)) + " cannot be read", Err: err}
}

func anothers(id ID) error {
	return Errorf(Internal, "the stored record of station %s is another station's", quote(string(id)))
}

// sortableLayout has a fixed width, so that texts order as their moments do.
const sortableLayout = "2006-01-02T15:04:05.000000000Z"

// Sortable writes a moment of the years 0 … 9999 so that texts compare (byte
// by byte) as the moments do, to the nanosecond. Later ones give a text that
// sorts after all those. It is how stores keep ServiceState.ExpiresAt, whose
// comparison must agree with Offered at any precision.
func Sortable(t time.Time) string {
	t = t.UTC()
	if t.Year() > 9999 {
		return "~"
	}
	return t.Format(sortableLayout)
}

// Storable reports whether every store can keep the text, or be asked for it:
// it is valid UTF-8 and holds no NUL. No stored station has another text.
func Storable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}
