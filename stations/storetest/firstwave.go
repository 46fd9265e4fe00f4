package storetest

import (
	"testing"
	"time"

	"yizhan/stations"
)

// FirstWaveVersion is the number of the last migration of the first yizhan.
const FirstWaveVersion = 4

// FirstWaveChange is a row of change as the first yizhan wrote it.
type FirstWaveChange struct {
	Revision int64
	ID       string
	Record   string // "" for a deletion
	At       int64  // milliseconds since 1970
}

const (
	waveA = "01a200e8-dc77-70b2-b85e-3a5acdcda032"
	waveB = "01a200e8-dc77-72bc-97f4-4fde46fe3f04"
	waveC = "01a200e8-dc77-73af-9aaf-95cc296b8f3e"

	waveRecordA1 = `{"id":"` + waveA + `","revision":1,"code":"NJ-001","name":"新街口驿站","programmes":["暖新驿站"],"kind":"union_station","lifecycle":"open","position":{"point":[118.7780912181428,32.041347549174944],"original":{"lon":118.7833,"lat":32.0393,"datum":"gcj02"},"quality":"geocoded","address":"中山路1号","adcode":"320102","floor":"1F"},"hours":"Mo-Su 08:00-20:00","access":{},"services":[{"code":"toilet","status":"ok"},{"code":"water","status":"ok"}],"contacts":[{"phone":"025-0000000"}],"source":"市总","source_record":"r1","created_at":"2026-11-22T01:39:50.52Z","updated_at":"2026-11-22T01:39:50.52Z"}`
	waveRecordA4 = `{"id":"` + waveA + `","revision":4,"code":"NJ-001","name":"新街口户外劳动者驿站","programmes":["暖新驿站"],"kind":"union_station","lifecycle":"open","position":{"point":[118.7780912181428,32.041347549174944],"original":{"lon":118.7833,"lat":32.0393,"datum":"gcj02"},"quality":"geocoded","address":"中山路1号","adcode":"320102","floor":"1F"},"hours":"Mo-Su 08:00-20:00","access":{},"services":[{"code":"toilet","status":"ok"},{"code":"water","status":"ok"}],"contacts":[{"phone":"025-0000000"}],"source":"市总","source_record":"r1","created_at":"2026-11-22T01:39:50.52Z","updated_at":"2026-11-22T01:39:50.548Z"}`
	waveRecordB  = `{"id":"` + waveB + `","revision":2,"code":"NJ-002","name":"夫子庙驿站","kind":"union_station","lifecycle":"open","position":{"point":[118.78480129816661,32.0220505582748],"original":{"lon":118.79,"lat":32.02,"datum":"gcj02"},"quality":"geocoded","address":"贡院街2号","adcode":"320104"},"hours":"24/7","access":{},"services":[{"code":"toilet","status":"ok"}],"source":"市总","source_record":"r2","created_at":"2026-11-22T01:39:50.52Z","updated_at":"2026-11-22T01:39:50.52Z"}`
	waveRecordC  = `{"id":"` + waveC + `","revision":3,"name":"将被删除的站","kind":"union_station","lifecycle":"open","position":{"point":[118.7948136765743,32.05207076330955],"original":{"lon":118.8,"lat":32.05,"datum":"gcj02"},"quality":"geocoded","adcode":"320102"},"access":{},"source":"市总","source_record":"r3","created_at":"2026-11-22T01:39:50.52Z","updated_at":"2026-11-22T01:39:50.52Z"}`
)

// FirstWave is a history that the first yizhan wrote: three stations, of which
// one was changed and one deleted. A store's test puts it into tables of
// FirstWaveVersion, migrates them and calls WantFirstWave.
func FirstWave() []FirstWaveChange {
	return []FirstWaveChange{
		{1, waveA, waveRecordA1, 1795311590520},
		{2, waveB, waveRecordB, 1795311590520},
		{3, waveC, waveRecordC, 1795311590520},
		{4, waveA, waveRecordA4, 1795311590548},
		{5, waveC, "", 1795311590600},
	}
}

// WantFirstWave holds that a store reads FirstWave and goes on from it.
func WantFirstWave(t *testing.T, s stations.Store) {
	t.Helper()
	ctx := t.Context()
	changes := must(s.Changes(ctx, 0, 10))(t, "Changes(0)")
	if len(changes) != len(FirstWave()) {
		t.Fatalf("Changes(0) = %d changes, want %d", len(changes), len(FirstWave()))
	}
	wantDense(t, changes)
	for i, old := range FirstWave() {
		got := changes[i]
		if string(got.ID) != old.ID || !got.At.Equal(time.UnixMilli(old.At)) || (got.Station == nil) != (old.Record == "") {
			t.Errorf("change %d = %+v, want %+v", i, got, old)
		}
	}
	if got := changes[0].Station; got.Name != "新街口驿站" || len(got.Programmes) != 1 || len(got.Services) != 2 {
		t.Errorf("the first record = %+v, want all its fields", got)
	}
	rev, now, err := s.Snapshot(ctx, 0)
	if rev != 5 || err != nil {
		t.Errorf("Snapshot(0) = %d, %v, want 5", rev, err)
	}
	same(t, "Snapshot(0)", replay(changes, 5), now)
	found := must(s.Stations(ctx, stations.Filter{Text: "户外", Services: []stations.Service{"toilet"}}, noon, "", 10))(t, "Stations")
	if names(found) != "[新街口户外劳动者驿站]" {
		t.Errorf("Stations(户外, toilet) = %s, want the changed one", names(found))
	}
	a := must(s.Station(ctx, waveA))(t, "Station")
	a.Hours = "24/7"
	if rev := put(t, s, a); rev != 6 {
		t.Errorf("the next write has revision %d, want 6", rev)
	}
}
