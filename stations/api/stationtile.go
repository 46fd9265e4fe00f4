package api

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"yizhan/stations"
	"yizhan/stations/nearby"
)

// Below detailZoom stations are joined into clusters, on a grid of
// clusterGrid × clusterGrid to a tile.
const (
	detailZoom  = 12
	clusterGrid = 12
)

func (s *Server) stationTile(c echo.Context) error {
	t, err := tile(c)
	if err != nil {
		return err
	}
	snapshot := s.Finder.Snapshot()
	if snapshot == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	if fresh(c, fmt.Sprintf(`W/"s%d"`, snapshot.Revision), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	draw := each
	if t.Z < detailZoom {
		draw = clusters
	}
	return sendTile(c, t, 0, newLayer("stations", draw(snapshot, t)))
}

// each gives every station of the tile as a feature, in the order of ids.
func each(snapshot *nearby.Snapshot, t square) []*geojson.Feature {
	var found []*stations.Station
	t.inside(snapshot, func(slot int32, _ orb.Point) {
		found = append(found, snapshot.Station(slot))
	})
	slices.SortFunc(found, func(a, b *stations.Station) int { return cmp.Compare(a.ID, b.ID) })
	features := make([]*geojson.Feature, len(found))
	for i, s := range found {
		features[i] = t.single(s)
	}
	return features
}

// inside gives the stations of the tile, each with its point in the tile's
// datum.
func (t square) inside(snapshot *nearby.Snapshot, found func(slot int32, at orb.Point)) {
	bound := t.Bound()
	snapshot.Inside(t.around(0), func(slot int32, p orb.Point) {
		if at := t.place(p); bound.Contains(at) {
			found(slot, at)
		}
	})
}

func (t square) single(s *stations.Station) *geojson.Feature {
	return feature(t.place(s.Position.Point), geojson.Properties{"id": string(s.ID), "name": s.Name, "kind": string(s.Kind), "count": 1})
}

// cluster is the stations in one square of a tile's grid.
type cluster struct {
	slot  int32 // of one of them
	count int
	sum   orb.Point
}

// clusters gives a feature per square that holds any station: the station
// itself when it is alone, else how many there are, at their middle.
func clusters(snapshot *nearby.Snapshot, t square) []*geojson.Feature {
	bound := t.Bound()
	grid := make([]cluster, clusterGrid*clusterGrid)
	t.inside(snapshot, func(slot int32, at orb.Point) {
		grid[gridAt(bound, at)].add(slot, at)
	})
	var features []*geojson.Feature
	for _, joined := range grid {
		switch joined.count {
		case 0:
		case 1:
			features = append(features, t.single(snapshot.Station(joined.slot)))
		default:
			features = append(features, joined.feature())
		}
	}
	return features
}

func (c *cluster) add(slot int32, p orb.Point) {
	c.slot = slot
	c.count++
	c.sum[0] += p[0]
	c.sum[1] += p[1]
}

func (c *cluster) feature() *geojson.Feature {
	n := float64(c.count)
	return feature(orb.Point{c.sum[0] / n, c.sum[1] / n}, geojson.Properties{"count": c.count})
}

// gridAt returns the number of the grid's square that holds p.
func gridAt(b orb.Bound, p orb.Point) int {
	along := func(axis int) int {
		share := (p[axis] - b.Min[axis]) / (b.Max[axis] - b.Min[axis])
		return min(int(share*clusterGrid), clusterGrid-1)
	}
	return along(1)*clusterGrid + along(0)
}
