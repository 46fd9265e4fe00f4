package intake

import (
	"context"

	"yizhan/stations"
)

// Assignment tells what Assign did.
type Assignment struct {
	Assigned  int         `json:"assigned"`  // stations that got another division
	Elsewhere []Elsewhere `json:"elsewhere"` // stations whose stated division is not where they lie, in order of id
}

// Elsewhere is a station that lies in another division than somebody stated.
type Elsewhere struct {
	Station stations.ID `json:"station"`
	Adcode  string      `json:"adcode"` // as stated
	Found   string      `json:"found"`  // where it lies
}

// assignedAtOnce is how many stations are written in one transaction, so that
// others can write in between.
const assignedAtOnce = 1000

// Assign gives every station the division that it lies in, unless somebody
// stated one; those that were stated and do not fit are listed and left
// alone. It is for when divisions were loaded. by is who asked for it.
//
// Errors: Conflict when others kept changing the same stations, and those of
// the store. What was assigned before the error stays.
func Assign(ctx context.Context, store stations.Store, by string) (*Assignment, error) {
	areas, err := store.Areas(ctx, "")
	if err != nil {
		return nil, err
	}
	locator, total := stations.NewLocator(areas), 0
	for attempt := 1; ; attempt++ {
		_, all, err := store.Snapshot(ctx, 0)
		if err != nil {
			return nil, err
		}
		writes, elsewhere := assign(all, locator, by)
		done, err := applyParts(ctx, store, writes)
		total += done
		if err == nil {
			return &Assignment{Assigned: total, Elsewhere: elsewhere}, nil
		}
		if stations.CodeOf(err) != stations.Conflict || attempt == attempts {
			return nil, err
		}
	}
}

func assign(all []*stations.Station, locator *stations.Locator, by string) ([]stations.Write, []Elsewhere) {
	var writes []stations.Write
	elsewhere := []Elsewhere{}
	for _, s := range all {
		after := *s
		if after.Position.Assign(locator) {
			writes = append(writes, stations.Write{Station: &after, Expect: s.Revision, By: by, Reason: "areas"})
			continue
		}
		found, ok := locator.Locate(s.Position.Point)
		if ok && s.Position.Quality != stations.AddressOnly && !stations.SameBranch(found, s.Position.Adcode) {
			elsewhere = append(elsewhere, Elsewhere{s.ID, s.Position.Adcode, found})
		}
	}
	return writes, elsewhere
}

// applyParts writes a part at a time and returns how many writes were made.
func applyParts(ctx context.Context, store stations.Store, writes []stations.Write) (done int, err error) {
	for done < len(writes) {
		part := writes[done:min(done+assignedAtOnce, len(writes))]
		if _, err := store.Apply(ctx, part); err != nil {
			return done, err
		}
		done += len(part)
	}
	return done, nil
}
