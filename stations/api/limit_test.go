package api_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/api"
)

// blanks is a body of so many blanks, of which none is kept.
func blanks(size int64) io.Reader { return io.LimitReader(endless{}, size) }

type endless struct{}

var spaces = strings.Repeat(" ", 1<<15)

func (endless) Read(p []byte) (int, error) {
	return copy(p, spaces), nil
}

// allocated returns how many bytes f takes, those that it gives back too.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestEveryRouteRefusesABodyThatIsTooLarge(t *testing.T) {
	r := newRig(t, nil)
	doc := readDocument(t)
	for _, op := range doc.operations() {
		for media := range op.body {
			size := int64(api.MaxBody)
			if media == "multipart/form-data" || media == "application/octet-stream" {
				size = api.MaxUpload
			}
			if op.id == "postSiting" {
				size = api.MaxSiting
			}
			path := strings.NewReplacer("{id}", string(r.list[0].ID)).Replace(op.path)
			if op.id == "postReview" || op.id == "postAnswer" {
				path = strings.NewReplacer("{id}", "1").Replace(op.path)
			}
			body := io.MultiReader(strings.NewReader("--a\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"), blanks(size+2<<20))
			req := httptest.NewRequestWithContext(t.Context(), op.method, path, body)
			req.Host = "127.0.0.1"
			req.Header.Set("Content-Type", strings.Replace(media, "form-data", "form-data; boundary=a", 1))
			req.Header.Set("If-Match", `"1"`)
			w := httptest.NewRecorder()
			r.api.ServeHTTP(w, req)
			if w.Code != http.StatusRequestEntityTooLarge || w.Header().Get("Content-Type") != api.MediaProblem {
				t.Errorf("%s of %s, %d bytes = %d %s, want 413", op.id, media, size+2<<20, w.Code, w.Body)
			}
		}
	}
}

// lying is the bomb, but its directory says that it unfolds to a few bytes.
func lying(bomb []byte, size uint32) []byte {
	return bytes.ReplaceAll(bomb, binary.LittleEndian.AppendUint32(nil, size), binary.LittleEndian.AppendUint32(nil, 100))
}

func TestAWorkbookThatUnfoldsToTooMuchIsRefusedInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a large file")
	}
	r := newRig(t, nil)
	const size = 288 << 20 // more than a workbook may unfold to
	honest := bomb(size)
	for name, file := range map[string][]byte{"one that says so": honest, "one that lies": lying(honest, size)} {
		for _, path := range []string{"/v1/imports?source=a&datum=wgs84", "/v1/imports/preview", "/v1/imports/rejects?source=a&datum=wgs84", "/v1/siting/hosts?datum=wgs84"} {
			var w *httptest.ResponseRecorder
			took := allocated(func() { w = r.send(http.MethodPost, path, "application/octet-stream", "", file) })
			if w.Code != http.StatusBadRequest || took > 32<<20 {
				t.Errorf("%s: POST %s of %d kB = %d %s in %d MB of memory, want 400 in 32", name, path, len(file)>>10, w.Code, w.Body, took>>20)
			}
		}
	}
}

// A body that is packed is not unfolded, so that it cannot fill the memory.
func TestAPackedBodyIsRefusedInLittleMemory(t *testing.T) {
	r := newRig(t, nil)
	var w *httptest.ResponseRecorder
	file := packed(bytes.Repeat([]byte(" "), 16<<20))
	took := allocated(func() {
		w = r.ask(http.MethodPost, "/v1/nearby", string(file), "Content-Type: application/json", "Content-Encoding: gzip")
	})
	if w.Code != http.StatusUnsupportedMediaType || took > 4<<20 {
		t.Errorf("POST /v1/nearby of %d kB, packed = %d %s in %d MB of memory, want 415 in 4", len(file)>>10, w.Code, w.Body, took>>20)
	}
}

// What is wrong with a question is told a hundred times at most: the answer
// must not be many times the question.
func TestAnAnswerToAThousandMistakesIsShort(t *testing.T) {
	r := newRig(t, nil)
	var fields []string
	for i := range 90 {
		fields = append(fields, fmt.Sprintf(`"a%d":[{}`, i)+strings.Repeat(",{}", 60)+"]")
	}
	for body, want := range map[string]int{
		"{" + strings.Join(fields, ",") + "}":            100,
		`{"lon":118.8,"lat":32` + many(50_000) + "}":     3, // too many fields, and so neither lon nor lat
		`{"a":[` + strings.Repeat("{},", 200000) + "1]}": 4, // too many values, of which one is looked at, and neither lon nor lat
	} {
		w := r.ask(http.MethodPost, "/v1/nearby", body)
		var p struct{ Errors []stations.Problem }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusBadRequest || len(p.Errors) != want {
			t.Errorf("POST /v1/nearby of %d bytes = %d, %d mistakes in %d bytes, want 400 and %d of them", len(body), w.Code, len(p.Errors), w.Body.Len(), want)
		}
	}
}

func TestEveryExampleOfTheDocumentIsAsItsSchemaSays(t *testing.T) {
	doc := readDocument(t)
	examples := doc.examples(doc.root, "")
	if len(examples) == 0 {
		t.Fatal("openapi.yaml has no examples")
	}
	for at, e := range examples {
		if err := doc.conforms(e[0], e[1], at); err != nil {
			t.Errorf("the example of %s: %v", at, err)
		}
	}
}

// A change of many layers is merged in one reading, not in one for each layer.
func TestADeepChangeTakesNoMoreThanItsLength(t *testing.T) {
	r := newRig(t, nil)
	address, tag := r.made()
	const layers, text = 3000, 300_000
	deep := strings.Repeat(`{"a":`, layers) + `"` + strings.Repeat("x", text) + `"` + strings.Repeat("}", layers)
	var w *httptest.ResponseRecorder
	took := allocated(func() {
		w = r.ask(http.MethodPatch, address, `{"truck":`+deep+`}`, "If-Match: "+tag)
	})
	if w.Code != http.StatusBadRequest || took > 64<<20 {
		t.Errorf("PATCH of %d layers around %d bytes = %d and took %d MB, want 400 and at most 64", layers, text, w.Code, took>>20)
	}
}
