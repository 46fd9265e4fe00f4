package api_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"yizhan/geo/datum"
	"yizhan/geo/roads/roadstest"
	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
	"yizhan/stations/intake"
	"yizhan/stations/report"
	"yizhan/stations/unmet"
)

// question is a request that a stranger sends.
type question struct {
	method, target string
	header         http.Header
	body           []byte
	stays          time.Duration // then the asker leaves; 0 for who awaits the answer
}

// stranger draws questions to every operation of the document.
type stranger struct {
	drawer
	rig   *rig
	files [][]byte
	keys  map[stations.Role]string // the value of Authorization; "" for nobody
	roles []stations.Role
}

// ask draws a question to an operation: valid by the document, with one or
// two wrong values, or hostile all over.
func (s *stranger) ask(op operation) question {
	s.spite = pick(&s.drawer, []float64{0, 0, 0.03, 0.12, 0.5})
	q := question{method: op.method, header: http.Header{}}
	if key := s.keys[pick(&s.drawer, s.roles)]; key != "" {
		q.header.Set("Authorization", key)
	}
	if s.body(op, &q); s.spite > 0 && s.chance(0.1) {
		q.body = s.mangle(q.body)
	}
	s.address(op, &q)
	s.accept(op, &q)
	if s.spite > 0 && s.chance(0.3) {
		h := pick(&s.drawer, hostileHeaders())
		q.header.Set(h[0], h[1])
	}
	if s.chance(s.spite / 10) {
		q.method = pick(&s.drawer, []string{"HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"})
	}
	switch {
	case strings.Contains(q.header.Get("Accept"), "text/event-stream"): // has no end of its own
		q.stays = 50 * time.Millisecond
	case s.chance(0.04):
		q.stays = time.Duration(1 + s.IntN(int(2*time.Millisecond)))
	}
	return q
}

// address draws the parameters.
func (s *stranger) address(op operation, q *question) {
	path, query, station, share := op.path, []string{}, "", pick(&s.drawer, []float64{0.05, 0.2, 0.5})
	place := s.chance(0.5)
	for _, p := range op.parameters {
		name, where := text(p["name"]), text(p["in"])
		wanted := s.chance(share)
		if name == "lon" || name == "lat" {
			wanted = place
		}
		if !wanted && !needed(p) || s.chance(s.spite/8) && where != "path" {
			continue
		}
		value := plain(s.value(p["schema"], s.alias(op, name)))
		switch where {
		case "path":
			if station = value; value == "" {
				value = "-"
			}
			path = strings.ReplaceAll(path, "{"+name+"}", strings.ReplaceAll(url.PathEscape(value), ".", "%2E"))
		case "query":
			query = append(query, url.QueryEscape(name)+"="+url.QueryEscape(value))
		case "header":
			q.header.Set(name, inHeader(value))
		}
	}
	if s.chance(s.spite / 6) {
		query = append(query, pick(&s.drawer, []string{"colour=1", "%zz", "a;b", "&&&", "=", "lon=1&lon=2", "datum=wgs84&datum=bd09", "f", "%00=%00", strings.Repeat("x=1&", 1900), strings.Repeat("q", 9000)}))
	}
	if q.target = path; len(query) > 0 {
		q.target += "?" + strings.Join(query, "&")
	}
	if s.spite < 0.1 && q.header.Get("If-Match") != "" { // as who has read the record
		if record, err := s.rig.store.Station(s.rig.t.Context(), stations.ID(station)); err == nil {
			q.header.Set("If-Match", fmt.Sprintf("%q", strconv.FormatInt(int64(record.Revision), 10)))
		}
	}
}

// needed reports whether a parameter must be there, by its description at
// least: that of an upload may stand in the form instead.
func needed(p map[string]any) bool {
	return p["required"] == true || strings.HasSuffix(text(p["description"]), "required")
}

// alias names the field whose words a parameter takes.
func (s *stranger) alias(op operation, name string) string {
	own := op.id + "." + name
	switch {
	case len(s.known[own]) > 0:
		return own
	case name == "id" && strings.HasPrefix(op.path, "/v1/coverage/"):
		return "run"
	case op.path == "/ogc/collections/{collection}/items/{feature}" && s.chance(0.5):
		return "ogcItem." + name
	}
	return name
}

