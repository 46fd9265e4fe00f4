package plan

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

// CityCoverage is what a Survey found in one city: the members of a Coverage,
// of the cells that the city owns.
type CityCoverage struct {
	Name     string       `json:"name"`
	Roads    string       `json:"roads"` // checksum
	Stations CityStations `json:"stations"`
	Counts   CellCounts   `json:"cells"`
	Demand   Share        `json:"demand"`
	ByK      []Level      `json:"by_k"`
	Times    Times        `json:"times"`
	Gaps     GapTotal     `json:"gaps"`
	Areas    []CityArea   `json:"areas"` // those with a cell of the city, ascending adcode
	TookMS   int64        `json:"took_ms"`

	// Seconds is the demand with a time by travel time, ascending: from it a
	// Survey reads the median of all cities. The cities of a National have none.
	Seconds []Second `json:"seconds,omitempty"`
}

// CityArea is what a city has of a division, with Seconds as its city's.
type CityArea struct {
	AreaShare
	Seconds []Second `json:"seconds,omitempty"`
}

// CityStations counts the stations that the city owns.
type CityStations struct {
	Used         int `json:"used"`
	OffRoad      int `json:"off_road"`
	UnknownHours int `json:"unknown_hours"`
}

// GapTotal adds up gaps.
type GapTotal struct {
	Count  int     `json:"count"`
	Demand float64 `json:"demand"`
}

// Holds reports whether the planner has the network of that checksum.
func (p *Planner) Holds(checksum string) bool { return Network(p.roads, checksum) != nil }

// City computes the city of the survey whose network has that checksum. It
// depends on what the survey pins and on nothing else.
//
// Errors: NotFound when the survey has no such city or the planner no such
// network; Gone when the demand, the areas, the calendar or the stations are
// not those of the survey any more; errors of the store; ctx's error.
func (p *Planner) City(ctx context.Context, s *Survey, checksum string) (*CityCoverage, error) {
	number := slices.IndexFunc(s.Cities, func(c City) bool { return c.Roads == checksum })
	if number < 0 || !p.Holds(checksum) {
		return nil, stations.Errorf(stations.NotFound, "没有这座城市的路网 the road network %.12s of this city is not loaded", checksum)
	}
	if err := p.results.Sit(ctx); err != nil {
		return nil, err
	}
	defer p.results.Rise()
	began := p.now()
	in, err := p.gatherCity(ctx, s, number)
	if err != nil {
		return nil, err
	}
	w, err := p.work(ctx, in)
	if err != nil {
		return nil, err
	}
	found := s.found(in, w, number)
	found.TookMS = p.now().Sub(began).Milliseconds()
	return found, nil
}

// gatherCity gathers what the city rests on and holds it to the survey. Only
// rows and stations near the city are looked at: a nation has many.
func (p *Planner) gatherCity(ctx context.Context, s *Survey, number int) (*inputs, error) {
	in, err := p.load(ctx, s.question, s.Revision)
	switch {
	case stations.CodeOf(err) == stations.Invalid: // the layer or the area is gone
		return nil, gone(err)
	case err != nil:
		return nil, err
	case in.demand.version != s.Demand, in.scope.version != s.Areas, in.season() != s.Calendar:
		return nil, gone(nil)
	}
	city, owner := s.Cities[number], s.owners()
	in.graph = p.fleet.For(Network(p.roads, city.Roads), s.Request.Vehicle)
	in.id = s.ID
	in.scope.version += " " + s.ID // the cells are other ones than those of a Coverage
	in.scope.mine = func(at orb.Point) bool { return owner(at) == number }
	in.demand.rows = rowsNear(in.demand.rows, city.Box, s.Request.Res)
	in.stations = stationsNear(in.stations, nearBy(city.Box))
	return in, nil
}

// rowsNear keeps the rows that may have a share in a cell of the box.
func rowsNear(rows []stations.Demand, box orb.Bound, res int) []stations.Demand {
	var wide [16]orb.Bound // by the coarser resolution of row and cell
	for i := range wide {
		wide[i] = padded(nearBy(box), 3*edgeMetres(i))
	}
	var near []stations.Demand
	for _, row := range rows {
		at := res
		if row.Cell != 0 {
			at = min(res, row.Cell.Resolution())
		}
		if wide[at].Contains(rowPlace(row)) {
			near = append(near, row)
		}
	}
	return near
}

// edgeMetres is the mean length of an edge of a cell of the resolution: each
// is √7 times as fine as the one before. Real edges differ by less than half;
// the farthest that a row's place and the centre of its cell lie apart is
// under three edges. (H3 documentation, "Tables of cell statistics".)
func edgeMetres(res int) float64 { return 1281256 / math.Pow(math.Sqrt(7), float64(res)) }

func stationsNear(all []*stations.Station, box orb.Bound) []*stations.Station {
	var near []*stations.Station
	for _, s := range all {
		if box.Contains(s.Position.Point) {
			near = append(near, s)
		}
	}
	return near
}

// found makes the city's part out of the coverage of its cells.
func (s *Survey) found(in *inputs, c working, number int) *CityCoverage {
	city := s.Cities[number]
	out := &CityCoverage{
		Name: city.Name, Roads: city.Roads, Stations: s.counted(in, c.Coverage, number), Counts: c.Counts, Demand: c.Demand,
		ByK: c.ByK, Times: c.Times, Areas: make([]CityArea, len(c.Areas)), Seconds: inSeconds(c.cells),
	}
	for i, d := range c.divisions {
		out.Areas[i] = CityArea{c.Areas[i], d.inSeconds(c.cells)}
	}
	var unmet sum
	for _, g := range c.Gaps {
		unmet.add(g.Demand)
	}
	out.Gaps = GapTotal{len(c.Gaps), unmet.value()}
	return out
}

// counted counts the stations of the coverage that the city owns.
func (s *Survey) counted(in *inputs, c *Coverage, number int) CityStations {
	var out CityStations
	owner, state := s.owners(), map[stations.ID]*int{}
	for _, l := range c.Loads {
		state[l.Station] = &out.Used
	}
	for _, id := range c.Stations.OffRoad {
		state[id] = &out.OffRoad
	}
	for _, id := range c.Stations.UnknownHours {
		state[id] = &out.UnknownHours
	}
	for _, station := range in.stations {
		if n := state[station.ID]; n != nil && owner(station.Position.Point) == number {
			*n++
		}
	}
	return out
}
