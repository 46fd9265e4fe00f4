package api

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

const (
	// copyPath is the route of what a mirror begins with.
	copyPath = "/v1/changes/snapshot"
	// mediaLines is JSON, a document a line.
	mediaLines = "application/x-ndjson"
	// keptCopies is how many packed copies of the registry are remembered: one
	// of each scope.
	keptCopies = 2
)

// getSnapshot sends the record of every station as of one revision, for a
// mirror to begin with: a line that says which epoch and revision it is, a line
// for each station in ascending order of id, and a last one with their number
// and the SHA-256 of all bytes before it. An answer without the last line was
// cut off; the mirror goes on after the last station that it got, of the same
// epoch and revision. As feeds, it is made once for all who ask.
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
	ctx := c.Request().Context()
	mark, err := s.asOf(ctx, want)
	if err != nil {
		return err
	}
	scope := asking(c).scope()
	body, err := s.copies.Do(ctx, fmt.Sprint(mark.Epoch, " ", mark.Revision, " ", scope), func(ctx context.Context) ([]byte, error) {
		return s.packed(ctx, mark, scope)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if after != "" {
		return sendRest(c, body, after)
	}
	return sendPacked(c, mediaLines, body)
}

// asOf returns the mark of a copy: the store's own without an epoch in want.
func (s *Server) asOf(ctx context.Context, want stations.Mark) (mark stations.Mark, err error) {
	if mark.Epoch, err = s.Store.Epoch(ctx); err != nil {
		return mark, err
	}
	if want.Epoch != "" && want.Epoch != mark.Epoch {
		return mark, stations.Errorf(stations.Gone, "数据已恢复，请重新开始 the store was restored: begin again")
	}
	if mark.Revision = want.Revision; mark.Revision == 0 {
		mark.Revision, err = s.Store.Revision(ctx)
	}
	return mark, err
}

// whole reads all stations as of a mark of asOf. Of a store that was empty
// then it reads what is there now, and says so in the mark.
func (s *Server) whole(ctx context.Context, mark stations.Mark) (stations.Mark, []*stations.Station, error) {
	revision, all, err := s.Store.Snapshot(ctx, mark.Revision)
	if err != nil {
		return mark, nil, err
	}
	epoch, err := s.Store.Epoch(ctx)
	if err == nil && epoch != mark.Epoch {
		err = stations.Errorf(stations.Unavailable, "the store is being restored; ask again")
	}
	return stations.Mark{Epoch: mark.Epoch, Revision: revision}, all, err
}

// packed writes all stations of a scope as of a mark, packed.
func (s *Server) packed(ctx context.Context, mark stations.Mark, scope stations.Scope) ([]byte, error) {
	mark, all, err := s.whole(ctx, mark)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzipLevel)
	if err != nil {
		return nil, err
	}
	text := newLines(z)
	err = text.begin(mark, scope)
	list := s.exported(scope, all)
	for i, station := range list {
		list[i] = nil // it need not wait for the last one
		if err = errors.Join(err, text.station(station), ctx.Err()); err != nil {
			return nil, err
		}
	}
	err = errors.Join(err, text.end(), z.Close())
	return packed.Bytes(), err
}

// sendRest sends a copy again, without the stations up to one.
func sendRest(c echo.Context, packed []byte, after stations.ID) error {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentType, mediaLines)
	in, text := bufio.NewReaderSize(z, feedChunk), newLines(c.Response())
	head, err := in.ReadBytes('\n')
	if err = errors.Join(err, text.add(head)); err != nil {
		return err
	}
	for passed := false; ; {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return err
		}
		if bytes.HasPrefix(line, []byte(lastLine)) {
			return text.end()
		}
		if !passed {
			var station struct{ ID stations.ID }
			if err := json.Unmarshal(line, &station); err != nil {
				return err
			}
			if passed = station.ID > after; !passed {
				continue
			}
		}
		text.count++
		if err := errors.Join(text.add(line), c.Request().Context().Err()); err != nil {
			return err
		}
	}
}

// lines writes a copy in chunks, and sums it up.
type lines struct {
	to    io.Writer
	w     writer
	sum   hash.Hash
	count int // of stations
}

func newLines(to io.Writer) *lines { return &lines{to: to, sum: sha256.New()} }

// begin writes the first line.
func (l *lines) begin(mark stations.Mark, scope stations.Scope) error {
	l.w.open('{')
	l.w.text("epoch", mark.Epoch)
	l.w.whole("revision", int64(mark.Revision))
	l.w.text("scope", string(scope))
	l.w.close('}')
	return l.add([]byte{'\n'})
}

// station writes the record that a mirror gets.
func (l *lines) station(station *stations.Station) error {
	text, err := stations.EncodeRecord(station.Mirrored())
	if err != nil {
		return err
	}
	l.count++
	return l.add(append(text, '\n'))
}

// add writes a line, its end included.
func (l *lines) add(line []byte) error {
	l.w.buf = append(l.w.buf, line...)
	if len(l.w.buf) < feedChunk {
		return nil
	}
	return l.flush()
}

func (l *lines) flush() error {
	l.sum.Write(l.w.buf)
	_, err := l.to.Write(l.w.buf)
	l.w.buf = l.w.buf[:0]
	return err
}

// lastLine is how the last line begins, and no station's.
const lastLine = `{"stations":`

// end writes the last line.
func (l *lines) end() error {
	if err := l.flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(l.to, lastLine+`%d,"sha256":"%s"}`+"\n", l.count, hex.EncodeToString(l.sum.Sum(nil)))
	return err
}
