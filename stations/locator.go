package stations

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Locator finds the division that a place lies in. It is made once for a set
// of areas and is safe for concurrent use.
//
// Areas are looked up by squares of locatorDegrees, the edges of an outline
// by bands of latitude, so that a place costs some ten comparisons whatever
// the areas' number and detail.
type Locator struct {
	outlines []outline        // deepest first, then by adcode
	index    map[string]int32 // outline by adcode
	squares  map[[2]int32][]int32
	wide     []int32 // outlines over more than wideSquares squares, in order
}

const (
	locatorDegrees = 0.25
	wideSquares    = 10_000
)

// outline is an area, ready for the question whether it holds a place.
type outline struct {
	adcode string
	bound  orb.Bound
	parts  []banded // polygons
}

// NewLocator returns a locator of the areas, which it does not keep.
func NewLocator(areas []Area) *Locator {
	l := &Locator{index: map[string]int32{}, squares: map[[2]int32][]int32{}}
	for _, a := range areas {
		o := outline{adcode: a.Adcode, bound: a.Geometry.Bound()}
		for _, polygon := range a.Geometry {
			o.parts = append(o.parts, newBanded(polygon))
		}
		l.outlines = append(l.outlines, o)
	}
	slices.SortFunc(l.outlines, func(a, b outline) int {
		return cmp.Or(cmp.Compare(Depth(b.adcode), Depth(a.adcode)), strings.Compare(a.adcode, b.adcode))
	})
	for i, o := range l.outlines {
		l.index[o.adcode] = int32(i)
		l.enter(int32(i), o.bound)
	}
	return l
}

// Assign gives the position the division that its point lies in, unless
// somebody stated one, and reports whether that changed anything. A position
// known by its address only, and one that lies in no division, keep what they
// have.
func (p *Position) Assign(l *Locator) bool {
	if p.Adcode != "" && !p.Derived || p.Quality == AddressOnly && p.Point == (orb.Point{}) {
		return false
	}
	found, ok := l.Locate(p.Point)
	if !ok || found == p.Adcode {
		return false
	}
	p.Adcode, p.Derived = found, true
	return true
}

func (l *Locator) enter(i int32, b orb.Bound) {
	low, high := square(b.Min), square(b.Max)
	if float64(high[0]-low[0]+1)*float64(high[1]-low[1]+1) > wideSquares {
		l.wide = append(l.wide, i)
		return
	}
	for x := low[0]; x <= high[0]; x++ {
		for y := low[1]; y <= high[1]; y++ {
			key := [2]int32{x, y}
			l.squares[key] = append(l.squares[key], i)
		}
	}
}

func square(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Floor(p[0] / locatorDegrees)), int32(math.Floor(p[1] / locatorDegrees))}
}

// Locate returns the adcode of the deepest division that holds p, the
// smallest code of several equally deep; ok is false when none does. Of two
// neighbours only one holds a place on their common border.
func (l *Locator) Locate(p orb.Point) (adcode string, ok bool) {
	if !ValidPoint(p[0], p[1]) {
		return "", false
	}
	near, far := l.first(l.squares[square(p)], p), l.first(l.wide, p)
	if found := min(near, far); int(found) < len(l.outlines) {
		return l.outlines[found].adcode, true
	}
	return "", false
}

// Holds reports whether the division of that code holds p; known is false
// when it is not among the areas.
func (l *Locator) Holds(adcode string, p orb.Point) (holds, known bool) {
	i, known := l.index[adcode]
	return known && l.outlines[i].bound.Contains(p) && l.outlines[i].contains(p), known
}

// first returns the first of the outlines that holds p, or a number past the
// last one.
func (l *Locator) first(candidates []int32, p orb.Point) int32 {
	for _, i := range candidates {
		if o := &l.outlines[i]; o.bound.Contains(p) && o.contains(p) {
			return i
		}
	}
	return int32(len(l.outlines))
}

func (o *outline) contains(p orb.Point) bool {
	for i := range o.parts {
		if o.parts[i].contains(p) {
			return true
		}
	}
	return false
}

// banded is a polygon whose edges stand in bands of latitude.
type banded struct {
	south, height float64 // of the first band, of each band
	bands         [][]edge
}

type edge struct{ a, b orb.Point }

// edgesPerBand is how many edges a band should hold, roughly.
const edgesPerBand = 8

func newBanded(polygon orb.Polygon) banded {
	edges := 0
	for _, ring := range polygon {
		edges += len(ring)
	}
	bound := polygon.Bound()
	n := max(1, edges/edgesPerBand)
	b := banded{south: bound.Min[1], height: (bound.Max[1] - bound.Min[1]) / float64(n), bands: make([][]edge, n)}
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			b.enter(edge{ring[i-1], ring[i]})
		}
	}
	return b
}

func (b *banded) enter(e edge) {
	low, high := b.band(min(e.a[1], e.b[1])), b.band(max(e.a[1], e.b[1]))
	for i := low; i <= high; i++ {
		b.bands[i] = append(b.bands[i], e)
	}
}

// band returns the band of a latitude that the polygon reaches. It grows with
// the latitude, so that an edge stands in every band that it touches.
func (b *banded) band(lat float64) int {
	if !(b.height > 0) {
		return 0
	}
	return max(0, min(len(b.bands)-1, int((lat-b.south)/b.height)))
}

// contains counts the edges east of p: an odd number means inside, holes and
// all. An edge holds its southern end and not its northern one.
func (b *banded) contains(p orb.Point) bool {
	inside := false
	for _, e := range b.bands[b.band(p[1])] {
		if (e.a[1] > p[1]) == (e.b[1] > p[1]) {
			continue
		}
		if p[0] < e.a[0]+(p[1]-e.a[1])/(e.b[1]-e.a[1])*(e.b[0]-e.a[0]) {
			inside = !inside
		}
	}
	return inside
}
