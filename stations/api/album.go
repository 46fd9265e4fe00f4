package api

import (
	"sync"
	"sync/atomic"
	"time"

	"yizhan/stations/nearby"
)

// cards keeps drawn cards as long as there is room: what finds none is drawn
// again each time. They stand one after another in an album, and the memo of a
// station says where: to the garbage collector they are a few large things,
// not two small ones per station. Its zero value is ready. It is safe for
// concurrent use.
type cards struct {
	current atomic.Pointer[album]
	adding  sync.Mutex
}

// An album has room for some 200,000 cards, a quarter of a GiB. What stations
// that changed or went leave behind is given up with the whole album: a full
// one makes place for an empty one, unless it is so young that its cards had
// rather be kept.
const (
	albumPages = 1 << 12
	pageBytes  = 1 << 16
	albumAge   = time.Hour
)

// album is pages that are filled one after the other.
type album struct {
	number uint64 // of albums, from 1 on
	began  time.Time
	pages  [albumPages]*[pageBytes]byte
	used   atomic.Int64 // pages
	end    int          // of what is written on the last of them
}

// place is where a card stands, as the memo of its station keeps it: the
// number of the album, the page, where the card begins on it, and its length.
// Nothing of the album need be read to know where to look.
type place uint64

const (
	pageBits  = 12
	inPage    = 16 // bits of a place on a page, or of a length
	albumBits = pageBits + 2*inPage
)

func (a *album) place(page int64, from, length int) place {
	return place(a.number<<albumBits | uint64(page)<<(2*inPage) | uint64(from)<<inPage | uint64(length))
}

// of returns the card of a hit. A nil k keeps none.
func (k *cards) of(h *nearby.Hit) card {
	if k == nil || h.Memo == nil {
		return drawCard(h.Station)
	}
	if c := k.kept(place(h.Memo.Load())); c != nil {
		return c
	}
	c := drawCard(h.Station)
	k.keep(c, h.Memo)
	return c
}

// all appends the cards of hits to dst, in their order.
func (k *cards) all(hits []nearby.Hit, dst []card) []card {
	for i := range hits {
		dst = append(dst, k.of(&hits[i]))
	}
	return dst
}

// kept returns the card at a place, nil when its album was given up.
func (k *cards) kept(p place) card {
	a := k.current.Load()
	if a == nil || uint64(p>>albumBits) != a.number {
		return nil
	}
	page, from, length := p>>(2*inPage)%albumPages, p>>inPage%pageBytes, p%pageBytes
	return a.pages[page][from : from+length : from+length]
}

// keep notes in the memo where the card stands from now on, if there is room.
func (k *cards) keep(c card, memo *nearby.Memo) {
	k.adding.Lock()
	defer k.adding.Unlock()
	a := k.current.Load()
	if a == nil || a.full(len(c)) && time.Since(a.began) > albumAge {
		a = a.next()
		k.current.Store(a)
	}
	if p, ok := a.add(c); ok {
		memo.Store(uint64(p))
	}
}

// next returns the empty album after a, or the first.
func (a *album) next() *album {
	if a == nil {
		return &album{number: 1, began: time.Now()}
	}
	return &album{number: a.number + 1, began: time.Now()}
}

// full reports whether a card of that length does not fit.
func (a *album) full(length int) bool {
	return a.used.Load() == albumPages && a.end+length > pageBytes
}

// add writes the card behind the others. Nobody knows its place before it
// stands there.
func (a *album) add(c card) (place, bool) {
	if len(c) >= pageBytes || a.full(len(c)) {
		return 0, false
	}
	if a.used.Load() == 0 || a.end+len(c) > pageBytes {
		a.pages[a.used.Load()] = new([pageBytes]byte)
		a.used.Add(1)
		a.end = 0
	}
	page := a.used.Load() - 1
	from := a.end
	a.end += copy(a.pages[page][from:], c)
	return a.place(page, from, len(c)), true
}

// bytes returns the memory that kept cards take.
func (k *cards) bytes() int64 {
	if a := k.current.Load(); a != nil {
		return a.used.Load() * pageBytes
	}
	return 0
}
