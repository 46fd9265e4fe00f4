package stations

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// The largest lorry and yard that are no slip of the pen.
const (
	maxLengthM = 40
	maxHeightM = 10
	maxSpaces  = 100_000
)

// MaxLink is the longest address of a link, in characters.
const MaxLink = 2000

// identity checks what names the station beside its name.
func (c *checks) identity(s *Station) {
	c.most("programmes", len(s.Programmes))
	for _, p := range s.Programmes {
		if strings.TrimSpace(p.Brand) == "" {
			c.add("programmes", "has no brand")
		}
		c.text("programmes", p.Brand, MaxName)
		c.text("programmes", p.Issuer, MaxName)
	}
	for _, registry := range slices.Sorted(maps.Keys(s.ExternalIDs)) {
		field, id := "external_ids", s.ExternalIDs[registry]
		if !known(Registries(), registry) {
			c.add(field, "unknown registry "+quote(registry))
			continue
		}
		if field += "." + registry; strings.TrimSpace(id) == "" {
			c.add(field, "is empty")
		}
		c.text(field, id, MaxName)
	}
	c.merged(s)
}

// merged checks where a merged station leads. One that leads nowhere passes,
// since offices' files hold such, but see Flags.
func (c *checks) merged(s *Station) {
	if s.MergedInto == "" {
		return
	}
	if _, err := ParseID(string(s.MergedInto)); err != nil {
		c.add("merged_into", "is not a UUID in lower case")
	}
	if s.MergedInto == s.ID {
		c.add("merged_into", "is the station itself")
	}
	if s.Lifecycle != Merged {
		c.add("merged_into", "is for lifecycle merged only")
	}
}

func (c *checks) truck(t *Truck) {
	if t == nil {
		return
	}
	if t.Spaces < 0 || t.Spaces > maxSpaces {
		c.add("truck.spaces", fmt.Sprintf("is not within 0 and %d", maxSpaces))
	}
	if !(t.MaxLengthM >= 0 && t.MaxLengthM <= maxLengthM) { // written so that NaN is refused
		c.add("truck.max_length_m", fmt.Sprintf("is not within 0 and %d metres", maxLengthM))
	}
	if !(t.MaxHeightM >= 0 && t.MaxHeightM <= maxHeightM) {
		c.add("truck.max_height_m", fmt.Sprintf("is not within 0 and %d metres", maxHeightM))
	}
}

func (c *checks) photos(photos []Photo) {
	c.most("photos", len(photos))
	for _, p := range photos {
		if p.ID == "" && p.URL == "" {
			c.add("photos", "has neither id nor url")
		}
		c.text("photos", p.ID, MaxName)
		c.text("photos", p.Caption, MaxNote)
		c.text("photos", p.CaptionEN, MaxNote)
		if p.Width < 0 || p.Height < 0 || p.Width > PictureSide || p.Height > PictureSide {
			c.add("photos", fmt.Sprintf("has a width or a height that is not within 0 and %d", PictureSide))
		}
		c.link("photos", p.URL)
	}
}

func (c *checks) link(field, address string) {
	if address == "" {
		return
	}
	c.text(field, address, MaxLink)
	if !ValidLink(address) {
		c.add(field, "is not an https address")
	}
}

// ValidLink reports whether pages may offer the address to riders: it is
// absolute and https, and holds no credentials and no space.
func ValidLink(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && !strings.ContainsFunc(address, unicode.IsSpace)
}

// standing checks what others say of the station.
func (c *checks) standing(s *Station) {
	if s.Star < 0 || s.Star > 5 {
		c.add("star", "is not within 1 and 5")
	}
	c.word("a_rating", ARatings(), string(s.ARating), false)
	c.texts("honours", s.Honours)
	if v := s.Verification; v != nil {
		if v.At.IsZero() {
			c.add("verification.at", "is required")
		}
		c.word("verification.method", VerificationMethods(), string(v.Method), true)
		c.text("verification.by", v.By, MaxName)
	}
}
