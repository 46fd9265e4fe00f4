// Package datum converts between the three coordinate frames that Chinese
// maps use: WGS-84 (GPS, and CGCS2000 at this accuracy), GCJ-02 (AMap,
// Tencent) and BD-09 (Baidu).
//
// Inside yizhan every orb.Point is WGS-84. A coordinate in any frame is a
// Coord, a different type, so that the compiler refuses to measure it. In and
// Out are the only ways across.
//
// # The box
//
// The Chinese frames differ from WGS-84 for the points whose WGS-84
// coordinates lie in longitude 72.004 … 137.8347 and latitude
// 0.8293 … 55.8271, edges included; elsewhere all three frames are the same.
// What decides is always the WGS-84 point, so In(Out(p, d)) gives back every
// p in the box to better than a millimetre, up to and on its edge. Two strips
// of under 2 km along the edge cannot be undone, because the frames jump
// there: just outside, where In takes a pair for the shifted image of a point
// inside; and just inside, where a pair may be the image of no point and In
// leaves it as it is.
//
// # Accuracy
//
// The formulas are the public ones that all open converters share. They
// reproduce what the map services draw to about a metre; nothing better is
// promised against those services.
package datum

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// Datum names a coordinate frame. Its zero value is no datum.
type Datum uint8

// The frames that yizhan reads and writes.
const (
	WGS84 Datum = iota + 1 // EPSG:4326, and CGCS2000 (EPSG:4490) at this accuracy
	GCJ02                  // AMap, Tencent, most Chinese consumer maps
	BD09                   // Baidu
)

// ErrUnknown is in the chain of errors about a name that is no datum.
var ErrUnknown = errors.New("unknown datum, want wgs84, gcj02 or bd09")

// Reach is more than any frame moves a point in or near the box (0.018 at
// most), in degrees of longitude and of latitude: what a frame puts into a box lies in WGS-84 within the box and
// Reach around it.
const Reach = 0.03

// Coord is a longitude and latitude in degrees in a stated frame. As JSON it
// is {"lon":118.8,"lat":32.05,"datum":"gcj02"}.
type Coord struct {
	Lon   float64 `json:"lon"`
	Lat   float64 `json:"lat"`
	Datum Datum   `json:"datum"`
}

// Parse returns the datum of that name: wgs84, gcj02 or bd09 in any case.
// Anything else, the empty name too, is ErrUnknown.
func Parse(name string) (Datum, error) {
	for _, d := range []Datum{WGS84, GCJ02, BD09} {
		if strings.EqualFold(name, d.String()) {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%.20q: %w", name, ErrUnknown)
}

// String returns the name that Parse reads, "" for no datum.
func (d Datum) String() string {
	switch d {
	case WGS84:
		return "wgs84"
	case GCJ02:
		return "gcj02"
	case BD09:
		return "bd09"
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler: the name, "" for no datum.
func (d Datum) MarshalText() ([]byte, error) {
	if d > BD09 {
		return nil, fmt.Errorf("number %d: %w", uint8(d), ErrUnknown)
	}
	return []byte(d.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler. The empty text is no
// datum; other texts are read as by Parse.
func (d *Datum) UnmarshalText(name []byte) error {
	if len(name) == 0 {
		*d = 0
		return nil
	}
	parsed, err := Parse(string(name))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// InBox reports whether the numbers lie in the box in which the frames differ,
// edges included. Read as WGS-84 it decides about the shift; in the other
// frames it is right to two kilometres.
func InBox(lon, lat float64) bool { return inBox(orb.Point{lon, lat}, 0) }

// In converts a coordinate to a WGS-84 point. Pairs outside the box, NaN and
// infinite ones included, come back as they are; a Coord without a datum
// gives NaN, NaN, since nobody can say where it is. In does not check that
// the pair is on the Earth. It does not allocate.
func In(c Coord) orb.Point {
	switch c.Datum {
	case WGS84:
		return orb.Point{c.Lon, c.Lat}
	case GCJ02:
		return invert(toGCJ, c)
	case BD09:
		return invert(toBD, c)
	}
	return orb.Point{math.NaN(), math.NaN()}
}

// Out converts a WGS-84 point to the frame d. Points outside the box, NaN and
// infinite ones included, keep their numbers; no datum gives NaN, NaN. It
// does not allocate.
func Out(p orb.Point, d Datum) Coord {
	switch {
	case d == 0 || d > BD09:
		return Coord{math.NaN(), math.NaN(), d}
	case d == WGS84 || !inBox(p, 0):
	case d == GCJ02:
		p = toGCJ(p)
	case d == BD09:
		p = toBD(p)
	}
	return Coord{p[0], p[1], d}
}
