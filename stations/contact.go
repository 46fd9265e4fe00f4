package stations

import (
	"regexp"
	"strings"
)

// mobile matches the number of a mobile telephone in China, in digits alone.
var mobile = regexp.MustCompile(`(?:^|\D)(?:(?:00)?86)?1[3-9]\d{9}(?:\D|$)`)

// Mobile reports whether the contact holds the number of a mobile telephone,
// however it is written and whatever stands beside it. Offices hold some, but
// most are a person's, whom a public record must not name.
func (c Contact) Mobile() bool {
	return mobile.MatchString(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(c.Phone))
}

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
