package exchange

import (
	"encoding/json"
	"slices"
	"strings"

	"yizhan/stations"
)

// servicesAccess reads services as words, or as a JSON list of words or of
// whole service states. A word keeps what the station already knows about
// that service, so that a list from an office does not wipe out a report.
// Words that are not known are left out and reported as suspect.
func servicesAccess() access {
	codes := newLexicon(stations.Services())
	return access{
		get: func(s *station) string {
			list := make([]string, len(s.Services))
			for i, service := range s.Services {
				if service != (stations.ServiceState{Code: service.Code, Status: stations.ServiceOK}) {
					return asJSON(s.Services)
				}
				list[i] = string(service.Code)
			}
			return strings.Join(list, ";")
		},
		set: func(s *station, cell string) fault {
			words := codes.apart(split(cell, true))
			if isJSON(cell) {
				var states []stations.ServiceState
				if json.Unmarshal([]byte(cell), &states) == nil {
					s.Services = states
					return fault{}
				}
				if json.Unmarshal([]byte(cell), &words) != nil {
					return fault{"is neither a list of words nor a JSON list of services", false}
				}
			}
			return offer(s, codes, words)
		},
	}
}

// apart cuts a piece at its blanks when nothing else makes sense of it: it is
// no known word, and each of its parts is.
func (l lexicon) apart(pieces []string) []string {
	var words []string
	for _, piece := range pieces {
		parts := strings.Fields(piece)
		strange := func(part string) bool { return !l.knows(part) }
		if l.knows(piece) || slices.ContainsFunc(parts, strange) {
			parts = []string{piece}
		}
		words = append(words, parts...)
	}
	return words
}

// offer makes the known ones of words the station's services.
func offer(s *station, codes lexicon, words []string) fault {
	var services []stations.ServiceState
	var unknown []string
	for _, w := range words {
		code, ok := codes.code(w)
		same := func(state stations.ServiceState) bool { return string(state.Code) == code }
		switch at := slices.IndexFunc(s.Services, same); {
		case !ok:
			unknown = append(unknown, w)
		case slices.ContainsFunc(services, same):
		case at >= 0:
			services = append(services, s.Services[at])
		default:
			services = append(services, stations.ServiceState{Code: stations.Service(code), Status: stations.ServiceOK})
		}
	}
	if len(services) > 0 {
		s.Services = services
	}
	if len(unknown) > 0 {
		return fault{"has unknown services, left out: " + shown(strings.Join(unknown, ", ")), true}
	}
	return fault{}
}

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
