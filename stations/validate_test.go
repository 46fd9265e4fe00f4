package stations

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

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
		{"a name that clears a terminal", func(s *Station) { s.Name = "站\x1b[2J" }, "name"},
		{"an address that turns what follows", func(s *Station) { s.Position.Address = "中山路\u202e1号" }, "position.address"},
		{"an address of two lines passes", func(s *Station) { s.Position.Address = "中山路\n1号" }, ""},
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
		{"a programme without a brand", func(s *Station) { s.Programmes = []Programme{{Issuer: "总工会"}} }, "programmes"},
		{"an unknown registry", func(s *Station) { s.ExternalIDs = map[string]string{"bing": "1"} }, "external_ids"},
		{"an empty external id", func(s *Station) { s.ExternalIDs = map[string]string{Amap: " "} }, "external_ids.amap"},
		{"merged into no id", func(s *Station) { s.Lifecycle, s.MergedInto = Merged, "x" }, "merged_into"},
		{"merged and yet open", func(s *Station) { s.MergedInto = "0190a000-0000-7000-8000-000000000001" }, "merged_into"},
		{"merged passes", func(s *Station) { s.Lifecycle, s.MergedInto = Merged, "0190a000-0000-7000-8000-000000000001" }, ""},
		{"merged into itself", func(s *Station) {
			s.Lifecycle, s.ID = Merged, "0190a000-0000-7000-8000-000000000001"
			s.MergedInto = s.ID
		}, "merged_into"},
		{"a closure that ends before it begins", func(s *Station) { s.Closures = []Closure{{From: "2026-02-02", Until: "2026-02-01"}} }, "closures"},
		{"a closure on no day", func(s *Station) { s.Closures = []Closure{{From: "2026-02-29", Until: "2026-03-01"}} }, "closures"},
		{"a closure without an end", func(s *Station) { s.Closures = []Closure{{From: "2026-02-02"}} }, "closures"},
		{"a closure of one day passes", func(s *Station) { s.Closures = []Closure{{From: "2026-02-02", Until: "2026-02-02"}} }, ""},
		{"fewer than no bays", func(s *Station) { s.Truck = &Truck{Spaces: -1} }, "truck.spaces"},
		{"a lorry of no length", func(s *Station) { s.Truck = &Truck{MaxLengthM: math.NaN()} }, "truck.max_length_m"},
		{"a lorry as high as a house", func(s *Station) { s.Truck = &Truck{MaxHeightM: 45} }, "truck.max_height_m"},
		{"a photo of nothing", func(s *Station) { s.Photos = []Photo{{Caption: "门口"}} }, "photos"},
		{"a photo over plain http", func(s *Station) { s.Photos = []Photo{{URL: "http://example.org/1.jpg"}} }, "photos"},
		{"a link over plain http", func(s *Station) { s.Links.EnrolURL = "http://example.org" }, "links.enrol_url"},
		{"a link that runs a script", func(s *Station) { s.Links.BookRoomURL = "javascript:alert(1)" }, "links.book_room_url"},
		{"a link to no host", func(s *Station) { s.Links.EnrolURL = "https://:443/a" }, "links.enrol_url"},
		{"a link with a password", func(s *Station) { s.Links.EnrolURL = "https://a:b@example.org" }, "links.enrol_url"},
		{"a link with a line end", func(s *Station) { s.Links.EnrolURL = "https://example.org/a\nb" }, "links.enrol_url"},
		{"an https link passes", func(s *Station) { s.Links.EnrolURL = "https://example.org/入会?x=1" }, ""},
		{"six stars", func(s *Station) { s.Star = 6 }, "star"},
		{"two As", func(s *Station) { s.ARating = "2A" }, "a_rating"},
		{"verified at no time", func(s *Station) { s.Verification = &Verification{Method: OnSite} }, "verification.at"},
		{"verified by hearsay", func(s *Station) { s.Verification = &Verification{At: time.Unix(1, 0), Method: "hearsay"} }, "verification.method"},
		{"an audience too long to read", func(s *Station) { s.Access.Audience = []string{strings.Repeat("人", 101)} }, "access.audience"},
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
		"registries": Registries(), "grades": ARatings(), "ways to verify": VerificationMethods(),
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
