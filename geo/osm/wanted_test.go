package osm

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestNodesAreNumberedByTheirIds holds both ways of numbering to a sort and a
// search, for ids that lie close and ids that lie anywhere.
func TestNodesAreNumberedByTheirIds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Int64().Draw(t, "first")
		reach := rapid.SampledFrom([]uint64{0, 1, 63, 64, 1000, 1 << 40, 1<<64 - 1}).Draw(t, "reach")
		ids := rapid.Custom(func(t *rapid.T) int64 { return first + int64(rapid.Uint64Range(0, reach).Draw(t, "above")) })
		refs := rapid.SliceOfN(rapid.SliceOfN(ids, 0, 40), 0, 5).Draw(t, "refs")
		all := slices.Concat(refs...)
		wanted := slices.Compact(slices.Sorted(slices.Values(all)))
		var nodes []uint32
		for _, ref := range all {
			at, _ := slices.BinarySearch(wanted, ref)
			nodes = append(nodes, uint32(at))
		}
		check := func(name string, number func(*reader)) {
			r := reader{nodes: make([]uint32, len(all))}
			number(&r)
			if r.placing.Wait(); !slices.Equal(r.wanted, wanted) || !slices.Equal(r.nodes, nodes) {
				t.Errorf("%s of %v = %v at %v, want %v at %v", name, refs, r.wanted, r.nodes, wanted, nodes)
			}
		}
		check("want", func(r *reader) { r.want(refs, len(all)) })
		check("sort", func(r *reader) { r.sort(refs) })
		if low, span := spread(refs); len(all) > 0 && span < 1<<20 {
			check("tick", func(r *reader) { r.tick(refs, low, span) })
		}
	})
}

// TestIdsThatLieFarApartAreNotTickedOff keeps a strange file from taking memory.
func TestIdsThatLieFarApartAreNotTickedOff(t *testing.T) {
	for name, refs := range map[string][][]int64{
		"the ends of the numbers": {{-1 << 63, 1<<63 - 1}},
		"a few far apart":         {{1, 1 << 40}, {2}},
		"none":                    {{}, nil},
	} {
		var r reader
		count := len(slices.Concat(refs...))
		r.want(refs, count)
		if r.placing.Wait(); len(r.wanted) != count {
			t.Errorf("%s: want() = %v, want %d ids", name, r.wanted, count)
		}
	}
}
