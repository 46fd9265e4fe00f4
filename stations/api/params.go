package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// MaxBody is the most bytes of a request's body.
const MaxBody = 1 << 20

// params reads the fields of a question and collects what is wrong with them.
// A field that nobody reads is unknown, which is an error too: a misspelt
// filter must not be taken for no filter.
type params struct {
	values given
	bad    []stations.Problem
}

// query reads the parameters of the address. They belong to the request.
func query(c echo.Context) (*params, error) {
	p := asked(c)
	const usual = 8 // parameters; more make the list grow
	values, ok := parseGiven(c.Request().URL.RawQuery, slices.Grow(p.values[:0], usual))
	if !ok {
		return nil, stations.Errorf(stations.Invalid, "the query string is not well formed")
	}
	p.values = values
	return p, nil
}

// asked returns the parameters of a request, which its visit has room for.
func asked(c echo.Context) *params {
	if v, ok := c.(*visit); ok {
		return &v.asked
	}
	return new(params)
}

func (p *params) add(field, problem string) {
	p.bad = append(p.bad, stations.Problem{Field: field, Problem: problem})
}

// err returns every problem, unknown fields too.
func (p *params) err() error {
	for _, name := range p.values.unread() {
		p.add(short(name), "未知参数 is not a parameter of this address")
	}
	if len(p.bad) == 0 {
		return nil
	}
	return &stations.Error{Code: stations.Invalid, Text: "输入有误 the request breaks a rule", Fields: p.bad}
}

// text returns a field that may stand once.
func (p *params) text(name string) string {
	value, count := p.values.first(name)
	if count > 1 {
		p.add(name, "重复 is given more than once")
	}
	if !stations.Storable(value) {
		p.add(name, "is not valid UTF-8 without NUL")
		return ""
	}
	return value
}

// texts returns a field that may be repeated or hold a list with commas.
func (p *params) texts(name string) []string { return p.textsIn(nil, name) }

// textsIn is texts, but they stand in room, which is empty, as far as it
// reaches.
func (p *params) textsIn(room []string, name string) []string {
	out := room
	for value := range p.values.each(name) {
		for part := range strings.SplitSeq(value, ",") {
			out = append(out, part)
		}
	}
	if len(out) > stations.MaxServices {
		p.add(name, fmt.Sprintf("has more than %d values", stations.MaxServices))
		return nil
	}
	return out
}

// number returns a finite number, and whether it was given.
func (p *params) number(name string) (float64, bool) {
	text := p.text(name)
	if text == "" {
		if p.values.has(name) {
			p.add(name, "is empty")
		}
		return 0, false
	}
	v, ok := finite(text)
	if !ok {
		p.add(name, "不是数字 is not a number")
	}
	return v, ok
}

// finite reads a finite number. 0x1p4 and 1_0, which Go reads too, are none.
func finite(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || strings.ContainsAny(text, "xX_") {
		return 0, false
	}
	return v, true
}

// plus gives a moment the plus of its zone back: in an address that was not
// escaped it stands for a blank.
func plus(moment string) string {
	const zone = len(" 08:00")
	if at := len(moment) - zone; at > 0 && moment[at] == ' ' && moment[at+3] == ':' {
		return moment[:at] + "+" + moment[at+1:]
	}
	return moment
}

// limit returns how many a page holds, 1 … most, or the default.
func (p *params) limit(most, otherwise int) int {
	v, given := p.number("limit")
	switch {
	case !given:
		return otherwise
	case v != math.Trunc(v) || v < 1 || v > float64(most):
		p.add("limit", fmt.Sprintf("must be a whole number of 1 to %d", most))
		return otherwise
	}
	return int(v)
}

// choice returns one of the words, the first when none is given.
func (p *params) choice(name string, words ...string) string {
	text := p.text(name)
	if text == "" && !p.values.has(name) {
		return words[0]
	}
	if !slices.Contains(words, text) {
		p.add(name, "must be one of "+strings.Join(words, ", "))
		return words[0]
	}
	return text
}

// datum returns the datum of every coordinate, wgs84 when none is named.
func (p *params) datum() datum.Datum {
	if !p.values.has("datum") {
		return datum.WGS84
	}
	d, err := datum.Parse(p.text("datum"))
	if err != nil {
		p.add("datum", "must be one of wgs84, gcj02, bd09")
		return datum.WGS84
	}
	return d
}

