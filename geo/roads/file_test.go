package roads_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
)

// saved writes a graph and returns the path and the bytes.
func saved(t testing.TB, g *roads.Graph) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "town.roads")
	if err := roads.Write(path, g); err != nil {
		t.Fatalf("Write() = %v, want nil", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, content
}

// dump lists all that can be asked of a graph.
func dump(g *roads.Graph) (lines []string) {
	for n := range roads.NodeID(g.NumNodes()) {
		lines = append(lines, fmt.Sprint(n, g.Point(n)))
		for m := range roads.Mode(roads.NumModes) {
			lines = append(lines, fmt.Sprint(m, g.Out(m).Of(n), g.In(m).Of(n)))
		}
	}
	for e := range roads.EdgeID(g.NumEdges()) {
		tail, head := g.Ends(e)
		way, segment := g.Way(e)
		lines = append(lines, fmt.Sprint(e, tail, head, g.Permit(e), g.Class(e), way, segment,
			g.Cost(roads.Walk, e), g.Cost(roads.Ride, e), g.Cost(roads.Truck, e)))
	}
	g.Visit(g.Bounds(), func(e roads.EdgeID) bool { lines = append(lines, fmt.Sprint(e)); return true })
	return append(lines, fmt.Sprintf("%+v", g.Info()))
}

func TestOpenGivesBackWhatWasWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	graphs := []*roads.Graph{
		roadstest.Draw(t, 100, "A--B").Graph,
		roadstest.Draw(t, 100, "A>>B").Graph,
		roadstest.Draw(t, 100, "A--B", "AB access=no").Graph, // empty
	}
	for range 20 {
		graphs = append(graphs, random(t, r, 2+r.IntN(200), 0))
	}
	for _, g := range graphs {
		path, content := saved(t, g)
		h, err := roads.Open(path)
		if err != nil {
			t.Fatalf("Open() = %v, want nil", err)
		}
		if diff := cmp.Diff(dump(g), dump(h)); diff != "" {
			t.Fatalf("the opened graph differs (-written +opened):\n%s", diff)
		}
		if _, again := saved(t, h); string(again) != string(content) {
			t.Fatalf("writing an opened graph gives other bytes")
		}
		for range 20 {
			p := somewhere(g, r)
			a, ok1 := g.Tie(roads.Ride, p)
			if b, ok2 := h.Tie(roads.Ride, p); a != b || ok1 != ok2 {
				t.Fatalf("Tie() = %+v, want %+v", b, a)
			}
		}
		if err := errors.Join(h.Close(), h.Close()); err != nil {
			t.Fatalf("Close() = %v, want nil", err)
		}
	}
}

func TestOpenReportsBadFiles(t *testing.T) {
	_, good := saved(t, roadstest.Draw(t, 100, "A--B>>C").Graph)
	with := func(at int, b ...byte) []byte {
		bad := append([]byte(nil), good...)
		copy(bad[at:], b)
		return bad
	}
	for _, test := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"an empty file", nil, roads.ErrFormat},
		{"text", []byte("this is no road graph, but it is long enough for a header of one"), roads.ErrFormat},
		{"a header cut short", good[:40], roads.ErrFormat},
		{"a header alone", good[:56], roads.ErrChecksum},
		{"a file cut short", good[:len(good)-1], roads.ErrChecksum},
		{"a file with more behind it", append(append([]byte(nil), good...), 0), roads.ErrChecksum},
		{"another version", with(8, 99), roads.ErrVersion},
		{"an altered byte", with(len(good)-3, 0xAA), roads.ErrChecksum},
	} {
		path := filepath.Join(t.TempDir(), "bad.roads")
		if err := os.WriteFile(path, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := roads.Open(path); !errors.Is(err, test.want) {
			t.Errorf("Open(%s) = %v, want %v", test.name, err, test.want)
		}
	}
	if _, err := roads.Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open(no file) = %v, want ErrNotExist", err)
	}
	if _, err := roads.Open(t.TempDir()); err == nil {
		t.Errorf("Open(a directory) = nil, want an error")
	}
}

