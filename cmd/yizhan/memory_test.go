package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"yizhan/stations/plan"
)

// mostMemory is what a coverage of the largest city may take, in bytes, with
// the road file, of which the system counts the pages that were read.
const mostMemory = 1500 << 20

// A city of two million nodes and 20,000 stations is computed by a process of
// its own. Drawing it takes a minute, so `make test-long` asks for it.
func TestTheLargestCityFitsIntoMemory(t *testing.T) {
	if os.Getenv("YIZHAN_LARGE") == "" {
		t.Skip("YIZHAN_LARGE is not set: make test-long sets it")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the system counts memory in other units here")
	}
	const side, stations = 1415, 20_000
	dir := t.TempDir()
	city := town{"大", [2]float64{118, 31}, side}
	dsn := "sqlite:" + filepath.Join(dir, "yizhan.db")
	path := city.draw(t, dir)
	yizhan(t, "import", stationsIn(t, []town{city}, stations), "--source", "towns", "--datum", "wgs84", "--store", dsn)
	for _, question := range [][]string{
		{"coverage", "--roads", path, "--store", dsn, "--json"},
		{"coverage", "--roads", path, "--store", dsn, "--json", "--all", "--k", "2"},
	} {
		cmd := exec.CommandContext(t.Context(), binary(t), question...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%q: %v", question, err)
		}
		var c struct { // what both answers have
			Stations struct {
				Used int `json:"used"`
			} `json:"stations"`
			Counts plan.CellCounts `json:"cells"`
		}
		if err := json.Unmarshal(out, &c); err != nil {
			t.Fatal(err)
		}
		used := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
		t.Logf("%d nodes, %d stations, %d cells: %d MB, %v", side*side, c.Stations.Used, c.Counts.Total, used>>20, cmd.ProcessState.UserTime())
		if used > mostMemory || c.Stations.Used < stations*9/10 {
			t.Errorf("a coverage of %d stations took %d MB, want at least %d in at most %d", c.Stations.Used, used>>20, stations*9/10, int64(mostMemory)>>20)
		}
	}
}