// point returns lon and lat as a WGS-84 point, and whether both were given.
func (p *params) point(d datum.Datum) (orb.Point, bool) {
	lon, a := p.number("lon")
	lat, b := p.number("lat")
	if a && math.Abs(lon) > 180 {
		p.add("lon", "must be within ±180")
	}
	if b && math.Abs(lat) > 90 {
		p.add("lat", "must be within ±90")
	}
	if a && b && stations.ValidPoint(lon, lat) {
		return datum.In(datum.Coord{Lon: lon, Lat: lat, Datum: d}), true
	}
	return orb.Point{}, false
}

// required complains about fields that were not given at all.
func (p *params) required(names ...string) {
	for _, name := range names {
		if !p.values.has(name) {
			p.add(name, "必填 is required")
		}
	}
}

// kinds and services return the codes of a filter.
func (p *params) kinds() []stations.Kind {
	return words(p, "kind", stations.ParseKind)
}

func (p *params) services() []stations.Service {
	return words(p, "service", stations.ParseService)
}

func words[T any](p *params, name string, parse func(string) (T, error)) []T {
	var out []T
	var room [4]string // which stays on the stack
	for _, text := range p.textsIn(room[:0], name) {
		v, err := parse(text)
		if err != nil {
			p.add(name, "未知的值 is not a known code; /v1/meta lists them")
			continue
		}
		out = append(out, v)
	}
	return out
}

// box returns "w,s,e,n" as a WGS-84 bound, nil when it is not given. The
// bound holds the four converted corners.
func (p *params) box(name string, d datum.Datum) *orb.Bound {
	if !p.values.has(name) {
		return nil
	}
	text := p.text(name)
	var v [4]float64
	parts := strings.Split(text, ",")
	ok := len(parts) == 4
	for i := 0; ok && i < 4; i++ {
		v[i], ok = finite(strings.TrimSpace(parts[i]))
	}
	if !ok || !stations.ValidPoint(v[0], v[1]) || !stations.ValidPoint(v[2], v[3]) || v[0] > v[2] || v[1] > v[3] {
		p.add(name, "must be west,south,east,north in degrees, west ≤ east and south ≤ north")
		return nil
	}
	bound := boxIn(v, d)
	return &bound
}

func boxIn(v [4]float64, d datum.Datum) orb.Bound {
	corners := orb.MultiPoint{}
	for _, c := range [][2]float64{{v[0], v[1]}, {v[2], v[1]}, {v[2], v[3]}, {v[0], v[3]}} {
		corners = append(corners, datum.In(datum.Coord{Lon: c[0], Lat: c[1], Datum: d}))
	}
	return corners.Bound()
}

// fromBody reads the fields of a flat JSON object as if they stood in the
// address: a list is a repeated field, null is absence.
func fromBody(c echo.Context) (*params, error) {
	fields, err := body(c)
	if err != nil {
		return nil, err
	}
	p := new(params)
	p.flat(fields)
	return p, nil
}

// mostFields is more than any question has.
const mostFields = 100

// flat adds the fields of a flat JSON object. Of what is more than any question
// needs little is read: a body has room for half a million values.
func (p *params) flat(fields map[string]json.RawMessage) {
	if len(fields) > mostFields {
		p.add("body", fmt.Sprintf("has more than %d fields", mostFields))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		raw := fields[name]
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			list = []json.RawMessage{raw}
		}
		if len(list) > stations.MaxServices {
			p.add(short(name), fmt.Sprintf("has more than %d values", stations.MaxServices))
			list = list[:1]
		}
		for _, item := range list {
			p.scalar(name, item)
		}
	}
}

func (p *params) scalar(name string, raw json.RawMessage) {
	var text string
	var number json.Number
	switch {
	case string(raw) == "null":
	case json.Unmarshal(raw, &text) == nil:
		p.values.add(name, text)
	case json.Unmarshal(raw, &number) == nil:
		p.values.add(name, number.String())
	default:
		p.add(short(name), "must be a text, a number or a list of them")
	}
}

// short cuts an asker's own word to a sane length, and at its first digit:
// what is taken for a word may be somebody's place.
func short(s string) string {
	r := []rune(strings.ToValidUTF8(s, "?"))
	end := min(len(r), 40)
	if digit := slices.IndexFunc(r[:end], unicode.IsDigit); digit >= 0 {
		end = digit
	}
	if end < len(r) {
		return string(r[:end]) + "…"
	}
	return string(r)
}
