package api

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// edit is what a request wants of a record.
type edit struct {
	fields fields
	digest [32]byte // of the body
	datum  datum.Datum
	reason string
}

// MediaMergePatch is the media type of a change to a record, RFC 7396.
const MediaMergePatch = "application/merge-patch+json"

// readEdit reads the body and the reason of a write. There is no default
// datum: a body that places a station names its own, and whole says that the
// body is a whole record, which always does.
func readEdit(c echo.Context, whole bool) (edit, error) {
	p, err := query(c)
	if err != nil {
		return edit{}, err
	}
	e := edit{reason: p.text("reason"), datum: datum.WGS84}
	data, err := writtenBody(c)
	if err != nil {
		return edit{}, err
	}
	e.digest = sha256.Sum256(data)
	if e.fields, err = object(data); err != nil {
		return edit{}, err
	}
	_, lon := e.fields["lon"]
	_, lat := e.fields["lat"]
	name, given := e.fields["datum"]
	var text string
	switch {
	case given && json.Unmarshal(name, &text) == nil:
		if e.datum, err = datum.Parse(text); err != nil {
			p.add("datum", "must be one of wgs84, gcj02, bd09")
		}
	case given:
		p.add("datum", "must be one of wgs84, gcj02, bd09")
	case whole || lon || lat:
		p.add("datum", "必填 is required: a write has no default datum")
	}
	return e, p.err()
}

