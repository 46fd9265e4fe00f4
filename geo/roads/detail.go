package roads

import (
	"cmp"
	"slices"
	"sort"
)

// Pace is a speed in hundredths of a kilometre per hour; 0 stands for that of
// the class.
type Pace uint16

// PaceOf returns the pace of a speed in km/h, at least the slowest there is.
func PaceOf(kmh float64) Pace { return Pace(min(max(kmh*100+0.5, 1), 65535)) }

// Speed returns the pace in metres per second.
func (p Pace) Speed() float64 { return float64(p) / 360 }

// Detail is what a way says beyond its class. Its edges share it.
type Detail struct {
	Name   string      // as on its sign; "" for none
	Paces  [kinds]Pace // of walk, ride and truck under version 2
	Limits Limits
}

// Limits are the largest vehicle that may use an edge; 0 is no limit.
type Limits struct {
	HeightCm uint16
	LengthCm uint16
	WeightKg uint32
}

// Fits reports whether the vehicle is within the limits, inclusive.
func (l Limits) Fits(v Vehicle) bool {
	return (l.HeightCm == 0 || v.HeightM*100 <= float64(l.HeightCm)+1e-6) &&
		(l.LengthCm == 0 || v.LengthM*100 <= float64(l.LengthCm)+1e-6) &&
		(l.WeightKg == 0 || v.WeightT*1000 <= float64(l.WeightKg)+1e-6)
}

// limited is an edge with limits.
type limited struct {
	Edge EdgeID
	Limits
}

// Limits returns the limits of an edge.
func (g *Graph) Limits(e EdgeID) Limits {
	i := sort.Search(len(g.limits), func(i int) bool { return g.limits[i].Edge >= e })
	if i < len(g.limits) && g.limits[i].Edge == e {
		return g.limits[i].Limits
	}
	return Limits{}
}

// Name returns the name of the edge's way, "" when it has none.
func (g *Graph) Name(e EdgeID) string {
	at := g.named[e]
	if at == 0 {
		return ""
	}
	length := uint32(g.names[at]) | uint32(g.names[at+1])<<8
	return string(g.names[at+2 : at+2+length])
}

// describe keeps names and limits of the edges.
func (g *Graph) describe(b *Builder) {
	g.named = make([]uint32, len(b.edges.details))
	known := make(map[string]uint32, len(b.details))
	last, at := uint32(0), uint32(0) // a detail and where its name stands
	for i, d := range b.edges.details {
		if d == 0 {
			continue
		}
		detail := b.details[d-1]
		if detail.Limits != (Limits{}) {
			g.limits = append(g.limits, limited{EdgeID(i), detail.Limits})
		}
		if d != last {
			last, at = d, g.call(detail.Name, known)
		}
		g.named[i] = at
	}
}

// maxName is how many bytes of a name are kept.
const maxName = 255

// call returns where the name stands among the names, adding it if it is new.
// Place 0 holds a zero and no name.
func (g *Graph) call(name string, known map[string]uint32) uint32 {
	if name == "" {
		return 0
	}
	if at, ok := known[name]; ok {
		return at
	}
	if len(g.names) == 0 {
		g.names = append(g.names, 0)
	}
	at := uint32(len(g.names))
	known[name] = at
	text := name[:min(len(name), maxName)]
	g.names = append(g.names, byte(len(text)), byte(len(text)>>8))
	g.names = append(g.names, text...)
	return at
}

// describes reports whether names and limits fit the edges.
func (g *Graph) describes(edges int) bool {
	if len(g.named) != edges {
		return false
	}
	for _, at := range g.named {
		if at == 0 {
			continue
		}
		if int(at)+2 > len(g.names) || int(at)+2+int(g.names[at])+int(g.names[at+1])<<8 > len(g.names) {
			return false
		}
	}
	return slices.IsSortedFunc(g.limits, func(a, b limited) int { return cmp.Compare(a.Edge, b.Edge) })
}
