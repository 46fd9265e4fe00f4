package nearby

import (
	"encoding/base64"
	"encoding/binary"
	"math"

	"yizhan/stations"
	"yizhan/stations/text"
)

// mark is where a page of a search ended: the last station in its order.
type mark struct {
	search   uint64 // names the search
	rank     text.Rank
	distance float64
	id       stations.ID
}

const markHead = 8 + 1 + 8

// String writes the mark as opaque text for an URL.
func (m mark) String() string {
	b := binary.BigEndian.AppendUint64(nil, m.search)
	b = append(b, byte(m.rank))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(m.distance))
	return base64.RawURLEncoding.EncodeToString(append(b, m.id...))
}

// parseMark reads what String wrote for the same search.
func parseMark(s string, search uint64) (mark, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < markHead || len(b) > markHead+36 {
		return mark{}, stations.BadField("cursor", "is not one that this server gave")
	}
	m := mark{
		search:   binary.BigEndian.Uint64(b),
		rank:     text.Rank(b[8]),
		distance: math.Float64frombits(binary.BigEndian.Uint64(b[9:])),
		id:       stations.ID(b[markHead:]),
	}
	if _, err := stations.ParseID(string(m.id)); err != nil || m.rank >= text.NoRank || !(m.distance >= 0) {
		return mark{}, stations.BadField("cursor", "is not one that this server gave")
	}
	if m.search != search {
		return mark{}, stations.BadField("cursor", "belongs to another question: ask with the same fields as for the first page")
	}
	return m, nil
}

// before reports whether f comes after the page.
func (m mark) before(f Found) bool {
	return compareFound(Found{Station: &stations.Station{ID: m.id}, Rank: m.rank, Distance: m.distance}, f) < 0
}

// name is a number that tells searches apart, whatever the page's size.
func (q Search) name() uint64 {
	n := Query{Filter: q.Filter}
	n.Filter.Text = q.Text + "\x00" + q.Keep.Name
	if q.Near != nil {
		n.Point, n.RadiusM = *q.Near, 1 // unlike no place
	}
	return n.name()
}
