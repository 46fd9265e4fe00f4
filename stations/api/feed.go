package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
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
	feedChunk      = 64 << 10 // bytes that are packed at a time
)

// getFeeds lists the feeds.
func (s *Server) getFeeds(c echo.Context) error {
	return s.publish(c, "feeds", informationTTL, func(_ context.Context, f *feed) ([]byte, error) {
		return f.whole(func() error {
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
	})
}

// getInformation tells what seldom changes of every public station.
func (s *Server) getInformation(c echo.Context) error {
	return s.publish(c, "information", informationTTL, s.once((*feed).information))
}

// getStatus tells how every public station stands now.
func (s *Server) getStatus(c echo.Context) error {
	return s.publish(c, "status", statusTTL, s.once((*feed).status))
}

// feed is one answer. A nation's stations are tens of megabytes, and as much as
// a second's work: so it is made once for all who ask, and packed at once.
type feed struct {
	snapshot *nearby.Snapshot // that the tag names
	w        *writer
	to       *gzip.Writer
	tag      string
	ttl      time.Duration
	datum    datum.Datum
	now      time.Time
	hours    map[string]*stations.Hours // by text; nil for one that cannot be read
	days     *calendar.Calendar
}

// keptFeeds is how many packed feeds are remembered: both in each datum.
const keptFeeds = 6

// publish sends a feed. It holds until a write, and a moment's status until
// the next minute. Who comes back with its tag gets nothing, and who cannot
// unpack it gets it unpacked.
func (s *Server) publish(c echo.Context, name string, ttl time.Duration, pack func(context.Context, *feed) ([]byte, error)) error {
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
	f := &feed{snapshot: snapshot, ttl: ttl, datum: d, now: s.Now().Truncate(time.Second), hours: map[string]*stations.Hours{}, days: s.Finder.Calendar()}
	f.tag = fmt.Sprintf(`W/"%s-%s-%s-%d-%d"`, name, d, snapshot.Epoch, snapshot.Revision, f.now.Truncate(ttl).Unix())
	h := c.Response().Header() // of a 304 too, whose head a cache keeps
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if fresh(c, f.tag, fmt.Sprintf("public, max-age=%d", int(ttl.Seconds()))) {
		return c.NoContent(http.StatusNotModified)
	}
	body, err := pack(c.Request().Context(), f)
	if err != nil {
		return err
	}
	return sendPacked(c, mediaJSON, body)
}

// once makes a feed of all stations, or waits for who makes the same.
func (s *Server) once(each func(*feed, *stations.Station)) func(context.Context, *feed) ([]byte, error) {
	return func(ctx context.Context, f *feed) ([]byte, error) {
		return s.feeds.Do(ctx, f.tag, func(ctx context.Context) ([]byte, error) {
			return f.whole(func() error { return f.stations(ctx, each) })
		})
	}
}

// sendPacked sends a gzipped text, unpacked to those who cannot do that.
func sendPacked(c echo.Context, media string, body []byte) error {
	h := c.Response().Header()
	if strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		h.Set(echo.HeaderContentEncoding, "gzip")
		return send(c, media, body)
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return err
	}
	h.Set(echo.HeaderContentType, media)
	c.Response().WriteHeader(http.StatusOK)
	_, err = io.Copy(c.Response(), z) //nolint:gosec // our own text
	return err
}

// whole writes the envelope, and body the members of data.
func (f *feed) whole(body func() error) ([]byte, error) {
	var text bytes.Buffer
	to, err := gzip.NewWriterLevel(&text, gzipLevel)
	if err != nil {
		return nil, err
	}
	f.w, f.to = new(writer), to
	f.w.open('{')
	f.w.moment("last_updated", f.now)
	f.w.whole("ttl", int64(f.ttl.Seconds()))
	f.w.text("version", feedVersion)
	if f.datum != datum.WGS84 {
		f.w.text("datum", f.datum.String())
	}
	f.w.key("data")
	f.w.open('{')
	if err := body(); err != nil {
		return nil, err
	}
	f.w.close('}')
	f.w.close('}')
	if err := f.flush(""); err != nil {
		return nil, err
	}
	err = f.to.Close()
	return text.Bytes(), err
}

// flush packs what was written; next begins what follows.
func (f *feed) flush(next string) error {
	_, err := f.to.Write(f.w.buf)
	f.w.buf = append(f.w.buf[:0], next...)
	return err
}

func (f *feed) stations(ctx context.Context, each func(*feed, *stations.Station)) error {
	f.w.key("stations")
	f.w.open('[')
	for s := range f.snapshot.All() {
		if len(f.w.buf) > feedChunk {
			if err := errors.Join(f.flush(","), ctx.Err()); err != nil {
				return err
			}
		}
		f.w.open('{')
		f.w.text("station_id", string(s.ID))
		each(f, s)
		f.w.close('}')
	}
	f.w.close(']')
	return nil
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
