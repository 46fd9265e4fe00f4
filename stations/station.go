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

	Code        string            `json:"code,omitempty"` // printed on the door, unique, never reused
	Name        string            `json:"name"`
	Aliases     []string          `json:"aliases,omitempty"`
	Programmes  []Programme       `json:"programmes,omitempty"`
	ExternalIDs map[string]string `json:"external_ids,omitempty"` // by registry, see Registries

	Kind       Kind      `json:"kind"`
	Host       Host      `json:"host,omitempty"`
	Lifecycle  Lifecycle `json:"lifecycle"`
	MergedInto ID        `json:"merged_into,omitempty"` // of a merged station: the one that stands for it

	Position Position       `json:"position"`
	Hours    string         `json:"hours,omitempty"` // OSM opening_hours, or the office's own words when those do not parse
	Closures []Closure      `json:"closures,omitempty"`
	Access   Access         `json:"access"`
	Services []ServiceState `json:"services,omitempty"`
	Truck    *Truck         `json:"truck,omitempty"`
	Contacts []Contact      `json:"contacts,omitempty"`
	Photos   []Photo        `json:"photos,omitempty"`
	Links    Links          `json:"links,omitzero"`

	Star    int      `json:"star,omitempty"`     // 1 … 5, 0 when none was given
	ARating ARating  `json:"a_rating,omitempty"` // 3A … 5A
	Honours []string `json:"honours,omitempty"`

	Verification *Verification `json:"verification,omitempty"` // the last one; nil when there was none
	Doubt        *Doubt        `json:"doubt,omitempty"`        // riders went in vain; nil when none did, or all were answered

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
	Adcode       string `json:"adcode,omitempty"`         // six-digit division code, nine for a street
	Derived      bool   `json:"adcode_derived,omitempty"` // nobody stated Adcode: it is where Point lies
	Floor        string `json:"floor,omitempty"`          // "1", "B1"; anything but 1 wants an EntranceNote
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
	Audience    []string     `json:"audience,omitempty"`    // whom the station is for, in the office's words
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
	Indoor    *bool         `json:"indoor,omitempty"` // matters for ebike_charging, which is banned indoors
	CheckedAt *time.Time    `json:"checked_at,omitempty"`
	ExpiresAt *time.Time    `json:"expires_at,omitempty"` // not offered from this moment on
}

// Truck says how lorries are received. Zeros and nils are not known.
type Truck struct {
	Spaces     int     `json:"spaces,omitempty"`
	MaxLengthM float64 `json:"max_length_m,omitempty"` // of a vehicle that can park
	MaxHeightM float64 `json:"max_height_m,omitempty"` // of a vehicle that can enter
	Guarded    *bool   `json:"guarded,omitempty"`
	CCTV       *bool   `json:"cctv,omitempty"`
	Overnight  *bool   `json:"overnight,omitempty"`
}

// Links lead riders on; https only.
type Links struct {
	EnrolURL    string `json:"enrol_url,omitempty"`     // where one joins the union
	BookRoomURL string `json:"book_room_url,omitempty"` // the book room's own page
}

// Verification says that somebody made sure that the record is true.
type Verification struct {
	At     time.Time          `json:"at"`
	By     string             `json:"by,omitempty"` // never in a public view
	Method VerificationMethod `json:"method"`
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
