package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
)

// postPhoto takes a photo of a station: the file as the body, or a form. It is
// shown at once unless show is false. Of where and when it was taken only
// what the sender writes beside it is kept.
func (s *Server) postPhoto(c echo.Context) error {
	if _, err := s.tended(c); err != nil { // before the file is read
		return err
	}
	p, file, err := upload(c, stations.MaxPictureFile)
	if err != nil {
		return err
	}
	named := p.photo()
	show := p.choice("show", "true", "false") == "true"
	if err := p.err(); err != nil {
		return err
	}
	picture, err := s.keep(c, file)
	if err != nil {
		return err
	}
	named.ID, named.Width, named.Height = picture.ID, picture.Width, picture.Height
	if show {
		return s.show(c, http.StatusCreated, named)
	}
	station, err := s.tended(c)
	if err != nil {
		return err
	}
	return s.shownPhoto(c, http.StatusCreated, station, picture.ID)
}

// photo reads what a sender says of a photo.
func (p *params) photo() stations.Photo {
	named := stations.Photo{Caption: p.note("caption"), CaptionEN: p.note("caption_en")}
	if text := p.text("taken_at"); text != "" {
		at, ok := openMoment(text, true)
		if !ok {
			p.add("taken_at", "must be a moment as in 2026-11-20T12:00:00+08:00")
		}
		named.TakenAt = &at
	}
	return named
}

// note returns a text of at most stations.MaxNote characters.
func (p *params) note(name string) string {
	text := p.text(name)
	if utf8.RuneCountInString(text) > stations.MaxNote {
		p.add(name, fmt.Sprintf("is longer than %d characters", stations.MaxNote))
	}
	return text
}

// keep develops a file and keeps the picture.
func (s *Server) keep(c echo.Context, file []byte) (stations.Picture, error) {
	ctx := c.Request().Context()
	made, err := s.darkroom.Develop(ctx, file)
	if err != nil {
		return stations.Picture{}, err
	}
	picture := stations.Picture{
		Station: stations.ID(c.Param("id")), ID: stations.PictureID(made.Image), Width: made.Width, Height: made.Height,
		AddedAt: stations.Stamp(s.Now()), AddedBy: asking(c).by(), Image: made.Image, Thumbnail: made.Thumbnail,
	}
	return picture, s.Store.AddPicture(ctx, picture)
}

// show names a picture in its station's record, or says of one that is named
// what is said now.
func (s *Server) show(c echo.Context, status int, named stations.Photo) error {
	station, err := s.touch(c, "照片 photo "+named.ID, func(station *stations.Station) error {
		at := slices.IndexFunc(station.Photos, func(p stations.Photo) bool { return p.Kept() && p.ID == named.ID })
		if at < 0 {
			station.Photos = append(station.Photos, named)
			return nil
		}
		now := &station.Photos[at]
		now.Caption, now.CaptionEN, now.TakenAt = cmp.Or(named.Caption, now.Caption), cmp.Or(named.CaptionEN, now.CaptionEN), cmp.Or(named.TakenAt, now.TakenAt)
		return nil
	})
	if err != nil {
		return err
	}
	return s.shownPhoto(c, status, station, named.ID)
}

// shownPhoto answers with one photo, and the revision that the record has.
func (s *Server) shownPhoto(c echo.Context, status int, station *stations.Station, id string) error {
	kept, err := s.Store.Pictures(c.Request().Context(), station.ID)
	if err != nil {
		return err
	}
	photos := photoViews(station, kept)
	at := slices.IndexFunc(photos, func(p model.Photo) bool { return p.ID == id })
	if at < 0 {
		return stations.NoPicture() // somebody was faster
	}
	h := c.Response().Header()
	h.Set("Location", "/v1/stations/"+string(station.ID)+"/photos/"+id)
	h.Set("ETag", s.tag(c, station))
	return private(c, status, photos[at])
}

// acceptPhoto shows riders a photo that waits.
func (s *Server) acceptPhoto(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	named := p.photo()
	if err := p.err(); err != nil {
		return err
	}
	station, err := s.tended(c)
	if err != nil {
		return err
	}
	picture, err := s.picture(c.Request().Context(), station.ID, c.Param("photo"))
	if err != nil {
		return err
	}
	named.ID, named.Width, named.Height = picture.ID, picture.Width, picture.Height
	return s.show(c, http.StatusOK, named)
}

// picture returns what is kept under that id, without its bytes.
func (s *Server) picture(ctx context.Context, station stations.ID, id string) (stations.Picture, error) {
	kept, err := s.Store.Pictures(ctx, station)
	if err != nil {
		return stations.Picture{}, err
	}
	for _, k := range kept {
		if k.ID == id {
			return k, nil
		}
	}
	return stations.Picture{}, stations.NoPicture()
}

// deletePhoto takes a photo out of the record and forgets it for good. The
// record's past keeps its name, which leads nowhere.
func (s *Server) deletePhoto(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	station, err := s.tended(c)
	if err != nil {
		return err
	}
	id := c.Param("photo")
	named := station.Shows(id)
	if named {
		_, err = s.touch(c, "删除照片 photo deleted "+id, func(station *stations.Station) error {
			station.Photos = slices.DeleteFunc(station.Photos, func(p stations.Photo) bool { return p.Kept() && p.ID == id })
			return nil
		})
		if err != nil {
			return err
		}
	}
	err = s.Store.RemovePicture(c.Request().Context(), station.ID, id)
	if err != nil && (!named || stations.CodeOf(err) != stations.NotFound) {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// imaged holds a record that somebody writes to the pictures that are kept: it
// names no other, and each of its own size.
func (s *Server) imaged(c echo.Context, before, after *stations.Station) error {
	for i, p := range after.Photos {
		if !p.Kept() {
			continue
		}
		size, known := sizeIn(before, p.ID)
		if !known {
			picture, err := s.picture(c.Request().Context(), after.ID, p.ID)
			if stations.CodeOf(err) == stations.NotFound {
				return stations.BadField("photos", "names a photo that is not kept of this station: send it first, or give an https address")
			}
			if err != nil {
				return err
			}
			size = picture.Imaged()
		}
		after.Photos[i].Width, after.Photos[i].Height = size.Width, size.Height
	}
	return nil
}

// sizeIn returns the photo as a record names it.
func sizeIn(s *stations.Station, id string) (stations.Photo, bool) {
	if s == nil {
		return stations.Photo{}, false
	}
	at := slices.IndexFunc(s.Photos, func(p stations.Photo) bool { return p.Kept() && p.ID == id })
	if at < 0 {
		return stations.Photo{}, false
	}
	return s.Photos[at], true
}
