package plan

import (
	"fmt"
	"testing"
)

func TestWarmCoveragesAreBounded(t *testing.T) {
	const room = 100
	for name, c := range map[string]struct {
		cells []int // of those put, one after another
		want  int   // how many of the last are kept
	}{
		"as many as there is room for":        {[]int{1, 1, 1, 1, 1, 1}, keptWarm},
		"fewer when they are large":           {[]int{room / 2, room / 2, room / 2}, 2},
		"the newest whatever it takes":        {[]int{10, 3 * room}, 1},
		"small ones when the large has gone":  {[]int{3 * room, 10, 10}, 2},
		"a large one between drops the older": {[]int{10, room, 10}, 1},
	} {
		h := newWarmth()
		h.room = room
		for i, cells := range c.cells {
			h.put(&warm{in: &inputs{}, base: &Coverage{ID: fmt.Sprint(i)}, cells: make([]spot, cells)})
		}
		for i := range c.cells {
			if got, want := h.get(MemoryKey("", fmt.Sprint(i))) != nil, i >= len(c.cells)-c.want; got != want {
				t.Errorf("%s: number %d is kept: %v, want %v", name, i, got, want)
			}
		}
	}
	h := newWarmth()
	for i := range keptWarm + 1 {
		h.get(MemoryKey("", "0")) // asked about again and again
		h.put(&warm{in: &inputs{}, base: &Coverage{ID: fmt.Sprint(i)}})
	}
	if h.get(MemoryKey("", "0")) == nil || h.get(MemoryKey("", "1")) != nil {
		t.Error("the one that is asked about was forgotten before the one that is not")
	}
}
