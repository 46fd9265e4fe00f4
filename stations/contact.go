package stations

import (
	"regexp"

	"yizhan/stations/text"
)

// gap is what people put between the digits of one number.
const gap = `[ \x{a0}\x{3000}.·()（）‐-―－-]{0,3}`

// mobile matches the number of a mobile telephone in China. A dash or a dot
// before it makes it the end of another number, as of the hotline 400-138-0000.
var mobile = regexp.MustCompile(`(?:^|[^\d.‐-―－-])(?:(?:\+|00)?86` + gap + `)?1` + gap + `[3-9](?:` + gap + `\d){9}(?:\D|$)`)

// Mobile reports whether the contact holds the number of a mobile telephone,
// however it is written and whatever stands beside it. Offices hold some, but
// most are a person's, whom a public record must not name.
func (c Contact) Mobile() bool { return mobile.MatchString(text.Fold(c.Phone)) }

// PersonalContacts returns the contacts that stay inside the registry.
func (s *Station) PersonalContacts() []Contact {
	var list []Contact
	for _, c := range s.Contacts {
		if c.Personal {
			list = append(list, c)
		}
	}
	return list
}
