package stations

import "time"

// Stores keep moments as milliseconds since 1970, UTC.

// MillisOf returns what is kept of a moment, 0 of the zero one.
func MillisOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// TimeOf returns the moment of what MillisOf gave.
func TimeOf(milliseconds int64) time.Time {
	if milliseconds == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}

// MaybeTime returns the moment that a column holds, nil when it holds none.
func MaybeTime(milliseconds *int64) *time.Time {
	if milliseconds == nil {
		return nil
	}
	t := time.UnixMilli(*milliseconds).UTC()
	return &t
}
