package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/intake"
	"yizhan/stations/nearby"
)

// getStations lists the registry in ascending order of id, or what is found by
// words, the best first: what riders see, and to those who plan every stage of
// life.
func (s *Server) getStations(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	if typed, _ := p.values.first("q"); typed != "" {
		return s.searchStations(c, p)
	}
	v := listView(p)
	l := nearby.Listing{Filter: filter(c, p, v), Order: p.order(), Limit: p.limit(1000, 100), Cursor: p.text("cursor")}
	l.Keep = p.keep(s.Now()).Test
	if l.Order == nearby.ByID && l.Keep == nil {
		return s.entered(c, p, v, l)
	}
	form := p.format(c, "json", "geojson")
	if err := p.err(); err != nil {
		return err
	}
	found, err := s.Finder.List(c.Request().Context(), l)
	if err != nil {
		return err
	}
	page := listed{stations: found.Stations, total: found.Total, at: s.Now(), next: found.Next}
	w := s.buffer()
	defer s.buffers.Put(w)
	return send(c, v.list(w, page, form), w.buf)
}

// entered answers in ascending order of id, from the store: what was written
// is there at once.
func (s *Server) entered(c echo.Context, p *params, v view, l nearby.Listing) error {
	after := stations.ID(l.Cursor)
	if _, err := stations.ParseID(l.Cursor); after != "" && err != nil {
		p.add("cursor", "is not one that this server gave")
	}
	form := p.format(c, "json", "geojson")
	if err := p.err(); err != nil {
		return err
	}
	page, err := s.page(c, l.Filter, after, l.Limit)
	if err != nil {
		return err
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	return send(c, v.list(w, page, form), w.buf)
}

// listView says how the stations of a list are shown.
func listView(p *params) view {
	return view{datum: p.datum(), full: p.choice("view", "card", "full") == "full"}
}

// filter reads the filter of a list.
func filter(c echo.Context, p *params, v view) stations.Filter {
	f := stations.Filter{}
	if !asking(c).inside() {
		f = stations.Public()
	}
	f.Within = p.box("bbox", v.datum)
	f.Located = f.Located || f.Within != nil
	f.Kinds, f.Services = p.kinds(), p.services()
	f.Adcode, f.Text, f.Source = p.text("area"), p.text("q"), p.text("source")
	if stages := words(p, "lifecycle", parseStage); stages != nil && asking(c).inside() {
		f.Lifecycles = stages
	} else if stages != nil {
		p.add("lifecycle", "只对登记人员和规划人员开放 is for those who keep or plan stations")
	}
	if f.Adcode != "" && !stations.ValidAdcode(f.Adcode) {
		p.add("area", "must be a division code of 6, 9 or 12 digits")
	}
	p.words("q", f.Text)
	return f
}

// listed is one page of the registry.
type listed struct {
	stations  []*stations.Station
	distances []float64 // metres, if a place is asked about
	next      string    // the cursor of the next page; "" after the last
	total     int
	at        time.Time // the moment of its badges
}

func (s *Server) page(c echo.Context, f stations.Filter, after stations.ID, limit int) (listed, error) {
	ctx, now := c.Request().Context(), s.Now()
	total, err := s.Store.Count(ctx, f, now)
	if err != nil {
		return listed{}, err
	}
	list, err := s.Store.Stations(ctx, f, now, after, limit)
	if err != nil || len(list) < limit {
		return listed{stations: list, total: total, at: now}, err
	}
	page, last := listed{stations: list, total: total, at: now}, list[len(list)-1].ID
	following, err := s.Store.Stations(ctx, f, now, last, 1)
	if len(following) > 0 {
		page.next = string(last)
	}
	return page, err
}

// list writes a page and returns its media type.
func (v view) list(w *writer, page listed, form string) string {
	media := mediaJSON
	if form == "geojson" {
		media = MediaGeoJSON
		w.collection(v.datum)
		w.key("features")
		v.listFeatures(w, page)
	} else {
		w.open('{')
		w.text("datum", v.datum.String())
		w.key("stations")
		v.listCards(w, page)
	}
	w.whole("total", int64(page.total))
	if page.next != "" {
		w.text("next", page.next)
	} else {
		w.none("next")
	}
	w.close('}')
	return media
}

func (v view) listCards(w *writer, page listed) {
	w.open('[')
	for i, s := range page.stations {
		w.open('{')
		v.station(w, s)
		page.distance(w, i)
		trust(w, s, s.Badge(page.at))
		v.position(w, s)
		w.close('}')
	}
	w.close(']')
}

func (v view) listFeatures(w *writer, page listed) {
	w.open('[')
	for i, s := range page.stations {
		if s.Position.Quality == stations.AddressOnly {
			w.open('{')
			w.text("type", "Feature")
			w.none("geometry")
			w.key("properties")
			w.open('{')
		} else {
			w.feature(s.Position.Point, v.datum)
		}
		v.station(w, s)
		page.distance(w, i)
		trust(w, s, s.Badge(page.at))
		w.close('}')
		w.close('}')
	}
	w.close(']')
}

// distance writes how far the i-th station is.
func (page listed) distance(w *writer, i int) {
	if page.distances != nil {
		w.number("distance_m", page.distances[i])
	}
}

// getStation gives one public record. Its ETag is the revision of its last
// write.
func (s *Server) getStation(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	v := view{datum: p.datum(), full: true}
	if err := p.err(); err != nil {
		return err
	}
	station, err := s.station(c)
	if to := s.moved(c, station); to != "" {
		return c.Redirect(http.StatusPermanentRedirect, to)
	}
	if err != nil {
		return err
	}
	badge := station.Badge(s.Now())
	if fresh(c, s.tag(c, station), "no-cache") && badge != stations.VerifyDue { // which comes with time, without a write
		return c.NoContent(http.StatusNotModified)
	}
	w := s.buffer()
	defer s.buffers.Put(w)
	w.open('{')
	w.text("datum", v.datum.String())
	v.station(w, station)
	trust(w, station, badge)
	v.position(w, station)
	w.close('}')
	return send(c, mediaJSON, w.buf)
}

// station returns the record that the address names, if the asker may see it.
func (s *Server) station(c echo.Context) (*stations.Station, error) {
	return s.seen(c, c.Param("id"))
}

// seen returns the station of that id, if the asker may see it. One that is
// hidden and one that never was are told of in the same words.
func (s *Server) seen(c echo.Context, id string) (*stations.Station, error) {
	station, err := s.named(c, id)
	if stations.CodeOf(err) == stations.NotFound || err == nil && !s.shows(c, station) {
		return nil, noStation()
	}
	return station, err
}

// lasting returns the station of that id, or where the asker does not see that
// because it was merged, the one that stands for it.
func (s *Server) lasting(c echo.Context, id string) (*stations.Station, error) {
	station, err := s.seen(c, id)
	if stations.CodeOf(err) != stations.NotFound {
		return station, err
	}
	if heir, ok := s.heir(c, id); ok {
		return heir, nil
	}
	return nil, err
}

// heir returns the public station that stands for a merged one.
func (s *Server) heir(c echo.Context, id string) (*stations.Station, bool) {
	old, err := s.named(c, id)
	if err != nil || old.MergedInto == "" {
		return nil, false
	}
	stays, err := intake.Survivor(c.Request().Context(), s.Store, old.ID)
	return stays, err == nil && stations.Public().Match(stays, s.Now())
}

// fresh sets the tag of an answer and how long it may be kept, and reports
// whether the asker has it already.
func fresh(c echo.Context, tag, cache string) bool {
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", cache)
	for _, known := range strings.Split(c.Request().Header.Get("If-None-Match"), ",") {
		known = strings.TrimSpace(known)
		if known == "*" || strings.TrimPrefix(known, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
