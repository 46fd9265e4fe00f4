package radix_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yizhan/geo/radix"
)

func ExampleSort() {
	items := []radix.Item{radix.Keyed(30, 0), radix.Keyed(10, 1), radix.Keyed(30, 2)}
	radix.Sort(items)
	for _, it := range items {
		fmt.Println(it.Key(), it.Owner)
	}
	// Output:
	// 10 1
	// 30 0
	// 30 2
}

func TestSortKeepsTheOrderOfEqualKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Keys that differ in few bits, low or high ones, are as likely as others.
		shift := rapid.IntRange(0, 63).Draw(t, "shift")
		keys := rapid.SliceOfN(rapid.Uint64Range(0, uint64(1)<<rapid.IntRange(1, 63).Draw(t, "bits")-1), 0, 300).Draw(t, "keys")
		items := make([]radix.Item, len(keys))
		for i, key := range keys {
			items[i] = radix.Keyed(key<<shift|key>>(64-shift), uint32(i))
		}
		want := slices.Clone(items)
		slices.SortStableFunc(want, func(a, b radix.Item) int { return cmp.Compare(a.Key(), b.Key()) })
		if radix.Sort(items); !slices.Equal(items, want) {
			t.Fatalf("Sort() = %v, want %v", items, want)
		}
	})
}

// TestSortOfManyWorksInParts is large enough for several processors.
func TestSortOfManyWorksInParts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1<<14 - 1, 1 << 14, 1<<14 + 1, 100_003} {
		items := make([]radix.Item, n)
		for i := range items {
			items[i] = radix.Keyed(r.Uint64N(5000)<<20, uint32(i))
		}
		want := slices.Clone(items)
		slices.SortStableFunc(want, func(a, b radix.Item) int { return cmp.Compare(a.Key(), b.Key()) })
		if radix.Sort(items); !slices.Equal(items, want) {
			t.Errorf("Sort() of %d items is not in order", n)
		}
	}
}

func BenchmarkSort(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	random := make([]radix.Item, 300_000)
	for i := range random {
		random[i] = radix.Keyed(3e9+r.Uint64N(1<<34), uint32(i))
	}
	items := make([]radix.Item, len(random))
	b.ReportAllocs()
	for b.Loop() {
		copy(items, random)
		radix.Sort(items)
	}
}
