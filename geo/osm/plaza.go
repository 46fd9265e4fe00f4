package osm

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"yizhan/geo/roads"
)

// maxEntrances bounds the entrances of a plaza that are joined with each
// other; one with more keeps only its outline.
const maxEntrances = 24

// addPlazas lets people of version 2 walk straight across plazas: for every
// closed way with area=yes that is open on foot, an edge between each two of
// its entrances whose line lies inside. An entrance is a node that another way
// uses too. Their segments count on behind those of the outline.
func (r *reader) addPlazas(b *roads.Builder, numbers []int) {
	uses := r.uses()
	if uses == nil {
		return
	}
	for _, w := range r.roads {
		refs := r.refs[w.from:w.to]
		if !w.plaza || !w.permit.Open(roads.Walk2) || len(refs) < 4 || refs[0] != refs[len(refs)-1] {
			continue
		}
		p := plaza{outline: make(orb.Ring, 0, len(refs))}
		for i, ref := range refs {
			at, _ := slices.BinarySearch(r.wanted, ref)
			if numbers[at] < 0 {
				p.entrances = nil
				break // its outline is not whole
			}
			p.outline = append(p.outline, orb.Point{float64(r.places[at][0]) / unit, float64(r.places[at][1]) / unit})
			if uses[ref] > 1 && i < len(refs)-1 {
				p.entrances = append(p.entrances, i)
			}
		}
		p.join(b, w, func(i int) int {
			at, _ := slices.BinarySearch(r.wanted, refs[i])
			return numbers[at]
		})
	}
}

// uses counts how many ways that are open on foot use each node of a plaza,
// nil without plazas.
func (r *reader) uses() map[int64]int {
	var uses map[int64]int
	for _, w := range r.roads {
		if !w.plaza || !w.permit.Open(roads.Walk2) {
			continue
		}
		if uses == nil {
			uses = map[int64]int{}
		}
		for _, ref := range r.refs[w.from:w.to] {
			uses[ref] = 0
		}
	}
	if uses == nil {
		return nil
	}
	for _, w := range r.roads {
		if !w.permit.Open(roads.Walk2) {
			continue
		}
		refs := r.refs[w.from:w.to]
		for i, ref := range refs {
			if _, asked := uses[ref]; asked && !slices.Contains(refs[:i], ref) {
				uses[ref]++
			}
		}
	}
	return uses
}

// plaza is an area that people walk across.
type plaza struct {
	outline   orb.Ring
	entrances []int // places in the outline
}

// join adds the edges between entrances; number gives the node at a place of
// the outline.
func (p plaza) join(b *roads.Builder, w road, number func(int) int) {
	if len(p.entrances) > maxEntrances {
		return
	}
	segment := uint32(w.to - w.from)
	both := roads.Permit(3) << (2 * roads.Walk2)
	for i, from := range p.entrances {
		for _, to := range p.entrances[i+1:] {
			if !p.inside(from, to) {
				continue
			}
			b.AddEdge(roads.Edge{
				Tail: number(from), Head: number(to), Way: w.id, Segment: segment,
				Class: w.class, Permit: w.permit & both, Detail: w.detail,
			})
			segment++
		}
	}
}

// inside reports whether the line between two places of the outline lies
// inside: it crosses no side, and its middle is inside. Neighbours are joined
// by the outline already.
func (p plaza) inside(from, to int) bool {
	last := len(p.outline) - 1
	if to-from == 1 || from == 0 && to == last-1 {
		return false
	}
	a, b := p.outline[from], p.outline[to]
	for i := range last {
		c, d := p.outline[i], p.outline[i+1]
		if c == a || c == b || d == a || d == b {
			continue
		}
		if side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0 {
			return false
		}
	}
	return planar.RingContains(p.outline, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
}

// side is positive when c lies to the left of the line from a to b, negative
// to the right, 0 on it.
func side(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}
