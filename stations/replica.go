package stations

import (
	"context"
	"iter"

	"yizhan/geo/datum"
)

// Scope says how much of another store a mirror repeats.
type Scope string

// The scopes.
const (
	ScopePublic Scope = "public" // what riders see
	ScopeAll    Scope = "all"    // every stage of life
)

// Own refuses, with Conflict, to write stations into a mirror; s is what the
// store repeats, "" when it is one of its own.
func (s Scope) Own() error {
	if s == "" {
		return nil
	}
	return Errorf(Conflict, "此库是镜像，站点只能在源站修改 this store is a mirror: stations are written at its origin")
}

// Followed refuses, with Conflict, to put what an origin sends into a store of
// its own.
func (s Scope) Followed() error {
	if s != "" {
		return nil
	}
	return Errorf(Conflict, "此库不是镜像 the store is no mirror, and has no origin")
}

// Replica is what makes a store a mirror: a copy of another store's stations
// under the same epoch and the same revisions, so that where it stands is its
// own Mark, and who follows it may as well follow its origin. The pictures that
// its records name, and areas, come after them.
//
// Nobody but its origin writes to a mirror's stations: Apply, Import and all
// else that writes them gives Conflict. Keys, demand and runs are its own.
type Replica interface {
	// Mirrored returns what of another store this one repeats, "" when it is
	// one of its own.
	Mirrored(ctx context.Context) (Scope, error)

	// Seed makes the store a mirror: it replaces all stations and their
	// history, in one transaction, and takes over the mark. The history then
	// begins there: Changes and Snapshot of before are Gone. Pictures that its
	// stations do not name are forgotten.
	//
	// Conflict when the store has had a write and is no mirror; Invalid when a
	// station's id or revision cannot be. On any error, also one of the seed's
	// stations, nothing has changed.
	Seed(ctx context.Context, s Seed) error

	// Repeat makes the changes, which follow the mark from without a hole, as
	// the origin numbered and dated them, in one transaction. Pictures that the
	// changed stations do not name any more are forgotten.
	//
	// Conflict when the store is no mirror or stands elsewhere than at from;
	// Invalid when the changes have a hole or a record is not of its change.
	Repeat(ctx context.Context, from Mark, changes []Change) error

	// KeepPicture keeps a picture of the origin's. One that its station's record
	// does not name is left, and so is one that is there already.
	//
	// Conflict when the store is no mirror; Invalid when CheckPicture says so.
	KeepPicture(ctx context.Context, p Picture) error

	// RepeatAreas puts the areas in the place of all that there are, in one
	// transaction.
	//
	// Conflict when the store is no mirror; Invalid as for PutAreas. On any
	// error, also one of the areas, nothing has changed.
	RepeatAreas(ctx context.Context, areas iter.Seq2[Area, error]) error

	// Detach makes a mirror a store of its own, with a new epoch, from which
	// its stations can be written. A store of its own stays as it is.
	Detach(ctx context.Context) error
}

// Seed is what a mirror begins with.
type Seed struct {
	Mark  Mark
	Scope Scope
	// Stations are those that the origin has at Mark, each with its revision
	// and times, in any order and each once. The first error ends the seed.
	Stations iter.Seq2[*Station, error]
}

// Mirrored is what a mirror gets of the station: all but what only those see
// who keep the record, which are personal contacts, who verified, and the pair
// of coordinates that was stated. The receiver is not changed.
func (s *Station) Mirrored() *Station {
	public := *s
	public.Contacts = s.PublicContacts()
	public.Position.Original = datum.Out(s.Position.Point, datum.WGS84)
	if s.Verification != nil {
		seen := *s.Verification
		seen.By = ""
		public.Verification = &seen
	}
	return &public
}

// Check reports what a store must refuse to begin with, as an Invalid error.
// It does not look at the stations.
func (s Seed) Check() error {
	var c checks
	if s.Mark.Epoch == "" || s.Mark.Revision < 0 || s.Mark.Revision.Provisional() {
		c.add("mark", "has no epoch, or a revision that cannot be")
	}
	if s.Scope != ScopePublic && s.Scope != ScopeAll {
		c.add("scope", "is none of public, all")
	}
	if len(c) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: "the beginning of a mirror breaks a rule", Fields: c}
}

