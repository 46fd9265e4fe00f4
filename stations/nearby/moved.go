package nearby

import (
	"math"
	"strings"

	"yizhan/stations"
	"yizhan/stations/text"
)

// longestWay bounds how often a station may have been merged, one into the
// next.
const longestWay = 32

// moved finds the station that stands for a merged one whose code is just what
// was typed: stickers on doors, posters and cards outlive a merge. It is asked
// when riders find nothing else, on the first page.
func (s *searching) moved(shelf shelf) {
	if !s.seen || s.after != nil {
		return
	}
	old := s.merged(shelf)
	if old == nil {
		return
	}
	stays := old
	for range longestWay {
		if stays == nil || stays.MergedInto == "" {
			break
		}
		stays = shelf.station(stays.MergedInto)
	}
	if stays == nil || !public(stays) || s.keep != nil && !s.keep(stays) {
		return
	}
	found := s.best.found(candidate{stays, text.RankOf(text.Literal, text.Other), outward(stays.Position.Point)})
	found.Was = old.Code
	s.best.add(found)
	s.total++
}

// merged returns the merged station of the code that was typed, nil for none.
func (s *searching) merged(shelf shelf) *stations.Station {
	code := strings.TrimSpace(text.Fold(s.Text))
	all := searching{
		typed: s.typed, best: newBest(1),
		keep: func(station *stations.Station) bool {
			return station.MergedInto != "" && text.Fold(station.Code) == code
		},
	}
	all.read(shelf, math.MaxInt)
	if len(all.best.list) == 0 {
		return nil
	}
	return all.best.list[0].Station
}

// station returns the station of an id, nil when there is none.
func (s shelf) station(id stations.ID) *stations.Station {
	for i := range s.loose {
		if s.loose[i].station.ID == id {
			return s.loose[i].station
		}
	}
	for _, b := range s.books {
		if i, ok := b.find(id); ok && !b.gone.has(i) {
			return b.list[i]
		}
	}
	return nil
}
