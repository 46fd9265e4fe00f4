package stations

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestValidateNamesTheFieldThatBreaksARule(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Station)
		field string // "" when nothing is wrong
	}{
		{"a whole record passes", func(*Station) {}, ""},
		{"a blank name", func(s *Station) { s.Name = "  " }, "name"},
		{"a name of 101 characters", func(s *Station) { s.Name = strings.Repeat("站", 101) }, "name"},
		{"a name of 100 characters passes", func(s *Station) { s.Name = strings.Repeat("站", 100) }, ""},
		{"broken UTF-8", func(s *Station) { s.Name = "a\xff" }, "name"},
		{"a NUL character, which PostgreSQL cannot keep", func(s *Station) { s.Hours = "a\x00" }, "hours"},
		{"no kind", func(s *Station) { s.Kind = "" }, "kind"},
		{"an unknown kind", func(s *Station) { s.Kind = "hotel" }, "kind"},
		{"an unknown host", func(s *Station) { s.Host = "castle" }, "host"},
		{"no lifecycle", func(s *Station) { s.Lifecycle = "" }, "lifecycle"},
		{"a latitude beyond the pole", func(s *Station) { s.Position.Point = orb.Point{118, 95} }, "position.point"},
		{"a longitude that is no number", func(s *Station) { s.Position.Point = orb.Point{math.NaN(), 32} }, "position.point"},
		{"null island", func(s *Station) { s.Position.Point = orb.Point{} }, "position.point"},
		{"an address without a point passes when it says so", func(s *Station) { s.Position.Point, s.Position.Quality = orb.Point{}, AddressOnly }, ""},
		{"an adcode of 5 digits", func(s *Station) { s.Position.Adcode = "32010" }, "position.adcode"},
		{"a service twice", func(s *Station) { s.Services = append(s.Services, s.Services[0]) }, "services"},
		{"an unknown service", func(s *Station) { s.Services[0].Code = "sauna" }, "services"},
		{"an unknown status", func(s *Station) { s.Services[0].Status = "good" }, "services"},
		{"a contact without a phone", func(s *Station) { s.Contacts = []Contact{{Label: "office"}} }, "contacts"},
		{"too many aliases", func(s *Station) { s.Aliases = make([]string, MaxServices+1) }, "aliases"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sample()
			tt.spoil(s)
			err := s.Validate()
			if tt.field == "" {
				if err != nil {
					t.Fatalf("Validate() = %v, want nil", err)
				}
				return
			}
			var e *Error
			if !errors.As(err, &e) || e.Code != Invalid || !slices.ContainsFunc(e.Fields, func(p Problem) bool { return p.Field == tt.field }) {
				t.Errorf("Validate() = %v, want an invalid %s", err, tt.field)
			}
		})
	}
}

func TestWordsAreUnambiguous(t *testing.T) {
	for name, words := range map[string][]Word{
		"kinds": Kinds(), "hosts": Hosts(), "lifecycles": Lifecycles(), "access methods": AccessMethods(), "services": Services(), "qualities": PositionQualities(),
	} {
		owner := map[string]string{}
		for _, w := range words {
			for spelling := range spellings(w) {
				if other, taken := owner[spelling]; taken {
					t.Errorf("%s: %q means both %s and %s", name, spelling, other, w.Code)
				}
				owner[spelling] = w.Code
			}
		}
	}
}

// spellings returns the different ways to write a word; a code may well equal
// its own English name.
func spellings(w Word) map[string]bool {
	all := map[string]bool{}
	for _, s := range append([]string{w.Code, w.Chinese, w.English}, w.Also...) {
		all[strings.ToLower(s)] = true
	}
	return all
}

func TestParseID(t *testing.T) {
	id, err := NewID()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseID(string(id)); err != nil || got != id {
		t.Errorf("ParseID(%q) = %v, %v, want itself", id, got, err)
	}
	for _, s := range []string{"", "x", strings.ToUpper(string(id)), "{" + string(id) + "}"} {
		if _, err := ParseID(s); CodeOf(err) != NotFound {
			t.Errorf("ParseID(%q) = %v, want not_found", s, err)
		}
	}
}

func TestPersonalContactsStayInside(t *testing.T) {
	s := sample()
	s.Contacts = []Contact{{Phone: "025-1"}, {Phone: "139", Personal: true}}
	if got := s.PublicContacts(); len(got) != 1 || got[0].Phone != "025-1" {
		t.Errorf("PublicContacts() = %v, want the office's only", got)
	}
}

func TestCodeOfLooksThroughWrapping(t *testing.T) {
	tests := []struct {
		err  error
		want Code
	}{
		{nil, ""},
		{errors.New("disk"), Internal},
		{fmt.Errorf("read: %w", Errorf(Gone, "revision %d is gone", 3)), Gone},
	}
	for _, tt := range tests {
		if got := CodeOf(tt.err); got != tt.want {
			t.Errorf("CodeOf(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
}

func ExampleStation_Validate() {
	s := Station{Name: "江边驿站", Kind: UnionStation, Lifecycle: Open, Position: Position{Point: orb.Point{118.7, 91}, Quality: GPS}}
	fmt.Println(s.Validate())
	// Output: the station breaks a rule; position.point: is not a longitude within ±180 and a latitude within ±90
}
