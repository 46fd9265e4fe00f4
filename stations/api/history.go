package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// getRecord gives one record: as it is now, or with revision=N as it was right
// after that revision. view=edit is the record as a writer sends it back.
// Gone when the station was deleted.
func (s *Server) getRecord(c echo.Context) error {
	values := c.QueryParams()
	if form := values.Get("view"); values.Has("revision") || form == "edit" || form == "internal" {
		return s.getPast(c)
	}
	err := s.getStation(c)
	if id, bad := stations.ParseID(c.Param("id")); bad == nil && stations.CodeOf(err) == stations.NotFound {
		if _, gone := s.living(c, id); stations.CodeOf(gone) == stations.Gone {
			return gone
		}
	}
	return err
}

// getPast gives a record of a revision, or for editing.
func (s *Server) getPast(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	v := view{datum: p.datum(), full: true}
	form, at := p.choice("view", "full", "internal", "edit"), p.revision("revision")
	if err := p.err(); err != nil {
		return err
	}
	station, err := s.past(c, at)
	if err != nil {
		return err
	}
	if v.internal = form == "internal"; form != "full" && !asking(c).keeps(station) {
		return stations.Errorf(stations.Forbidden, "权限不足 the whole record is for those who keep it")
	}
	if fresh(c, s.tag(c, station), "private, no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	if form == "edit" {
		return s.showEdit(c, http.StatusOK, station, v.datum)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("datum", v.datum.String())
	v.station(w, station)
	v.position(w, station)
	w.close('}')
	return send(c, mediaJSON, w.buf)
}

// past returns the station as it was after the revision, 0 for now, if the
// asker may see that.
func (s *Server) past(c echo.Context, at stations.Revision) (*stations.Station, error) {
	if err := s.refused(c, route{needs: Reader}); err != nil {
		return nil, err
	}
	none := stations.Errorf(stations.NotFound, "没有这个站点 there was no such station at that revision")
	id, err := stations.ParseID(c.Param("id"))
	if err != nil {
		return nil, none
	}
	if at == 0 {
		station, err := s.living(c, id)
		if err == nil && !s.shows(c, station) {
			return nil, none
		}
		return station, err
	}
	change, err := s.Store.StationAt(c.Request().Context(), id, at)
	switch {
	case stations.CodeOf(err) == stations.NotFound:
		return nil, none
	case err != nil:
		return nil, err
	case change.Station == nil:
		return nil, stations.Errorf(stations.Gone, "此站点当时已删除 the station had been deleted at that revision")
	case !s.shows(c, change.Station):
		return nil, none
	}
	return change.Station, nil
}

// shows reports whether the asker may see the station at all.
func (s *Server) shows(c echo.Context, station *stations.Station) bool {
	return asking(c).inside() || stations.Public().Match(station, s.Now())
}

// revision returns a revision that was given, else 0.
func (p *params) revision(name string) stations.Revision {
	text := p.text(name)
	if text == "" && !p.values.has(name) {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		p.add(name, "must be a revision, a whole number")
		return 0
	}
	return stations.Revision(n)
}

// getHistory tells what was written to a station, the latest first. Who wrote
// and why is for those who keep the record, as is the whole of it.
func (s *Server) getHistory(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	v := view{datum: p.datum(), full: true}
	before, limit := p.revision("cursor"), p.limit(200, 50)
	if err := p.err(); err != nil {
		return err
	}
	id, err := stations.ParseID(c.Param("id"))
	if err != nil {
		return noStation()
	}
	list, err := s.Store.History(c.Request().Context(), id, before, limit+1)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("datum", v.datum.String())
	w.text("id", string(id))
	if err := s.changes(c, w, v, list[:min(limit, len(list))], asking(c).whole()); err != nil {
		return err
	}
	if len(list) > limit {
		w.text("next", strconv.FormatInt(int64(list[limit-1].Revision), 10))
	} else {
		w.none("next")
	}
	w.close('}')
	return send(c, mediaJSON, w.buf)
}

// changes writes a list of changes; whole shows records as editors see them
// to those who keep them. A record that the asker may not see is null, as that
// of a deletion is.
func (s *Server) changes(c echo.Context, w *writer, v view, list []stations.Change, whole bool) error {
	w.key("changes")
	w.open('[')
	for i, change := range list {
		w.open('{')
		w.whole("revision", int64(change.Revision))
		w.text("id", string(change.ID))
		w.some("op", string(change.Op))
		w.text("at", change.At.Format(v.moments()))
		keeps := whole && s.kept(c, list, i)
		if keeps {
			w.some("by", change.By)
			w.some("reason", change.Reason)
		}
		if err := s.changed(c, w, v, change.Station, keeps); err != nil {
			return err
		}
		w.close('}')
	}
	w.close(']')
	return nil
}

// kept reports whether the asker keeps the record of change i. A deletion
// has none: the one before it, which follows in a history, decides.
func (s *Server) kept(c echo.Context, list []stations.Change, i int) bool {
	a := asking(c)
	for _, change := range list[i:] {
		if change.Station != nil && change.ID == list[i].ID {
			return a.keeps(change.Station)
		}
	}
	return a.whole() && a.key.Adcode == ""
}

func (s *Server) changed(c echo.Context, w *writer, v view, station *stations.Station, whole bool) error {
	switch {
	case v.record:
		return s.recorded(c, w, station)
	case station == nil || !s.shows(c, station):
		w.none("station")
		if station != nil {
			w.some("merged_into", string(station.MergedInto))
		}
	case whole:
		text, err := editableText(station, v.datum)
		if err != nil {
			return err
		}
		w.raw("station", text)
	default:
		w.key("station")
		w.open('{')
		v.station(w, station)
		v.position(w, station)
		w.close('}')
	}
	return nil
}
