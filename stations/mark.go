package stations

import (
	"crypto/rand"
	"strings"
)

// Mark says where a store stands. A restore gives it a new epoch, because the
// revisions of before and after then name different writes.
type Mark struct {
	Epoch    string
	Revision Revision
}

// Moved reports whether a store that stands at now has something to tell to
// whoever saw it at m: a write, a restore, or a revision that went backwards,
// as when its file was put back by hand. An m without an epoch compares
// revisions only.
func (m Mark) Moved(now Mark) bool {
	return now.Revision != m.Revision || m.Epoch != "" && now.Epoch != m.Epoch
}

// Continues reports whether the writes since m lead to now, so that Changes
// tells all of what happened. When they do not, a follower reads a Snapshot.
func (m Mark) Continues(now Mark) bool {
	return now.Epoch == m.Epoch && now.Revision >= m.Revision
}

// NewEpoch returns the name of a history that another one went before: a
// restore begins it, and a mirror that becomes a store of its own.
func NewEpoch() string { return rand.Text() }

// Renewed reports whether the name is NewEpoch's. Revisions of such a history
// may have been given to other records before. The first history of a store is
// named by its migration, without capitals.
func Renewed(epoch string) bool { return epoch != strings.ToLower(epoch) }
