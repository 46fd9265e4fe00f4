package nearby

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/text"
)

// Search is a question in words.
type Search struct {
	Text   string          // characters, pinyin, initials; see text.Parse, and text.Query.Loosely for when nothing is found
	Filter stations.Filter // its Text is not looked at
	Keep   Keep            // what the filter cannot say
	Near   *orb.Point      // WGS-84; nil orders equal ranks by id
	Limit  int             // 1 … MaxFound
	Cursor string          // Results.Next of the page before; "" for the first
}

// Keep leaves stations out of a search. Its zero value keeps all. Name tells
// it from others: a page goes on only in a search of the same name.
type Keep struct {
	Name string
	Test func(*stations.Station) bool
}

// MaxFound is the most stations of one page of a search.
const MaxFound = 1000

// Found is a station that was searched for. Station is shared and must not be
// changed.
type Found struct {
	Station  *stations.Station
	Rank     text.Rank
	Distance float64 // metres on the sphere; 0 without a place
	Was      string  // the code of a station that was merged into this one, when that is what was found
}

// Results is a page of a search, the best first: by rank, then by distance,
// then by id.
type Results struct {
	Found    []Found
	Total    int    // of all pages
	Next     string // the next page's Cursor; "" after the last
	Revision stations.Revision
}

// Search finds stations by words, public ones or not: Filter decides. Where
// riders find nothing, the code of a merged station finds the one that stands
// for it. It
// answers from memory, which follows the store within a second; before all
// stations are indexed it waits.
//
// Errors: Invalid for a limit or a cursor that breaks the rules, or a text of
// more than text.Longest characters; ctx's error.
func (f *Finder) Search(ctx context.Context, q Search) (Results, error) {
	s, err := f.searching(q)
	if err != nil {
		return Results{}, err
	}
	shelf, err := f.lexicon.read(ctx)
	if err != nil {
		return Results{}, err
	}
	s.look(shelf, math.MaxInt)
	return s.results(shelf.revision), nil
}

// searching is one search under way.
type searching struct {
	Search
	typed text.Query
	keep  func(*stations.Station) bool // nil keeps all
	seen  bool                         // by riders: unlisted stations are left out
	name  uint64
	after *mark
	best  best
	total int
}

func (f *Finder) searching(q Search) (*searching, error) {
	typed, err := text.Parse(q.Text)
	if err != nil {
		return nil, stations.BadField("q", fmt.Sprintf("has more than %d characters", text.Longest))
	}
	if q.Limit < 1 || q.Limit > MaxFound {
		return nil, stations.BadField("limit", fmt.Sprintf("must be a whole number of 1 to %d", MaxFound))
	}
	s := &searching{Search: q, typed: typed, name: q.name(), best: newBest(q.Limit + 1)}
	if q.Near != nil {
		s.best.near(*q.Near)
	}
	if q.Cursor != "" {
		after, err := parseMark(q.Cursor, s.name)
		if err != nil {
			return nil, err
		}
		s.after = &after
	}
	s.filter(f)
	return s, nil
}

// filter splits off what is known of every station that riders see.
func (s *searching) filter(f *Finder) {
	rest, at := s.Filter, f.now()
	rest.Text = ""
	if public := stations.Public(); rest.Located && slices.Equal(rest.Lifecycles, public.Lifecycles) {
		s.seen, rest.Located, rest.Lifecycles = true, false, nil
	}
	more := s.Keep.Test
	if more == nil {
		more = func(*stations.Station) bool { return true }
	}
	if s.Keep.Test != nil || len(rest.Kinds)+len(rest.Services) > 0 || !rest.OnlyWords() {
		s.keep = func(station *stations.Station) bool { return rest.Match(station, at) && more(station) }
	}
}

// look looks for so many of the best at least: as the query was typed, and if
// nothing is found, as the code of a merged station, with a mistake in pinyin, then with two. A later page goes
// on as the first one was found, whatever was written since.
func (s *searching) look(shelf shelf, enough int) {
	asked, mistakes, most := s.typed, 0, text.MostMistakes
	if s.after != nil {
		mistakes = s.after.rank.Way().Mistakes()
		most = mistakes
	}
	for ; s.total == 0 && mistakes <= most; mistakes++ {
		typed, ok := asked.Loosely(mistakes)
		if !ok {
			return
		}
		s.typed = typed
		s.read(shelf, enough)
		if s.total == 0 && mistakes == 0 {
			s.moved(shelf)
		}
	}
}

// read searches all books and leaves.
func (s *searching) read(shelf shelf, enough int) {
	for _, b := range shelf.books {
		s.book(b, enough)
	}
	for i := range shelf.loose {
		s.leaf(&shelf.loose[i])
	}
}

// book adds so many of the best that are found in a book, at least. Only if
// that is all of them they count.
func (s *searching) book(b *book, enough int) {
	p := b.pages()
	defer b.put(p)
	tally := b.look(s.typed, enough, s.seen, p.ranks)
	least := tally.Last(enough)
	s.best.ascend()
	for i, rank := range p.ranks {
		if rank > least || s.keep != nil && !s.keep(b.list[i]) {
			continue
		}
		s.total++
		if rank < s.best.worst || rank == s.best.worst && s.best.from.chord(b.outward[i]) <= s.best.reach {
			s.offer(candidate{b.list[i], rank, b.outward[i]})
		}
	}
}

// leaf adds a loose leaf that is found.
func (s *searching) leaf(l *leaf) {
	if s.seen && l.unlisted || s.keep != nil && !s.keep(l.station) {
		return
	}
	if rank := s.typed.Match(l.units); rank < text.NoRank {
		s.total++
		s.offer(candidate{l.station, rank, l.outward})
	}
}

// offer gives a candidate of this page or a later one to the best.
func (s *searching) offer(c candidate) {
	if s.after != nil && c.rank < s.after.rank {
		return
	}
	if !s.best.may(c) {
		s.best.refused()
		return
	}
	found := s.best.found(c)
	if s.after == nil || s.after.before(found) {
		s.best.add(found)
	}
}

// results cuts the page and says what follows.
func (s *searching) results(revision stations.Revision) Results {
	r := Results{Found: s.best.sorted(), Total: s.total, Revision: revision}
	if len(r.Found) > s.Limit {
		r.Found = r.Found[:s.Limit]
		last := r.Found[s.Limit-1]
		r.Next = mark{s.name, last.Rank, last.Distance, last.Station.ID}.String()
	}
	return r
}
