package roads

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// slowHilbert is the classic iterative form, with swaps and complements.
func slowHilbert(p [2]int32) uint64 {
	x, y := uint32(p[0])^1<<31, uint32(p[1])^1<<31
	var d uint64
	for s := uint32(1) << 31; s > 0; s >>= 1 {
		rx, ry := b2u(x&s != 0), b2u(y&s != 0)
		d = d<<2 | uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}

func TestHilbertAgreesWithTheClassicForm(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 118))
	for range 10_000 {
		p := [2]int32{int32(r.Uint32()), int32(r.Uint32())}
		if got, want := hilbert(p), slowHilbert(p); got != want {
			t.Fatalf("hilbert(%v) = %x, want %x", p, got, want)
		}
	}
}

func TestSortAlongSortsByPlaceThenID(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{0, 1, 2, 3, 500, 1001} {
		places := make([][2]int32, n)
		var spots, want []spot
		for i := range places {
			places[i] = [2]int32{int32(r.IntN(20)), int32(r.IntN(20))}
			spots = append(spots, spot{id: uint32(i)})
			want = append(want, spot{slowHilbert(places[i]), uint32(i)})
		}
		slices.SortFunc(want, compareSpots)
		sortAlong(spots, func(id uint32) [2]int32 { return places[id] })
		if !slices.Equal(spots, want) {
			t.Errorf("sortAlong of %d spots is not in order of place and id", n)
		}
	}
}

func BenchmarkHilbert(b *testing.B) {
	b.ReportAllocs()
	sum := uint64(0)
	for i := 0; b.Loop(); i++ {
		sum += hilbert([2]int32{1188000000 + int32(i&0xffff), 320600000 - int32(i&0xfff)})
	}
	if sum == 0 {
		b.Fatal("no place on the curve")
	}
}
