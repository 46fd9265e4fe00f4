package main

import (
	"bytes"
	"context"
	bits "encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"yizhan/geo/datum"
	"yizhan/geo/hex"
)

// rider is where somebody stands in the synthetic city, in WGS-84.
var rider = orb.Point{102.4183641, 40.2161473}

// watched is a server of which everything is kept that it writes down.
type watched struct {
	t       *testing.T
	base    string
	file    string // of the store
	log     *text  // all levels; beside serving
	stderr  *text  // all levels of serving, too
	process *text  // package log, where libraries write
	told    *text  // headers of all answers; bodies of problems
	stop    func() int
}

// watch runs the serve verb on the synthetic city and its roads.
func watch(t *testing.T, c serveCmd) *watched {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	w := &watched{t: t, log: &text{}, stderr: &text{}, process: &text{}, told: &text{}}
	was := log.Writer()
	log.SetOutput(w.process)
	t.Cleanup(func() { log.SetOutput(was) })
	w.file = filepath.Join(t.TempDir(), "demo.db")
	c.Listen, c.Demo, c.Store = "127.0.0.1:0", true, "sqlite:"+w.file
	everything := slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.Level(math.MinInt)})
	ended := make(chan error, 1)
	go func() {
		ended <- c.Run(&globals{Ctx: ctx, Stdout: io.Discard, Stderr: w.stderr, Log: slog.New(everything)})
	}()
	w.stop = func() int {
		cancel()
		return report(w.stderr, <-ended)
	}
	w.base = address(t, w.stderr)
	awaitReady(t, w.base)
	return w
}

// asked is a request and the status of its answer; 0 for any.
type asked struct {
	method, path, body string
	status             int
}

// ask sends the request, and keeps what the answer says beside what was asked
// for. Every answer must tell browsers to keep the address to themselves.
func (w *watched) ask(a asked) (body string) {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), a.method, w.base+a.path, strings.NewReader(a.body))
	if err != nil {
		w.t.Fatal(err)
	}
	if a.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Referer", w.base+"/?lon="+number(rider.Lon())+"&lat="+number(rider.Lat()))
	request.Header.Set("User-Agent", "rider/"+number(rider.Lon())+","+number(rider.Lat()))
	response, err := http.DefaultTransport.RoundTrip(request) // redirects are answers too
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if a.status != 0 && response.StatusCode != a.status {
		w.t.Errorf("%s %s = %d, want %d: %s", a.method, a.path, response.StatusCode, a.status, answer)
	}
	if got := response.Header.Get("Referrer-Policy"); got != "no-referrer" {
		w.t.Errorf("%s %s: Referrer-Policy = %q with status %d, want no-referrer", a.method, a.path, got, response.StatusCode)
	}
	fmt.Fprintln(w.told, response.Header)
	if response.StatusCode >= 300 {
		fmt.Fprintf(w.told, "%s\n", answer)
	}
	return string(answer)
}

func number(v float64) string { return fmt.Sprintf("%.7f", v) }

// questions are all ways to tell the server where one is, answered well.
func questions() (list []asked) {
	for _, d := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
		c := datum.Out(rider, d)
		lon, lat := number(c.Lon), number(c.Lat)
		place := "lon=" + lon + "&lat=" + lat + "&datum=" + d.String()
		near := []string{
			place + "&limit=3", place + "&by=time&mode=ride", place + "&by=time&open=arrival&view=full", place + "&kind=smart_locker&service=aed&radius_m=1",
			place + "&f=geojson", place + "&accuracy_m=300", strings.ReplaceAll(place, ".", "%2E"),
		}
		for _, query := range near {
			list = append(list, asked{http.MethodGet, "/v1/nearby?" + query, "", http.StatusOK}, asked{http.MethodHead, "/v1/nearby?" + query, "", http.StatusOK})
		}
		box := fmt.Sprintf("%.5f,%.5f,%.5f,%.5f", c.Lon, c.Lat, c.Lon+0.01, c.Lat+0.01)
		list = append(list,
			asked{http.MethodPost, "/v1/nearby", `{"lon":` + lon + `,"lat":"` + lat + `","datum":"` + d.String() + `"}`, http.StatusOK},
			asked{http.MethodGet, "/v1/circle?minutes=5&" + place, "", http.StatusOK},
			asked{http.MethodGet, "/v1/stations?q=没有&" + place, "", http.StatusOK},
			asked{http.MethodGet, "/v1/suggest?q=示&" + place, "", http.StatusOK},
			asked{http.MethodPost, "/v1/along", `{"datum":"` + d.String() + `","route":{"type":"LineString","coordinates":[[` + lon + `,` + lat + `],[102.5,40.3]]}}`, http.StatusOK},
			asked{http.MethodGet, "/v1/stations?bbox=" + box + "&datum=" + d.String(), "", http.StatusOK},
			asked{http.MethodPost, "/v1/coverage", `{"area":"` + box + `","datum":"` + d.String() + `","minutes":5}`, 0},
			asked{http.MethodPost, "/v1/whatif", `{"datum":"` + d.String() + `","add":[{"lon":` + lon + `,"lat":` + lat + `}]}`, 0},
			asked{http.MethodPost, "/v1/siting", `{"datum":"` + d.String() + `","p":1,"seconds":1,"candidates":[{"lon":` + lon + `,"lat":` + lat + `}]}`, 0})
	}
	for z := maptile.Zoom(12); z <= 16; z++ {
		t := maptile.At(rider, z)
		for _, layer := range []string{"stations", "roads"} {
			list = append(list, asked{http.MethodGet, fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layer, z, t.X, t.Y), "", 0})
		}
	}
	return list
}

