package sites

import (
	"slices"
	"sync"
	"time"
)

// Phases of a search.
const (
	Covering  = "cover"  // Done of Of candidates are searched from
	Searching = "search" // the best so far, and its bound
)

// Progress says how a search goes.
type Progress struct {
	Phase string `json:"phase"`
	Done  int    `json:"done,omitempty"`
	Of    int    `json:"of,omitempty"`
	*Best
}

// Best is the best choice so far: its demand is that of an Answer.
type Best struct {
	Covered    float64  `json:"covered"`
	Share      *float64 `json:"share"`
	Bound      float64  `json:"bound"`
	BoundShare *float64 `json:"bound_share"`
	GapPercent float64  `json:"gap_percent"`
	Seconds    float64  `json:"seconds"` // of the search
	Sites      []Spot   `json:"sites"`   // in no order
}

// pause is the least time between two reports to one follower.
const pause = 100 * time.Millisecond

// board tells who follows a search how it goes: the latest news, old ones are
// lost on who is slow.
type board struct {
	mu        sync.Mutex
	followers map[string][]*follower // by question
}

type follower struct{ news chan Progress }

func newBoard() *board { return &board{followers: map[string][]*follower{}} }

// follow calls seen with the news about a question until stop is called,
// which waits for a call under way. A nil seen follows nothing.
func (b *board) follow(id string, seen func(Progress)) (stop func()) {
	if seen == nil {
		return func() {}
	}
	f := &follower{news: make(chan Progress, 1)}
	b.mu.Lock()
	b.followers[id] = append(b.followers[id], f)
	b.mu.Unlock()
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		f.pass(seen, end)
	}()
	return func() {
		b.drop(id, f)
		close(end)
		<-ended
	}
}

// pass hands the news on, not too often, until end is closed.
func (f *follower) pass(seen func(Progress), end <-chan struct{}) {
	for {
		select {
		case p := <-f.news:
			seen(p)
		case <-end:
			return
		}
		select {
		case <-time.After(pause):
		case <-end:
			return
		}
	}
}

func (b *board) drop(id string, f *follower) {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := slices.DeleteFunc(b.followers[id], func(o *follower) bool { return o == f })
	if b.followers[id] = left; len(left) == 0 {
		delete(b.followers, id)
	}
}

// tell gives the news to all who follow the question.
func (b *board) tell(id string, p Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.followers[id] {
		select {
		case <-f.news: // what was not read yet is old
		default:
		}
		f.news <- p
	}
}
