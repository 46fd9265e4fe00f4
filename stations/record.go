package stations

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
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
		return nil, &Error{Code: Internal, Text: "the stored record of station " + quote(string(id)) + " cannot be read", Err: err}
	}
	if s.ID != id {
		return nil, Errorf(Internal, "the stored record of station %s is another station's", quote(string(id)))
	}
	return s, nil
}

// DecodeRow is DecodeRecord for a row that says itself, beside the record, of
// which revision it is and when that was written. A record that was written
// hidden (StagedPart) says neither, and takes both from its row.
func DecodeRow(id ID, record []byte, revision Revision, at time.Time) (*Station, error) {
	s, err := DecodeRecord(id, record)
	if err == nil && s.Revision == 0 {
		s.Revision, s.CreatedAt, s.UpdatedAt = revision, at, at
	}
	return s, err
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
