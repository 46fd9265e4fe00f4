package course_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"yizhan/geo/course"
	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// signs are the restrictions of a town, and what they ban to lorries: from,
// corner, to.
type signs struct {
	tags   []string
	banned map[string]bool
}

// randomSigns bans turns at random corners of town, and closes one to lorries.
func randomSigns(rng *rand.Rand) signs {
	s := signs{banned: map[string]bool{}}
	for range 25 {
		n := rng.IntN(25)
		around := neighbours(n)
		from, to := around[rng.IntN(len(around))], around[rng.IntN(len(around))]
		turn := string([]byte{letter(from), letter(n), letter(to)})
		s.tags = append(s.tags, turn+" type=restriction restriction=no_straight_on")
		s.banned[turn] = true
	}
	n := rng.IntN(25)
	s.tags = append(s.tags, string(letter(n))+" barrier=bollard")
	for _, from := range neighbours(n) {
		for _, to := range neighbours(n) {
			s.banned[string([]byte{letter(from), letter(n), letter(to)})] = true
		}
	}
	return s
}

func letter(n int) byte { return 'A' + byte(n) }

// neighbours are the corners beside one of town.
func neighbours(n int) (list []int) {
	for _, by := range [][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
		if x, y := n%5+by[0], n/5+by[1]; x >= 0 && x < 5 && y >= 0 && y < 5 {
			list = append(list, 5*y+x)
		}
	}
	return list
}

// legs are the seconds of the open directed streets of town, by their corners.
func legs(net *roadstest.Net) map[string]float64 {
	all := map[string]float64{}
	for n := range 25 {
		for _, to := range neighbours(n) {
			ends := string([]byte{letter(n), letter(to)})
			e := net.Edge(ends)
			tail, _ := net.Ends(e)
			if p := net.Permit(e); tail == net.Node(ends[0]) && p.Along(roads.Truck2) || tail == net.Node(ends[1]) && p.Against(roads.Truck2) {
				all[ends] = float64(net.Cost(roads.Truck2, e)) / 1000
			}
		}
	}
	return all
}

// drives finds the seconds at the end of every street from one corner, where
// one may begin with any, and from the ends of some, by relaxing every pair of
// streets until nothing changes.
func drives(legs map[string]float64, banned map[string]bool, corner byte, begun map[string]float64) map[string]float64 {
	end := map[string]float64{}
	for street, t := range begun {
		end[street] = t
	}
	for street, t := range legs {
		if old, known := end[street]; street[0] == corner && (!known || t < old) {
			end[street] = t
		}
	}
	for changed := true; changed; {
		changed = false
		for street, t := range end {
			for next, more := range legs {
				if next[0] != street[1] || banned[street+next[1:]] {
					continue
				}
				if old, known := end[next]; !known || t+more < old-1e-9 {
					end[next], changed = t+more, true
				}
			}
		}
	}
	return end
}

// least is the seconds to a corner.
func least(end map[string]float64, corner byte) float64 {
	best := math.Inf(1)
	for street, t := range end {
		if street[1] == corner {
			best = min(best, t)
		}
	}
	return best
}

// outAndBack is the oracle of a call at a corner beside a way, by its corners
// and their clock: when one is there, and what is still to drive on the way
// from where it is joined again, the drive there included.
func outAndBack(legs map[string]float64, banned map[string]bool, path string, clock []float64, corner byte) (in, left float64) {
	begun := map[string]float64{}
	for i := range len(path) - 1 {
		begun[path[i:i+2]] = clock[i+1]
	}
	if in = least(drives(legs, banned, path[0], begun), corner); corner == path[0] {
		in = 0
	}
	back := drives(legs, banned, corner, nil)
	total := clock[len(clock)-1]
	if left = least(back, path[len(path)-1]); corner == path[len(path)-1] {
		left = 0
	}
	for i := range len(path) - 1 {
		street := path[i : i+2]
		for before, t := range back {
			if before[1] == street[0] && !banned[before+street[1:]] {
				left = min(left, t+total-clock[i])
			}
		}
		if corner == street[0] {
			left = min(left, total-clock[i])
		}
	}
	return in, left
}

// straight lists the ways along the rows and columns of town, both ways.
func straight() (paths []string) {
	for i := range 5 {
		row, column := "", ""
		for j := range 5 {
			row += string(letter(5*i + j))
			column += string(letter(5*j + i))
		}
		paths = append(paths, row, column, reversed(row), reversed(column))
	}
	return paths
}

func reversed(s string) string {
	var b strings.Builder
	for i := len(s) - 1; i >= 0; i-- {
		b.WriteByte(s[i])
	}
	return b.String()
}

func TestCallsMindBannedTurns(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 16))
	compared, banned := 0, 0
	for range 8 {
		s := randomSigns(rng)
		net := town(t, s.tags...)
		streets := legs(net)
		for _, path := range straight() {
			if !drivable(streets, path) {
				continue
			}
			c := through(t, net, path)
			track := course.Match(c, net.Graph, roads.Truck2)
			clock := course.Time(c, []*course.Track{track}, 10)
			a, err := track.Around(t.Context(), clock, 0, c.Length(), 10*minute)
			if err != nil {
				t.Fatal(err)
			}
			times := []float64{0}
			for i := range len(path) - 1 {
				times = append(times, times[i]+streets[path[i:i+2]])
			}
			slow := shortcut(streets, s.banned, path, times)
			for n := range 25 {
				in, left := outAndBack(streets, s.banned, path, times, letter(n))
				free, freeLeft := outAndBack(streets, nil, path, times, letter(n))
				want := in + left - times[len(times)-1]
				tie, _ := net.Tie(roads.Truck2, net.At(letter(n)))
				got, ok := a.Call(tie)
				if ok != !math.IsInf(want, 1) {
					t.Fatalf("Call(%c) beside %s with %v = %v, the oracle has %v", letter(n), path, s.tags, ok, want)
				}
				if !ok || want < 0.05 || slow {
					continue // on the course, or one that is not the fastest way, which Call keeps to
				}
				compared++
				if in+left > free+freeLeft+0.1 {
					banned++
				}
				if math.Abs(got.In-in) > 0.05 || math.Abs(got.Detour()-want) > 0.1 {
					t.Fatalf("Call(%c) beside %s with %v = in %v, detour %v, want %v, %v", letter(n), path, s.tags, got.In, got.Detour(), in, want)
				}
			}
		}
	}
	if compared < 1000 || banned < 100 {
		t.Errorf("%d calls were compared, %d of them longer by a banned turn: the test shows nothing", compared, banned)
	}
}

// drivable reports whether all streets of the way are open in its direction.
func drivable(streets map[string]float64, path string) bool {
	for i := range len(path) - 1 {
		if _, open := streets[path[i:i+2]]; !open {
			return false
		}
	}
	return true
}

// shortcut reports whether some corner of the way is reached faster than by
// the way itself, from its start or from another of its corners.
func shortcut(streets map[string]float64, banned map[string]bool, path string, clock []float64) bool {
	for i := range len(path) - 1 {
		end := drives(streets, banned, path[i], nil)
		for j := i + 1; j < len(path); j++ {
			if least(end, path[j]) < clock[j]-clock[i]-0.01 {
				return true
			}
		}
	}
	return false
}
