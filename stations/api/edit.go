package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// An editor reads and writes a record as one flat object, the names of the
// card and the rest of the domain's. flat is what differs from the domain's
// JSON: the member of a part that the flat name stands for.
func flat() map[string][2]string {
	return map[string][2]string{
		"adcode_derived":   {"position", "adcode_derived"},
		"position_quality": {"position", "quality"},
		"address":          {"position", "address"},
		"adcode":           {"position", "adcode"},
		"floor":            {"position", "floor"},
		"street_front":     {"position", "street_front"},
		"entrance_note":    {"position", "entrance_note"},
		"road_stake":       {"position", "road_stake"},
		"side_of_road":     {"position", "side_of_road"},
		"bike_parking":     {"position", "bike_parking"},
		"access_method":    {"access", "method"},
		"access_steps":     {"access", "steps"},
		"eligibility":      {"access", "eligibility"},
		"audience":         {"access", "audience"},
	}
}

// kept lists the members that the registry itself sets: a writer may send
// them back as they stand, and no other way.
func kept() []string {
	return []string{"id", "revision", "created_at", "updated_at", "verification", "doubt", "adcode_derived"}
}

// fields is a record as an editor sees it, or a change to one.
type fields map[string]json.RawMessage

// editable returns the whole record with its position in the datum.
func editable(s *stations.Station, d datum.Datum) (fields, error) {
	record, err := stations.EncodeRecord(s)
	if err != nil {
		return nil, err
	}
	var f fields
	if err := json.Unmarshal(record, &f); err != nil {
		return nil, fmt.Errorf("flatten a record: %w", err)
	}
	parts := map[string]fields{"position": {}, "access": {}}
	for name := range parts {
		var part fields
		if err := json.Unmarshal(f[name], &part); err != nil {
			return nil, fmt.Errorf("flatten a record: %w", err)
		}
		parts[name] = part
		delete(f, name)
	}
	for name, at := range flat() {
		if value, ok := parts[at[0]][at[1]]; ok {
			f[name] = value
		}
	}
	f["lon"], f["lat"] = json.RawMessage("null"), json.RawMessage("null")
	if s.Position.Quality != stations.AddressOnly {
		f["lon"], f["lat"] = lonLatIn(s.Position.Point, d)
	}
	f["datum"] = json.RawMessage(`"` + d.String() + `"`)
	return f, nil
}

// editableText is editable as JSON.
func editableText(s *stations.Station, d datum.Datum) ([]byte, error) {
	f, err := editable(s, d)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("write a record: %w", err)
	}
	return text, nil
}

func lonLatIn(p orb.Point, d datum.Datum) (lon, lat json.RawMessage) {
	c := datum.Out(p, d)
	return appendDegrees(nil, c.Lon), appendDegrees(nil, c.Lat)
}

// patch applies an RFC 7396 merge patch to a record in the patch's datum.
func (f fields) patch(change fields) fields {
	merged := maps.Clone(f)
	for name, value := range change {
		merged[name] = mergeValue(merged[name], value)
		if string(merged[name]) == "null" {
			delete(merged, name)
		}
	}
	return merged
}

// mergeValue merges objects member by member and replaces all else. Both are
// decoded once, whole: layer by layer, a body of thousands of layers would be read
// thousands of times.
func mergeValue(target, change json.RawMessage) json.RawMessage {
	members, object := tree(change).(map[string]any)
	if !object {
		return change
	}
	text, err := json.Marshal(merged(tree(target), members))
	if err != nil {
		return change // not reached: both came from JSON
	}
	return text
}

// tree decodes a JSON value, its numbers as they are written; nil for none.
func tree(value json.RawMessage) (decoded any) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	if decoder.Decode(&decoded) != nil {
		return nil
	}
	return decoded
}

// merged is MergePatch of RFC 7396, section 2. It changes target.
func merged(target, change any) any {
	members, object := change.(map[string]any)
	if !object {
		return change
	}
	into, object := target.(map[string]any)
	if !object {
		into = map[string]any{}
	}
	for name, value := range members {
		if value == nil {
			delete(into, name)
			continue
		}
		into[name] = merged(into[name], value)
	}
	return into
}

// station reads a record. before is what stands, nil for a new one. The error
// names every field that cannot be read.
func (f fields) station(before *stations.Station, d datum.Datum) (*stations.Station, error) {
	s := &stations.Station{}
	var p params
	f.keep(s, before, &p)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if name != "datum" && name != "lon" && name != "lat" && !slices.Contains(kept(), name) {
			f.read(name, s, &p)
		}
	}
	f.place(s, before, d, &p)
	if before != nil && s.Position.Adcode == before.Position.Adcode {
		s.Position.Derived = before.Position.Derived
	}
	if len(p.bad) > 0 {
		return nil, &stations.Error{Code: stations.Invalid, Text: "输入有误 the record breaks a rule", Fields: p.bad}
	}
	return s, nil
}

