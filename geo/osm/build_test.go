package osm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	paulmach "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// pbf writes a file with these nodes and ways and returns its path.
func pbf(t testing.TB, nodes []osm.Node, ways []osm.Way) string {
	t.Helper()
	var b bytes.Buffer
	if err := osm.Write(&b, nodes, ways); err != nil {
		t.Fatalf("Write() = %v, want nil", err)
	}
	return file(t, b.Bytes())
}

func file(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "town.osm.pbf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// row returns nodes 1 … n, 100 m or so apart.
func row(n int) (nodes []osm.Node) {
	for i := range n {
		nodes = append(nodes, osm.Node{ID: int64(i + 1), Point: orb.Point{118.8 + float64(i)/1000, 32}})
	}
	return nodes
}

func street(id int64, nodes ...int64) osm.Way {
	return osm.Way{ID: id, Nodes: nodes, Tags: [][2]string{{"highway", "residential"}}}
}

func TestBuildMakesEdgesOfConsecutiveNodes(t *testing.T) {
	for _, test := range []struct {
		name   string
		ways   []osm.Way
		want   []string // way:segment
		report osm.Report
	}{
		{
			"a way gives an edge for each pair, in order of way ids",
			[]osm.Way{street(2, 4, 3), street(7, 1, 2, 3)},
			[]string{"2:0", "7:0", "7:1"},
			osm.Report{Ways: 2, OpenWays: 2, Nodes: 4, Edges: 3},
		},
		{
			"a missing node breaks its way there",
			[]osm.Way{street(1, 1, 2, 99, 3, 4)},
			[]string{"1:0", "1:3"},
			osm.Report{Ways: 1, OpenWays: 1, Nodes: 4, Edges: 2, MissingNodes: 1, BrokenWays: 1},
		},
		{
			"a repeated node makes no edge",
			[]osm.Way{street(1, 1, 1, 2, 2, 2, 3)},
			[]string{"1:1", "1:4"},
			osm.Report{Ways: 1, OpenWays: 1, Nodes: 3, Edges: 2},
		},
		{
			"a way of one node, or without its nodes, makes none",
			[]osm.Way{street(1, 1), street(2, 98, 99), street(3)},
			nil,
			osm.Report{Ways: 3, OpenWays: 3, MissingNodes: 2, BrokenWays: 1},
		},
		{
			"an area is its outline",
			[]osm.Way{{ID: 1, Nodes: []int64{1, 2, 3, 1}, Tags: [][2]string{{"area", "yes"}, {"highway", "pedestrian"}}}},
			[]string{"1:0", "1:1", "1:2"},
			osm.Report{Ways: 1, OpenWays: 1, Nodes: 3, Edges: 3},
		},
		{
			"closed ways and houses are left out, and their missing nodes too",
			[]osm.Way{{ID: 1, Nodes: []int64{1, 99}, Tags: [][2]string{{"highway", "proposed"}}}, {ID: 2, Nodes: []int64{1, 99}, Tags: [][2]string{{"building", "yes"}}}},
			nil,
			osm.Report{Ways: 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, report, err := osm.Build(t.Context(), pbf(t, row(5), test.ways), osm.Options{})
			if err != nil {
				t.Fatalf("Build() = %v, want nil", err)
			}
			var got []string
			for e := range roads.EdgeID(g.NumEdges()) {
				way, segment := g.Way(e)
				got = append(got, fmt.Sprintf("%d:%d", way, segment))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("edges differ (-want +got):\n%s", diff)
			}
			if report != test.report {
				t.Errorf("report = %+v, want %+v", report, test.report)
			}
		})
	}
}

// tally is what a slow reader finds in a file.
type tally struct {
	nodes, arcs, missing, broken int
	metres                       float64
	modeArcs                     [roads.NumModes]int
}

// count reads a PBF by another project's reader into plain maps.
func count(t *testing.T, path string) (sum tally) {
	t.Helper()
	nodes := map[paulmach.NodeID]orb.Point{}
	var ways []*paulmach.Way
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := osmpbf.New(t.Context(), f, 1)
	defer s.Close()
	for s.Scan() {
		switch o := s.Object().(type) {
		case *paulmach.Node:
			nodes[o.ID] = orb.Point{o.Lon, o.Lat}
		case *paulmach.Way:
			ways = append(ways, o)
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	used := map[paulmach.NodeID]bool{}
	for _, w := range ways {
		sum.add(w, nodes, used)
	}
	sum.nodes = len(used)
	return sum
}

func (sum *tally) add(w *paulmach.Way, nodes map[paulmach.NodeID]orb.Point, used map[paulmach.NodeID]bool) {
	var list [][2]string
	for _, tag := range w.Tags {
		list = append(list, [2]string{tag.Key, tag.Value})
	}
	p := osm.Permit(list) & 0b111111 // version 1
	if p == 0 {
		return
	}
	missing := 0
	for i, n := range w.Nodes {
		if _, ok := nodes[n.ID]; !ok {
			missing++
			continue
		}
		if i == 0 || w.Nodes[i-1].ID == n.ID {
			continue
		}
		a, ok := nodes[w.Nodes[i-1].ID]
		if !ok {
			continue
		}
		used[w.Nodes[i-1].ID], used[n.ID] = true, true
		sum.metres += sphere.Distance(a, nodes[n.ID])
		along, against := 0, 0
		for m := range roads.Mode(3) { // version 1
			if p.Along(m) {
				along = 1
				sum.modeArcs[m]++
			}
			if p.Against(m) {
				against = 1
				sum.modeArcs[m]++
			}
		}
		sum.arcs += along + against
	}
	sum.missing += missing
	if missing > 0 {
		sum.broken++
	}
}

func TestBuildAgreesWithASlowCountOfRealFiles(t *testing.T) {
	names := []string{"beijing_cau", "nanjing_xuanwu", "helsinki_broken_refs", "hk_island", "poa", "liechtenstein"}
	if !testing.Short() {
		names = append(names, "nanjing", "delaware")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			path := realRoads(t, name+".osm.pbf")
			g, report, err := osm.Build(t.Context(), path, osm.Options{MinComponent: roads.DefaultMinComponent})
			if err != nil {
				t.Fatalf("Build() = %v, want nil", err)
			}
			info, want := g.Info(), count(t, path)
			if info.Nodes != want.nodes || info.Arcs != want.arcs || report.MissingNodes != want.missing || report.BrokenWays != want.broken {
				t.Errorf("Build() = %d nodes, %d arcs, %d missing, %d broken; want %d, %d, %d, %d",
					info.Nodes, info.Arcs, report.MissingNodes, report.BrokenWays, want.nodes, want.arcs, want.missing, want.broken)
			}
			if math.Abs(info.Km-want.metres/1000) > 0.01 {
				t.Errorf("km = %v, want %v", info.Km, want.metres/1000)
			}
			for m, arcs := range want.modeArcs {
				if got := info.Modes[roads.Mode(m).String()].Arcs; got != arcs {
					t.Errorf("arcs of %v = %d, want %d", roads.Mode(m), got, arcs)
				}
			}
		})
	}
}

func TestBuildMakesTheSameBytesOfTheSameFile(t *testing.T) {
	path := realRoads(t, "nanjing_xuanwu.osm.pbf")
	var sums [3]string
	for i := range sums {
		g, _, err := osm.Build(t.Context(), path, osm.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = g.Checksum()
	}
	if sums[0] != sums[1] || sums[1] != sums[2] {
		t.Errorf("checksums = %v, want equal ones", sums)
	}
}

func TestBuildReportsBadFiles(t *testing.T) {
	good, err := os.ReadFile(pbf(t, row(3), []osm.Way{street(1, 1, 2, 3)}))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		content []byte
	}{
		{"an empty file", nil},
		{"text", []byte("<osm version='0.6'>\n</osm>\n and so on")},
		{"zeros", make([]byte, 1000)},
		{"a file that ends in a length", good[:2]},
		{"a file that ends in the first frame", good[:20]},
		{"a file that ends in a later frame", good[:len(good)-5]},
		{"a file without its header", good[bytes.Index(good, []byte("OSMData"))-6:]},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, _, err := osm.Build(t.Context(), file(t, test.content), osm.Options{}); !errors.Is(err, osm.ErrNotPBF) {
				t.Errorf("Build(%s) = %v, want ErrNotPBF", test.name, err)
			}
		})
	}
	if _, _, err := osm.Build(t.Context(), filepath.Join(t.TempDir(), "none"), osm.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Build(no file) = %v, want ErrNotExist", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := osm.Build(ctx, file(t, good), osm.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Build(cancelled) = %v, want Canceled", err)
	}
}

