package access_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"yizhan/stations/access"
)

func TestNobodyTakesAllSeats(t *testing.T) {
	seats := access.NewSeats(2, 3)
	var leave []func()
	for _, c := range []struct {
		sentence, name string
		want           bool
	}{
		{"a first", "a", true},
		{"a second of the same", "a", true},
		{"a third of the same", "a", false},
		{"the last for another", "b", true},
		{"one more than there are", "c", false},
	} {
		end, ok := seats.Take(c.name)
		if ok != c.want {
			t.Errorf("%s: Take(%s) = %v, want %v", c.sentence, c.name, ok, c.want)
		}
		if ok {
			leave = append(leave, end)
		}
	}
	leave[0]()
	if _, ok := seats.Take("c"); !ok {
		t.Error("Take(c) = false after somebody left, want true")
	}
}

func TestSeatsAreGivenBackByMany(t *testing.T) {
	const each, all = 3, 8
	seats := access.NewSeats(each, all)
	var sitting, most atomic.Int64
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 500 {
				leave, ok := seats.Take([]string{"a", "b", "c", "d"}[i%4])
				if !ok {
					continue
				}
				now := sitting.Add(1)
				for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
					continue
				}
				sitting.Add(-1)
				leave()
			}
		})
	}
	group.Wait()
	if most.Load() > all {
		t.Errorf("%d sat at a time, want at most %d", most.Load(), all)
	}
	for range each {
		if _, ok := seats.Take("a"); !ok {
			t.Error("Take after all left = false, want every seat free")
		}
	}
}
