package stations

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
