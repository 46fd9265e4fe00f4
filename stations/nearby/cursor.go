package nearby

import (
	"encoding/base64"
	"encoding/binary"
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
	var room [cursorHead + 36]byte
	b := room[:0]
	b = binary.BigEndian.AppendUint64(b, c.query)
	b = binary.BigEndian.AppendUint64(b, uint64(c.moment.UnixMilli()))
	b = append(b, byte(c.group))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.key))
	var text [(len(room)*8 + 5) / 6]byte
	return string(base64.RawURLEncoding.AppendEncode(text[:0], append(b, c.id...)))
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
	f := newFingerprint()
	f.numbers(q.Point[0], q.Point[1], q.RadiusM, q.MaxMinutes, q.AccuracyM)
	f.numbers(float64(q.Mode), float64(q.By), float64(q.Door), float64(len(q.Filter.Kinds)), float64(len(q.Filter.Services)))
	f.word(uint64(q.At.UnixNano()))
	words(&f, q.Filter.Kinds)
	words(&f, q.Filter.Services)
	words(&f, q.Filter.Lifecycles)
	f.text(q.Filter.Adcode)
	f.text(q.Filter.Source)
	f.text(q.Filter.Text)
	if within := q.Filter.Within; within != nil {
		f.numbers(within.Min[0], within.Min[1], within.Max[0], within.Max[1])
	}
	return uint64(f)
}

// fingerprint is a hash that every server computes alike: FNV-1a, but that it
// takes eight bytes at a time and stirs them with the steps that MurmurHash3
// ends with.
type fingerprint uint64

func newFingerprint() fingerprint { return 14695981039346656037 }

func (f *fingerprint) byte(b byte) { *f = (*f ^ fingerprint(b)) * 1099511628211 }

func (f *fingerprint) word(w uint64) {
	h := uint64(*f) ^ w
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	*f = fingerprint(h ^ h>>33)
}

func (f *fingerprint) numbers(list ...float64) {
	for _, v := range list {
		f.word(math.Float64bits(v))
	}
}

// text ends with a byte that is in no UTF-8.
func (f *fingerprint) text(s string) {
	for i := range len(s) {
		f.byte(s[i])
	}
	f.byte(0xff)
}

func words[T ~string](f *fingerprint, list []T) {
	for _, s := range list {
		f.text(string(s))
	}
}
