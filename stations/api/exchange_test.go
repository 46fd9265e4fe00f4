package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api"
	"yizhan/stations/client"
	"yizhan/stations/exchange"
)

// send asks with a body and, unless it is "", a key.
func (r *rig) send(method, target, media, key string, body []byte) *httptest.ResponseRecorder {
	r.t.Helper()
	request := httptest.NewRequestWithContext(r.t.Context(), method, "http://127.0.0.1"+target, bytes.NewReader(body))
	request.Header.Set("Content-Type", media)
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	w := httptest.NewRecorder()
	r.api.ServeHTTP(w, request)
	return w
}

const upload = "一览表,,\n名称,经度,纬度,区划代码\n新甲,118.770012,32.060012,320106\n新乙,118.790012,32.060012,110101\n反了,32.060012,118.770012,320106\n"

func options(pairs ...string) string {
	values := url.Values{"source": {"接口"}, "datum": {"gcj02"}, "kind": {"union_station"}}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return "/v1/imports?" + values.Encode()
}

func TestImportsOverHTTP(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range []struct{ name, target, want string }{
		{"a dry run", options("dry_run", "true"), `"read":3,"created":2,"updated":0,"unchanged":0,"rejected":1`},
		{"the import, as nothing was written", options(), `"read":3,"created":2,"updated":0,"unchanged":0,"rejected":1`},
		{"the same again", options(), `"read":3,"created":0,"updated":0,"unchanged":2,"rejected":1`},
	} {
		got := r.send(http.MethodPost, c.target, "application/octet-stream", "", []byte(upload))
		if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), c.want) || !strings.Contains(got.Body.String(), "表头在第 2 行") {
			t.Errorf("%s: POST /v1/imports = %d %s, want 200 and %s", c.name, got.Code, got.Body, c.want)
		}
		if diff := holds[client.ImportReport](got.Body.Bytes()); diff != "" {
			t.Errorf("%s: the report is not of its type (-answer +type):\n%s", c.name, diff)
		}
	}
}

