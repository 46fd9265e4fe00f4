package api

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
)

// noStation is the problem of a station that is not there for the asker. It
// does not repeat what was asked for: that may be anything.
func noStation() error {
	return stations.Errorf(stations.NotFound, "没有这个站点 there is no such station")
}

// elsewhere is the problem of an editor beyond its division.
func elsewhere() error {
	return stations.Errorf(stations.Forbidden, "超出区划权限 this key is bound to another division")
}

// cmpErr returns the first error.
func cmpErr(errs ...error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	return errs[i]
}

// named returns the station of that id.
func (s *Server) named(c echo.Context, text string) (*stations.Station, error) {
	id, err := stations.ParseID(text)
	if err != nil {
		return nil, noStation()
	}
	return s.Store.Station(c.Request().Context(), id)
}

// bounds returns the division that is asked for: within the asker's own,
// which is meant when none is named.
func (p *params) bounds(c echo.Context) (string, error) {
	key, area := asking(c).key, p.text("area")
	switch {
	case area == "":
		return key.Adcode, nil
	case !stations.ValidAdcode(area):
		p.add("area", "must be a division code of 6, 9 or 12 digits")
		return "", nil
	case !key.Covers(area):
		return "", elsewhere()
	}
	return area, nil
}

// trust writes when the record was last verified, and what riders are warned
// of.
func trust(w *writer, s *stations.Station, badge stations.Badge) {
	if s.Verification != nil {
		w.moment("verified_at", s.Verification.At)
	}
	w.text("badge", string(badge))
}

// postVerify notes that somebody made sure that a record is true, now.
func (s *Server) postVerify(c echo.Context) error {
	var asked model.Check
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	if err := said("method", asked.Method); err != nil {
		return err
	}
	if asked.Method == "visit" { // the office's word
		asked.Method = string(stations.OnSite)
	}
	v := stations.Verification{At: stations.Stamp(s.Now()), By: asking(c).by(), Method: stations.VerificationMethod(asked.Method)}
	if err := v.Check(); err != nil {
		return err
	}
	station, err := s.verify(c, v, asked.Note)
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", s.tag(c, station))
	return sendJSON(c, model.Verified{
		ID: string(station.ID), Revision: int64(station.Revision),
		VerifiedAt: second(v.At), VerifiedMethod: string(v.Method), Badge: string(station.Badge(v.At)),
	})
}

func (s *Server) verify(c echo.Context, v stations.Verification, note string) (*stations.Station, error) {
	return s.touch(c, strings.TrimSpace("核实 verified "+note), func(station *stations.Station) error {
		station.Verification = &v
		return nil
	})
}

// touchTries is how often a change is tried while others write to the same
// station.
const touchTries = 5

// touch makes a change to the station that the address names, if the asker
// keeps it. It is for changes that touch nothing of what others may write
// meanwhile, so that no If-Match is needed; an error of change is passed on.
func (s *Server) touch(c echo.Context, reason string, change func(*stations.Station) error) (*stations.Station, error) {
	for try := 1; ; try++ {
		station, err := s.tended(c)
		if err != nil {
			return nil, err
		}
		if err := change(station); err != nil {
			return nil, err
		}
		write := stations.Write{Station: station, Expect: station.Revision, By: asking(c).by(), Reason: reason}
		_, err = s.Store.Apply(c.Request().Context(), []stations.Write{write})
		if stations.CodeOf(err) != stations.Conflict || try == touchTries {
			return station, err
		}
	}
}

// tended returns the station that the address names, if the asker keeps it.
func (s *Server) tended(c echo.Context) (*stations.Station, error) {
	station, err := s.named(c, c.Param("id"))
	if err != nil {
		return nil, err
	}
	if !asking(c).key.Covers(station.Position.Adcode) {
		return nil, elsewhere()
	}
	return station, nil
}

// getOverdue lists what is to be verified, by district.
func (s *Server) getOverdue(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	v := view{datum: p.datum()}
	after, limit := p.place("cursor"), p.limit(1000, 100)
	area, err := p.bounds(c)
	if err := cmpErr(p.err(), err); err != nil {
		return err
	}
	list, err := s.overdue(c.Request().Context(), area, after, limit)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	v.overdue(w, list)
	return send(c, mediaJSON, w.buf)
}

// overdueList is a page of what is to be verified.
type overdueList struct {
	stations []*stations.Station
	counts   map[string]int // by district, of all pages
	now      time.Time
	full     bool // there may be another page
}

func (s *Server) overdue(ctx context.Context, area string, after stations.Place, limit int) (overdueList, error) {
	now := s.Now()
	counts, err := s.Store.CountOverdue(ctx, area, now)
	if err != nil {
		return overdueList{}, err
	}
	page, err := s.Store.Overdue(ctx, area, now, after, limit)
	return overdueList{page, counts, now, len(page) == limit}, err
}

func (v view) overdue(w *writer, list overdueList) {
	total := 0
	w.open('{')
	w.text("datum", v.datum.String())
	w.key("districts")
	w.open('[')
	for _, adcode := range slices.Sorted(maps.Keys(list.counts)) {
		total += list.counts[adcode]
		w.open('{')
		w.text("adcode", adcode)
		w.whole("overdue", int64(list.counts[adcode]))
		w.close('}')
	}
	w.close(']')
	w.key("stations")
	w.open('[')
	for _, s := range list.stations {
		w.open('{')
		v.station(w, s)
		trust(w, s, s.Badge(list.now))
		w.whole("overdue_days", int64(list.now.Sub(s.CheckedAt())-stations.VerifyAfter)/int64(24*time.Hour))
		v.position(w, s)
		w.close('}')
	}
	w.close(']')
	w.whole("total", int64(total))
	if list.full {
		last := list.stations[len(list.stations)-1]
		w.text("next", string(last.ID)+"@"+last.Position.Adcode)
	} else {
		w.none("next")
	}
	w.close('}')
}

// place reads a cursor of a list by division: "ID@ADCODE".
func (p *params) place(name string) stations.Place {
	text := p.text(name)
	if text == "" {
		return stations.Place{}
	}
	id, adcode, _ := strings.Cut(text, "@")
	if _, err := stations.ParseID(id); err != nil || adcode != "" && !stations.ValidAdcode(adcode) {
		p.add(name, "is not one that this server gave")
	}
	return stations.Place{Adcode: adcode, ID: stations.ID(id)}
}
