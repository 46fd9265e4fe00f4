package access

import "sync"

// Seats limits how many questions are under way at a time, of each asker and
// of all together: of those that last, a Limiter would let in thousands. It is
// safe for concurrent use.
type Seats struct {
	each, all int

	mu    sync.Mutex
	taken map[string]int // by asker
	sum   int
}

// NewSeats returns so many seats, all of them free; each is how many of them
// one asker may have.
func NewSeats(each, all int) *Seats {
	return &Seats{each: each, all: all, taken: map[string]int{}}
}

// Take takes a seat for the asker until leave is called, once. Without a seat
// ok is false and leave nil.
func (s *Seats) Take(name string) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sum >= s.all || s.taken[name] >= s.each {
		return nil, false
	}
	s.sum++
	s.taken[name]++
	return func() { s.leave(name) }, true
}

func (s *Seats) leave(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum--
	if s.taken[name]--; s.taken[name] == 0 {
		delete(s.taken, name)
	}
}
