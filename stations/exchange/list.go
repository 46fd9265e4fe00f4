package exchange

import (
	"encoding/json"
	"slices"
	"strings"

	"yizhan/stations"
)

// contactsAccess reads telephone numbers, or a JSON list of contacts. Personal
// contacts are never written, so a file that lacks them does not remove them.
// A mobile number is taken as personal unless the file says otherwise, which
// takes JSON, or the station has it as public already.
func contactsAccess() access {
	return access{
		get: func(s *station) string {
			public := s.PublicContacts()
			list := make([]string, len(public))
			for i, contact := range public {
				list[i] = contact.Phone
				if contact.Label != "" || contact.Mobile() || !slices.Equal(split(contact.Phone, true), []string{contact.Phone}) || isJSON(contact.Phone) {
					return asJSON(public)
				}
			}
			return strings.Join(list, ";")
		},
		set: func(s *station, cell string) fault {
			var stated []stations.Contact
			if isJSON(cell) {
				if json.Unmarshal([]byte(cell), &stated) != nil {
					return fault{"is neither a list of numbers nor a JSON list of contacts", false}
				}
				contact(s, stated)
				return fault{}
			}
			var hidden []string
			for _, phone := range split(cell, true) {
				c := known(s.Contacts, phone)
				if stated = append(stated, c); c.Personal {
					hidden = append(hidden, phone)
				}
			}
			contact(s, stated)
			if len(hidden) > 0 {
				return fault{"has mobile numbers, which may be a person's: kept inside, not shown: " + shown(strings.Join(hidden, ", ")), true}
			}
			return fault{}
		},
	}
}

// contact makes the stated contacts, and those personal ones that the station
// has, its contacts.
func contact(s *station, stated []stations.Contact) {
	for _, c := range s.PersonalContacts() {
		same := func(other stations.Contact) bool { return other.Phone == c.Phone }
		if !slices.ContainsFunc(stated, same) {
			stated = append(stated, c)
		}
	}
	s.Contacts = stated
}

// known returns the public contact of that number with its label, if there is
// one, else a new one.
func known(contacts []stations.Contact, phone string) stations.Contact {
	for _, c := range contacts {
		if c.Phone == phone && !c.Personal {
			return c
		}
	}
	c := stations.Contact{Phone: phone}
	c.Personal = c.Mobile()
	return c
}
