package stations

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts that a station keeps, in characters.
const (
	MaxName = 100
	MaxNote = 500
)

// MaxServices is the most entries of any list (services, aliases, contacts …)
// of one station.
const MaxServices = 64

// Validate reports every field that breaks a rule as one Invalid error, or
// nil. It does not look at ID, Revision or the times, which a store sets.
func (s *Station) Validate() error { return s.broken().err() }

// broken lists what Validate reports; nothing of no station.
func (s *Station) broken() (c checks) {
	if s == nil {
		return nil
	}
	c.text("name", s.Name, MaxName)
	if strings.TrimSpace(s.Name) == "" {
		c.add("name", "is required")
	}
	c.texts("aliases", s.Aliases)
	c.identity(s)
	c.word("kind", kindWords, string(s.Kind), true)
	c.word("host", hostWords, string(s.Host), false)
	c.word("lifecycle", Lifecycles(), string(s.Lifecycle), true)
	c.word("access.method", AccessMethods(), string(s.Access.Method), false)
	c.position(s.Position)
	c.services(s.Services)
	c.contacts(s.Contacts)
	c.closures(s.Closures)
	c.texts("access.audience", s.Access.Audience)
	c.truck(s.Truck)
	c.photos(s.Photos)
	c.link("links.enrol_url", s.Links.EnrolURL)
	c.link("links.book_room_url", s.Links.BookRoomURL)
	c.standing(s)
	for _, t := range []struct{ field, value string }{
		{"code", s.Code},
		{"hours", s.Hours},
		{"access.steps", s.Access.Steps},
		{"access.eligibility", s.Access.Eligibility},
		{"source", s.Source},
		{"source_record", s.SourceRecord},
	} {
		c.text(t.field, t.value, MaxNote)
	}
	return c
}

// showsNothing is the problem of a text with a character that is Hidden.
const showsNothing = "含有控制字符 holds a control character, or one that turns the direction of text"

// validateKept reports what Validate does of a record that was kept before, but
// for Hidden characters: many records are older than that rule.
func (s *Station) validateKept() error {
	return slices.DeleteFunc(s.broken(), func(p Problem) bool { return p.Problem == showsNothing }).err()
}

// ValidateChange reports what Validate does, but for what before broke already,
// as a record may that is older than a rule; nil for a new station.
func (s *Station) ValidateChange(before *Station) error {
	return since(before.broken(), s.broken()).err()
}

// since returns the problems that are not among the old ones.
func since(old, now checks) checks {
	return slices.DeleteFunc(now, func(p Problem) bool { return slices.Contains(old, p) })
}

// ValidPoint reports whether lon and lat are finite degrees on the Earth.
func ValidPoint(lon, lat float64) bool {
	return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 // false for NaN
}

type checks []Problem

func (c *checks) add(field, problem string) { *c = append(*c, Problem{field, problem}) }

func (c checks) err() error {
	if len(c) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: "the station breaks a rule", Fields: c}
}

func (c *checks) text(field, value string, limit int) {
	switch {
	case !utf8.ValidString(value):
		c.add(field, "is not valid UTF-8")
	case utf8.RuneCountInString(value) > limit:
		c.add(field, fmt.Sprintf("is longer than %d characters", limit))
	case strings.ContainsRune(value, 0):
		c.add(field, "holds a NUL character")
	case strings.ContainsFunc(value, Hidden):
		c.add(field, showsNothing)
	}
}

// Hidden reports whether a character shows nothing but changes how a terminal
// or a page shows others: a control character other than a tab or the end of a
// line, or one that turns the direction of text (Unicode's UAX #9, embeddings,
// overrides and isolates). No text of a station holds one.
func Hidden(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return unicode.IsControl(r)
}

func (c *checks) most(field string, entries int) {
	if entries > MaxServices {
		c.add(field, fmt.Sprintf("has more than %d entries", MaxServices))
	}
}

func (c *checks) texts(field string, values []string) {
	c.most(field, len(values))
	for _, v := range values {
		c.text(field, v, MaxName)
	}
}

func (c *checks) word(field string, words []Word, code string, required bool) {
	switch {
	case code == "" && required:
		c.add(field, "is required")
	case code != "" && !known(words, code):
		c.add(field, "unknown value "+quote(code))
	}
}

func (c *checks) position(p Position) {
	if !ValidPoint(p.Point.Lon(), p.Point.Lat()) {
		c.add("position.point", "is not a longitude within ±180 and a latitude within ±90")
	}
	if p.Quality != AddressOnly && p.Point.Lon() == 0 && p.Point.Lat() == 0 {
		c.add("position.point", "is 0, 0: state the position, or quality address_only")
	}
	c.word("position.quality", PositionQualities(), string(p.Quality), true)
	if p.Adcode != "" && !ValidAdcode(p.Adcode) {
		c.add("position.adcode", "is not a division code of 6, 9 or 12 digits")
	}
	for _, t := range []struct{ field, value string }{
		{"position.address", p.Address},
		{"position.floor", p.Floor},
		{"position.entrance_note", p.EntranceNote},
		{"position.road_stake", p.RoadStake},
		{"position.side_of_road", p.SideOfRoad},
		{"position.bike_parking", p.BikeParking},
	} {
		c.text(t.field, t.value, MaxNote)
	}
}

func (c *checks) services(services []ServiceState) {
	c.most("services", len(services))
	seen := make(map[Service]bool, len(services))
	for _, s := range services {
		if seen[s.Code] {
			c.add("services", "lists "+quote(string(s.Code))+" twice")
		}
		seen[s.Code] = true
		c.word("services", serviceWords, string(s.Code), true)
		switch s.Status {
		case ServiceOK, ServiceLimited, ServiceBroken, ServiceNone:
		default:
			c.add("services", "unknown status "+quote(string(s.Status)))
		}
		c.text("services", s.Note, MaxNote)
	}
}

func (c *checks) contacts(contacts []Contact) {
	c.most("contacts", len(contacts))
	for _, contact := range contacts {
		c.text("contacts", contact.Label, MaxName)
		c.text("contacts", contact.Phone, MaxName)
		if contact.Phone == "" {
			c.add("contacts", "has no phone")
		}
	}
}

// ValidAdcode reports whether code is a division code: 6 digits, 9 for a
// street, 12 for a village.
func ValidAdcode(code string) bool {
	if len(code) != 6 && len(code) != 9 && len(code) != 12 {
		return false
	}
	return strings.Trim(code, "0123456789") == ""
}

// quote shows a user's own word back to them, cut to a sane length.
func quote(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		s = string([]rune(s)[:40]) + "…"
	}
	return strconv.Quote(s)
}
