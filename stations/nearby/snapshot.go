package nearby

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
	"yizhan/stations/calendar"
)

// Snapshot is what riders see at one revision. It is immutable.
type Snapshot struct {
	Revision stations.Revision
	entries  []*entry // ascending id
	traits   []traits // of the entries, side by side: a search looks at hundreds
	index    *near.Index
}

// entry is a public station with what each question asks of it.
type entry struct {
	station *stations.Station
	door    stations.Door
	traits  traits
	ties    ties
}

// Len returns the number of public stations.
func (s *Snapshot) Len() int { return len(s.entries) }

// Station returns the i-th public station in ascending order of id. It is
// shared and must not be changed.
func (s *Snapshot) Station(i int) *stations.Station { return s.entries[i].station }

// State returns the state of the i-th station's door at t.
func (s *Snapshot) State(i int, t time.Time) stations.OpenState {
	return s.entries[i].door.State(t)
}

// newSnapshot indexes entries, which are in ascending order of id.
func newSnapshot(revision stations.Revision, entries []*entry) *Snapshot {
	points, all := make([]orb.Point, len(entries)), make([]traits, len(entries))
	for i, e := range entries {
		points[i], all[i] = e.station.Position.Point, e.traits
	}
	return &Snapshot{Revision: revision, entries: entries, traits: all, index: near.New(points)}
}

// find returns where the id stands, or would stand.
func (s *Snapshot) find(id stations.ID) (int, bool) { return find(s.entries, id) }

func find(entries []*entry, id stations.ID) (int, bool) {
	return slices.BinarySearchFunc(entries, id, func(e *entry, id stations.ID) int {
		return strings.Compare(string(e.station.ID), string(id))
	})
}

// traits sum up what filters ask for most, to rule a station out in one step.
// They never rule one in: Filter.Match does.
type traits struct {
	services uint64 // a bit per service that it lists, whatever its state
	kind     uint32 // the bit of its kind
}

// may reports whether a station with these traits can be wanted: it has every
// service, and one of the kinds if any are named.
func (t traits) may(wanted traits) bool {
	return t.services&wanted.services == wanted.services && (wanted.kind == 0 || t.kind&wanted.kind != 0)
}

// compiler makes entries. Many stations share one text of hours, so it keeps
// those that it has compiled.
type compiler struct {
	services map[stations.Service]uint64
	kinds    map[stations.Kind]uint32
	hours    map[string]stations.Hours
	calendar *calendar.Calendar
}

// maxCompiled bounds the texts that a compiler keeps.
const maxCompiled = 10_000

func newCompiler() *compiler {
	c := &compiler{services: map[stations.Service]uint64{}, kinds: map[stations.Kind]uint32{}, hours: map[string]stations.Hours{}, calendar: calendar.China()}
	for i, word := range stations.Services() {
		c.services[stations.Service(word.Code)] = 1 << (i % 64) // beyond 64 services two share a bit: traits only ever rule out
	}
	for i, word := range stations.Kinds() {
		c.kinds[stations.Kind(word.Code)] = 1 << (i % 32)
	}
	return c
}

func (c *compiler) entry(s *stations.Station) *entry {
	e := &entry{station: s, door: s.DoorWith(c.compile(s.Hours)), traits: traits{kind: c.kind(s.Kind)}}
	for _, service := range s.Services {
		e.traits.services |= c.services[service.Code]
	}
	return e
}

func (c *compiler) compile(text string) stations.Hours {
	if hours, ok := c.hours[text]; ok {
		return hours
	}
	hours, err := stations.ParseHours(text)
	if err != nil {
		hours = stations.Hours{} // unknown at every moment
	}
	hours = hours.In(c.calendar)
	if len(c.hours) >= maxCompiled {
		clear(c.hours)
	}
	c.hours[text] = hours
	return hours
}

// wanted returns the traits that a filter asks for.
func (c *compiler) wanted(f stations.Filter) traits {
	var t traits
	for _, s := range f.Services {
		t.services |= c.services[s]
	}
	for _, k := range f.Kinds {
		t.kind |= c.kind(k)
	}
	return t
}

// kind returns the bit of a kind; all bits for one that is not in the list,
// which may be any.
func (c *compiler) kind(k stations.Kind) uint32 {
	if bit, ok := c.kinds[k]; ok {
		return bit
	}
	return math.MaxUint32
}

// ByID returns the public station of that id, nil when there is none. It is
// shared and must not be changed.
func (s *Snapshot) ByID(id stations.ID) *stations.Station {
	if i, there := s.find(id); there {
		return s.entries[i].station
	}
	return nil
}
