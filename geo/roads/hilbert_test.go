package roads

import (
	"math/rand/v2"
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
	r, c := rand.New(rand.NewPCG(32, 118)), newCurve()
	for range 10_000 {
		p := [2]int32{int32(r.Uint32()), int32(r.Uint32())}
		if got, want := c.hilbert(p), slowHilbert(p); got != want {
			t.Fatalf("hilbert(%v) = %x, want %x", p, got, want)
		}
	}
}

func BenchmarkHilbert(b *testing.B) {
	b.ReportAllocs()
	c := newCurve()
	sum := uint64(0)
	for i := 0; b.Loop(); i++ {
		sum += c.hilbert([2]int32{1188000000 + int32(i&0xffff), 320600000 - int32(i&0xfff)})
	}
	if sum == 0 {
		b.Fatal("no place on the curve")
	}
}
