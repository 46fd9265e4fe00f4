package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/basemap"
)

const (
	photoPath = "/v1/stations/:id/photos/:photo"
	mediaJPEG = "image/jpeg"
)

// headerDigest says the SHA-256 of a file (RFC 9530).
const headerDigest = "Repr-Digest"

// packed reports whether an answer is one that is not to be compressed: a
// photo, which that does not make smaller, a file of which parts may be asked
// for, whose bytes are counted as they are, or a feed or a whole copy of the
// registry, which is packed already.
func packed(c echo.Context) bool {
	path := c.Path()
	return strings.HasPrefix(path, photoPath) || path == basemap.Path || path == snapshotPath || strings.HasPrefix(path, "/feeds/") ||
		path == copyPath && !c.QueryParams().Has("after")
}

// getPhotos lists the photos of a station that the registry keeps: in the order
// of its record, and to those who keep the station also what waits to be
// accepted.
func (s *Server) getPhotos(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	station, err := s.lasting(c, c.Param("id"))
	if err != nil {
		return err
	}
	kept, err := s.Store.Pictures(c.Request().Context(), station.ID)
	if err != nil {
		return err
	}
	photos := photoViews(station, kept)
	if !asking(c).keeps(station) {
		photos = public(photos)
	}
	text, err := json.Marshal(model.Photos{Station: string(station.ID), Photos: photos})
	if err != nil {
		return err
	}
	if fresh(c, contentTag(text), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	return send(c, mediaJSON, text)
}

// photoViews pairs what a record names with what is kept: first what riders
// see, as the record orders it, then what waits, the oldest first. Names of
// pictures that are not kept here are left out.
func photoViews(s *stations.Station, kept []stations.Picture) []model.Photo {
	photos := []model.Photo{}
	for _, p := range s.Photos {
		at := slices.IndexFunc(kept, func(k stations.Picture) bool { return p.Kept() && k.ID == p.ID })
		if at >= 0 {
			shown := photoView(p, kept[at])
			shown.Shown = true
			photos = append(photos, shown)
		}
	}
	for _, k := range kept {
		if !s.Shows(k.ID) {
			photos = append(photos, photoView(k.Imaged(), k))
		}
	}
	return photos
}

// photoView shows a photo, with what only those read who keep the station.
func photoView(p stations.Photo, k stations.Picture) model.Photo {
	shown := model.Photo{
		ID: p.ID, Width: k.Width, Height: k.Height, Caption: p.Caption, CaptionEn: p.CaptionEN,
		Bytes: k.Bytes, AddedAt: k.AddedAt.Truncate(time.Second), AddedBy: k.AddedBy,
	}
	if p.TakenAt != nil {
		shown.TakenAt = p.TakenAt.Truncate(time.Second)
	}
	return shown
}

// public keeps the photos that riders see, and of each what they may read.
func public(photos []model.Photo) []model.Photo {
	shown := slices.DeleteFunc(photos, func(p model.Photo) bool { return !p.Shown })
	for i := range shown {
		shown[i].Bytes, shown[i].AddedAt, shown[i].AddedBy = 0, time.Time{}, ""
	}
	return shown
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
	sum := sha256.Sum256(image)
	h.Set(headerDigest, "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":")
	return send(c, mediaJPEG, image)
}
