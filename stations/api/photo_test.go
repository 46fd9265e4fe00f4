package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
)

// photoOf is a PNG of one colour.
func photoOf(t testing.TB, shade color.Color) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 400, 300))
	for i := range m.Pix {
		m.Pix[i] = color.GrayModel.Convert(shade).(color.Gray).Y
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// listedPhoto is a photo in an answer.
type listedPhoto struct {
	ID            string
	Width, Height int
	Caption       string
	CaptionEN     string `json:"caption_en"`
	Shown         bool
	Bytes         int
	AddedBy       string `json:"added_by"`
	TakenAt       string `json:"taken_at"`
}

// photographs is a rig with keys, whose office tends to one station's photos.
type photographs struct {
	*rig
	keys  map[stations.Role]string
	id    string // of the station
	place string // of its photos
}

func newPhotographs(t *testing.T) photographs {
	r, keys := keyed(t)
	id := string(r.list[0].ID)
	return photographs{r, keys, id, "/v1/stations/" + id + "/photos"}
}

// add sends a photo as an editor.
func (p photographs) add(query string, file []byte) (*httptest.ResponseRecorder, listedPhoto) {
	w := p.send(http.MethodPost, p.place+query, "application/octet-stream", strings.TrimPrefix(p.keys[api.Editor], "Authorization: Bearer "), file)
	var made listedPhoto
	_ = json.Unmarshal(w.Body.Bytes(), &made)
	return w, made
}

// list is what a role sees.
func (p photographs) list(role stations.Role) []listedPhoto {
	p.t.Helper()
	var answer struct{ Photos []listedPhoto }
	p.decode(p.ask(http.MethodGet, p.place, "", p.keys[role]), &answer)
	return answer.Photos
}

func TestAPhotoIsAddedShownAndDeleted(t *testing.T) {
	p := newPhotographs(t)
	w, first := p.add("?caption=%E9%97%A8%E5%8F%A3&caption_en=Door&taken_at=2026-11-20T12:00:00Z", photoOf(t, color.White))
	if w.Code != http.StatusCreated || w.Header().Get("Location") != p.place+"/"+first.ID || w.Header().Get("ETag") == "" || !first.Shown {
		t.Fatalf("POST = %d %v %s, want 201 with Location and ETag", w.Code, w.Header(), w.Body)
	}
	_, waiting := p.add("?show=false", photoOf(t, color.Black))
	seen := p.list(api.Anonymous)
	if len(seen) != 1 || seen[0] != (listedPhoto{ID: first.ID, Width: 400, Height: 300, Caption: "门口", CaptionEN: "Door", Shown: true, TakenAt: "2026-11-20T12:00:00Z"}) {
		t.Errorf("riders see %+v, want the first photo and nothing of who added it", seen)
	}
	if seen := p.list(api.Editor); len(seen) != 2 || seen[1].ID != waiting.ID || seen[1].Shown || seen[1].Bytes == 0 || !strings.HasPrefix(seen[1].AddedBy, "key:") {
		t.Errorf("an editor sees %+v, want the waiting one second", seen)
	}
	target := p.place + "/" + waiting.ID
	for _, c := range []struct {
		sentence, method, target string
		role                     stations.Role
		want                     int
	}{
		{"what waits is not there for riders", http.MethodGet, target, api.Anonymous, 404},
		{"nor its thumbnail for readers", http.MethodGet, target + "/thumbnail", api.Reader, 404},
		{"an editor looks at it", http.MethodGet, target, api.Editor, 200},
		{"and accepts it", http.MethodPost, target + "/accept?caption=b", api.Editor, 200},
		{"riders see it then", http.MethodGet, target + "/thumbnail", api.Anonymous, 200},
		{"accepting again does no harm", http.MethodPost, target + "/accept", api.Editor, 200},
		{"what is not kept cannot be accepted", http.MethodPost, p.place + "/0123456789abcdef/accept", api.Editor, 404},
		{"nor deleted", http.MethodDelete, p.place + "/0123456789abcdef", api.Editor, 404},
		{"it is deleted", http.MethodDelete, target, api.Editor, 204},
		{"and gone", http.MethodGet, target, api.Editor, 404},
		{"also for riders", http.MethodGet, target + "/thumbnail", api.Anonymous, 404},
		{"another station has none of it", http.MethodGet, "/v1/stations/" + string(p.rig.list[1].ID) + "/photos/" + first.ID, api.Admin, 404},
	} {
		if w := p.ask(c.method, c.target, "", p.keys[c.role]); w.Code != c.want {
			t.Errorf("%s: %s by %s = %d %s, want %d", c.sentence, c.method, c.role, w.Code, w.Body, c.want)
		}
	}
	if seen := p.list(api.Editor); len(seen) != 1 || seen[0].Caption != "门口" {
		t.Errorf("photos after all = %+v, want the first", seen)
	}
	p.wantHistory(first.ID, waiting.ID)
}

// wantHistory holds the station's history to what was done with two photos.
func (p photographs) wantHistory(first, second string) {
	p.t.Helper()
	history, err := p.store.History(p.t.Context(), stations.ID(p.id), 0, 10)
	if err != nil {
		p.t.Fatal(err)
	}
	var told []string
	for _, change := range history {
		told = append(told, fmt.Sprint(len(change.Station.Photos), " ", change.Reason))
	}
	want := fmt.Sprintf("[1 删除照片 photo deleted %[2]s 2 照片 photo %[2]s 2 照片 photo %[2]s 1 照片 photo %[1]s 0 ]", first, second)
	if fmt.Sprint(told) != want {
		p.t.Errorf("the history tells %v, want %s", told, want)
	}
	lines, err := p.store.Audited(p.t.Context(), 0, 3)
	if err != nil || lines[0].Action != "DELETE /v1/stations/:id/photos/:photo" || lines[0].Result != 204 || string(lines[0].Station) != p.id {
		p.t.Errorf("the audit log tells %+v, %v, want the deletion last", lines, err)
	}
}

func TestAPhotoIsKeptByWhoHasSeenIt(t *testing.T) {
	p := newPhotographs(t)
	_, made := p.add("", photoOf(t, color.White))
	for path, side := range map[string]int{"": 400, "/thumbnail": 320} {
		w := p.ask(http.MethodGet, p.place+"/"+made.ID+path, "", "Accept-Encoding: gzip")
		head, err := jpeg.DecodeConfig(w.Body)
		if err != nil || head.Width != side {
			t.Errorf("GET %s is %d pixels wide (%v), want %d", path, head.Width, err, side)
		}
		for name, want := range map[string]string{
			"Content-Type": "image/jpeg", "Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", "Content-Encoding": "", "Cross-Origin-Resource-Policy": "cross-origin",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("GET %s has %s: %s, want %s", path, name, got, want)
			}
		}
		again := p.ask(http.MethodGet, p.place+"/"+made.ID+path, "", "If-None-Match: "+w.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 || w.Header().Get("ETag") == "" {
			t.Errorf("GET %s again = %d with %d bytes, want 304 without any", path, again.Code, again.Body.Len())
		}
	}
	_, waiting := p.add("?show=false", photoOf(t, color.Black))
	w := p.ask(http.MethodGet, p.place+"/"+waiting.ID, "", p.keys[api.Editor])
	if got := w.Header().Get("Cache-Control") + " " + w.Header().Get("Cross-Origin-Resource-Policy"); w.Code != http.StatusOK || got != "private, no-cache same-origin" {
		t.Errorf("what waits is sent with %s (%d), want it to stay with the editor", got, w.Code)
	}
	w = p.ask(http.MethodGet, p.place, "")
	if again := p.ask(http.MethodGet, p.place, "", "If-None-Match: "+w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("the list again = %d, want 304", again.Code)
	}
}

func TestPhotosThatCannotBeTakenAreRefused(t *testing.T) {
	p := newPhotographs(t)
	good := photoOf(t, color.White)
	for _, c := range []struct {
		sentence, query string
		file            []byte
		want            int
		fields          string
	}{
		{"nothing", "", nil, 400, "file"},
		{"a page", "", []byte("<html><script>"), 400, "file"},
		{"a damaged photo", "", good[:len(good)/2], 400, "file"},
		{"more than 5 MB", "", append(bytes.Clone(good), make([]byte, stations.MaxPictureFile)...), 413, "file"},
		{"a long caption", "?caption=" + strings.Repeat("x", 501), good, 400, "caption"},
		{"no moment", "?taken_at=noon", good, 400, "taken_at"},
		{"another word for show", "?show=maybe", good, 400, "show"},
		{"an unknown parameter", "?colour=1", good, 400, "colour"},
	} {
		w, _ := p.add(c.query, c.file)
		if got := p.fields(w); w.Code != c.want || got != c.fields {
			t.Errorf("%s = %d %s, want %d that blames %s", c.sentence, w.Code, w.Body, c.want, c.fields)
		}
	}
	if seen := p.list(api.Editor); len(seen) > 0 {
		t.Errorf("what was refused is kept: %+v", seen)
	}
	for i := range stations.MaxPictures + 1 {
		w, _ := p.add("", photoOf(t, color.Gray{Y: uint8(20 * i)}))
		if want := map[bool]int{true: 201, false: 409}[i < stations.MaxPictures]; w.Code != want {
			t.Errorf("photo %d = %d %s, want %d", i+1, w.Code, w.Body, want)
		}
	}
	if strings.Contains(p.log.String(), "118.") {
		t.Error("the log holds a position")
	}
}

func TestPhotosStayInTheDivisionOfTheirEditor(t *testing.T) {
	p := newPhotographs(t)
	other := p.key(api.Editor, "110101")
	secret := strings.TrimPrefix(other, "Authorization: Bearer ")
	_, made := p.add("?show=false", photoOf(t, color.White))
	if w := p.send(http.MethodPost, p.place, "image/png", secret, photoOf(t, color.Black)); w.Code != http.StatusForbidden {
		t.Errorf("POST by another division = %d, want 403", w.Code)
	}
	for target, method := range map[string]string{"/" + made.ID: http.MethodDelete, "/" + made.ID + "/accept": http.MethodPost} {
		if w := p.ask(method, p.place+target, "", other); w.Code != http.StatusForbidden {
			t.Errorf("%s %s by another division = %d, want 403", method, target, w.Code)
		}
	}
	if w := p.ask(http.MethodGet, p.place+"/"+made.ID, "", other); w.Code != http.StatusNotFound {
		t.Errorf("GET what waits by another division = %d, want 404", w.Code)
	}
}

// A record may leave out a photo, give it a caption and take it back, but name
// none that is not kept, nor give one another size.
func TestARecordNamesOnlyPhotosThatAreKept(t *testing.T) {
	p := newPhotographs(t)
	_, made := p.add("", photoOf(t, color.White))
	patch := func(photos string) *httptest.ResponseRecorder {
		station, err := p.store.Station(t.Context(), stations.ID(p.id))
		if err != nil {
			t.Fatal(err)
		}
		return p.ask(http.MethodPatch, "/v1/stations/"+p.id, `{"photos":`+photos+`}`, p.keys[api.Editor], fmt.Sprintf(`If-Match: "%d"`, station.Revision))
	}
	for _, c := range []struct {
		photos string
		want   int
		shown  bool
	}{
		{`[{"id":"` + made.ID + `","caption":"新门","width":7}]`, 200, true},
		{`[{"id":"0123456789abcdef"}]`, 400, true},
		{`[{"url":"https://example.org/1.jpg"}]`, 200, false},
		{`[{"id":"` + made.ID + `"},{"url":"https://example.org/1.jpg"}]`, 200, true},
	} {
		if w := patch(c.photos); w.Code != c.want {
			t.Errorf("PATCH photos %s = %d %s, want %d", c.photos, w.Code, w.Body, c.want)
		}
		list := p.list(api.Editor)
		if len(list) != 1 || list[0].Shown != c.shown || list[0].Width != 400 {
			t.Errorf("photos after %s = %+v, want one, shown: %v", c.photos, list, c.shown)
		}
	}
	if got := p.fields(patch(`[{"id":"0123456789abcdef"}]`)); got != "photos" {
		t.Errorf("the problem blames %s, want photos", got)
	}
	deadline := time.Now().Add(5 * time.Second)
	for !strings.Contains(p.ask(http.MethodGet, "/v1/nearby?"+somewhere, "").Body.String(), `"photo":"`+made.ID+`"`) {
		if time.Now().After(deadline) {
			t.Fatal("the card does not name the photo")
		}
		time.Sleep(5 * time.Millisecond)
	}
}
