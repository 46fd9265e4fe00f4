package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/plan"
)

// shape is a coverage ready to be drawn.
type shape struct {
	coverage *plan.Coverage
	rings    []orb.Ring // by cell
	bounds   []orb.Bound
	gaps     []orb.MultiPolygon
}

// maxShapes is how many shapes are kept: a page looks at one, a few pages at few.
const maxShapes = 4

// shape returns the shape of a coverage, made or kept.
func (s *Server) shape(ctx context.Context, c *plan.Coverage) (*shape, error) {
	return s.shapes.Do(ctx, c.Key(), func(context.Context) (*shape, error) { return newShape(c), nil })
}

func newShape(c *plan.Coverage) *shape {
	s := &shape{coverage: c, rings: make([]orb.Ring, len(c.Cells)), bounds: make([]orb.Bound, len(c.Cells))}
	for i, cell := range c.Cells {
		s.rings[i] = cell.Cell.Boundary()
		s.bounds[i] = s.rings[i].Bound()
	}
	for _, g := range c.Gaps {
		s.gaps = append(s.gaps, hex.Outline(g.Members))
	}
	return s
}

// coverageTile draws the cells and the gaps of /tiles/coverage-ID.
func (s *Server) coverageTile(c echo.Context) error {
	id, ok := strings.CutPrefix(c.Param("coverage"), "coverage-")
	if !ok {
		return stations.Errorf(stations.NotFound, "tiles are stations, roads or coverage-ID")
	}
	t, err := tile(c)
	if err != nil {
		return err
	}
	coverage, err := s.covered(c, id)
	if err != nil {
		return err
	}
	if fresh(c, `W/"c`+coverage.Key()+`"`, "private, max-age=3600") {
		return c.NoContent(http.StatusNotModified)
	}
	drawn, err := s.shape(c.Request().Context(), coverage)
	if err != nil {
		return err
	}
	return sendTile(c, t, 0, newLayer("cells", drawn.cells(t)), newLayer("gaps", drawn.outlines(t)))
}

// overlap is how far beyond a tile cells and gaps are drawn, as a share of its
// width.
const overlap = 1. / 64

func (s *shape) cells(t square) []*geojson.Feature {
	b := t.around(overlap)
	var features []*geojson.Feature
	for i, cell := range s.coverage.Cells {
		if !s.bounds[i].Intersects(b) {
			continue
		}
		properties := geojson.Properties{"h3": cell.Cell.String(), "k": cell.K, "demand": cell.Demand, "covered": cell.Covered}
		if cell.Time != roads.Never {
			properties["minutes"] = *cell.Minutes()
		}
		features = append(features, feature(t.draw(orb.Polygon{s.rings[i].Clone()}), properties))
	}
	return features
}

func (s *shape) outlines(t square) []*geojson.Feature {
	b := t.around(overlap)
	var features []*geojson.Feature
	for i, gap := range s.coverage.Gaps {
		if s.gaps[i].Bound().Intersects(b) {
			features = append(features, feature(t.draw(s.gaps[i].Clone()), geojson.Properties{"id": gap.ID, "rank": i + 1, "demand": gap.Demand}))
		}
	}
	return features
}
