// Package stations holds the words, rules and promises of the registry: what
// a station is, which one a filter keeps, and what a store must do. It knows
// no SQL, no HTTP and no clock.
package stations

import (
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
)

// ID is a station's immutable name: a UUIDv7 in lower-case text.
type ID string

// Revision numbers the writes of a store in commit order, from 1, without
// holes. Zero means "before any write".
type Revision int64

// Station is one door that a rider can go to.
type Station struct {
	ID       ID       `json:"id"`
	Revision Revision `json:"revision"` // of the station's last write, set by the store

	Code       string   `json:"code,omitempty"` // printed on the door, unique, never reused
	Name       string   `json:"name"`
	Aliases    []string `json:"aliases,omitempty"`
	Programmes []string `json:"programmes,omitempty"` // brand names, 工会驿站, 暖新驿站 …

	Kind      Kind      `json:"kind"`
	Host      Host      `json:"host,omitempty"`
	Lifecycle Lifecycle `json:"lifecycle"`

	Position Position       `json:"position"`
	Hours    string         `json:"hours,omitempty"` // OSM opening_hours, or the office's own words when those do not parse
	Access   Access         `json:"access"`
	Services []ServiceState `json:"services,omitempty"`
	Contacts []Contact      `json:"contacts,omitempty"`

	Source       string `json:"source,omitempty"`        // the file or office that the record came from
	SourceRecord string `json:"source_record,omitempty"` // the record's key there; unique within Source

	CreatedAt time.Time `json:"created_at"` // set by the store at the first write, UTC
	UpdatedAt time.Time `json:"updated_at"` // set by the store at every write, UTC
}

// Position says where the door is and how well that is known.
type Position struct {
	Point    orb.Point       `json:"point"`    // WGS-84, [lon, lat]
	Original datum.Coord     `json:"original"` // the pair as it was stated, with its datum
	Quality  PositionQuality `json:"quality"`

	Address      string `json:"address,omitempty"`
	Adcode       string `json:"adcode,omitempty"` // six-digit division code, nine for a street
	Floor        string `json:"floor,omitempty"`  // "1", "B1"; anything but 1 wants an EntranceNote
	StreetFront  *bool  `json:"street_front,omitempty"`
	EntranceNote string `json:"entrance_note,omitempty"`
	RoadStake    string `json:"road_stake,omitempty"` // "G353 K2112+400"
	SideOfRoad   string `json:"side_of_road,omitempty"`
	BikeParking  string `json:"bike_parking,omitempty"`
}

// Access says how a rider gets through the door.
type Access struct {
	Method      AccessMethod `json:"method,omitempty"`
	Steps       string       `json:"steps,omitempty"`
	Eligibility string       `json:"eligibility,omitempty"` // one sentence
}

// Contact is a telephone number. Only those of an office are public.
type Contact struct {
	Label    string `json:"label,omitempty"`
	Phone    string `json:"phone"`
	Personal bool   `json:"personal,omitempty"` // never in a public view
}

// ServiceState is one service that a station offers and how it stands.
type ServiceState struct {
	Code      Service       `json:"code"`
	Status    ServiceStatus `json:"status"`
	Free      *bool         `json:"free,omitempty"`
	Note      string        `json:"note,omitempty"`
	CheckedAt *time.Time    `json:"checked_at,omitempty"`
	ExpiresAt *time.Time    `json:"expires_at,omitempty"` // not offered from this moment on
}

// Offered reports whether a rider can use the service at the moment t: it is
// ok or limited, and not expired.
func (s ServiceState) Offered(t time.Time) bool {
	usable := s.Status == ServiceOK || s.Status == ServiceLimited
	return usable && (s.ExpiresAt == nil || t.Before(*s.ExpiresAt))
}

// Offers reports whether the station offers the service at the moment t.
func (s *Station) Offers(code Service, t time.Time) bool {
	for _, service := range s.Services {
		if service.Code == code && service.Offered(t) {
			return true
		}
	}
	return false
}

// PublicContacts returns the contacts that may leave the registry: office
// numbers, never personal ones.
func (s *Station) PublicContacts() []Contact {
	public := make([]Contact, 0, len(s.Contacts))
	for _, c := range s.Contacts {
		if !c.Personal {
			public = append(public, c)
		}
	}
	return public
}