// keep copies what the registry sets, and refuses another value for it.
func (f fields) keep(s, before *stations.Station, p *params) {
	stands := fields{}
	if before != nil {
		s.ID, s.Revision, s.CreatedAt, s.UpdatedAt = before.ID, before.Revision, before.CreatedAt, before.UpdatedAt
		s.Verification, s.Doubt = before.Verification, before.Doubt
		stands, _ = editable(before, datum.WGS84) // it was read from such a record
	}
	for _, name := range kept() {
		if value, given := f[name]; given && !sameJSON(value, stands[name]) {
			p.add(name, "由系统设置 is set by the registry")
		}
	}
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	if json.Compact(&x, a) != nil || json.Compact(&y, b) != nil {
		return string(a) == "null" && len(b) == 0
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

// read puts one member into the record, by way of the domain's own JSON.
func (f fields) read(name string, s *stations.Station, p *params) {
	if string(f[name]) == "null" {
		return
	}
	path := []string{name}
	if at, ok := flat()[name]; ok {
		path = at[:]
	}
	unknown := len(path) == 1 && (name == "position" || name == "access")
	text := string(f[name])
	for _, part := range slices.Backward(path) {
		text = fmt.Sprintf(`{%q:%s}`, part, text)
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if respelt(name) || unknown {
		p.add(short(name), "未知字段 is not a field of a station")
	} else if err := decoder.Decode(s); err != nil {
		p.add(short(name), misread(err))
	}
}

// respelt reports whether a name may be another one to encoding/json, which
// looks at neither case nor such letters as the long s.
func respelt(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsUpper(r) })
}

// misread says what is wrong with a value, without repeating it.
func misread(err error) string {
	if text := err.Error(); strings.Contains(text, "unknown field") {
		return "未知字段 is not a field of a station, or holds one that is not known"
	}
	return "类型不对 is not of the type that this field has"
}

// place reads the position. A new station without one has its address only. A
// position that says the same as what stands, to seven decimals, leaves it to
// the bit, and what was stated first.
func (f fields) place(s, before *stations.Station, d datum.Datum, p *params) {
	var lon, lat *float64
	readable := f.degrees("lon", &lon, p)
	if !f.degrees("lat", &lat, p) || !readable {
		return
	}
	switch {
	case lon == nil && lat == nil:
		s.Position.Original = datum.Coord{Datum: d}
		if before == nil {
			s.Position.Quality = cmp.Or(s.Position.Quality, stations.AddressOnly)
		}
		return
	case lon == nil || lat == nil:
		p.add("lon", "经纬度须同时给出 lon and lat go together")
		return
	case !stations.ValidPoint(*lon, *lat):
		p.add("lon", "超出范围 lon must be within ±180 and lat within ±90")
		return
	}
	if before != nil && before.Position.Quality != stations.AddressOnly {
		a, b := lonLatIn(before.Position.Point, d)
		if stays(*lon, a) && stays(*lat, b) {
			s.Position.Point, s.Position.Original = before.Position.Point, before.Position.Original
			return
		}
	}
	s.Position.Original = datum.Coord{Lon: *lon, Lat: *lat, Datum: d}
	s.Position.Point = datum.In(s.Position.Original)
}

// degrees reads lon or lat, and reports whether it is a number, or absent.
func (f fields) degrees(name string, into **float64, p *params) bool {
	if value, given := f[name]; given && json.Unmarshal(value, into) != nil {
		p.add(name, "不是数字 is not a number")
		return false
	}
	return true
}

// stays reports whether a number is the one that was written so.
func stays(v float64, written json.RawMessage) bool {
	return bytes.Equal(appendDegrees(nil, v), written)
}

// flatName is the name that an editor knows a field of the domain by.
func flatName(field string) string {
	if field == "position.point" {
		return "lon"
	}
	for name, at := range flat() {
		if field == at[0]+"."+at[1] {
			return name
		}
	}
	return field
}

// flatFields renames the fields of an Invalid error.
func flatFields(list []stations.Problem) []stations.Problem {
	renamed := slices.Clone(list)
	for i := range renamed {
		renamed[i].Field = flatName(renamed[i].Field)
	}
	return renamed
}
