// Package datum converts between the three coordinate frames that Chinese
// maps use: WGS-84 (GPS, and CGCS2000 at this accuracy), GCJ-02 (AMap,
// Tencent) and BD-09 (Baidu).
//
// Inside yizhan every orb.Point is WGS-84. A coordinate in any frame is a
// Coord, a different type, so that the compiler refuses to measure it.
package datum

// Datum names a coordinate frame. Its zero value is no datum.
type Datum uint8

// The frames that yizhan reads and writes.
const (
	WGS84 Datum = iota + 1 // EPSG:4326, and CGCS2000 (EPSG:4490) at this accuracy
	GCJ02                  // AMap, Tencent, most Chinese consumer maps
	BD09                   // Baidu
)

// Coord is a longitude and latitude in degrees in a stated frame.
type Coord struct {
	Lon   float64
	Lat   float64
	Datum Datum
}
