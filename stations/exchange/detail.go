package exchange

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yizhan/stations"
	"yizhan/stations/text"
)

// externalID is the station's name in another registry.
func externalID(registry string) access {
	return access{
		get: func(s *station) string { return s.ExternalIDs[registry] },
		set: func(s *station, cell string) fault {
			ids := maps.Clone(s.ExternalIDs) // the record that it came from may still be in use
			if ids == nil {
				ids = map[string]string{}
			}
			ids[registry], s.ExternalIDs = cell, ids
			return fault{}
		},
	}
}

func mergedAccess() access {
	return access{
		get: func(s *station) string { return string(s.MergedInto) },
		set: func(s *station, cell string) fault {
			id, err := stations.ParseID(text.Fold(cell))
			if err != nil {
				return fault{"is not the id of a station", true}
			}
			s.MergedInto = id
			return fault{}
		},
	}
}

// link is an address that riders can follow. One that is not safe to follow
// is left out; the rest of the row is good.
func link(at func(*station) *string) access {
	return access{
		get: func(s *station) string { return *at(s) },
		set: func(s *station, cell string) fault {
			if !stations.ValidLink(cell) {
				return fault{"is not an https address; left out", true}
			}
			*at(s) = cell
			return fault{}
		},
	}
}

// photosAccess reads addresses of photos, or a JSON list of whole photos: those
// elsewhere. A file cannot bring pictures that a registry keeps, so it neither
// names them nor takes them away.
func photosAccess() access {
	return access{
		get: func(s *station) string {
			_, list := keptApart(s.Photos)
			links := make([]string, len(list))
			for i, p := range list {
				if p != (stations.Photo{URL: p.URL}) || !slices.Equal(addresses(p.URL), []string{p.URL}) {
					return asJSON(list)
				}
				links[i] = p.URL
			}
			return strings.Join(links, ";")
		},
		set: func(s *station, cell string) fault {
			var photos []stations.Photo
			if isJSON(cell) {
				if json.Unmarshal([]byte(cell), &photos) != nil {
					return fault{"is neither a list of addresses nor a JSON list of photos", false}
				}
			} else {
				for _, address := range addresses(cell) {
					photos = append(photos, stations.Photo{URL: address})
				}
			}
			return show(s, photos)
		},
	}
}

// keptApart tells the pictures that the registry keeps from photos elsewhere.
func keptApart(list []stations.Photo) (kept, elsewhere []stations.Photo) {
	for _, p := range list {
		if p.Kept() {
			kept = append(kept, p)
		} else {
			elsewhere = append(elsewhere, p)
		}
	}
	return kept, elsewhere
}

// show keeps the photos that pages can show, after the pictures that the
// station has.
func show(s *station, photos []stations.Photo) fault {
	good := slices.DeleteFunc(slices.Clone(photos), func(p stations.Photo) bool { return !stations.ValidLink(p.URL) })
	if len(good) > 0 {
		kept, _ := keptApart(s.Photos)
		s.Photos = append(kept, good...)
	}
	if len(good) < len(photos) {
		return fault{"has photos without an https address, left out", true}
	}
	return fault{}
}

// addresses cuts a cell where an address cannot go on.
func addresses(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(" 、;|；，\n\r\t", r) })
}

// starAccess reads 5, 五星, 5星级 or ★★★★★.
func starAccess() access {
	const digits = "零一二三四五"
	return access{
		get: func(s *station) string { return nonzero(float64(s.Star)) },
		set: func(s *station, cell string) fault {
			stated := strings.TrimRight(text.Fold(cell), "级星 ")
			star, err := strconv.Atoi(stated)
			switch at := slices.Index([]rune(digits), first(stated)); {
			case err == nil:
			case strings.Trim(stated, "★") == "":
				star = len([]rune(stated))
			case at >= 0 && len([]rune(stated)) == 1:
				star = at
			}
			if star < 1 || star > 5 {
				return fault{"is not 1 to 5 stars", true}
			}
			s.Star = star
			return fault{}
		},
	}
}

func first(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
