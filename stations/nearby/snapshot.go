package nearby

import (
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
)

// Snapshot is what riders see at one revision. It is immutable.
type Snapshot struct {
	Revision stations.Revision
	entries  []*entry // ascending id
	index    *near.Index
}

// entry is a public station with what each question asks of it.
type entry struct {
	station *stations.Station
	hours   stations.Hours // zero when they do not parse
	marks   uint64         // a bit per service that it lists, whatever its state
	ties    ties
}

// Len returns the number of public stations.
func (s *Snapshot) Len() int { return len(s.entries) }

// Station returns the i-th public station in ascending order of id. It is
// shared and must not be changed.
func (s *Snapshot) Station(i int) *stations.Station { return s.entries[i].station }

// State returns the state of the i-th station's door at t, and when it
// changes, as stations.Hours does.
func (s *Snapshot) State(i int, t time.Time) (stations.OpenState, time.Time) {
	return s.entries[i].hours.State(t)
}

// newSnapshot indexes entries, which are in ascending order of id.
func newSnapshot(revision stations.Revision, entries []*entry) *Snapshot {
	points := make([]orb.Point, len(entries))
	for i, e := range entries {
		points[i] = e.station.Position.Point
	}
	return &Snapshot{Revision: revision, entries: entries, index: near.New(points)}
}

// find returns where the id stands, or would stand.
func (s *Snapshot) find(id stations.ID) (int, bool) { return find(s.entries, id) }

func find(entries []*entry, id stations.ID) (int, bool) {
	return slices.BinarySearchFunc(entries, id, func(e *entry, id stations.ID) int {
		return strings.Compare(string(e.station.ID), string(id))
	})
}

// compiler makes entries. Many stations share one text of hours, so it keeps
// those that it has compiled.
type compiler struct {
	bits  map[stations.Service]uint64
	hours map[string]stations.Hours
}

// maxCompiled bounds the texts that a compiler keeps.
const maxCompiled = 10_000

func newCompiler() *compiler {
	c := &compiler{bits: map[stations.Service]uint64{}, hours: map[string]stations.Hours{}}
	for i, word := range stations.Services() {
		c.bits[stations.Service(word.Code)] = 1 << (i % 64) // beyond 64 services two share a bit: marks only ever rule out
	}
	return c
}

func (c *compiler) entry(s *stations.Station) *entry {
	e := &entry{station: s, hours: c.compile(s.Hours)}
	for _, service := range s.Services {
		e.marks |= c.bits[service.Code]
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
	if len(c.hours) >= maxCompiled {
		clear(c.hours)
	}
	c.hours[text] = hours
	return hours
}

// marks returns the bits of the services.
func (c *compiler) marks(services []stations.Service) uint64 {
	var marks uint64
	for _, s := range services {
		marks |= c.bits[s]
	}
	return marks
}
