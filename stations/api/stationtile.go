package api

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

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
	if fresh(c, fmt.Sprintf(`W/"s%s-%d"`, snapshot.Epoch, snapshot.Revision), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	draw := each
	if t.Z < detailZoom {
		draw = clusters
	}
	p, ok := s.points.Get().(*points)
	if !ok {
		p = new(points)
	}
	defer s.points.Put(p)
	p.begin(t)
	draw(p, snapshot)
	if data := p.tile(); data != nil {
		return send(c, mediaTile, data)
	}
	return c.NoContent(http.StatusNoContent)
}

// each draws every station of the tile.
func each(p *points, snapshot *nearby.Snapshot) {
	p.inside(snapshot, func(slot int32, at orb.Point) { p.found = append(p.found, spot{slot, at}) })
	for _, f := range p.found {
		p.station(snapshot, f)
	}
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

// cluster is the stations in one square of a tile's grid.
type cluster struct {
	slot  int32 // of one of them
	count int
	sum   orb.Point
}

// clusters draws a point per square that holds any station: the station itself
// when it is alone, else how many there are, at their middle.
func clusters(p *points, snapshot *nearby.Snapshot) {
	bound := p.Bound()
	grid := make([]cluster, clusterGrid*clusterGrid)
	p.inside(snapshot, func(slot int32, at orb.Point) {
		grid[gridAt(bound, at)].add(slot, at)
	})
	for _, joined := range grid {
		switch n := float64(joined.count); joined.count {
		case 0:
		case 1:
			p.station(snapshot, spot{joined.slot, joined.sum})
		default:
			p.cluster(orb.Point{joined.sum[0] / n, joined.sum[1] / n}, joined.count)
		}
	}
}

func (c *cluster) add(slot int32, p orb.Point) {
	c.slot = slot
	c.count++
	c.sum[0] += p[0]
	c.sum[1] += p[1]
}

// gridAt returns the number of the grid's square that holds p.
func gridAt(b orb.Bound, p orb.Point) int {
	along := func(axis int) int {
		share := (p[axis] - b.Min[axis]) / (b.Max[axis] - b.Min[axis])
		return min(int(share*clusterGrid), clusterGrid-1)
	}
	return along(1)*clusterGrid + along(0)
}
