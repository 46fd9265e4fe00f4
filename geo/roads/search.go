package roads

// Search finds the least times from one or several sources to states, nearest
// first, forward along one mode's arcs. States are nodes in modes without
// banned turns (Graph.Arrive). It is reused without allocation:
//
//	s.Reset()
//	s.AddSource(n, 0)
//	for n, t, ok := s.Settle(); ok && t <= limit; n, t, ok = s.Settle() { … }
//
// It is for one goroutine; any number of searches may share a graph.
type Search struct {
	star   *Star
	labels []label
	round  uint32
	queue  Queue
}

// label is the least time known for a node; it counts in its round only.
type label struct {
	time  Millis
	round uint32
}

// NewSearch returns a search over the arcs that mode m may travel.
func NewSearch(g *Graph, m Mode) *Search {
	return &Search{star: g.Out(m), labels: make([]label, g.NumStates(m)), round: 1}
}

// NewReturn returns a search the other way: its times are those from each
// node to the sources.
func NewReturn(g *Graph, m Mode) *Search {
	return &Search{star: g.In(m), labels: make([]label, g.NumStates(m)), round: 1}
}

// Reset forgets all sources and times, in constant time, and returns s.
func (s *Search) Reset() *Search {
	s.queue.Reset()
	s.round++
	if s.round == 0 { // 2³² searches later old rounds would count again
		clear(s.labels)
		s.round = 1
	}
	return s
}

// AddSource starts the search at a state with time t, and returns s. The least
// time counts when a node is given twice. Sources may be added only before
// the first Settle.
func (s *Search) AddSource(n NodeID, t Millis) *Search {
	s.reach(n, t)
	return s
}

// Settle returns the next state and its least time: times never fall from one
// call to the next, states of equal time come lowest first, each once. ok is
// false when no more can be reached. Times of Never and more
// are not reached.
func (s *Search) Settle() (n NodeID, t Millis, ok bool) {
	for {
		t, item, ok := s.queue.Pop()
		if !ok {
			return 0, 0, false
		}
		n := NodeID(item)
		if s.labels[n].time != t {
			continue // a nearer way was found since
		}
		s.relax(n, t)
		return n, t, true
	}
}

// relax offers the node's neighbours a way over it.
func (s *Search) relax(n NodeID, t Millis) {
	for _, a := range s.star.Of(n) {
		if next := t + a.Cost; next > t && next < Never { // else it overflowed
			s.reach(a.To, next)
		}
	}
}

// reach lowers a node's time to t, if that is less.
func (s *Search) reach(n NodeID, t Millis) {
	if l := s.labels[n]; l.round == s.round && l.time <= t {
		return
	}
	s.labels[n] = label{t, s.round}
	s.queue.Push(t, uint32(n))
}
