package nearby

import (
	"math"
	mathbits "math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/grams"
	"yizhan/stations/text"
)

// leaf is one station as it is searched.
type leaf struct {
	station  *stations.Station
	units    []text.Unit
	outward  vector
	unlisted bool // riders do not see it
}

func newLeaf(s *stations.Station) leaf {
	return leaf{station: s, units: compose(s), outward: outward(s.Position.Point), unlisted: !public(s)}
}

// compose returns the station's words as one document.
func compose(s *stations.Station) []text.Unit {
	names, others := s.Words()
	return text.Compose(textsOf(names), textsOf(others))
}

func textsOf(fields []stations.Field) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.Text
	}
	return list
}

// vector points from the centre of the sphere to a place. Straight lines
// between two are in the order of great circles, and quick to compare.
type vector [3]float64

func outward(p orb.Point) vector {
	lon, lat := p.Lon()*math.Pi/180, p.Lat()*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// chord is the square of the straight line.
func (v vector) chord(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return x*x + y*y + z*z
}

// book is an index of many stations in ascending order of id. Of what readers
// see nothing changes: a station that does is crossed out in a copy, and
// stands in a newer book.
type book struct {
	segment  *grams.Segment
	list     []*stations.Station
	outward  []vector
	unlisted bits
	gone     bits
	lost     int        // the number of those gone
	spare    *sync.Pool // of *pages
}

// pages are the ranks of a book's stations in one search.
type pages struct{ ranks []text.Rank }

// newBook indexes leaves, which it puts in order.
func newBook(leaves []leaf) *book {
	slices.SortFunc(leaves, func(a, b leaf) int { return strings.Compare(string(a.station.ID), string(b.station.ID)) })
	n := len(leaves)
	b := &book{
		segment: grams.New(n, func(i int) []text.Unit { return leaves[i].units }),
		list:    make([]*stations.Station, n), outward: make([]vector, n), unlisted: newBits(n), gone: newBits(n), spare: new(sync.Pool),
	}
	for i, l := range leaves {
		b.list[i], b.outward[i] = l.station, l.outward
		if l.unlisted {
			b.unlisted.set(i)
		}
	}
	return b
}

// find returns where the id stands, or would stand.
func (b *book) find(id stations.ID) (int, bool) {
	return slices.BinarySearchFunc(b.list, id, func(s *stations.Station, id stations.ID) int { return strings.Compare(string(s.ID), string(id)) })
}

// cross crosses out a station, if it stands here.
func (b *book) cross(id stations.ID) {
	if i, ok := b.find(id); ok && !b.gone.has(i) {
		b.gone.set(i)
		b.lost++
	}
}

// copy returns a book whose stations can be crossed out without a reader of b
// seeing it.
func (b *book) copy() *book {
	c := *b
	c.gone = slices.Clone(b.gone)
	return &c
}

// pages returns ranks for a search, all text.NoRank; put takes them back.
func (b *book) pages() *pages {
	p, ok := b.spare.Get().(*pages)
	if !ok {
		p = &pages{make([]text.Rank, len(b.list))}
	}
	fill(p.ranks, text.NoRank)
	return p
}

func (b *book) put(p *pages) { b.spare.Put(p) }

// fill sets all ranks, doubling what is copied.
func fill(ranks []text.Rank, rank text.Rank) {
	if len(ranks) == 0 {
		return
	}
	ranks[0] = rank
	for n := 1; n < len(ranks); n *= 2 {
		copy(ranks[n:], ranks[:n])
	}
}

// look ranks the stations that are not crossed out, and only those that riders
// see if seen says so; the others have text.NoRank. It ranks so many of the
// best at least, as grams.Segment.Best does.
func (b *book) look(q text.Query, enough int, seen bool, ranks []text.Rank) grams.Tally {
	b.hide(ranks, seen, 0) // with which a search leaves them alone
	tally := b.segment.Best(q, enough, ranks)
	b.hide(ranks, seen, text.NoRank)
	return tally
}

// hide gives a rank to the stations that are crossed out, or not for riders
// while only what they see is searched.
func (b *book) hide(ranks []text.Rank, seen bool, rank text.Rank) {
	for word := range b.gone {
		out := b.gone[word]
		if seen {
			out |= b.unlisted[word]
		}
		for ; out != 0; out &= out - 1 {
			ranks[64*word+mathbits.TrailingZeros64(out)] = rank
		}
	}
}

// left returns the number of stations that are not crossed out.
func (b *book) left() int { return len(b.list) - b.lost }

// leaves returns the stations that are not crossed out.
func (b *book) leaves() []leaf {
	list := make([]leaf, 0, b.left())
	for i, s := range b.list {
		if !b.gone.has(i) {
			list = append(list, leaf{s, b.segment.Document(i), b.outward[i], b.unlisted.has(i)})
		}
	}
	return list
}

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) has(i int) bool { return b[i/64]>>(i%64)&1 != 0 }

func (b bits) set(i int) { b[i/64] |= 1 << (i % 64) }
