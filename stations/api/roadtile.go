package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"yizhan/geo/roads"
)

// roadTile draws the roads: one feature per class, which holds all its lines.
func (s *Server) roadTile(c echo.Context) error {
	t, err := tile(c)
	if err != nil {
		return err
	}
	tag := `W/"r`
	for _, g := range s.Roads {
		tag += g.Checksum()[:8]
	}
	if fresh(c, tag+`"`, "max-age=3600") {
		return c.NoContent(http.StatusNotModified)
	}
	var lines [roads.NumClasses]orb.MultiLineString
	for _, g := range s.Roads {
		drawRoads(g, t, &lines)
	}
	var features []*geojson.Feature
	for class, of := range lines {
		if len(of) > 0 {
			features = append(features, feature(t.draw(of), geojson.Properties{"class": roads.Class(class).String()}))
		}
	}
	return sendTile(c, t, tolerance(t.Z), newLayer("roads", features))
}

// tolerance is how far a road may be drawn from where it is: nothing where
// pages zoom in on, else two 4096ths of a tile, a quarter of a pixel.
func tolerance(z maptile.Zoom) float64 {
	if z >= 14 {
		return 0
	}
	return 2
}

// drawRoads adds the roads of the tile, and of a margin for their width.
func drawRoads(g *roads.Graph, t square, lines *[roads.NumClasses]orb.MultiLineString) {
	var edges []roads.EdgeID
	g.Visit(t.around(1./32), func(e roads.EdgeID) bool {
		if t.Z >= firstZoom(g.Class(e)) {
			edges = append(edges, e)
		}
		return true
	})
	slices.Sort(edges)
	for i := 0; i < len(edges); {
		line, next := chain(g, edges, i)
		class := g.Class(edges[i])
		lines[class] = append(lines[class], line)
		i = next
	}
}

// chain joins edges that follow each other on one way, from the i-th on, and
// returns their line and the first edge that is not part of it.
func chain(g *roads.Graph, edges []roads.EdgeID, i int) (orb.LineString, int) {
	tail, head := g.Ends(edges[i])
	line := orb.LineString{g.Point(tail), g.Point(head)}
	way, _ := g.Way(edges[i])
	for i++; i < len(edges); i++ {
		from, to := g.Ends(edges[i])
		if w, _ := g.Way(edges[i]); w != way || from != head {
			break
		}
		line, head = append(line, g.Point(to)), to
	}
	return line, i
}

// firstZoom is where a class of road is drawn from on.
func firstZoom(c roads.Class) maptile.Zoom {
	switch c {
	case roads.Motorway, roads.Trunk:
		return 5
	case roads.Primary, roads.MotorwayLink, roads.TrunkLink:
		return 8
	case roads.Secondary, roads.PrimaryLink:
		return 10
	case roads.Tertiary, roads.SecondaryLink:
		return 11
	case roads.Unclassified, roads.Residential, roads.TertiaryLink, roads.Road:
		return 12
	case roads.Service, roads.LivingStreet, roads.Pedestrian:
		return 13
	}
	return 14
}
