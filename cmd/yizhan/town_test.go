package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
)

// town is a synthetic town of side × side crossings that stand 60 m apart,
// each moved by up to 12 m either way; one street in eleven is missing.
type town struct {
	name  string
	south orb.Point // its south-western corner
	side  int
}

// draw builds the town's road file.
func (w town) draw(t *testing.T, dir string) (path string) {
	t.Helper()
	b := roads.NewBuilder(roads.Options{Source: w.name})
	b.Grow(2 * w.side * w.side)
	rng := rand.New(rand.NewPCG(uint64(w.side), 3))
	for i := range w.side * w.side {
		b.AddNode(w.place(float64(i%w.side)+0.4*(rng.Float64()-0.5), float64(i/w.side)+0.4*(rng.Float64()-0.5)))
		if i%w.side > 0 && rng.IntN(11) > 0 {
			b.AddEdge(street(i-1, i, 2*i))
		}
		if i >= w.side && rng.IntN(11) > 0 {
			b.AddEdge(street(i-w.side, i, 2*i+1))
		}
	}
	g, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, w.name+".roads")
	if err := roads.Write(path, g); err != nil {
		t.Fatal(err)
	}
	return path
}

// street is open to everyone, both ways.
func street(tail, head, way int) roads.Edge {
	return roads.Edge{Tail: tail, Head: head, Way: int64(way), Class: roads.ParseClass("residential"), Permit: 1<<12 - 1}
}

// place is x blocks east and y blocks north of the corner.
func (w town) place(x, y float64) orb.Point {
	const block = 60 / 111_195.0 // degrees
	return orb.Point{w.south[0] + x*block/math.Cos(w.south[1]*math.Pi/180), w.south[1] + y*block}
}

// stations writes n stations somewhere in each of the towns as a file.
func stationsIn(t *testing.T, towns []town, n int) (path string) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 7))
	var b bytes.Buffer
	b.WriteString("source_record,code,name,kind,lon,lat,adcode\n")
	for i, w := range towns {
		for j := range n {
			p := w.place(rng.Float64()*float64(w.side), rng.Float64()*float64(w.side))
			fmt.Fprintf(&b, "%d-%d,T%d-%d,第%d-%d号驿站,union_station,%.7f,%.7f,320102\n", i, j, i, j, i, j, p[0], p[1])
		}
	}
	path = filepath.Join(t.TempDir(), "stations.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// yizhan runs a verb in this process.
func yizhan(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, &out, &errs); code != exitDone {
		t.Fatalf("yizhan %q = %d, want 0: %s", args, code, &errs)
	}
	return out.String()
}