// seedPart is how many stations a store saves at once.
const seedPart = 500

// SeedInParts makes entries of the seed's stations, each the last change of its
// station, and gives them to save part by part.
func SeedInParts(s Seed, save func([]Entry) error) error {
	part := make([]Entry, 0, seedPart)
	for station, err := range s.Stations {
		if err != nil {
			return err
		}
		entry, err := repeated(Change{Revision: station.Revision, ID: station.ID, Station: station, At: station.UpdatedAt, Op: OpUpdate})
		if err != nil {
			return err
		}
		if station.Revision > s.Mark.Revision {
			return Errorf(Invalid, "station %s of the mirror's beginning is of a later revision", station.ID)
		}
		if part = append(part, entry); len(part) == seedPart {
			if err := save(part); err != nil {
				return err
			}
			part = part[:0]
		}
	}
	if len(part) == 0 {
		return nil
	}
	return save(part)
}

// areaPart is how many areas a store saves at once.
const areaPart = 50

// AreasInParts checks the areas and gives them to save part by part.
func AreasInParts(areas iter.Seq2[Area, error], save func([]Area) error) error {
	part := make([]Area, 0, areaPart)
	give := func() error {
		err := CheckAreas(part)
		if err == nil {
			err = save(part)
		}
		part = part[:0]
		return err
	}
	for area, err := range areas {
		if err != nil {
			return err
		}
		if part = append(part, area); len(part) < areaPart {
			continue
		}
		if err := give(); err != nil {
			return err
		}
	}
	return give()
}

// Repeated makes the entries of changes that follow the revision from.
func Repeated(from Revision, changes []Change) ([]Entry, error) {
	entries := make([]Entry, len(changes))
	for i, c := range changes {
		if from++; c.Revision != from {
			return nil, Errorf(Invalid, "a mirror is given revision %d where %d comes next", c.Revision, from)
		}
		entry, err := repeated(c)
		if err != nil {
			return nil, err
		}
		entries[i] = entry
	}
	return entries, nil
}

// ChangedIDs lists the stations of the changes, some of them more than once.
func ChangedIDs(changes []Change) []ID {
	ids := make([]ID, len(changes))
	for i, c := range changes {
		ids[i] = c.ID
	}
	return ids
}

// repeated makes the entry of a change of the origin's. It looks at what the
// store itself relies on, and not at the rules of stations: an origin may hold
// records that are older than a rule.
func repeated(c Change) (e Entry, err error) {
	c.At = Stamp(c.At)
	e.Change = c
	if _, err := ParseID(string(c.ID)); err != nil || c.Revision < 1 || c.Revision.Provisional() {
		return e, Errorf(Invalid, "a mirror is given a change with an id or a revision that cannot be")
	}
	s := c.Station
	if s == nil {
		return e, nil
	}
	if s.ID != c.ID || s.Revision != c.Revision {
		return e, Errorf(Invalid, "revision %d of a mirror's origin holds another record", c.Revision)
	}
	if p := s.Position.Point; !ValidPoint(p.Lon(), p.Lat()) {
		return e, Errorf(Invalid, "station %s of a mirror's origin stands nowhere on Earth", s.ID)
	}
	e.Record, err = EncodeRecord(s)
	return e, err
}

// NotMirror is the error of a Seed into a store of its own.
func NotMirror() error {
	return Errorf(Conflict, "此库已有自己的站点，不能改作镜像 the store has stations of its own and cannot become a mirror; use an empty one")
}

// Elsewhere is the error of a Repeat that does not continue what the store has.
func Elsewhere() error {
	return Errorf(Conflict, "the mirror stands elsewhere than these changes follow: somebody else moved it")
}

// Compacted is the error of a question about the history of before a mirror's
// beginning.
func Compacted(floor Revision) error {
	return Errorf(Gone, "此镜像的历史始于修订 %d，请先取 /v1/changes/snapshot the history begins at revision %d: begin with /v1/changes/snapshot", floor, floor)
}
