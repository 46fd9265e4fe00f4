package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"yizhan/stations"
)

// Answer is what a person says to a review.
type Answer struct {
	Review  string
	Verdict stations.Verdict
	Keep    stations.ID // of Merge: the one of the two that stays
	By      string      // who decides, as stations.Write.By
	At      time.Time
}

// Decide answers a review and does what the answer asks for, in one
// transaction, and returns the review as it then is.
//
//   - merge: the station that is not kept becomes lifecycle merged, with
//     merged_into; its name, aliases, programmes and external ids go to the one
//     that is kept where it has none of its own, its pictures always. Both keep their histories, the
//     source records of both lead to the one that is kept from then on.
//   - keep_apart: nothing changes, and the pair never comes up again.
//   - take_source: the station takes what the source last said, which may be
//     newer than the review. Other open conflicts about the field are answered
//     with it.
//   - keep_station: nothing changes until the source says something else. Open
//     conflicts about older values of the field are answered with it.
//
// Errors: NotFound for no such review or a station that was deleted, Conflict
// when it is decided already or a station changed meanwhile, Invalid for a
// verdict that does not answer the question.
func Decide(ctx context.Context, store stations.Store, a Answer) (stations.Review, error) {
	r, err := store.Review(ctx, a.Review)
	if err != nil {
		return r, err
	}
	if !r.Kind.Allows(a.Verdict) {
		return r, stations.BadField("decision", fmt.Sprintf("%q does not answer a %s", a.Verdict, r.Kind))
	}
	var batch stations.Batch
	switch a.Verdict {
	case stations.Merge:
		batch, err = mergeTwo(ctx, store, r, a)
	case stations.TakeSource:
		batch.Writes, err = takeSource(ctx, store, r, a)
	}
	if err != nil {
		return r, err
	}
	batch.Decisions = []stations.Decision{{Review: r.ID, Verdict: a.Verdict, By: a.By, At: a.At}}
	if r.Kind == stations.ReviewConflict {
		also, err := alsoAnswered(ctx, store, r, a)
		if err != nil {
			return r, err
		}
		batch.Decisions = append(batch.Decisions, also...)
	}
	if _, err := store.ApplyBatch(ctx, batch); err != nil {
		return r, err
	}
	return store.Review(ctx, r.ID)
}

// Survivor returns the station of that id, or the one that it was merged
// into, however often. NotFound when the id is not known or the chain ends at
// a station that was deleted; Conflict when it goes round.
func Survivor(ctx context.Context, store stations.Reader, id stations.ID) (*stations.Station, error) {
	const longest = 32
	for range longest {
		s, err := store.Station(ctx, id)
		if err != nil || s.MergedInto == "" {
			return s, err
		}
		id = s.MergedInto
	}
	return nil, stations.Errorf(stations.Conflict, "station %s was merged in a circle", id)
}

// mergeTwo returns what merges the review's two stations: nothing when they
// are one by now.
func mergeTwo(ctx context.Context, store stations.Reader, r stations.Review, a Answer) (none stations.Batch, err error) {
	loser := r.Other
	switch a.Keep {
	case r.Station:
	case r.Other:
		loser = r.Station
	default:
		return none, stations.BadField("keep", "must be the id of one of the review's two stations")
	}
	kept, err := Survivor(ctx, store, a.Keep)
	if err != nil {
		return none, err
	}
	gone, err := Survivor(ctx, store, loser)
	if err != nil || gone.ID == kept.ID {
		return none, err
	}
	after, merged := *kept, *gone
	inherit(&after, gone)
	merged.Lifecycle, merged.MergedInto, merged.Photos = stations.Merged, kept.ID, nil
	reason := "merge " + string(gone.ID) + " into " + string(kept.ID)
	return stations.Batch{
		Writes: []stations.Write{
			{Station: &merged, Expect: gone.Revision, By: a.By, Reason: reason},
			{Station: &after, Expect: kept.Revision, By: a.By, Reason: reason},
		},
		Moves: []stations.PictureMove{{From: gone.ID, To: kept.ID}},
	}, nil
}

// inherit gives the station s what the other one was known by, and its photos.
func inherit(s, other *stations.Station) {
	s.Aliases = slices.Clone(s.Aliases)
	for _, name := range append([]string{other.Name}, other.Aliases...) {
		if name != s.Name && !slices.Contains(s.Aliases, name) && len(s.Aliases) < stations.MaxServices {
			s.Aliases = append(s.Aliases, name)
		}
	}
	s.Programmes = slices.Clone(s.Programmes)
	for _, programme := range other.Programmes {
		if !slices.Contains(s.Programmes, programme) && len(s.Programmes) < stations.MaxServices {
			s.Programmes = append(s.Programmes, programme)
		}
	}
	ids := maps.Clone(other.ExternalIDs)
	if ids == nil {
		ids = map[string]string{}
	}
	maps.Copy(ids, s.ExternalIDs)
	if len(ids) > 0 {
		s.ExternalIDs = ids
	}
	s.Photos = slices.Clone(s.Photos)
	for _, photo := range other.Photos {
		same := func(p stations.Photo) bool { return p.ID == photo.ID && p.URL == photo.URL }
		if !slices.ContainsFunc(s.Photos, same) && len(s.Photos) < stations.MaxServices {
			s.Photos = append(s.Photos, photo)
		}
	}
}
