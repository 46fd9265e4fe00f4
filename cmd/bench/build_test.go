//go:build bench

package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/osm/osmpbf"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// TestBuild prints seconds from PBF to road graph, beside reading the same
// file twice with paulmach/osm and doing nothing, and beside `osmium cat`,
// which decodes it and encodes it again.
func TestBuild(t *testing.T) {
	dir := t.TempDir()
	halfCity := filepath.Join(dir, "synthetic-0.5M.osm.pbf")
	newGrid(halfMillion).write(t, halfCity)
	_, err := exec.LookPath("osmium")
	if err != nil {
		fmt.Println("osmium is not installed: no column for it")
	}
	withOsmium := err == nil
	var goals goals
	fmt.Println("\n### PBF → road graph, least seconds of 9")
	fmt.Println("\n| file | MB | graph of all modes | two empty passes | ours ÷ passes | `yizhan roads build`, with the file | most memory, MB | `osmium cat` |\n|---|---|---|---|---|---|---|---|")
	for _, pbf := range []string{filepath.Join(shared, "roads", "nanjing.osm.pbf"), filepath.Join(shared, "roads", "delaware.osm.pbf"), halfCity} {
		info, err := os.Stat(pbf)
		if err != nil {
			fmt.Printf("%s is not there: no row for it\n", filepath.Base(pbf))
			continue
		}
		memory := 0.0
		all := []engine{
			{"build", func() { buildGraph(t, pbf) }},
			{"passes", func() { emptyPasses(t, pbf) }},
			{"process", func() { memory = buildProcess(t, pbf, filepath.Join(dir, "out.roads")) }},
		}
		if withOsmium {
			all = append(all, engine{"osmium", func() { run(t, "osmium", "cat", pbf, "-f", "pbf", "-O", "-o", "/dev/null") }})
		}
		c := turns(all, 9, time.Minute)
		osmium := "–"
		if withOsmium {
			osmium = fmt.Sprintf("%.2f", c.least("osmium")/1000)
		}
		ratio := c.least("build") / c.least("passes")
		fmt.Printf("| %s | %.1f | %.2f | %.2f | %.2f | %.2f | %.0f | %s |\n", filepath.Base(pbf), float64(info.Size())/1e6,
			c.least("build")/1000, c.least("passes")/1000, ratio, c.least("process")/1000, memory, osmium)
		goals.atMost("PBF → graph, "+filepath.Base(pbf)+": beside two empty passes", 2, ratio)
		goals.atMost("PBF → graph, "+filepath.Base(pbf)+": memory of the process, MB", 1000, memory)
	}
	goals.print()
}

func buildGraph(t *testing.T, pbf string) {
	t.Helper()
	if _, _, err := osm.Build(context.Background(), pbf, osm.Options{MinComponent: roads.DefaultMinComponent}); err != nil {
		t.Fatal(err)
	}
}

// buildProcess builds and writes the road file in a process of its own, and
// returns the most memory it had, in MB.
func buildProcess(t *testing.T, pbf, out string) float64 {
	t.Helper()
	cmd := exec.Command(yizhan(t), "roads", "build", pbf, "-o", out)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("roads build: %v\n%s", err, text)
	}
	return float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1000
}

// emptyPasses reads the ways, then the nodes.
func emptyPasses(t *testing.T, pbf string) {
	t.Helper()
	for _, ways := range []bool{true, false} {
		f, err := os.Open(pbf)
		if err != nil {
			t.Fatal(err)
		}
		s := osmpbf.New(context.Background(), f, 2)
		s.SkipNodes, s.SkipWays, s.SkipRelations = ways, !ways, true
		for s.Scan() {
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
		s.Close()
		f.Close()
	}
}
