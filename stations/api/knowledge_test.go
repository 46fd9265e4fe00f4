package api_test

import (
	"bytes"
	"encoding/json"
	"image/color"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yizhan/stations"
	"yizhan/stations/api"
)

// learn fills in the words that the server knows, from the store and from
// answers.
func (s *stranger) learn(t *testing.T) {
	words := func(name string, list ...any) { s.known[name] = append(s.known[name], list...) }
	all, err := s.rig.store.Stations(t.Context(), stations.Filter{}, noon, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i, station := range all {
		words([]string{"deleteStation.id", "id"}[min(i%4, 1)], string(station.ID))
		words("record", s.record(station.ID))
	}
	for _, name := range []string{"station", "remove", "feature"} {
		s.known[name] = s.known["id"]
	}
	b := s.rig.net.At('B')
	words("lon", b.Lon(), b.Lon()+0.001, b.Lon()-0.002, 118.8, -180.0, 180.0)
	words("lat", b.Lat(), b.Lat()+0.001, b.Lat()-0.002, 32.06, 0.0, 90.0)
	words("text", "驿站", "yi", "示例", "office", "a b", "24/7")
	words("kind", "union_station", "driver_home")
	words("service", "water", "toilet")
	words("services", "water")
	words("lifecycle", "open", "trial", "planned")
	for _, moment := range []string{"at", "departure", "open"} {
		words(moment, "2026-11-20T20:00:00", "2026-11-21T03:00:00+08:00", "2026-11-20T12:00:00Z")
	}
	words("open", "any", "now", "arrival")
	words("from", "2026-01-01", "2026-11-20")
	words("until", "2026-11-20", "2026-11-21")
	words("hours", "24/7", "Mo-Fr 08:00-18:00; PH off", "早八点到晚六点", "22:00-02:00")
	words("minutes", 1.0, 2.0, 5.0, 15.0)
	words("res", 8.0, 9.0, 10.0)
	words("k", 1.0, 2.0, 3.0)
	words("p", 1.0, 2.0, 5.0)
	words("seconds", 0.1, 0.2)
	words("wait", 0.0, 0.01, 0.02)
	words("since", 0.0, 1.0, 3.0)
	words("revision", 1.0, 2.0, 3.0)
	words("profile", "walk-15", "walk-15@2", "ride-15")
	words("layer", stations.DefaultLayer, "unmet", stations.DefaultLayer+",unmet", []any{stations.DefaultLayer})
	words("area", "320102", "32", "320100", []any{118.7, 32.0, 118.9, 32.1}, []any{-180.0, -90.0, 180.0, 90.0})
	words("adcode", "320102", "320100", "110101")
	words("bbox", "118,31,119,33", "-180,-90,180,90", []any{118.7, 32.0, 118.9, 32.1})
	words("datetime", "2020-01-01T00:00:00Z/..", "../2030-01-01T00:00:00Z", "2026-11-20T12:00:00Z")
	words("filter", "name LIKE '%站'", "kind = 'driver_home' AND NOT name = 'a'", "S_INTERSECTS(geometry, BBOX(118,31,119,33))", "kind IN ('driver_home','union_station')")
	words("route", "118.78,32.06;118.82,32.07", "_p~iF~ps|U_ulLnnqC_mqNvxq`@", map[string]any{"type": "LineString", "coordinates": []any{[]any{118.78, 32.06}, []any{118.82, 32.07}}})
	words("map", "名称=name", "地址=-")
	words("sheet", "Sheet1")
	words("source", "甲", "乙", "office")
	words("collection", "stations", "areas")
	words("datum", "wgs84", "gcj02", "bd09")
	words("url", "https://app.example/hooks/yizhan")
	words("z", 0.0, 10.0, 14.0)
	words("x", 0.0, 849.0, 13597.0)
	words("y", 0.0, 415.0, 6645.0)
	words("If-Match", `"1"`)
	words("code", "A-1", "A-2")
	words("ogcItem.collection", "stations")
	words("coverage", "coverage-0123456789abcdef")
	s.answers(words)
	s.files = [][]byte{
		[]byte(upload), []byte("id,名称,坐标\n1,新站,118.7701 32.0601\n"), sheet(t),
		[]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"新站"},"geometry":{"type":"Point","coordinates":[118.77,32.06]}}]}`),
		bytes.Repeat([]byte("名称,"), 20000), []byte("\xff\xfeT^y\x00"),
		{},
		make([]byte, 4096),
		photoOf(t, color.White), photoOf(t, color.Black), photoOf(t, color.Black),
	}
	for name, shade := range map[string]color.Color{"photo": color.White, "deletePhoto.photo": color.Black} {
		for _, station := range all {
			w := s.rig.send(http.MethodPost, "/v1/stations/"+string(station.ID)+"/photos", "image/png", strings.TrimPrefix(s.keys[api.Admin], "Bearer "), photoOf(t, shade))
			var made struct{ ID string }
			if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != http.StatusCreated {
				t.Fatalf("POST a photo = %d %s", w.Code, w.Body)
			}
			words(name, made.ID)
		}
	}
}

// answers takes ids, cursors and marks out of answers.
func (s *stranger) answers(words func(string, ...any)) {
	for _, minutes := range []string{"1", "2"} {
		run := s.told(http.MethodPost, "/v1/coverage", `{"minutes":`+minutes+`,"res":10}`)
		words("run", run["id"])
		words("base", run["id"])
		words("with", run["id"])
		words("coverage", "coverage-"+text(run["id"]))
		words("collection", "cells-"+text(run["id"]), "gaps-"+text(run["id"]))
	}
	words("getSiting.id", s.told(http.MethodPost, "/v1/siting", `{"p":1,"base":{"minutes":1,"res":10}}`)["id"])
	for _, target := range []string{"/v1/stations?limit=1", "/v1/nearby?lon=118.8&lat=32.06&limit=1", "/v1/reviews?limit=1", "/v1/overdue?limit=1", "/v1/stations?limit=1&sort=name", "/v1/stations?limit=1&q=驿站", "/v1/audit?limit=1"} {
		if next := s.told(http.MethodGet, target, "")["next"]; next != nil {
			words("cursor", next)
		}
	}
	for _, review := range list(s.told(http.MethodGet, "/v1/reviews", "")["reviews"]) {
		r, _ := review.(map[string]any)
		words("postReview.id", r["id"])
		words("keep", r["station"])
	}
	for range 3 { // more reports a network may not send
		told := s.told(http.MethodPost, "/v1/reports", `{"kind":"suggestion","text":"热水","station":"`+string(s.rig.list[0].ID)+`"}`)
		words("postAnswer.id", told["id"])
		words("deleteKey.key", s.told(http.MethodPost, "/v1/keys", `{"role":"reader"}`)["id"])
	}
	words("patchKey.key", s.told(http.MethodPost, "/v1/keys", `{"role":"reader"}`)["id"])
	for _, name := range []string{"deleteWebhook.webhook", "webhook"} {
		words(name, s.told(http.MethodPost, "/v1/webhooks", `{"url":"https://app.example/hooks/yizhan"}`)["id"])
	}
	changes := s.told(http.MethodGet, "/v1/changes", "")
	words("epoch", changes["epoch"])
	words("Last-Event-ID", text(changes["epoch"])+"/1")
}

// told asks as an admin and returns the answer.
func (s *stranger) told(method, target, body string) map[string]any {
	s.rig.t.Helper()
	w := s.rig.ask(method, target, body, "Authorization: "+s.keys[api.Admin])
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code >= 300 {
		s.rig.t.Fatalf("%s %s = %d %s", method, target, w.Code, w.Body)
	}
	return answer
}

// record is a station as an editor sends it back, without what belongs to it
// alone.
func (s *stranger) record(id stations.ID) map[string]any {
	record := s.told(http.MethodGet, "/v1/stations/"+string(id)+"?view=edit", "")
	for _, own := range []string{"id", "revision", "created_at", "updated_at", "verification", "doubt", "adcode_derived"} {
		delete(record, own)
	}
	return record
}

// remember takes a new id or cursor out of an answer.
func (s *stranger) remember(op operation, w *httptest.ResponseRecorder) {
	var told struct{ ID, Next any }
	if w.Code >= 300 || json.Unmarshal(w.Body.Bytes(), &told) != nil {
		return
	}
	room := map[string]string{"postStation": "deleteStation.id", "postReport": "postAnswer.id", "postKey": "deleteKey.key", "postSiting": "getSiting.id"}[op.id]
	for name, word := range map[string]any{room: told.ID, "cursor": told.Next} {
		if words := s.known[name]; word != nil && name != "" && len(words) > 0 {
			s.known[name] = append(words[max(0, len(words)-30):], word)
		}
	}
}

// sheet is a workbook of one station.
func sheet(t *testing.T) []byte {
	f := excelize.NewFile()
	defer f.Close()
	for cell, value := range map[string]any{"A1": "名称", "B1": "坐标", "A2": "新站", "B2": "118.7701 32.0601"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
