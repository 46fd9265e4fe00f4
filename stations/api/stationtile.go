package api

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"sort"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"yizhan/stations"
	"yizhan/stations/demo"
	"yizhan/stations/nearby"
)

// Below detailZoom stations are joined into clusters, on a grid of
// clusterGrid × clusterGrid to a tile.
const (
	detailZoom  = 12
	clusterGrid = 12
)

// atlas holds the public stations of one snapshot from west to east, so that
// a tile looks only at its own column.
type atlas struct {
	snapshot  *nearby.Snapshot
	lons      []float64           // ascending
	stations  []*stations.Station // the one at each of lons
	synthetic bool                // whether any comes from the demo
}

// stationAtlas returns the atlas of the present snapshot, nil before there is
// one. Two requests may build it at once; both build the same.
func (s *Server) stationAtlas() *atlas {
	snapshot := s.Finder.Snapshot()
	if snapshot == nil {
		return nil
	}
	if a := s.atlas.Load(); a != nil && a.snapshot == snapshot {
		return a
	}
	a := newAtlas(snapshot)
	s.atlas.Store(a)
	return a
}

func newAtlas(snapshot *nearby.Snapshot) *atlas {
	a := &atlas{snapshot: snapshot, stations: slices.SortedFunc(snapshot.All(), eastward), lons: make([]float64, snapshot.Len())}
	for i, s := range a.stations {
		a.lons[i] = s.Position.Point[0]
		a.synthetic = a.synthetic || s.Source == demo.Source
	}
	return a
}

// eastward orders from west to east, on one meridian by id.
func eastward(a, b *stations.Station) int {
	return cmp.Or(cmp.Compare(a.Position.Point[0], b.Position.Point[0]), cmp.Compare(a.ID, b.ID))
}

// within calls found for every station in the bound, from west to east.
func (a *atlas) within(b orb.Bound, found func(s *stations.Station)) {
	for i := sort.SearchFloat64s(a.lons, b.Min[0]); i < len(a.lons) && a.lons[i] <= b.Max[0]; i++ {
		s := a.stations[i]
		if lat := s.Position.Point[1]; lat >= b.Min[1] && lat <= b.Max[1] {
			found(s)
		}
	}
}

func (s *Server) stationTile(c echo.Context) error {
	t, err := tile(c)
	if err != nil {
		return err
	}
	a := s.stationAtlas()
	if a == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	if fresh(c, fmt.Sprintf(`W/"s%d"`, a.snapshot.Revision), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	draw := a.each
	if t.Z < detailZoom {
		draw = a.clusters
	}
	return sendTile(c, t, 0, newLayer("stations", draw(t)))
}

// each gives every station of the tile as a feature.
func (a *atlas) each(t maptile.Tile) []*geojson.Feature {
	var features []*geojson.Feature
	a.within(t.Bound(), func(s *stations.Station) {
		features = append(features, single(s))
	})
	return features
}

func single(s *stations.Station) *geojson.Feature {
	return feature(s.Position.Point, geojson.Properties{"id": string(s.ID), "name": s.Name, "kind": string(s.Kind), "count": 1})
}

// cluster is the stations in one square of a tile's grid.
type cluster struct {
	first *stations.Station
	count int
	sum   orb.Point
}

// clusters gives a feature per square that holds any station: the station
// itself when it is alone, else how many there are, at their middle.
func (a *atlas) clusters(t maptile.Tile) []*geojson.Feature {
	bound := t.Bound()
	squares := make([]cluster, clusterGrid*clusterGrid)
	a.within(bound, func(s *stations.Station) {
		squares[square(bound, s.Position.Point)].add(s)
	})
	var features []*geojson.Feature
	for _, sq := range squares {
		if sq.count > 0 {
			features = append(features, sq.feature())
		}
	}
	return features
}

func (c *cluster) add(s *stations.Station) {
	if c.count == 0 {
		c.first = s
	}
	c.count++
	c.sum[0] += s.Position.Point[0]
	c.sum[1] += s.Position.Point[1]
}

func (c *cluster) feature() *geojson.Feature {
	if c.count == 1 {
		return single(c.first)
	}
	n := float64(c.count)
	return feature(orb.Point{c.sum[0] / n, c.sum[1] / n}, geojson.Properties{"count": c.count})
}

// square returns the number of the grid's square that holds p.
func square(b orb.Bound, p orb.Point) int {
	along := func(axis int) int {
		share := (p[axis] - b.Min[axis]) / (b.Max[axis] - b.Min[axis])
		return min(int(share*clusterGrid), clusterGrid-1)
	}
	return along(1)*clusterGrid + along(0)
}
