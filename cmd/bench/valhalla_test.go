//go:build bench

package bench

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// valhallaEnv is the folder in which scripts/bench installed Valhalla with
// npm; empty where it could not.
const valhallaEnv = "YIZHAN_BENCH_VALHALLA"

// valhalla is a Valhalla in a process of its own, asked over its stdin.
type valhalla struct {
	in  io.Writer
	out *bufio.Reader
	// Tiles is how long it took to build its graph.
	Tiles time.Duration
}

// newValhalla builds the tiles of an extract and starts the engine on them,
// with its limits raised as raise says. It skips the test where Valhalla is
// not installed.
func newValhalla(t *testing.T, pbf string, raise func(limits map[string]any)) *valhalla {
	t.Helper()
	modules := os.Getenv(valhallaEnv)
	if modules == "" {
		t.Skipf("%s is not set: npm could not install @valhallajs/valhallajs, so there are no rows for Valhalla", valhallaEnv)
	}
	dir := t.TempDir()
	cli := filepath.Join(modules, "node_modules", "@valhallajs", "valhallajs", "bin", "valhalla-cli.js")
	config := filepath.Join(dir, "valhalla.json")
	writeConfig(t, config, run(t, "node", cli, "build_config", "--mjolnir-tile-dir", filepath.Join(dir, "tiles")), raise)
	began := time.Now()
	build := exec.Command("node", cli, "build_tiles", "-c", config, pbf)
	build.Dir = dir // where it leaves notes about odd ways
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build tiles: %v\n%s", err, out)
	}
	v := &valhalla{Tiles: time.Since(began)}
	v.start(t, modules, config)
	return v
}

// writeConfig writes the configuration with other service limits.
func writeConfig(t *testing.T, path string, raw []byte, raise func(map[string]any)) {
	t.Helper()
	var config map[string]any
	if err := json.Unmarshal(raw, &config); err != nil {
		t.Fatal(err)
	}
	raise(config["service_limits"].(map[string]any))
	changed, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
}

// start runs the engine until the test ends.
func (v *valhalla) start(t *testing.T, modules, config string) {
	t.Helper()
	cmd := exec.Command("node", "valhalla.mjs", modules, config)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = in.Close(), cmd.Wait() })
	v.in, v.out = in, bufio.NewReaderSize(out, 1<<20)
}

// ask sends one isochrone request and returns the answer, and how long the
// engine took from the request's text to the answer's.
func (v *valhalla) ask(t *testing.T, request any) (answer []byte, took time.Duration) {
	t.Helper()
	line, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(v.in, "%s\n", line); err != nil {
		t.Fatal(err)
	}
	for {
		text, err := v.out.ReadString('\n')
		if err != nil {
			t.Fatalf("Valhalla has ended: %v", err)
		}
		ms, body, found := strings.Cut(text, "\t")
		if n, err := strconv.ParseFloat(ms, 64); err == nil && found {
			return []byte(body), time.Duration(n * float64(time.Millisecond))
		} // else a line of its log
	}
}
