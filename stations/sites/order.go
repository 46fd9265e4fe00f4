package sites

// inOrder puts the chosen in the order of their gain in turn: the first gains
// most of all, the second most beside it, and so on; of equals the first in
// the list of candidates.
func (in *instance) inOrder(chosen []int32) []int32 {
	left := append([]int32(nil), chosen...)
	lacks := make([]int, len(in.Demand))
	for i, need := range in.Need {
		lacks[i] = int(need)
	}
	for _, j := range in.Open {
		for _, i := range in.Covers[j] {
			lacks[i]--
		}
	}
	var order []int32
	for len(left) > 0 {
		best, most := 0, -1.0
		for n, j := range left {
			if g := in.gain(j, lacks); g > most || g == most && j < left[best] {
				best, most = n, g
			}
		}
		for _, i := range in.Covers[left[best]] {
			lacks[i]--
		}
		order = append(order, left[best])
		left = append(left[:best], left[best+1:]...)
	}
	return order
}

// gain is the demand that lacks just one station, which candidate j would be.
func (in *instance) gain(j int32, lacks []int) (total float64) {
	for _, i := range in.Covers[j] {
		if lacks[i] == 1 {
			total += in.Demand[i]
		}
	}
	return total
}
