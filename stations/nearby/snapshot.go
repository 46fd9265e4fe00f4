package nearby

import (
	"iter"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/near"
	"yizhan/stations"
	"yizhan/stations/calendar"
)

// Snapshot is what riders see at one revision. It is immutable. Each station
// has a slot, its item in the index; slots say nothing of the order of ids.
type Snapshot struct {
	Epoch    string // of the store; see stations.Mark
	Revision stations.Revision
	roster
	index *near.Index
}

// entry is a public station with what each question asks of it. What a hit
// shows stands at its beginning, see asking.fetch.
type entry struct {
	station *stations.Station
	tags    near.Tags
	door    stations.Door
	memo    Memo
	warning stations.Warning
	sure    near.Tags // those of tags that hold at every moment
	ties    ties
}

// Memo is a number for whoever shows a station: where it keeps what it drew of
// this record. A record that changes has an empty one again. It is a number
// and no pointer, or the garbage collector would follow hundreds of thousands
// of them. Its zero value is empty. It is safe for concurrent use.
type Memo struct{ kept atomic.Uint64 }

// Load returns the number that was kept last, 0 when none was.
func (m *Memo) Load() uint64 { return m.kept.Load() }

// Store keeps a number.
func (m *Memo) Store(n uint64) { m.kept.Store(n) }

// Len returns the number of public stations.
func (s *Snapshot) Len() int { return s.count }

// All yields every public station in ascending order of id. They are shared
// and must not be changed.
func (s *Snapshot) All() iter.Seq[*stations.Station] {
	return func(yield func(*stations.Station) bool) {
		for e := range s.all() {
			if !yield(e.station) {
				return
			}
		}
	}
}

// ByID returns the public station of that id, nil when there is none. It is
// shared and must not be changed.
func (s *Snapshot) ByID(id stations.ID) *stations.Station {
	if page, i, there := s.find(id); there {
		return s.at(s.order[page][i]).station
	}
	return nil
}

// Inside calls found for every public station whose point, WGS-84, lies in the
// bound, edges included, in no promised order, with its slot, which names the
// station within this snapshot.
func (s *Snapshot) Inside(b orb.Bound, found func(slot int32, p orb.Point)) {
	s.index.Inside(b, found)
}

// Station returns the station of a slot, nil when that is free. It is shared
// and must not be changed.
func (s *Snapshot) Station(slot int32) *stations.Station {
	if e := s.at(slot); e != nil {
		return e.station
	}
	return nil
}

// Page returns the slate for whoever draws many stations at once: it lasts as
// long as none of the stations of the slots from n·PageSize on changes, and most
// of these stand near each other.
func (s *Snapshot) Page(n int32) *Slate { return &s.slots[n].slate }

// Slate holds what somebody drew of a page of stations. There are few of them,
// so that it may hold pointers. Its zero value is empty. It is safe for
// concurrent use.
type Slate struct{ kept atomic.Value }

// Load returns what was kept last, nil when nothing was.
func (s *Slate) Load() any { return s.kept.Load() }

// Store keeps v, which must not change any more. All that slates keep must be
// of one type, and never nil.
func (s *Slate) Store(v any) { s.kept.Store(v) }

// nearest answers q, equal distances in the order of ids.
func (s *Snapshot) nearest(q near.Query, dst []near.Hit) []near.Hit {
	q.Before = func(a, b int32) bool { return s.id(a) < s.id(b) }
	return s.index.Nearest(q, dst)
}

// compiler makes entries. Many stations share one text of hours, and one list of
// services, so it keeps those that it has compiled.
//
// Tags sum up what filters ask for most, to rule a station out in one step:
// a bit for its kind and one per service that it lists, whatever its state.
// They never rule one in: Filter.Match does.
type compiler struct {
	services map[stations.Service]near.Tags
	kinds    map[stations.Kind]near.Tags
	hours    map[string]stations.Hours
	offers   offers
	calendar *calendar.Calendar
}

// maxCompiled bounds the texts, and the lists, that a compiler keeps.
const maxCompiled = 10_000

// The low bits of the tags are for kinds, the next for services. Words beyond
// the bits share the last bit of each, which only ever rules out. The highest
// bit says that all others hold at every moment, so that the index need not
// ask about the station.
const (
	kindBits    = 16
	serviceBits = 63 - kindBits
	anyKind     = near.Tags(1)<<kindBits - 1
	shared      = near.Tags(1)<<(kindBits-1) | near.Tags(1)<<(kindBits+serviceBits-1)
	settled     = near.Tags(1) << 63
)

func newCompiler() *compiler {
	c := &compiler{services: map[stations.Service]near.Tags{}, kinds: map[stations.Kind]near.Tags{}, hours: map[string]stations.Hours{}, offers: offers{}, calendar: calendar.China()}
	for i, word := range stations.Kinds() {
		c.kinds[stations.Kind(word.Code)] = 1 << min(i, kindBits-1)
	}
	for i, word := range stations.Services() {
		c.services[stations.Service(word.Code)] = 1 << (kindBits + min(i, serviceBits-1))
	}
	return c
}

// entry makes the entry of a station, which is the finder's own from now on.
func (c *compiler) entry(s *stations.Station) *entry {
	c.offers.share(s)
	e := &entry{station: s, warning: s.Warning(), door: s.DoorWith(c.compile(s.Hours)), tags: c.kind(s.Kind)}
	if e.tags != anyKind {
		e.sure = e.tags
	}
	for _, service := range s.Services {
		bit := c.services[service.Code]
		e.tags |= bit
		if service.ExpiresAt == nil && service.Offered(time.Time{}) {
			e.sure |= bit
		}
	}
	if e.sure == e.tags && e.tags&shared == 0 {
		e.tags |= settled
	}
	e.sure &^= shared
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
	hours = hours.In(c.calendar).Remembering()
	if len(c.hours) >= maxCompiled {
		clear(c.hours)
	}
	c.hours[text] = hours
	return hours
}

// wish returns the tags that a filter asks for.
func (c *compiler) wish(f stations.Filter) near.Wish {
	var w near.Wish
	for _, s := range f.Services {
		w.All |= c.services[s]
	}
	for _, k := range f.Kinds {
		w.Any |= c.kind(k)
	}
	return w
}

// decides reports whether a station whose sure tags the filter's wish takes is
// surely kept: the filter asks for words only, and each has a bit of its own.
func (c *compiler) decides(f stations.Filter) bool {
	for _, s := range f.Services {
		if bit := c.services[s]; bit == 0 || bit&shared != 0 {
			return false
		}
	}
	for _, k := range f.Kinds {
		if bit := c.kinds[k]; bit == 0 || bit&shared != 0 {
			return false
		}
	}
	return f.OnlyWords()
}

// kind returns the bit of a kind; all bits for one that is not in the list,
// which may be any.
func (c *compiler) kind(k stations.Kind) near.Tags {
	if bit, ok := c.kinds[k]; ok {
		return bit
	}
	return anyKind
}
