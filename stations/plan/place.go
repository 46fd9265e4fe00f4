package plan

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// place is a parsed Request.Area: a division, a box, or neither for
// everywhere.
type place struct {
	adcode string
	box    *orb.Bound // WGS-84
}

var (
	errPlace = errors.New("must be an adcode of 6, 9 or 12 digits or a box w,s,e,n in degrees")
	errBox   = errors.New("must be a box w,s,e,n with w ≤ e within ±180 and s ≤ n within ±90")
)

func parsePlace(text string) (place, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return place{}, nil
	case stations.ValidAdcode(text):
		return place{adcode: text}, nil
	case !strings.Contains(text, ","):
		return place{}, errPlace
	}
	return parseBox(strings.Split(text, ","))
}

func parseBox(parts []string) (place, error) {
	if len(parts) != 4 {
		return place{}, errBox
	}
	var v [4]float64
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(n) {
			return place{}, errBox
		}
		v[i] = n
	}
	ok := stations.ValidPoint(v[0], v[1]) && stations.ValidPoint(v[2], v[3]) && v[0] <= v[2] && v[1] <= v[3]
	if !ok {
		return place{}, errBox
	}
	return place{box: &orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}}, nil
}

// AreaIn returns a Request.Area whose box, if it is one, was stated in the
// datum d: the WGS-84 box around its four converted corners. Other texts come
// back as they are. The error says what is wrong with a box.
func AreaIn(text string, d datum.Datum) (string, error) {
	where, err := parsePlace(text)
	if err != nil || where.box == nil || d == datum.WGS84 {
		return text, err
	}
	b := nowhere()
	for _, corner := range []orb.Point{where.box.Min, where.box.Max, where.box.LeftTop(), where.box.RightBottom()} {
		b = b.Extend(datum.In(datum.Coord{Lon: corner[0], Lat: corner[1], Datum: d}))
	}
	return place{box: &b}.String(), nil
}

// String is the normal form: parsePlace reads it back.
func (p place) String() string {
	if p.box == nil {
		return p.adcode
	}
	var parts []string
	for _, v := range []float64{p.box.Min[0], p.box.Min[1], p.box.Max[0], p.box.Max[1]} {
		parts = append(parts, strconv.FormatFloat(v+0, 'f', -1, 64))
	}
	return strings.Join(parts, ",")
}
