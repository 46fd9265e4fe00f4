package stations

import (
	"fmt"
	"runtime"
	"testing"
	"unsafe"
)

// compactRecord is a record as an office fills it in.
func compactRecord(i int) (ID, []byte) {
	id := ID(fmt.Sprintf("0192f0c1-7d00-7000-8000-%012d", i))
	return id, fmt.Appendf(nil, `{"id":%q,"code":"NJ-%d","name":"示例第%d驿站","kind":"driver_home","lifecycle":"open","hours":"Mo-Su 08:00-22:00",
		"position":{"quality":"gps","address":"示例路%d号","adcode":"320102","floor":"1"},"access":{"method":"walk_in"},
		"services":[{"code":"water","status":"ok"},{"code":"wifi","status":"ok"},{"code":"cool","status":"limited"},{"code":"toilet","status":"ok"},{"code":"nap","status":"ok"}],
		"source":"office","source_record":"%d"}`, id, i, i, i, i)
}

func TestWhatRecordsSayAlikeIsKeptOnce(t *testing.T) {
	at := func(s string) *byte { return unsafe.StringData(s) }
	var two [2]*Station
	for i := range two {
		id, record := compactRecord(i)
		s, err := DecodeRecord(id, record)
		if err != nil {
			t.Fatal(err)
		}
		two[i] = s
	}
	a, b := two[0], two[1]
	for name, texts := range map[string][2]string{
		"kind": {string(a.Kind), string(b.Kind)}, "hours": {a.Hours, b.Hours}, "adcode": {a.Position.Adcode, b.Position.Adcode},
		"a service": {string(a.Services[3].Code), string(b.Services[3].Code)}, "a status": {string(a.Services[2].Status), string(b.Services[2].Status)},
	} {
		if texts[0] != texts[1] || at(texts[0]) != at(texts[1]) {
			t.Errorf("%s of two records = %q and %q at %p and %p, want one text", name, texts[0], texts[1], at(texts[0]), at(texts[1]))
		}
	}
	if end := unsafe.Add(unsafe.Pointer(at(string(a.ID))), len(a.ID)); end != unsafe.Pointer(at(a.Code)) {
		t.Errorf("the code does not stand behind the id, want the station's own texts in one piece")
	}
}

// A record must not cost the collector more than a few visits.
func TestADecodedStationIsAFewPieces(t *testing.T) {
	const n, most = 2000, 6
	before := objects()
	list := make([]*Station, n)
	for i := range list {
		id, record := compactRecord(i)
		var err error
		if list[i], err = DecodeRecord(id, record); err != nil {
			t.Fatal(err)
		}
	}
	if each := float64(objects()-before) / n; each > most {
		t.Errorf("a decoded station is %.1f objects, want at most %d", each, most)
	}
	runtime.KeepAlive(list)
}

// objects returns how many are in use.
func objects() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Mallocs) - int64(m.Frees)
}
