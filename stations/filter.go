package stations

import (
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations/text"
)

// Filter says which stations are wanted. Its zero value keeps every station.
// Match is the oracle: the SQL of each store must keep exactly the same ones.
type Filter struct {
	Kinds      []Kind      // any of these; empty keeps every kind
	Services   []Service   // all of these, each offered at the asked moment
	Lifecycles []Lifecycle // any of these; empty keeps every one
	Located    bool        // leave out those whose position is address_only
	Within     *orb.Bound  // WGS-84, edges included
	Adcode     string      // this division and all below it
	Source     string      // this source exactly
	Text       string      // folded, a substring of name, code, an alias or the address
}

// Public is what riders see: trial or open, with a position that can be
// walked to.
func Public() Filter {
	return Filter{Lifecycles: []Lifecycle{Trial, Open}, Located: true}
}

// OnlyWords reports whether the filter asks for kinds and services and for
// nothing else.
func (f Filter) OnlyWords() bool {
	return len(f.Lifecycles) == 0 && !f.Located && f.Within == nil && f.Adcode == "" && f.Source == "" && f.Text == ""
}

// Match reports whether the filter keeps the station at the moment at.
func (f Filter) Match(s *Station, at time.Time) bool {
	return oneOf(f.Kinds, s.Kind) &&
		oneOf(f.Lifecycles, s.Lifecycle) &&
		(!f.Located || s.Position.Quality != AddressOnly) &&
		(f.Within == nil || f.Within.Contains(s.Position.Point)) &&
		strings.HasPrefix(s.Position.Adcode, AdcodePrefix(f.Adcode)) &&
		(f.Source == "" || f.Source == s.Source) &&
		(f.Text == "" || strings.Contains(s.SearchText(), text.Fold(f.Text))) &&
		f.offered(s, at)
}

func (f Filter) offered(s *Station, at time.Time) bool {
	for _, service := range f.Services {
		if !s.Offers(service, at) {
			return false
		}
	}
	return true
}

// oneOf reports whether v is wanted: listed, or nothing is listed.
func oneOf[T comparable](wanted []T, v T) bool {
	return len(wanted) == 0 || slices.Contains(wanted, v)
}

// SearchText is what Filter.Text is looked for in: the folded name, code,
// aliases and address, a line each. Stores keep it beside the record.
func (s *Station) SearchText() string {
	parts := append([]string{s.Name, s.Code, s.Position.Address}, s.Aliases...)
	for i, part := range parts {
		parts[i] = text.Fold(part)
	}
	return strings.Join(parts, "\n")
}

// AdcodePrefix returns the digits that all divisions in and below adcode
// begin with: 320100 gives 3201, 320000 gives 32, 100000 (the whole country)
// gives none.
func AdcodePrefix(adcode string) string {
	if adcode == "100000" {
		return ""
	}
	if len(adcode) == 6 {
		return strings.TrimSuffix(strings.TrimSuffix(adcode, "00"), "00")
	}
	return adcode
}
