package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/basemap"
)

const (
	photoPath = "/v1/stations/:id/photos/:photo"
	mediaJPEG = "image/jpeg"
)

// packed reports whether an answer is one that is not to be compressed: a
// photo, which that does not make smaller, a file of which parts may be asked
// for, whose bytes are counted as they are, or a feed, which is packed already.
func packed(c echo.Context) bool {
	path := c.Path()
	return strings.HasPrefix(path, photoPath) || path == basemap.Path || path == snapshotPath || strings.HasPrefix(path, "/feeds/")
}

// getPhotos lists the photos of a station that the registry keeps: in the order
// of its record, and to those who keep the station also what waits to be
// accepted.
func (s *Server) getPhotos(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	station, err := s.station(c)
	if err != nil {
		return err
	}
	kept, err := s.Store.Pictures(c.Request().Context(), station.ID)
	if err != nil {
		return err
	}
	inside := asking(c).keeps(station)
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("station", string(station.ID))
	w.key("photos")
	w.open('[')
	for _, v := range photoViews(station, kept) {
		if v.shown || inside {
			v.write(w, inside)
		}
	}
	w.close(']')
	w.close('}')
	if fresh(c, contentTag(w.buf), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	return send(c, mediaJSON, w.buf)
}

// photoView is a photo as a list shows it.
type photoView struct {
	stations.Photo
	picture stations.Picture
	shown   bool // to riders
}

// photoViews pairs what a record names with what is kept: first what riders
// see, as the record orders it, then what waits, the oldest first. Names of
// pictures that are not kept here are left out.
func photoViews(s *stations.Station, kept []stations.Picture) []photoView {
	var views []photoView
	for _, p := range s.Photos {
		at := slices.IndexFunc(kept, func(k stations.Picture) bool { return p.Kept() && k.ID == p.ID })
		if at >= 0 {
			views = append(views, photoView{p, kept[at], true})
		}
	}
	for _, k := range kept {
		if !s.Shows(k.ID) {
			views = append(views, photoView{k.Imaged(), k, false})
		}
	}
	return views
}

// write writes the photo; inside says that the reader keeps the station.
func (v photoView) write(w *writer, inside bool) {
	w.open('{')
	w.text("id", v.ID)
	w.whole("width", int64(v.picture.Width))
	w.whole("height", int64(v.picture.Height))
	w.some("caption", v.Caption)
	w.some("caption_en", v.CaptionEN)
	moment(w, "taken_at", v.TakenAt)
	w.flag("shown", v.shown)
	if inside {
		w.whole("bytes", int64(v.picture.Bytes))
		w.moment("added_at", v.picture.AddedAt)
		w.some("added_by", v.picture.AddedBy)
	}
	w.close('}')
}

// getPhoto answers with a photo, getThumbnail with it made small. An id names
// bytes that never change.
func (s *Server) getPhoto(c echo.Context) error { return s.image(c, stations.FullSize) }

func (s *Server) getThumbnail(c echo.Context) error { return s.image(c, stations.ThumbnailSize) }

func (s *Server) image(c echo.Context, size stations.PictureSize) error {
	if err := noQuery(c); err != nil {
		return err
	}
	station, err := s.station(c)
	if err != nil {
		return err
	}
	id, cache, within := c.Param("photo"), "public, max-age=31536000, immutable", "cross-origin"
	shown := station.Shows(id)
	if !shown && !asking(c).keeps(station) {
		return stations.NoPicture()
	}
	if !shown || !stations.Public().Match(station, s.Now()) { // not for riders, or not yet
		cache, within = "private, no-cache", "same-origin"
	}
	image, err := s.Store.Image(c.Request().Context(), station.ID, id, size)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", within) // any page may show what riders see
	if fresh(c, `"`+id+"-"+string(size)+`"`, cache) {
		return c.NoContent(http.StatusNotModified)
	}
	return send(c, mediaJPEG, image)
}
