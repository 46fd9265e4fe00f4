package plan

import (
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
	"yizhan/stations"
)

// Network returns the network of that checksum, nil when it is not among them:
// the one that a Coverage with these Roads was computed on.
func Network(networks []*roads.Graph, checksum string) *roads.Graph {
	for _, g := range networks {
		if g.Checksum() == checksum {
			return g
		}
	}
	return nil
}

// chooseGraph returns the road network for the question. The only one serves
// whatever comes within reach of it; of several, the smallest whose box holds
// the centre of the area, else of the demand, else of the stations.
func (p *Planner) chooseGraph(in *inputs) (*roads.Graph, error) {
	where := in.asked()
	if len(p.roads) == 1 {
		if where.IsEmpty() || nearBy(p.roads[0].Bounds()).Intersects(where) {
			return p.roads[0], nil
		}
		return nil, stations.BadField("area", "没有加载那里的路网 no road network is loaded there")
	}
	if where.IsEmpty() {
		where = in.stationBounds()
	}
	if where.IsEmpty() {
		return nil, stations.BadField("area", "several road networks are loaded: name an area")
	}
	if g := p.graphAt(where.Center()); g != nil {
		return g, nil
	}
	return nil, stations.BadField("area", "没有加载那里的路网 no loaded road network holds its centre")
}

// asked returns the box of the area, else of the demand; empty for neither.
func (in *inputs) asked() orb.Bound {
	switch {
	case in.scope.place != (place{}):
		return in.scope.bound
	case len(in.demand.rows) > 0:
		return in.demand.bound
	}
	return nowhere()
}

func (in *inputs) stationBounds() orb.Bound {
	b := nowhere()
	for _, s := range in.stations {
		if s.Position.Quality != stations.AddressOnly {
			b = b.Extend(s.Position.Point)
		}
	}
	return b
}

// graphAt returns the smallest network whose box comes within reach of the
// point, nil for none. Equal ones are told apart by checksum, so that the
// order of loading does not matter.
func (p *Planner) graphAt(point orb.Point) *roads.Graph {
	var best *roads.Graph
	for _, g := range p.roads {
		if nearBy(g.Bounds()).Contains(point) && (best == nil || smaller(g, best)) {
			best = g
		}
	}
	return best
}

func smaller(a, b *roads.Graph) bool {
	sizeA, sizeB := degrees2(a.Bounds()), degrees2(b.Bounds())
	if sizeA != sizeB {
		return sizeA < sizeB
	}
	return a.Checksum() < b.Checksum()
}

func degrees2(b orb.Bound) float64 {
	return (b.Right() - b.Left()) * (b.Top() - b.Bottom())
}

// nearBy widens a box by the farthest tie.
func nearBy(b orb.Bound) orb.Bound { return padded(b, roads.MaxTie) }

// padded widens a box by so many metres on each side.
func padded(b orb.Bound, metres float64) orb.Bound {
	const perRadian = 180 / math.Pi
	lat := metres / sphere.Radius * perRadian
	widest := math.Max(math.Abs(b.Top()), math.Abs(b.Bottom())) / perRadian
	lon := lat / math.Max(math.Cos(widest), 0.01)
	return orb.Bound{
		Min: orb.Point{b.Min[0] - lon, b.Min[1] - lat},
		Max: orb.Point{b.Max[0] + lon, b.Max[1] + lat},
	}
}

func noRoads() error {
	return stations.Errorf(stations.Unavailable,
		"没有加载路网 no roads are loaded: build them with `yizhan roads build` and pass the file with --roads")
}