// use asks a graph for everything, to see that nothing goes out of range.
func use(g *roads.Graph) {
	dump(g)
	g.Tie(roads.Walk, orb.Point{118.8, 32.06})
	for m := range roads.Mode(roads.NumModes) {
		if g.NumNodes() == 0 {
			break
		}
		search := roads.NewSearch(g, m).AddSource(0, 0)
		for _, _, ok := search.Settle(); ok; _, _, ok = search.Settle() {
		}
	}
}

// seal makes the checksum and length of altered bytes right again, so that
// the checks behind them are reached.
func seal(content []byte) []byte {
	if len(content) < 56 {
		return content
	}
	for i := range 8 {
		content[16+i] = byte(uint64(len(content)) >> (8 * i))
	}
	sum := sha256.Sum256(content[56:])
	copy(content[24:], sum[:])
	return content
}

func TestOpenSurvivesEachAlteredByte(t *testing.T) {
	_, good := saved(t, roadstest.Draw(t, 100, "A--B>>C\n|\nD").Graph)
	path := filepath.Join(t.TempDir(), "bad.roads")
	for i := 56; i < len(good); i++ {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0xFF
		if err := os.WriteFile(path, seal(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		g, err := roads.Open(path)
		if err != nil {
			continue
		}
		use(g)
		g.Close()
	}
}

func FuzzOpen(f *testing.F) {
	_, good := saved(f, roadstest.Draw(f, 100, "A--B>>C\n|\nD").Graph)
	f.Add(good)
	f.Add(good[:100])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "fuzz.roads")
		if err := os.WriteFile(path, seal(content), 0o600); err != nil {
			t.Fatal(err)
		}
		g, err := roads.Open(path)
		if err != nil {
			if !errors.Is(err, roads.ErrFormat) && !errors.Is(err, roads.ErrVersion) && !errors.Is(err, roads.ErrChecksum) {
				t.Errorf("Open() = %v, want one of the errors it promises", err)
			}
			return
		}
		defer g.Close()
		use(g)
	})
}

func TestWriteLeavesTheOldFileWhenItFails(t *testing.T) {
	g := roadstest.Draw(t, 100, "A--B").Graph
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "taken", "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := roads.Write(filepath.Join(dir, "taken"), g); err == nil {
		t.Errorf("Write(over a directory) = nil, want an error")
	}
	if err := roads.Write(filepath.Join(dir, "none", "x.roads"), g); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Write(no directory) = %v, want ErrNotExist", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("after failed writes the directory holds %v, want only what was there", left)
	}
}

func TestInfoMarshalsAsTheContractSays(t *testing.T) {
	net := roadstest.Draw(t, 100, "A--B~~C", "BC foot=yes")
	text, err := json.Marshal(net.Info())
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"nodes": 3.0, "arcs": 4.0, "km": 0.6, "source": "drawing", "checksum": net.Checksum(),
		"modes": map[string]any{
			"walk":  map[string]any{"arcs": 4.0, "components": 1.0, "largest_share": 1.0},
			"ride":  map[string]any{"arcs": 2.0, "components": 1.0, "largest_share": 1.0},
			"truck": map[string]any{"arcs": 2.0, "components": 1.0, "largest_share": 1.0},
		},
	} {
		if diff := cmp.Diff(want, got[key]); diff != "" {
			t.Errorf("Info()[%q] differs (-want +got):\n%s", key, diff)
		}
	}
	b := net.Bounds()
	want := []any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	if diff := cmp.Diff(want, got["bounds"]); diff != "" || len(net.Checksum()) != 64 {
		t.Errorf("bounds differ (-want +got):\n%s", diff)
	}
}

func BenchmarkOpen(b *testing.B) {
	path, content := saved(b, realRoads(b, "nanjing.osm.pbf"))
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		g, err := roads.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		g.Close()
	}
}

func ExampleOpen() {
	_, err := roads.Open("/dev/null")
	fmt.Println(errors.Is(err, roads.ErrFormat))
	b := roads.NewBuilder(roads.Options{})
	_, err = b.Build(context.Background())
	fmt.Println(err)
	// Output:
	// true
	// <nil>
}
