package stations

import (
	"slices"
	"strings"
	"unique"
)

// compact makes a decoded station cheap to keep: hundreds of thousands of
// them stay in memory, and the garbage collector visits each of their pieces
// again and again. What many records say alike becomes one text for all of
// them; what is the station's own is cut from one text; lists are no longer
// than what they hold.
func (s *Station) compact() {
	share(&s.Kind)
	share(&s.Host)
	share(&s.Lifecycle)
	share(&s.Position.Quality)
	share(&s.Access.Method)
	for _, text := range []*string{&s.Hours, &s.Position.Adcode, &s.Position.Floor, &s.Access.Steps, &s.Access.Eligibility, &s.Source} {
		share(text)
	}
	s.Services = slices.Clone(s.Services)
	for i := range s.Services {
		share(&s.Services[i].Code)
		share(&s.Services[i].Status)
	}
	join((*string)(&s.ID), &s.Code, &s.Name, &s.Position.Address, &s.Position.EntranceNote, &s.Position.BikeParking, &s.SourceRecord)
}

// share puts the one text that is equal to it in the place of a text.
func share[T ~string](text *T) {
	if *text != "" {
		*text = T(unique.Make(string(*text)).Value())
	}
}

// join lays texts into one piece of memory.
func join(texts ...*string) {
	size := 0
	for _, text := range texts {
		size += len(*text)
	}
	var all strings.Builder
	all.Grow(size)
	for _, text := range texts {
		all.WriteString(*text)
	}
	rest := all.String()
	for _, text := range texts {
		*text, rest = rest[:len(*text)], rest[len(*text):]
	}
}
