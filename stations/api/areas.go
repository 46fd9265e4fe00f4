package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// getAreas gives the outlines of divisions as GeoJSON, or for a mirror all of
// them as they are kept.
func (s *Server) getAreas(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	d, adcode := p.datum(), p.text("adcode")
	if adcode != "" && !stations.ValidAdcode(adcode) {
		p.add("adcode", "must be a division code of 6, 9 or 12 digits")
	}
	p.format(c, "geojson")
	form := p.choice("view", "full", "record")
	if form == "record" && (d != datum.WGS84 || adcode != "") {
		p.add("view", "record is of all areas, in wgs84")
	}
	if err := p.err(); err != nil {
		return err
	}
	if form == "record" {
		return s.areaRecords(c)
	}
	areas, err := s.Store.Areas(c.Request().Context(), adcode)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.collection(d)
	w.key("features")
	w.open('[')
	for _, a := range areas {
		w.feature(a.Geometry, d)
		area(w, a)
		w.close('}')
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return send(c, MediaGeoJSON, w.buf)
}

// areaRecords sends a line that says which version of the areas this is, how
// many there are, and the SHA-256 of all bytes after it; then a line for each, in
// ascending order of adcode.
func (s *Server) areaRecords(c echo.Context) error {
	version, err := s.Store.AreasVersion(c.Request().Context())
	if err != nil {
		return err
	}
	if fresh(c, `"`+version+`"`, "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	areas, err := s.allAreas(c.Request().Context(), version)
	if err != nil {
		return err
	}
	body := s.buffer()
	defer s.buffers.Put(body)
	for _, a := range areas {
		line, err := stations.EncodeArea(a)
		if err != nil {
			return err
		}
		body.buf = append(append(body.buf, line...), '\n')
	}
	sum := sha256.Sum256(body.buf)
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("version", version)
	w.whole("areas", int64(len(areas)))
	w.text("sha256", hex.EncodeToString(sum[:]))
	w.close('}')
	w.buf = append(append(w.buf, '\n'), body.buf...)
	return send(c, mediaLines, w.buf)
}

// allAreas reads all areas, which are of that version or Unavailable.
func (s *Server) allAreas(ctx context.Context, version string) ([]stations.Area, error) {
	areas, err := s.Store.Areas(ctx, "")
	if err != nil {
		return nil, err
	}
	again, err := s.Store.AreasVersion(ctx)
	if err == nil && again != version {
		err = stations.Errorf(stations.Unavailable, "areas are just being written; ask again")
	}
	return areas, err
}

func area(w *writer, a stations.Area) {
	w.text("adcode", a.Adcode)
	w.text("name", a.Name)
	w.some("level", a.Level)
	w.some("parent", a.Parent)
}