func TestBuildSurvivesEachAlteredByte(t *testing.T) {
	good, err := os.ReadFile(pbf(t, row(3), []osm.Way{street(1, 1, 2, 3)}))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x55
		_, _, err := osm.Build(t.Context(), file(t, bad), osm.Options{})
		if err != nil && !errors.Is(err, osm.ErrNotPBF) && !errors.Is(err, osm.ErrUnsupported) {
			t.Errorf("Build(byte %d altered) = %v, want ErrNotPBF, ErrUnsupported or nil", i, err)
		}
	}
}

func TestBuildTellsItsProgress(t *testing.T) {
	path := pbf(t, row(3), []osm.Way{street(1, 1, 2, 3)})
	var last, end int64
	_, _, err := osm.Build(t.Context(), path, osm.Options{Progress: func(done, total int64) {
		if done < last {
			t.Errorf("Progress(%d) after %d, want more", done, last)
		}
		last, end = done, total
	}})
	if err != nil || last != end || end == 0 {
		t.Errorf("Build() = %v with progress %d of %d, want nil and all", err, last, end)
	}
}

func FuzzBuild(f *testing.F) {
	var b bytes.Buffer
	if err := osm.Write(&b, row(4), []osm.Way{street(1, 1, 2, 3), street(2, 3, 9, 4)}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:60])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		g, _, err := osm.Build(t.Context(), file(t, content), osm.Options{})
		if err == nil && g.NumEdges() > 0 && g.NumNodes() < 2 {
			t.Errorf("Build() made %d edges of %d nodes", g.NumEdges(), g.NumNodes())
		}
	})
}

func ExampleBuild() {
	dir, err := os.MkdirTemp("", "osm")
	if err != nil {
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "town.osm.pbf")
	var b bytes.Buffer
	_ = osm.Write(&b, row(3), []osm.Way{street(1, 1, 2, 3, 9)})
	_ = os.WriteFile(path, b.Bytes(), 0o600)

	g, report, err := osm.Build(context.Background(), path, osm.Options{MinComponent: roads.DefaultMinComponent})
	fmt.Println(g.NumNodes(), "nodes,", g.NumEdges(), "edges,", report.MissingNodes, "missing,", err)
	// Output: 3 nodes, 2 edges, 1 missing, <nil>
}
