package api

import (
	"net/http"
	"strings"
	"sync"

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

// shapes keeps the last few coverages that were drawn.
type shapes struct {
	mu   sync.Mutex
	kept []*shape
}

// maxShapes is how many are kept: a page looks at one, a few pages at few.
const maxShapes = 4

// of returns the shape of a coverage.
func (k *shapes) of(c *plan.Coverage) *shape {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.kept {
		if s.coverage.ID == c.ID {
			return s
		}
	}
	s := newShape(c)
	k.kept = append(k.kept, s)
	if len(k.kept) > maxShapes {
		k.kept = append([]*shape(nil), k.kept[1:]...)
	}
	return s
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
	if fresh(c, `W/"c`+coverage.ID+`"`, "private, max-age=3600") {
		return c.NoContent(http.StatusNotModified)
	}
	drawn := s.shapes.of(coverage)
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
