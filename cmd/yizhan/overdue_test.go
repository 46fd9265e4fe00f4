package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/sqlite"
)

func TestOverdueListsByDistrict(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var writes []stations.Write
	for name, days := range map[string]int{"鼓楼站": 100, "玄武站": 89, "建邺站": 400} {
		id, err := stations.NewID()
		if err != nil {
			t.Fatal(err)
		}
		point := orb.Point{118.77, 32.06}
		writes = append(writes, stations.Write{Station: &stations.Station{
			ID: id, Name: name, Kind: stations.UnionStation, Lifecycle: stations.Open,
			Position:     stations.Position{Point: point, Original: datum.Out(point, datum.WGS84), Quality: stations.GPS, Adcode: map[string]string{"建邺站": "320105"}[name]},
			Verification: &stations.Verification{At: time.Now().Add(-time.Duration(days) * 24 * time.Hour), Method: stations.OnSite},
		}})
	}
	if _, err := store.Apply(t.Context(), writes); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	text := program("overdue", "--store", "sqlite:"+path)
	if text.code != exitDone || !strings.Contains(text.stdout, "+10 天") || strings.Contains(text.stdout, "玄武站") {
		t.Errorf("overdue gives code %d and %q, want 鼓楼站 by 10 days and not 玄武站", text.code, text.stdout)
	}
	var got struct {
		Total     int
		Districts map[string]int
		Stations  []due
	}
	if err := json.Unmarshal([]byte(program("overdue", "--store", "sqlite:"+path, "--json", "--area", "320100").stdout), &got); err != nil {
		t.Fatalf("overdue --json is not JSON: %v", err)
	}
	if got.Total != 1 || got.Districts["320105"] != 1 || len(got.Stations) != 1 || got.Stations[0].OverdueDays != 310 {
		t.Errorf("overdue --json --area 320100 = %+v, want 建邺站 alone, by 310 days", got)
	}
	if none := program("overdue", "--store", "sqlite:"+path, "--area", "330100"); none.code != exitDone || none.stdout != "" || !strings.Contains(none.stderr, "no station is overdue, of 0\n") {
		t.Errorf("overdue --area 330100 gives %+v, want the word that none is, of none that there are", none)
	}
	if wrong := program("overdue", "--store", "sqlite:"+path, "--area", "32"); wrong.code != exitUsage {
		t.Errorf("overdue --area 32 gives code %d, want %d", wrong.code, exitUsage)
	}
}
