package api

import (
	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// getAreas gives the outlines of divisions as GeoJSON.
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
	if err := p.err(); err != nil {
		return err
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

func area(w *writer, a stations.Area) {
	w.text("adcode", a.Adcode)
	w.text("name", a.Name)
	w.some("level", a.Level)
	w.some("parent", a.Parent)
}
