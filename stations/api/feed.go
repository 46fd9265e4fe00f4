package api

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/calendar"
	"yizhan/stations/nearby"
)

// The feeds go by the General Bikeshare Feed Specification 3.0
// (gbfs.org/documentation/reference): its envelope and its names, for rest
// stations in place of docks. What it has no name for is beside it.
const (
	feedVersion    = "3.0"
	informationTTL = 300 * time.Second
	statusTTL      = 60 * time.Second
	feedChunk      = 64 << 10 // bytes of an answer at a time
)

// getFeeds lists the feeds.
func (s *Server) getFeeds(c echo.Context) error {
	return s.publish(c, "feeds", informationTTL, func(f *feed) error {
		f.w.key("feeds")
		f.w.open('[')
		for _, name := range []string{"station_information", "station_status"} {
			f.w.open('{')
			f.w.text("name", name)
			f.w.text("url", origin(c)+"/feeds/"+name+".json")
			f.w.close('}')
		}
		f.w.close(']')
		return nil
	})
}

// getInformation tells what seldom changes of every public station.
func (s *Server) getInformation(c echo.Context) error {
	return s.publish(c, "information", informationTTL, func(f *feed) error { return f.stations(f.information) })
}

// getStatus tells how every public station stands now.
func (s *Server) getStatus(c echo.Context) error {
	return s.publish(c, "status", statusTTL, func(f *feed) error { return f.stations(f.status) })
}

// feed is one answer under way, sent in chunks: a nation's stations are tens
// of megabytes.
type feed struct {
	snapshot *nearby.Snapshot // that the tag names
	c        echo.Context
	w        *writer
	datum    datum.Datum
	now      time.Time
	hours    map[string]*stations.Hours // by text; nil for one that cannot be read
	days     *calendar.Calendar
}

// publish writes the envelope; body writes the members of data. An answer holds
// until a write, and a moment's status until the next minute.
func (s *Server) publish(c echo.Context, name string, ttl time.Duration, body func(*feed) error) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	d := p.datum()
	if err := p.err(); err != nil {
		return err
	}
	snapshot := s.Finder.Snapshot()
	if snapshot == nil {
		return stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	now := s.Now().Truncate(time.Second)
	tag := fmt.Sprintf(`W/"%s-%s-%d-%d"`, name, d, snapshot.Revision, now.Truncate(ttl).Unix())
	if fresh(c, tag, fmt.Sprintf("public, max-age=%d", int(ttl.Seconds()))) {
		return c.NoContent(http.StatusNotModified)
	}
	c.Response().Header().Set("Content-Type", mediaJSON)
	c.Response().Header().Set("Access-Control-Allow-Origin", "*")
	c.Response().WriteHeader(http.StatusOK)
	f := &feed{snapshot: snapshot, c: c, w: s.buffer(), datum: d, now: now, hours: map[string]*stations.Hours{}, days: s.Finder.Calendar()}
	defer s.buffers.Put(f.w)
	f.w.open('{')
	f.w.moment("last_updated", now)
	f.w.whole("ttl", int64(ttl.Seconds()))
	f.w.text("version", feedVersion)
	if d != datum.WGS84 {
		f.w.text("datum", d.String())
	}
	f.w.key("data")
	f.w.open('{')
	if err := body(f); err != nil {
		return err
	}
	f.w.close('}')
	f.w.close('}')
	return f.flush("")
}

// flush sends what was written; next begins what follows.
func (f *feed) flush(next string) error {
	_, err := f.c.Response().Write(f.w.buf)
	f.w.buf = append(f.w.buf[:0], next...)
	return err
}

func (f *feed) stations(each func(*stations.Station)) error {
	f.w.key("stations")
	f.w.open('[')
	for s := range f.snapshot.All() {
		if len(f.w.buf) > feedChunk {
			if err := f.flush(","); err != nil {
				return err
			}
		}
		f.w.open('{')
		f.w.text("station_id", string(s.ID))
		each(s)
		f.w.close('}')
	}
	f.w.close(']')
	return nil // though the time be over: all but the end is sent, and caches would take it for the whole
}

func (f *feed) information(s *stations.Station) {
	w, p := f.w, &s.Position
	localised(w, "name", s.Name)
	if s.Code != "" {
		localised(w, "short_name", s.Code)
	}
	at := datum.Out(p.Point, f.datum)
	w.lonLat(at)
	w.some("address", p.Address)
	w.some("region_id", p.Adcode)
	if s.Hours != "" && f.read(s.Hours) != nil {
		w.text("station_opening_hours", s.Hours)
	}
	if public := s.PublicContacts(); len(public) > 0 {
		w.text("contact_phone", public[0].Phone)
	}
	w.text("kind", string(s.Kind))
	w.some("access_method", string(s.Access.Method))
	w.some("floor", p.Floor)
	w.some("entrance_note", p.EntranceNote)
	w.some("bike_parking", p.BikeParking)
}

// localised writes a text as GBFS does, with its language.
func localised(w *writer, key, text string) {
	w.key(key)
	w.open('[')
	w.open('{')
	w.text("text", text)
	w.text("language", "zh")
	w.close('}')
	w.close(']')
}

func (f *feed) status(s *stations.Station) {
	door := f.door(s)
	state := door.State(f.now)
	f.w.flag("is_installed", true)
	f.w.flag("is_open", state == stations.StateOpen || state == stations.StateClosingSoon)
	f.w.text("state", string(state))
	if next := door.NextChange(f.now); !next.IsZero() {
		f.w.moment("next_change", next)
	}
	services(f.w, s.Services, false)
	f.w.text("badge", string(s.Badge(f.now)))
	f.w.moment("last_reported", s.CheckedAt())
}

func (f *feed) door(s *stations.Station) stations.Door {
	if hours := f.read(s.Hours); hours != nil {
		return s.DoorWith(*hours)
	}
	return s.DoorWith(stations.Hours{}) // unknown
}

// read reads a text of hours once: a nation has few different ones.
func (f *feed) read(text string) *stations.Hours {
	hours, known := f.hours[text]
	if !known {
		if read, err := stations.ParseHours(text); err == nil {
			read = read.In(f.days)
			hours = &read
		}
		f.hours[text] = hours
	}
	return hours
}