// writtenBody reads the body of a write, of the size that is allowed.
func writtenBody(c echo.Context) ([]byte, error) {
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	patch := c.Request().Method == http.MethodPatch && media == MediaMergePatch
	if err != nil || media != echo.MIMEApplicationJSON && !patch {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	return bounded(c, MaxBody)
}

// postStation makes a new station. With an Idempotency-Key the same request
// gets the same answer for a day, and makes one station.
func (s *Server) postStation(c echo.Context) error {
	e, err := readEdit(c, true)
	if err != nil {
		return err
	}
	after, err := e.fields.station(nil, e.datum)
	if err != nil {
		return err
	}
	assume(after)
	if err := s.fit(c, nil, after); err != nil {
		return err
	}
	token := c.Request().Header.Get("Idempotency-Key")
	if after.ID, err = s.newID(c, token, e.digest); err != nil {
		return err
	}
	c.Set(stationKey, after.ID)
	err = s.apply(c, stations.Write{Station: after, Reason: e.reason})
	if token != "" && stations.CodeOf(err) == stations.Conflict {
		first, missing := s.first(c, after.ID)
		if missing != nil {
			return err // of another station: a code that is taken
		}
		after, err = first, nil
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Location", "/v1/stations/"+string(after.ID))
	return s.showEdit(c, http.StatusCreated, after, e.datum)
}

// assume fills in what a new record need not say, as an import does.
func assume(s *stations.Station) {
	s.Lifecycle = cmp.Or(s.Lifecycle, stations.Open)
	s.Position.Quality = cmp.Or(s.Position.Quality, stations.Geocoded)
}

// newID returns the id of the station to make: a new one, or the one that the
// same request of before was given.
func (s *Server) newID(c echo.Context, token string, digest [32]byte) (stations.ID, error) {
	id, err := stations.NewID()
	if err != nil || token == "" {
		return id, err
	}
	claim := stations.Claim{By: asking(c).by(), Token: token, Digest: digest, Station: id, At: s.Now()}
	stands, err := s.Store.Claim(c.Request().Context(), claim)
	if err != nil {
		return "", err
	}
	if stands.Digest != digest {
		return "", refusal{
			status: http.StatusUnprocessableEntity, code: "idempotency", title: "幂等键重复 Idempotency key used",
			detail: "this Idempotency-Key came with another body within the last 24 hours",
		}
	}
	return stands.Station, nil
}

// first returns the record that the station began with.
func (s *Server) first(c echo.Context, id stations.ID) (*stations.Station, error) {
	var oldest stations.Change
	for {
		page, err := s.Store.History(c.Request().Context(), id, oldest.Revision, 1000)
		if err != nil {
			return nil, err
		}
		if len(page) > 0 {
			oldest = page[len(page)-1]
		}
		if len(page) < 1000 {
			return oldest.Station, nil
		}
	}
}

// putStation replaces a record. What is not sent is cleared, but for what no
// record is without: the stage of life and the quality of the position.
func (s *Server) putStation(c echo.Context) error {
	return s.change(c, true, func(before *stations.Station, e edit) (*stations.Station, error) {
		after, err := e.fields.station(before, e.datum)
		if err != nil {
			return nil, err
		}
		after.Lifecycle = cmp.Or(after.Lifecycle, before.Lifecycle)
		after.Position.Quality = cmp.Or(after.Position.Quality, before.Position.Quality)
		return after, nil
	})
}

// patchStation changes some fields of a record.
func (s *Server) patchStation(c echo.Context) error {
	return s.change(c, false, func(before *stations.Station, e edit) (*stations.Station, error) {
		whole, err := editable(before, e.datum)
		if err != nil {
			return nil, err
		}
		return whole.patch(e.fields).station(before, e.datum)
	})
}

// change turns the record that stands, and that the writer has seen, into
// another.
func (s *Server) change(c echo.Context, whole bool, turn func(*stations.Station, edit) (*stations.Station, error)) error {
	before, err := s.held(c)
	if err != nil {
		return err
	}
	e, err := readEdit(c, whole)
	if err != nil {
		return err
	}
	after, err := turn(before, e)
	if err != nil {
		return err
	}
	if err := s.fit(c, before, after); err != nil {
		return err
	}
	if err := s.apply(c, stations.Write{Station: after, Expect: before.Revision, Reason: e.reason}); err != nil {
		return err
	}
	return s.showEdit(c, http.StatusOK, after, e.datum)
}

// deleteStation takes a station out of the registry. What it was stays in its
// history.
func (s *Server) deleteStation(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	reason := p.text("reason")
	if err := p.err(); err != nil {
		return err
	}
	before, err := s.held(c)
	if err != nil {
		return err
	}
	write := stations.Write{Station: &stations.Station{ID: before.ID}, Expect: before.Revision, Delete: true, Reason: reason}
	if err := s.apply(c, write); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// held returns the record that the address names, when the writer may change
// it and has seen its last revision.
func (s *Server) held(c echo.Context) (*stations.Station, error) {
	id, err := stations.ParseID(c.Param("id"))
	if err != nil {
		return nil, noStation()
	}
	before, err := s.living(c, id)
	if err != nil {
		return nil, err
	}
	if !asking(c).key.Covers(before.Position.Adcode) {
		return nil, elsewhere()
	}
	return before, s.matches(c, before)
}

// living returns the station; Gone when it was deleted.
func (s *Server) living(c echo.Context, id stations.ID) (*stations.Station, error) {
	station, err := s.Store.Station(c.Request().Context(), id)
	if stations.CodeOf(err) != stations.NotFound {
		return station, err
	}
	if _, never := s.Store.History(c.Request().Context(), id, 0, 1); never == nil {
		return nil, stations.Errorf(stations.Gone, "此站点已删除 the station was deleted; its id is never used again")
	}
	return nil, noStation()
}

func stale() error {
	return refusal{
		status: http.StatusPreconditionFailed, code: "precondition_failed", title: "记录已被修改 Precondition failed",
		detail: "the record was changed meanwhile: read it again",
	}
}

// fit completes a record and checks that it may stand there.
func (s *Server) fit(c echo.Context, before, after *stations.Station) error {
	locator, err := s.locators.of(c.Request().Context(), s.Store)
	if err != nil {
		return err
	}
	after.Position.Assign(locator)
	if err := s.imaged(c, before, after); err != nil {
		return err
	}
	var broken *stations.Error
	err = stations.CheckEdit(before, after)
	if errors.As(err, &broken) {
		return &stations.Error{Code: stations.Invalid, Text: "输入有误 the record breaks a rule", Fields: flatFields(broken.Fields)}
	}
	if err != nil {
		return err
	}
	key := asking(c).key
	lies, known := locator.Locate(after.Position.Point)
	if !key.Covers(after.Position.Adcode) || known && after.Position.Quality != stations.AddressOnly && !key.Covers(lies) {
		return elsewhere()
	}
	return nil
}

// apply writes for the asker. Who lost a race is told that the record was
// changed.
func (s *Server) apply(c echo.Context, w stations.Write) error {
	w.By = asking(c).by()
	_, err := s.Store.Apply(c.Request().Context(), []stations.Write{w})
	if stations.CodeOf(err) != stations.Conflict || w.Expect == 0 {
		return err
	}
	now, gone := s.Store.Station(c.Request().Context(), w.Station.ID)
	if gone != nil || now.Revision != w.Expect {
		return stale()
	}
	return err
}

// showEdit answers with the record as an editor sees it.
func (s *Server) showEdit(c echo.Context, status int, station *stations.Station, d datum.Datum) error {
	text, err := editableText(station, d)
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", s.tag(c, station))
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(status, mediaJSON, text)
}