// body draws a body of one of the media types that the operation takes.
func (s *stranger) body(op operation, q *question) {
	if op.body == nil {
		if s.chance(s.spite / 8) {
			q.body = []byte(encode(pick(&s.drawer, hostileTokens())))
		}
		return
	}
	var media []string
	for name := range op.body {
		media = append(media, name)
	}
	slices.Sort(media)
	kind := pick(&s.drawer, media)
	schema := s.doc.follow(op.body[kind])["schema"]
	q.header.Set("Content-Type", kind)
	switch kind {
	case "application/octet-stream":
		q.body = pick(&s.drawer, s.files)
	case "multipart/form-data":
		fields, _ := s.value(schema, "").(map[string]any)
		body, boundary := form(pick(&s.drawer, s.files), fields)
		q.body = body
		q.header.Set("Content-Type", boundary)
	default:
		q.body = []byte(encode(s.value(schema, "")))
	}
}

// accept asks for one of the forms of the answer.
func (s *stranger) accept(op operation, q *question) {
	var media []string
	for status := range op.responses {
		content := s.doc.follow(s.doc.response(op, status)["content"])
		for name := range content {
			media = append(media, name)
		}
	}
	slices.Sort(media)
	if s.chance(0.5) && len(media) > 0 {
		q.header.Set("Accept", pick(&s.drawer, media))
	}
}

// inHeader leaves out what net/http lets through in no header.
func inHeader(value string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value)
}

// newStranger is a stranger to a server with something behind every route.
func newStranger(t *testing.T) *stranger {
	s := &stranger{drawer: drawer{doc: readDocument(t), known: map[string][]any{}}, keys: map[stations.Role]string{}}
	unlimited := access.Rate{PerSecond: 1e9, Burst: 1e9}
	s.rig = newRig(t, func(c *api.Config) {
		c.Loopback, c.AddressRate, c.KeyRate, c.Printer = false, unlimited, unlimited, installedFont(t)
		c.Unmet = unmet.NewTally(c.Store, func() time.Time { return noon }, slog.New(slog.DiscardHandler))
	})
	for _, role := range append(stations.Roles(), api.Admin, api.Admin, api.Admin, api.Admin, api.Editor, api.Anonymous) {
		s.roles = append(s.roles, role)
		if role != api.Anonymous && s.keys[role] == "" {
			s.keys[role] = strings.TrimPrefix(s.rig.key(role, ""), "Authorization: ")
		}
	}
	s.furnish(t)
	s.learn(t)
	return s
}

// installedFont returns what prints documents, nil when its font is not
// installed: then the routes that print answer 503.
func installedFont(t *testing.T) *report.Printer {
	font, err := os.ReadFile("../../static/node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff")
	if err != nil {
		return nil
	}
	printer, err := report.NewPrinter(font, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return printer
}

// furnish puts people, a possible duplicate and a report into the store.
func (s *stranger) furnish(t *testing.T) {
	var people []stations.Demand
	for i := range 200 {
		people = append(people, stations.Demand{Point: roadstest.Shift(s.rig.net.At('A'), float64(i%20)*12, -float64(i/20)*12), Weight: 1 + float64(i%7)})
	}
	if _, err := s.rig.store.PutDemand(t.Context(), stations.DefaultLayer, people); err != nil {
		t.Fatal(err)
	}
	for i, source := range []string{"甲", "乙"} {
		var rows strings.Builder
		rows.WriteString("id,名称,坐标\n")
		for row := range 40 {
			fmt.Fprintf(&rows, "%d,第%d工会驿站,118.77%02d 32.060%d\n", row, row, row, i)
		}
		if _, err := intake.Import(t.Context(), s.rig.store, strings.NewReader(rows.String()), intake.Options{Source: source, Datum: datum.WGS84, Kind: stations.UnionStation}); err != nil {
			t.Fatal(err)
		}
	}
	revision, err := s.rig.store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.rig.settle(revision)
}
