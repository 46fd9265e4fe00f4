package api

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

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
func each(snapshot *nearby.Snapshot, t maptile.Tile) []*geojson.Feature {
	var found []*stations.Station
	snapshot.Inside(t.Bound(), func(slot int32, _ orb.Point) {
		found = append(found, snapshot.Station(slot))
	})
	slices.SortFunc(found, func(a, b *stations.Station) int { return cmp.Compare(a.ID, b.ID) })
	features := make([]*geojson.Feature, len(found))
	for i, s := range found {
		features[i] = single(s)
	}
	return features
}

func single(s *stations.Station) *geojson.Feature {
	return feature(s.Position.Point, geojson.Properties{"id": string(s.ID), "name": s.Name, "kind": string(s.Kind), "count": 1})
}

// cluster is the stations in one square of a tile's grid.
type cluster struct {
	slot  int32 // of one of them
	count int
	sum   orb.Point
}

// clusters gives a feature per square that holds any station: the station
// itself when it is alone, else how many there are, at their middle.
func clusters(snapshot *nearby.Snapshot, t maptile.Tile) []*geojson.Feature {
	bound := t.Bound()
	squares := make([]cluster, clusterGrid*clusterGrid)
	snapshot.Inside(bound, func(slot int32, p orb.Point) {
		squares[square(bound, p)].add(slot, p)
	})
	var features []*geojson.Feature
	for _, sq := range squares {
		switch sq.count {
		case 0:
		case 1:
			features = append(features, single(snapshot.Station(sq.slot)))
		default:
			features = append(features, sq.feature())
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

// square returns the number of the grid's square that holds p.
func square(b orb.Bound, p orb.Point) int {
	along := func(axis int) int {
		share := (p[axis] - b.Min[axis]) / (b.Max[axis] - b.Min[axis])
		return min(int(share*clusterGrid), clusterGrid-1)
	}
	return along(1)*clusterGrid + along(0)
}