func TestImportsByForm(t *testing.T) {
	r := newRig(t, nil)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"source", "表单"}, {"datum", "gcj02"}, {"kind", "union_station"}, {"map", "点位=name"}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "a.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(strings.Replace(upload, "名称", "点位", 1))); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	got := r.send(http.MethodPost, "/v1/imports", form.FormDataContentType(), "", body.Bytes())
	if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"created":2`) {
		t.Errorf("POST of a form = %d %s, want 200 and 2 created", got.Code, got.Body)
	}
}

func TestImportsAreRefused(t *testing.T) {
	r := newRig(t, nil)
	for name, c := range map[string]struct {
		target, file string
		code         int
		want         string
	}{
		"no datum":          {options("datum", ""), upload, 400, `"field":"datum"`},
		"an unknown datum":  {options("datum", "tokyo"), upload, 400, `"field":"datum"`},
		"no source":         {options("source", ""), upload, 400, `"field":"source"`},
		"an unknown option": {options("dryrun", "true"), upload, 400, `"field":"dryrun"`},
		"a bad dry_run":     {options("dry_run", "1"), upload, 400, `"field":"dry_run"`},
		"a bad map":         {options("map", "名称"), upload, 400, `"field":"map"`},
		"a sheet of a CSV":  {options("sheet", "a"), upload, 400, `"field":"sheet"`},
		"no file":           {options(), "", 400, `"field":"file"`},
		"too large":         {options(), strings.Repeat("a", api.MaxUpload+1), 413, "50 MB"},
	} {
		got := r.send(http.MethodPost, c.target, "application/octet-stream", "", []byte(c.file))
		if got.Code != c.code || !strings.Contains(got.Body.String(), c.want) {
			t.Errorf("%s: POST = %d %.300s, want %d and %s", name, got.Code, got.Body, c.code, c.want)
		}
	}
}

func TestAnOptionThatIsTooLongIsNotCut(t *testing.T) {
	r := newRig(t, nil)
	body, media := form([]byte(upload), map[string]any{"source": strings.Repeat("x", 5000), "datum": "gcj02", "kind": "union_station"})
	if w := r.send(http.MethodPost, "/v1/imports", media, "", body); w.Code != http.StatusBadRequest || r.fields(w) != "source" {
		t.Errorf("POST of a source of 5,000 letters = %d blaming %q, want 400 blaming source: %s", w.Code, r.fields(w), w.Body)
	}
}

func TestEditorsImportInsideTheirDivision(t *testing.T) {
	r := newRig(t, nil)
	secrets := map[stations.Role]string{}
	for _, role := range stations.Roles() {
		secret, key := access.Mint("test", role, map[stations.Role]string{stations.RoleEditor: "320100"}[role], time.Now())
		if err := r.store.CreateKey(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		secrets[role] = secret
	}
	for role, want := range map[stations.Role]int{stations.RoleReader: 403, stations.RolePlanner: 403, "": 401} {
		if got := r.send(http.MethodPost, options(), "text/csv", secrets[role], []byte(upload)); got.Code != want {
			t.Errorf("POST /v1/imports as %q = %d, want %d", role, got.Code, want)
		}
	}
	got := r.send(http.MethodPost, options(), "text/csv", secrets[stations.RoleEditor], []byte(upload))
	var report struct {
		Created, Rejected int
		Problems          []exchange.Problem
	}
	if err := json.Unmarshal(got.Body.Bytes(), &report); err != nil || report.Created != 1 || report.Rejected != 2 {
		t.Errorf("POST /v1/imports as an editor of 320100 = %d %s, want 1 created, 2 rejected", got.Code, got.Body)
	}
	if got := r.send(http.MethodPost, options(), "text/csv", secrets[stations.RoleAdmin], []byte(upload)); !strings.Contains(got.Body.String(), `"created":1`) {
		t.Errorf("POST /v1/imports as an admin = %s, want the other one created", got.Body)
	}
	if got := r.send(http.MethodGet, "/v1/exports", "", "", nil); got.Code != http.StatusUnauthorized {
		t.Errorf("GET /v1/exports without a key = %d, want 401", got.Code)
	}
}

// Two offices may call their files alike and count their rows from 1: the
// second one hears whose record that is, and what to do.
func TestARecordOfAnotherDivisionIsToldToBe(t *testing.T) {
	r := newRig(t, nil)
	secrets := map[string]string{}
	for _, adcode := range []string{"320102", "320106"} {
		secret, key := access.Mint("test", stations.RoleEditor, adcode, time.Now())
		if err := r.store.CreateKey(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		secrets[adcode] = secret
	}
	load := func(adcode, source, file string) string {
		target := "/v1/imports?datum=gcj02&kind=union_station&source=" + source
		return r.send(http.MethodPost, target, "text/csv", secrets[adcode], []byte(file)).Body.String()
	}
	const first = "id,name,lon,lat,adcode\n1,玄武站,118.790012,32.060012,320102\n"
	const second = "id,name,lon,lat,adcode\n1,鼓楼站,118.650012,32.060012,320106\n2,湖南路站,118.640012,32.070012,320106\n"
	if got := load("320102", "union", first); !strings.Contains(got, `"created":1`) {
		t.Fatalf("import of the first office = %s, want 1 created", got)
	}
	got := load("320106", "union", second)
	told := regexp.MustCompile(`"field":"id","value":"1","problem":"is the record of station [0-9a-f-]{36} in division 320102, outside 320106 in which you may write; another office's row goes under another source name"`)
	if !strings.Contains(got, `"created":1`) || !told.MatchString(got) {
		t.Errorf("import of the second office = %s, want 1 created and %s", got, told)
	}
	if got := load("320106", "union-320106", second[:strings.Index(second, "2,湖")]); !strings.Contains(got, `"created":1,"updated":0,"unchanged":0,"rejected":0`) {
		t.Errorf("import under a name of its own = %s, want it created", got)
	}
	if got := load("320102", "union", first); !strings.Contains(got, `"unchanged":1`) || strings.Contains(got, `"gone"`) {
		t.Errorf("import of the first office again = %s, want its record unchanged, and none missing of the other's", got)
	}
	const other = "id,name,lon,lat,adcode\n%s\n"
	for _, c := range []struct{ adcode, row, lacks string }{
		{"320102", "8,新站,118.790112,32.061012,320102", `"gone":[{"record":"1",`},
		{"320106", "9,新站,118.630012,32.080012,320106", `"gone":[{"record":"2",`},
	} {
		got := load(c.adcode, "union", fmt.Sprintf(other, c.row))
		if !strings.Contains(got, c.lacks) || strings.Count(got, `"record":`) != 1 || !strings.Contains(got, "lacks: 1;") {
			t.Errorf("import by %s that lacks its record = %s, want %s and no other", c.adcode, got, c.lacks)
		}
	}
}

func TestExportsOverHTTP(t *testing.T) {
	r := newRig(t, nil)
	for _, format := range []string{"csv", "xlsx", "geojson"} {
		got := r.send(http.MethodGet, "/v1/exports?datum=bd09&format="+format, "", "", nil)
		table, err := exchange.Read(bytes.NewReader(got.Body.Bytes()))
		if got.Code != http.StatusOK || err != nil || table.Format != format || len(table.Rows) != len(r.list) {
			t.Errorf("GET /v1/exports?format=%s = %d, %+v, %v, want %d rows", format, got.Code, table, err, len(r.list))
		}
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/v1/exports?datum=bd09&format="+format, nil)
		request.Header.Set("If-None-Match", got.Header().Get("ETag"))
		again := httptest.NewRecorder()
		r.api.ServeHTTP(again, request)
		if again.Code != http.StatusNotModified {
			t.Errorf("GET /v1/exports?format=%s with its ETag = %d, want 304", format, again.Code)
		}
	}
	for _, target := range []string{"/v1/exports?format=xls", "/v1/exports?f=xls", "/v1/exports?format=csv&f=csv", "/v1/exports?datum=tokyo", "/v1/exports?from=here"} {
		if got := r.send(http.MethodGet, target, "", "", nil); got.Code != http.StatusBadRequest {
			t.Errorf("GET %s = %d, want 400", target, got.Code)
		}
	}
}

func TestAnExportIsInTheFormThatIsAccepted(t *testing.T) {
	r := newRig(t, nil)
	for _, c := range []struct{ target, accept, want string }{
		{"/v1/exports", "", "text/csv; charset=utf-8"},
		{"/v1/exports", "*/*", "text/csv; charset=utf-8"},
		{"/v1/exports", "application/geo+json", "application/geo+json"},
		{"/v1/exports?f=geojson", "text/csv", "application/geo+json"},
		{"/v1/exports?format=csv", "application/geo+json", "text/csv; charset=utf-8"},
	} {
		w := r.ask(http.MethodGet, c.target, "", "Accept: "+c.accept)
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != c.want {
			t.Errorf("GET %s with Accept %q = %d in %s, want %s", c.target, c.accept, w.Code, got, c.want)
		}
	}
}

// One cache may stand before askers of several roles: the tag of a file tells
// theirs apart, although the files be equally long.
func TestAnExportsTagTellsRolesApart(t *testing.T) {
	r, keys := keyed(t)
	tags := map[string]stations.Role{}
	for _, role := range []stations.Role{api.Reader, api.Admin} {
		w := r.ask(http.MethodGet, "/v1/exports?format=csv&datum=wgs84", "", keys[role])
		tag := w.Header().Get("ETag")
		if other, twice := tags[tag]; w.Code != http.StatusOK || twice {
			t.Errorf("the export of %s = %d with tag %s, which %s has too", role, w.Code, tag, other)
		}
		tags[tag] = role
		if again := r.ask(http.MethodGet, "/v1/exports?format=csv&datum=wgs84", "", keys[role], "If-None-Match: "+tag); again.Code != http.StatusNotModified {
			t.Errorf("the export of %s asked again = %d, want 304", role, again.Code)
		}
	}
}