// mistakes are questions that go wrong and still tell where somebody is.
func mistakes() []asked {
	lon, lat := number(rider.Lon()), number(rider.Lat())
	place := "lon=" + lon + "&lat=" + lat
	cell := hex.At(rider, 9).String()
	t := maptile.At(rider, 14)
	tile := fmt.Sprintf("/tiles/roads/%d/%d/%d", t.Z, t.X, t.Y)
	return []asked{
		{http.MethodGet, "/v1/nearby?lon=" + lon, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + "&lon=" + lon, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?lon=" + lat + "&lat=" + lon, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?lon=" + lon + "," + lat, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?lon=" + lon + "E&lat=" + lat + "N", "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + lon + "," + lat, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + "&open=" + lon, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + "&kind=" + lon + "&service=" + cell + "&mode=" + lat, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + "&cursor=" + cell, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + "&datum=" + lon, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + ";&%zz", "", http.StatusBadRequest},
		{http.MethodGet, "/v1/nearby?" + place + "&q=" + strings.Repeat(lon, 900), "", 0}, // longer than an address may be
		{http.MethodPost, "/v1/nearby?" + place, `{}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/nearby", `{"lon":` + lon + `,"lat":[` + lat, http.StatusBadRequest},
		{http.MethodPost, "/v1/nearby", `{"lon":{"` + lon + `":` + lat + `},"` + lat + `":1}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/along", `{"route":{"type":"LineString","coordinates":[[` + lon + `,` + lat + `]]}}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/along", `{"route":"` + lon + `,` + lat + `","vehicle":{"` + lon + `":` + lat + `}}`, http.StatusBadRequest},
		{http.MethodGet, "/v1/suggest?q=" + lon + "&" + place + "&limit=" + lat, "", http.StatusBadRequest},
		{http.MethodPut, "/v1/nearby?" + place, "", http.StatusMethodNotAllowed},
		{http.MethodGet, "/v1/nearby/" + lon + "," + lat, "", http.StatusNotFound},
		{http.MethodGet, "/" + lon + "/" + lat, "", http.StatusNotFound},
		{http.MethodGet, "/v1/stations/" + cell, "", http.StatusNotFound},
		{http.MethodGet, "/v1/stations/" + url.PathEscape(lon+","+lat), "", http.StatusNotFound},
		{http.MethodGet, "/v1/stations?bbox=" + lon + "," + lat, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/stations?area=" + cell, "", http.StatusBadRequest},
		{http.MethodGet, "/v1/circle?" + place + "&minutes=" + lon + lon, "", http.StatusBadRequest},
		{http.MethodPost, "/v1/coverage", `{"area":"` + lon + `,` + lat + `","minutes":15}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/whatif", `{"add":[{"` + lon + `":` + lat + `}]}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/whatif", `{"base":{"` + lon + `":` + lat + `}}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/whatif", `{"remove":["` + lon + `,` + lat + `"]}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/whatif", `{"` + lon + `":` + lat + `}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/siting", `{"p":1,"candidates":[{"` + lon + `":` + lat + `}]}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/siting", `{"p":1,"hours":{"until":"` + lon + `","` + lat + `":1}}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/siting", `{"p":` + lon + `,"equity":{"level":"` + lat + `","raise_worst":true}}`, http.StatusBadRequest},
		{http.MethodPost, "/v1/reports", `{"station":"` + lon + `","kind":"position_wrong","lon":` + lon + `,"lat":` + lat + `}`, 0},
		{http.MethodPost, "/v1/stations", `{"name":"` + lon + `","kind":"` + lat + `","lon":` + lon + `,"lat":` + lat + `}`, http.StatusBadRequest},
		{http.MethodGet, tile, "", http.StatusNotFound},
		{http.MethodGet, tile + ".png", "", http.StatusNotFound},
		{http.MethodGet, strings.Replace(tile, "roads", cell, 1) + ".mvt", "", 0},
		{http.MethodGet, "/assets/" + lon + ".js", "", http.StatusNotFound},
	}
}

// Nothing that a server writes down says where somebody is: not the logs of
// any level, not its headers and errors, not its figures.
func TestNothingThatIsWrittenDownTellsWhereARiderIs(t *testing.T) {
	w := watch(t, serveCmd{CountUnmet: true})
	for _, a := range append(questions(), mistakes()...) {
		w.ask(a)
	}
	w.abort(questions()[0].path)
	figures := w.ask(asked{http.MethodGet, "/metrics", "", http.StatusOK})
	if code := w.stop(); code != exitDone {
		t.Errorf("serve stopped with %d, want %d", code, exitDone)
	}
	if n := strings.Count(w.stderr.String(), "/v1/nearby"); n < 40 {
		t.Errorf("standard error holds %d lines about nearby, want one for each question", n)
	}
	traces := tracesOf(rider)
	for source, text := range map[string]string{
		"the log": w.log.String(), "standard error": w.stderr.String(), "the log of the process": w.process.String(),
		"an answer's header or error": w.told.String(), "/metrics": figures,
	} {
		wantNoTrace(t, source, text, traces)
	}
}

// abort asks and is gone before the answer.
func (w *watched) abort(path string) {
	ctx, cancel := context.WithCancel(w.t.Context())
	cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+path, http.NoBody)
	if err != nil {
		w.t.Fatal(err)
	}
	if response, err := http.DefaultTransport.RoundTrip(request); err == nil {
		response.Body.Close()
	}
}

// What asks too much, has no key or comes through a proxy is refused before
// any route, and told no less.
func TestRefusalsKeepAddressesToThemselves(t *testing.T) {
	w := watch(t, serveCmd{})
	var made struct {
		Secret string `json:"secret"`
	}
	if err := json.Unmarshal([]byte(w.ask(asked{http.MethodPost, "/v1/keys", `{"role":"admin"}`, http.StatusCreated})), &made); err != nil || made.Secret == "" {
		t.Fatalf("a key's answer = %v, want a secret", err)
	}
	w.ask(asked{http.MethodGet, "/v1/keys", "", http.StatusUnauthorized})
	question := questions()[0].path
	for range 700 { // an address may ask 500 times at once
		w.ask(asked{http.MethodGet, question, "", 0})
		if strings.Contains(w.told.String(), "Retry-After") || t.Failed() {
			break
		}
	}
	if !strings.Contains(w.told.String(), "Retry-After") {
		t.Error("700 questions in a row were never too many")
	}
	w.stop()
	traces := tracesOf(rider)
	wantNoTrace(t, "standard error", w.stderr.String(), traces)
	wantNoTrace(t, "a refusal", w.told.String(), traces)
}

// A server that counts searches keeps hour, cell, kind and service, and in the
// store's files nothing stands that is finer.
func TestOfACountedSearchTheStoreKeepsTheCellAlone(t *testing.T) {
	w := watch(t, serveCmd{CountUnmet: true})
	for range 12 {
		w.ask(asked{http.MethodGet, "/v1/nearby?radius_m=1&lon=" + number(rider.Lon()) + "&lat=" + number(rider.Lat()), "", http.StatusOK})
	}
	answer := w.ask(asked{http.MethodGet, "/v1/unmet", "", http.StatusOK})
	if cell := hex.At(rider, 8).String(); !strings.Contains(answer, cell) || !strings.Contains(answer, `"searches":12`) {
		t.Errorf("/v1/unmet = %s, want 12 searches from %s", answer, cell)
	}
	w.stop()
	files, err := filepath.Glob(w.file + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("the store's files = %v, %v", files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, trace := range storedTraces(rider) {
			if bytes.Contains(data, trace) {
				t.Errorf("a file of the store holds the rider's %s", what)
			}
		}
	}
}

// storedTraces are what SQLite would keep of a place: numbers as text or as
// eight bytes, and cells finer than those that are counted.
func storedTraces(p orb.Point) map[string][]byte {
	traces := map[string][]byte{}
	for name, v := range map[string]float64{"longitude": p.Lon(), "latitude": p.Lat()} {
		traces[name] = []byte(number(v)[:len(number(v))-2])
		traces[name+", as bits"] = bits.BigEndian.AppendUint64(nil, math.Float64bits(v))
	}
	for res := 9; res <= hex.MaxResolution; res++ {
		cell := hex.At(p, res)
		traces[fmt.Sprintf("cell of resolution %d", res)] = []byte(cell.String())
		traces[fmt.Sprintf("cell of resolution %d, as bits", res)] = bits.BigEndian.AppendUint64(nil, uint64(cell))
	}
	return traces
}
