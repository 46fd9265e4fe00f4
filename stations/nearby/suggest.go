package nearby

import (
	"context"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/text"
)

// MaxSuggestions is the most suggestions of one answer.
const MaxSuggestions = 10

// Suggestion is a public station that somebody may be about to type. Station
// is shared and must not be changed.
type Suggestion struct {
	Station *stations.Station
	Field   stations.Field // what was matched; its Name is "several" when it takes more than one field
}

// Suggest returns up to limit (1 … MaxSuggestions) public stations for the
// beginning of a question in words, the best first, equal ones by distance
// from near, or by id when it is nil. It looks no further than it must.
//
// Errors: as Search.
func (f *Finder) Suggest(ctx context.Context, typed string, near *orb.Point, limit int) ([]Suggestion, error) {
	s, err := f.searching(Search{Text: typed, Filter: stations.Public(), Near: near, Limit: limit})
	if err != nil {
		return nil, err
	}
	shelf, err := f.lexicon.read(ctx)
	if err != nil {
		return nil, err
	}
	s.look(shelf, s.best.most)
	var list []Suggestion
	for _, found := range s.results(shelf.revision).Found {
		list = append(list, Suggestion{found.Station, s.matched(found)})
	}
	return list, nil
}

// matched returns the first field that is as good by itself as the whole
// station, else the one that is found best.
func (s *searching) matched(found Found) stations.Field {
	if found.Was != "" {
		return stations.Field{Name: "code", Text: found.Was}
	}
	field, least := stations.Field{Name: "several", Text: found.Station.Name}, text.NoRank
	names, others := found.Station.Words()
	for i, f := range append(names, others...) {
		document := text.Compose([]string{f.Text}, nil)
		if i >= len(names) {
			document = text.Compose(nil, []string{f.Text})
		}
		if rank := s.typed.Match(document); rank < least {
			field, least = f, rank
		}
		if least == found.Rank {
			break
		}
	}
	return field
}
