package along_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads/roadstest"
	"yizhan/geo/sphere"
	"yizhan/stations"
)

// Where all roads are driven at 35 km/h, metres and seconds tell the same of a
// call, however the line was drawn: along roads, straight across them, or by
// turns. A line across the blocks is shorter than any road, and a call that
// was compared with it once took 6 km and 40 seconds.
func TestMetresAndSecondsOfACallAgree(t *testing.T) {
	net := roadstest.Draw(t, 200, `
		A--B--C--D--E
		|  |  ^  |  |
		F--G>-H--I-<J
		|  v  |  |  |
		K--L--M--N--O
		|  |  |  ^  |
		P--Q-<R--S->T
		|  |  |  |  |
		U--V--W--X--Y
	`)
	var list []*stations.Station
	for c := byte('A'); c <= 'Y'; c++ {
		list = append(list, yard(t, string(c), net.At(c)))
	}
	g := guide(t, list, net.Graph)
	const perMetre = 3.6 / 35
	rng := rand.New(rand.NewPCG(6, 39))
	byRoad, straight := 0, 0
	for range 300 {
		line := scribble(rng, net)
		for _, h := range ask(t, g, line).Hits {
			switch {
			case !h.Reached:
				continue
			case h.ByRoad:
				byRoad++
			default:
				straight++
			}
			const timedOtherwise = 25.0 // seconds: corners and short gaps, which the clock takes at 55 km/h
			if math.Abs(h.DetourS-h.DetourM*perMetre) > timedOtherwise {
				t.Errorf("a call at %s from %v adds %.0f m and %.1f s, want %.1f s at 35 km/h", h.Station.Name, line, h.DetourM, h.DetourS, h.DetourM*perMetre)
			}
		}
	}
	if byRoad < 500 || straight < 500 {
		t.Errorf("%d calls by road and %d straight: the test shows nothing", byRoad, straight)
	}
}

// scribble draws a line over some corners of a net; about half of it follows
// no road.
func scribble(rng *rand.Rand, net *roadstest.Net) orb.LineString {
	n := rng.IntN(25)
	line := orb.LineString{net.At(byte('A' + n))}
	for len(line) < 4 {
		next := rng.IntN(25)
		if rng.IntN(2) == 0 { // the corner to the right, or that below
			next = (n + []int{1, 5}[rng.IntN(2)]) % 25
		}
		if p := net.At(byte('A' + next)); sphere.Distance(line[len(line)-1], p) > 0 {
			line, n = append(line, p), next
		}
	}
	return line
}
