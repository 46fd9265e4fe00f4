package stations

import "github.com/google/uuid"

// NewID makes a new station id: a UUIDv7, which sorts by its time of making.
// The error is the system's random source failing.
func NewID() (ID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", &Error{Code: Internal, Text: "cannot make an id", Err: err}
	}
	return ID(id.String()), nil
}

// ParseID returns the id that s spells, or a NotFound error: no station can
// have a name that is not a UUID.
func ParseID(s string) (ID, error) {
	id, err := uuid.Parse(s)
	if err != nil || id.String() != s {
		return "", Errorf(NotFound, "no station %s", quote(s))
	}
	return ID(s), nil
}
