package reach

// patches tells the patches of ground of a raster apart: corners inside that
// join along sides. Its memory is used again.
type patches struct {
	labels []int32 // by corner, from 1; 0 outside
	same   []int32 // by label: itself, or a lower label of the same patch
}

// label numbers the corners row by row: each takes the label of the corner to
// its left or below, and where those differ they are of one patch.
func (p *patches) label(r *raster) {
	p.labels = filled(p.labels, len(r.values), 0)
	p.same = append(p.same[:0], 0)
	for i, v := range r.values {
		if v >= 0 {
			continue
		}
		left, below := p.labels[i-1], p.labels[i-r.width] // the border is outside: both are on the raster
		switch {
		case left == 0 && below == 0:
			p.labels[i] = int32(len(p.same))
			p.same = append(p.same, p.labels[i])
		case left == 0 || left == below:
			p.labels[i] = below
		default:
			p.labels[i] = left
			if below != 0 {
				p.join(left, below)
			}
		}
	}
}

func (p *patches) join(a, b int32) {
	a, b = p.root(a), p.root(b)
	p.same[max(a, b)] = min(a, b)
}

func (p *patches) root(label int32) int32 {
	for p.same[label] != label {
		p.same[label] = p.same[p.same[label]]
		label = p.same[label]
	}
	return label
}

// patch returns the least label of the patch that an inside corner is in.
func (p *patches) patch(corner int) int32 { return p.root(p.labels[corner]) }
