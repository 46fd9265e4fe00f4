package siting

// ascend sets multipliers that are a good bound at once. By linear duality the
// multipliers are a packing: whatever price θ a site is given, each λ_i ≤ w_i
// such that no candidate's rows are worth more than θ together gives the bound
// p θ + Σ (w_i − λ_i). The packing scales each row by its fullest candidate
// and then raises rows as far as there is room (the dual ascent of D.
// Erlenkotter, "A dual-based procedure for uncapacitated facility location",
// Operations Research 26, 1978); price is about what the last site gains.
func (d *dual) ascend(n *node, price float64) {
	full := make([]float64, len(d.worth))
	for j := range full {
		for _, i := range d.r.covers.of(int32(j)) {
			full[j] += d.r.weight[i]
		}
	}
	before := d.value(n.kept, n.barred)
	var even multipliers
	d.copyTo(&even)
	if d.pack(full, price); d.value(n.kept, n.barred) > before {
		d.restore(even)
	}
}

// pack fills the multipliers so that no candidate is worth more than price.
func (d *dual) pack(full []float64, price float64) {
	room := make([]float64, len(full))
	for j := range room {
		room[j] = price
	}
	for i := range d.share {
		d.share[i] = 1
		by := d.r.by.of(int32(i))
		for _, j := range by {
			d.share[i] = min(d.share[i], price/full[j])
		}
		for _, j := range by {
			room[j] -= d.share[i] * d.r.weight[i]
		}
	}
	for _, part := range []float64{0.5, 1} {
		for i, share := range d.share {
			more := part * d.r.weight[i] * (1 - share)
			by := d.r.by.of(int32(i))
			for _, j := range by {
				more = min(more, room[j])
			}
			if more <= 0 {
				continue
			}
			d.share[i] = min(1, share+more/d.r.weight[i])
			for _, j := range by {
				room[j] -= more
			}
		}
	}
}
