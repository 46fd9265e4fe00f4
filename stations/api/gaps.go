package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
	"yizhan/stations/plan"
)

// getGaps gives the outlines of the gaps as GeoJSON, or a row each as CSV,
// the most unmet demand first.
func (s *Server) getGaps(c echo.Context) error {
	coverage, d, form, err := s.recall(c, "geojson", "csv")
	if err != nil {
		return err
	}
	if fresh(c, fmt.Sprintf(`W/"%s-gaps-%s-%s"`, coverage.ID, d, form), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	if form == "csv" {
		gapRows(w, coverage.To(d))
		return sendCSV(c, "gaps", w)
	}
	if err := gapFeatures(w, coverage, d); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, MediaGeoJSON, w.buf)
}

func gapFeatures(w *writer, coverage *plan.Coverage, d datum.Datum) error {
	w.collection(d)
	w.text("id", coverage.ID)
	w.key("features")
	w.open('[')
	for i, gap := range coverage.To(d).Gaps {
		w.feature(hex.Outline(gap.Members), d)
		w.whole("rank", int64(i+1))
		members, err := json.Marshal(gap)
		if err != nil {
			return err
		}
		w.comma()
		w.buf = append(w.buf, members[1:len(members)-1]...) // the gap's own members, without their braces
		w.close('}')
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return nil
}

func gapRows(w *writer, coverage *plan.Coverage) {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	w.buf = append(w.buf, "id,demand,cells,area_km2,lon,lat,worst_minutes,beyond,adcode,datum\n"...)
	for _, g := range coverage.Gaps {
		worst := ""
		if g.Worst != nil {
			worst = number(*g.Worst)
		}
		row := []string{
			g.ID, number(g.Demand), strconv.Itoa(g.Cells), number(g.Area), degrees(g.Centre[0]), degrees(g.Centre[1]),
			worst, strconv.Itoa(g.Beyond), g.Adcode, coverage.Datum.String(),
		}
		w.buf = append(append(w.buf, strings.Join(row, ",")...), '\n')
	}
}

// orbPolygon is the area within a ring.
func orbPolygon(r orb.Ring) orb.Polygon { return orb.Polygon{r} }
