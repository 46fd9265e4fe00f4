package osm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"pgregory.net/rapid"
)

// read gives back what a PBF holds, through another project's reader.
func read(t interface{ Fatalf(string, ...any) }, pbf []byte) ([]Node, []Way) {
	scanner := osmpbf.New(context.Background(), bytes.NewReader(pbf), 1)
	var nodes []Node
	var ways []Way
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			nodes = append(nodes, Node{int64(o.ID), orb.Point{o.Lon, o.Lat}})
		case *osm.Way:
			way := Way{ID: int64(o.ID)}
			for _, n := range o.Nodes {
				way.Nodes = append(way.Nodes, int64(n.ID))
			}
			for _, tag := range o.Tags {
				way.Tags = append(way.Tags, [2]string{tag.Key, tag.Value})
			}
			ways = append(ways, way)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatalf("scan: %v", err)
	}
	return nodes, ways
}

func write(t interface{ Fatalf(string, ...any) }, nodes []Node, ways []Way) []byte {
	var b bytes.Buffer
	if err := Write(&b, nodes, ways); err != nil {
		t.Fatalf("Write() = %v, want nil", err)
	}
	return b.Bytes()
}

func TestWriteIsReadBackByAnotherReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var nodes []Node
		var id int64
		for range rapid.IntRange(0, 40).Draw(t, "nodes") {
			id += int64(rapid.IntRange(1, 1<<33).Draw(t, "step"))
			lon := rapid.IntRange(-180e7, 180e7).Draw(t, "lon")
			lat := rapid.IntRange(-90e7, 90e7).Draw(t, "lat")
			nodes = append(nodes, Node{id, orb.Point{float64(lon) / 1e7, float64(lat) / 1e7}})
		}
		text := rapid.StringMatching(`[a-z:_示例路0-9]{1,12}`)
		var ways []Way
		for i := range rapid.IntRange(0, 20).Draw(t, "ways") {
			way := Way{ID: int64(i)*7 + 3}
			way.Nodes = rapid.SliceOfN(rapid.Int64Range(1, 1<<40), 1, 9).Draw(t, "refs")
			for range rapid.IntRange(0, 4).Draw(t, "tags") {
				way.Tags = append(way.Tags, [2]string{text.Draw(t, "key"), text.Draw(t, "value")})
			}
			ways = append(ways, way)
		}
		gotNodes, gotWays := read(t, write(t, nodes, ways))
		if diff := cmp.Diff(ways, gotWays); diff != "" {
			t.Fatalf("ways read back differ (-want +got):\n%s", diff)
		}
		if len(gotNodes) != len(nodes) {
			t.Fatalf("nodes read back = %d, want %d", len(gotNodes), len(nodes))
		}
		for i, got := range gotNodes {
			want := nodes[i]
			if got.ID != want.ID || math.Abs(got.Point[0]-want.Point[0]) > 1e-9 || math.Abs(got.Point[1]-want.Point[1]) > 1e-9 {
				t.Fatalf("node %d read back = %v, want %v", i, got, want)
			}
		}
	})
}

// street makes n nodes in a line and a way through each hundred of them.
func street(n int) ([]Node, []Way) {
	var nodes []Node
	var ways []Way
	for i := range n {
		nodes = append(nodes, Node{int64(i + 1), orb.Point{102 + float64(i)*1e-4, 40}})
		if i%100 == 0 {
			ways = append(ways, Way{ID: int64(i + 1), Tags: [][2]string{{"highway", "residential"}, {"name", "示例路"}}})
		}
		last := &ways[len(ways)-1]
		last.Nodes = append(last.Nodes, int64(i+1))
	}
	return nodes, ways
}

func TestWriteSpansSeveralBlocks(t *testing.T) {
	nodes, ways := street(2*blockSize + 5)
	gotNodes, gotWays := read(t, write(t, nodes, ways))
	if len(gotNodes) != len(nodes) || len(gotWays) != len(ways) {
		t.Errorf("read back %d nodes, %d ways, want %d, %d", len(gotNodes), len(gotWays), len(nodes), len(ways))
	}
}

func TestWriteGivesEqualBytesForEqualInput(t *testing.T) {
	nodes, ways := street(300)
	if !bytes.Equal(write(t, nodes, ways), write(t, nodes, ways)) {
		t.Error("Write() gave two different files for one input")
	}
}

func TestWriteRefuses(t *testing.T) {
	at := orb.Point{102, 40}
	for _, c := range []struct {
		sentence string
		nodes    []Node
		ways     []Way
		want     string
	}{
		{"node ids that repeat", []Node{{1, at}, {1, at}}, nil, "node 1: ids must ascend"},
		{"way ids that fall", nil, []Way{{ID: 2}, {ID: 1}}, "way 1: ids must ascend"},
		{"a point off the Earth", []Node{{1, orb.Point{102, 91}}}, nil, "node 1: not a point on the Earth"},
		{"a point that is no number", []Node{{1, orb.Point{math.NaN(), 0}}}, nil, "node 1: not a point on the Earth"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			err := Write(io.Discard, c.nodes, c.ways)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Write() = %v, want %q", err, c.want)
			}
		})
	}
}

// full is a writer that has no room.
type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteReportsTheWritersError(t *testing.T) {
	nodes, ways := street(3)
	if err := Write(full{}, nodes, ways); !errors.Is(err, errFull) {
		t.Errorf("Write() = %v, want %v", err, errFull)
	}
}

func TestOsmiumAcceptsWhatIsWritten(t *testing.T) {
	osmium, err := exec.LookPath("osmium")
	if err != nil {
		t.Skip("osmium is not installed (Debian: osmium-tool)")
	}
	nodes, ways := street(500)
	file := filepath.Join(t.TempDir(), "street.osm.pbf")
	if err := os.WriteFile(file, write(t, nodes, ways), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), osmium, "fileinfo", "-e", file).CombinedOutput()
	if err != nil {
		t.Fatalf("osmium fileinfo -e: %v\n%s", err, out)
	}
	for _, want := range []string{"Number of nodes: 500", "Number of ways: 5", "Objects ordered (by type and id): yes"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("osmium fileinfo -e lacks %q:\n%s", want, out)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	nodes, ways := street(20000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, nodes, ways); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleWrite() {
	var file bytes.Buffer
	err := Write(&file,
		[]Node{{1, orb.Point{102.4, 40.2}}, {2, orb.Point{102.41, 40.2}}},
		[]Way{{ID: 1, Nodes: []int64{1, 2}, Tags: [][2]string{{"highway", "residential"}}}})
	fmt.Println(err, string(file.Bytes()[6:15]))
	// Output: <nil> OSMHeader
}
