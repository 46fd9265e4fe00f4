package api

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/nearby"
)

// hitOf is a hit of a station of that name, whose card nobody has drawn yet.
func hitOf(name string) *nearby.Hit {
	return &nearby.Hit{Station: &stations.Station{ID: "a", Name: name}, Memo: new(nearby.Memo)}
}

// again asks for a card that was asked for before, twice, and reports whether
// it was one and the same piece of memory.
func again(k *cards, h *nearby.Hit) (c card, same bool) {
	k.of(h)
	c = k.of(h)
	return c, &c[0] == &k.of(h)[0]
}

// filled returns cards whose album has no room left and began at a moment.
func filled(began time.Time) *cards {
	k := new(cards)
	k.of(hitOf("示例"))
	a := k.current.Load()
	a.began, a.end = began, pageBytes
	a.used.Store(albumPages)
	return k
}

func TestACardIsDrawnOnce(t *testing.T) {
	k, h := new(cards), hitOf("示例")
	if c, same := again(k, h); !same || !bytes.Equal(c, drawCard(h.Station)) {
		t.Errorf("of(h) twice = the same card %v, %q, want one, as it was drawn", same, c)
	}
	if got := k.bytes(); got != pageBytes {
		t.Errorf("bytes() with one card = %v, want those of a page, %v", got, pageBytes)
	}
}

func TestAFullAlbumKeepsItsCardsForAWhile(t *testing.T) {
	k, h := filled(time.Now()), hitOf("示例")
	if _, same := again(k, h); same || h.Memo.Load() != 0 {
		t.Errorf("of(h) without room = the same card twice (%v), memo %x, want two cards and none noted", same, h.Memo.Load())
	}
}

func TestAFullAlbumOfSomeAgeIsGivenUp(t *testing.T) {
	k, h := filled(time.Now().Add(-2*albumAge)), hitOf("甲")
	if _, same := again(k, h); !same {
		t.Error("of(h) after an old album was full = two cards, want one in a new album")
	}
	if got := k.bytes(); got != pageBytes {
		t.Errorf("bytes() of a new album = %v, want %v", got, pageBytes)
	}
	h = hitOf("乙")
	h.Memo.Store(uint64((&album{number: 1}).place(0, 0, 70)))
	if got := k.of(h); !bytes.Equal(got, drawCard(h.Station)) {
		t.Errorf("of(h) with a memo of the album before = %q, want a card of its own", got)
	}
}

func TestACardLargerThanAPageIsNotKept(t *testing.T) {
	k, h := new(cards), hitOf(strings.Repeat("长", pageBytes))
	if c, same := again(k, h); same || !bytes.Equal(c, drawCard(h.Station)) {
		t.Error("of(h) of a card larger than a page = one card, want it drawn each time")
	}
}

// Many draw and read at once, over the edges of pages: the race detector
// watches, and each finds the card of its own station.
func TestCardsAreDrawnAtOnce(t *testing.T) {
	k := new(cards)
	hits := make([]*nearby.Hit, 1000)
	for i := range hits {
		hits[i] = hitOf(fmt.Sprintf("示例%d%s", i, strings.Repeat("号", i)))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, h := range hits {
				if got := k.of(h); !bytes.Equal(got, drawCard(h.Station)) {
					t.Errorf("of(%.20s) = %.80q, want the card of this station", h.Station.Name, got)
				}
			}
		})
	}
	wg.Wait()
}
