package sites

import "yizhan/geo/siting"

// inOrder puts the chosen in the order of their gain in turn: the first gains
// most of all, the second most beside it, and so on; of equals the first in
// the list of candidates.
func inOrder(p siting.Problem, chosen []int32) []int32 {
	left := append([]int32(nil), chosen...)
	lacks := make([]int, len(p.Demand))
	for i := range lacks {
		lacks[i] = int(p.Need[i])
	}
	gain := func(j int32) (total float64) {
		for _, i := range p.Covers[j] {
			if lacks[i] == 1 {
				total += p.Demand[i]
			}
		}
		return total
	}
	var order []int32
	for len(left) > 0 {
		best, most := 0, -1.0
		for n, j := range left {
			if g := gain(j); g > most || g == most && j < left[best] {
				best, most = n, g
			}
		}
		for _, i := range p.Covers[left[best]] {
			lacks[i]--
		}
		order = append(order, left[best])
		left = append(left[:best], left[best+1:]...)
	}
	return order
}
