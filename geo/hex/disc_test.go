package hex_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"yizhan/geo/hex"
)

func TestAPointInTheInnerDiscIsInTheCell(t *testing.T) {
	held := 0
	rapid.Check(t, func(t *rapid.T) {
		res := rapid.IntRange(0, hex.MaxResolution).Draw(t, "res")
		c := hex.At(orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")}, res)
		disc, centre, corner := c.Inner(), c.Centre(), c.Boundary()[0]
		reach := math.Hypot(corner[0]-centre[0], corner[1]-centre[1])
		for range 20 {
			turn, far := rapid.Float64Range(0, 2*math.Pi).Draw(t, "turn"), rapid.Float64Range(0, 2).Draw(t, "far")
			p := orb.Point{centre[0] + reach*far*math.Cos(turn), centre[1] + reach*far*math.Sin(turn)}
			if !disc.Holds(p) {
				continue
			}
			held++
			if got := hex.At(p, res); got != c {
				t.Fatalf("Holds(%v) = true for %v, but At() = %v", p, c, got)
			}
		}
	})
	if held == 0 {
		t.Error("no disc held any point")
	}
}

func TestTheInnerDiscFillsMostOfACell(t *testing.T) {
	c := hex.At(orb.Point{118.8, 32.06}, 9)
	disc, ring := c.Inner(), c.Boundary()
	inside, all := 0, 0
	b := ring.Bound()
	for i := range 100 {
		for j := range 100 {
			p := orb.Point{b.Min[0] + (b.Max[0]-b.Min[0])*float64(i)/99, b.Min[1] + (b.Max[1]-b.Min[1])*float64(j)/99}
			if hex.At(p, 9) != c {
				continue
			}
			all++
			if disc.Holds(p) {
				inside++
			}
		}
	}
	if share := float64(inside) / float64(all); share < 0.7 {
		t.Errorf("the disc holds %v of the cell, want at least 0.7", share)
	}
}
