package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// mediaLines is JSON, a document a line.
const mediaLines = "application/x-ndjson"

// scope is how much of the registry a mirror of the asker's gets.
func (a asker) scope() stations.Scope {
	if a.inside() {
		return stations.ScopeAll
	}
	return stations.ScopePublic
}

// getSnapshot sends the record of every station as of one revision, for a
// mirror to begin with: a line that says which epoch and revision it is, a line
// for each station in ascending order of id, and a last one with their number
// and the SHA-256 of all bytes before it. An answer without the last line was
// cut off; the mirror goes on after the last station that it got, of the same
// epoch and revision.
func (s *Server) getSnapshot(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	want := stations.Mark{Epoch: p.text("epoch"), Revision: p.revision("at")}
	after := stations.ID(p.text("after"))
	if _, err := stations.ParseID(string(after)); after != "" && err != nil {
		p.add("after", "is not the id of a station")
	}
	if err := p.err(); err != nil {
		return err
	}
	mark, all, err := s.whole(c, want)
	if err != nil {
		return err
	}
	from, _ := slices.BinarySearchFunc(all, after, func(station *stations.Station, after stations.ID) int {
		if station.ID == after {
			return -1 // after it
		}
		return strings.Compare(string(station.ID), string(after))
	})
	if err := s.sendLines(c, mark, all[from:]); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // the asker went
}

// whole reads all stations as of a mark; without an epoch in want, as of now.
func (s *Server) whole(c echo.Context, want stations.Mark) (mark stations.Mark, all []*stations.Station, err error) {
	ctx := c.Request().Context()
	if mark.Epoch, err = s.Store.Epoch(ctx); err != nil {
		return mark, nil, err
	}
	if want.Epoch != "" && want.Epoch != mark.Epoch {
		return mark, nil, stations.Errorf(stations.Gone, "数据已恢复，请重新开始 the store was restored: begin again")
	}
	if mark.Revision, all, err = s.Store.Snapshot(ctx, want.Revision); err != nil {
		return mark, nil, err
	}
	again, err := s.Store.Epoch(ctx)
	if err == nil && again != mark.Epoch {
		err = stations.Errorf(stations.Unavailable, "the store is being restored; ask again")
	}
	return mark, all, err
}

// moments is how the view writes when a change was made: to the second for
// people, as it is kept for a mirror.
func (v view) moments() string {
	if v.record {
		return time.RFC3339Nano
	}
	return time.RFC3339
}

// recorded writes what a mirror gets of a change's station.
func (s *Server) recorded(c echo.Context, w *writer, station *stations.Station) error {
	if station == nil || !s.shows(c, station) {
		w.none("record")
		return nil
	}
	text, err := stations.EncodeRecord(station.Mirrored())
	if err != nil {
		return err
	}
	w.raw("record", text)
	return nil
}

// sendLines sends the answer of getSnapshot in chunks, until the asker goes or
// the route's time is over.
func (s *Server) sendLines(c echo.Context, mark stations.Mark, list []*stations.Station) error {
	w := s.buffer()
	defer s.buffers.Put(w)
	lines := lineWriter{c: c, w: w, sum: sha256.New()}
	c.Response().Header().Set(echo.HeaderContentType, mediaLines)
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().WriteHeader(http.StatusOK)
	w.open('{')
	w.text("epoch", mark.Epoch)
	w.whole("revision", int64(mark.Revision))
	w.text("scope", string(asking(c).scope()))
	w.close('}')
	sent := 0
	for _, station := range list {
		if !s.shows(c, station) {
			continue
		}
		if err := lines.record(station); err != nil {
			return err
		}
		sent++
	}
	return lines.end(sent)
}

// lineWriter sends lines and sums them up.
type lineWriter struct {
	c   echo.Context
	w   *writer
	sum hash.Hash
}

// record adds a station's line.
func (l *lineWriter) record(station *stations.Station) error {
	text, err := stations.EncodeRecord(station.Mirrored())
	if err != nil {
		return err
	}
	l.w.buf = append(append(l.w.buf, '\n'), text...)
	if len(l.w.buf) < feedChunk {
		return nil
	}
	return l.flush()
}

func (l *lineWriter) flush() error {
	l.sum.Write(l.w.buf)
	_, err := l.c.Response().Write(l.w.buf)
	l.w.buf = l.w.buf[:0]
	if ended := l.c.Request().Context().Err(); ended != nil {
		return ended
	}
	return err
}

// end sends the last line.
func (l *lineWriter) end(sent int) error {
	l.w.buf = append(l.w.buf, '\n')
	if err := l.flush(); err != nil {
		return err
	}
	l.w.open('{')
	l.w.whole("stations", int64(sent))
	l.w.text("sha256", hex.EncodeToString(l.sum.Sum(nil)))
	l.w.close('}')
	l.w.buf = append(l.w.buf, '\n')
	_, err := l.c.Response().Write(l.w.buf)
	return err
}
