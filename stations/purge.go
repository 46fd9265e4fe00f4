package stations

import (
	"cmp"
	"context"
)

// Purge takes the personal contacts of a station, and mobile numbers in words
// that everybody reads, out of its record and its whole history, and returns
// how many records held some. Words that stand now are hidden by a write of who
// purges first: servers and mirrors that follow the store hear of nothing else.
// What stands in the store is purged even where that write is refused, as of a
// record that breaks a rule of today; its error is told then. NotFound as
// History.
func Purge(ctx context.Context, store Store, id ID, by string) (int, error) {
	hidden := hideNow(ctx, store, id, by)
	purged, err := store.PurgeContacts(ctx, id)
	return purged, cmp.Or(err, hidden)
}

// hideNow hides the numbers in the words that stand now, if there are any. Who
// writes meanwhile goes before it, some times.
func hideNow(ctx context.Context, store Store, id ID, by string) (err error) {
	for range 5 {
		s, missing := store.Station(ctx, id)
		if missing != nil {
			return nil // deleted, or unheard of: the history says which
		}
		write, fields := s.HidingWords(by)
		if fields == nil {
			return nil
		}
		if _, err = store.Apply(ctx, []Write{write}); CodeOf(err) != Conflict {
			return err
		}
	}
	return err
}

// HidingWords is the write of the station without the mobile numbers in words
// that everybody reads, and the fields that have some; nil for none.
func (s *Station) HidingWords(by string) (write Write, fields []string) {
	clean, fields := s.WithoutMobileWords()
	return Write{Station: clean, Expect: s.Revision, By: by, Reason: "公开文字里的手机号不再显示 mobile numbers in public words are hidden"}, fields
}
