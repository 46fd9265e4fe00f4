package nearby

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"math"
	"time"

	"yizhan/stations"
)

// cursor is where a page ended. It keeps the moment of the first page, so
// that no door opens or shuts between two pages of one list.
type cursor struct {
	query  uint64 // names the question
	moment time.Time
	group  group // the one among whose stations the page ended
	key    float64
	id     stations.ID
}

const cursorHead = 8 + 8 + 1 + 8

// String writes the cursor as opaque text for an URL.
func (c cursor) String() string {
	b := make([]byte, 0, cursorHead+36)
	b = binary.BigEndian.AppendUint64(b, c.query)
	b = binary.BigEndian.AppendUint64(b, uint64(c.moment.UnixMilli()))
	b = append(b, byte(c.group))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.key))
	return base64.RawURLEncoding.EncodeToString(append(b, c.id...))
}

// parseCursor reads what String wrote for the same question.
func parseCursor(text string, query uint64) (cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < cursorHead || len(b) > cursorHead+36 {
		return cursor{}, stations.BadField("cursor", "is not one that this server gave")
	}
	c := cursor{
		query:  binary.BigEndian.Uint64(b),
		moment: time.UnixMilli(int64(binary.BigEndian.Uint64(b[8:]))),
		group:  group(b[16]),
		key:    math.Float64frombits(binary.BigEndian.Uint64(b[17:])),
		id:     stations.ID(b[cursorHead:]),
	}
	if _, err := stations.ParseID(string(c.id)); err != nil || c.group >= groups || !(c.key >= 0) || math.IsInf(c.key, 0) {
		return cursor{}, stations.BadField("cursor", "is not one that this server gave")
	}
	if c.query != query {
		return cursor{}, stations.BadField("cursor", "belongs to another question: ask with the same fields as for the first page")
	}
	return c, nil
}

// name is a number that tells questions apart. The page's size is no part of
// it: it may change from page to page.
func (q Query) name() uint64 {
	b := make([]byte, 0, 256)
	number := func(v float64) { b = binary.BigEndian.AppendUint64(b, math.Float64bits(v)) }
	text := func(s string) { b = append(append(b, s...), 0) }
	number(q.Point[0])
	number(q.Point[1])
	number(q.RadiusM)
	number(q.MaxMinutes)
	number(q.AccuracyM)
	b = append(b, byte(q.Mode), byte(q.By), byte(q.Door), byte(len(q.Filter.Kinds)), byte(len(q.Filter.Services)))
	b = binary.BigEndian.AppendUint64(b, uint64(q.At.UnixNano()))
	for _, kind := range q.Filter.Kinds {
		text(string(kind))
	}
	for _, service := range q.Filter.Services {
		text(string(service))
	}
	for _, lifecycle := range q.Filter.Lifecycles {
		text(string(lifecycle))
	}
	text(q.Filter.Adcode)
	text(q.Filter.Source)
	text(q.Filter.Text)
	if within := q.Filter.Within; within != nil {
		for _, v := range []float64{within.Min[0], within.Min[1], within.Max[0], within.Max[1]} {
			number(v)
		}
	}
	h := fnv.New64a()
	h.Write(b) // never fails
	return h.Sum64()
}
