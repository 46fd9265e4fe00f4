package osm_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/osm/osmpbf"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// realRoads returns the path of a real road file, or skips the test.
func realRoads(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "roads", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real data %s is not here", name)
	}
	return path
}

// BenchmarkBuild beside BenchmarkEmptyPasses: the goal is at most twice its
// time.
func BenchmarkBuild(b *testing.B) {
	for _, name := range []string{"nanjing.osm.pbf", "delaware.osm.pbf"} {
		b.Run(name, func(b *testing.B) {
			path := realRoads(b, name)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := osm.Build(b.Context(), path, osm.Options{MinComponent: roads.DefaultMinComponent}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEmptyPasses reads the ways and then the nodes of a file by
// paulmach/osm on all cores, and does nothing with them.
func BenchmarkEmptyPasses(b *testing.B) {
	for _, name := range []string{"nanjing.osm.pbf", "delaware.osm.pbf"} {
		b.Run(name, func(b *testing.B) {
			path := realRoads(b, name)
			b.ReportAllocs()
			for b.Loop() {
				emptyPass(b, path, func(s *osmpbf.Scanner) { s.SkipNodes, s.SkipRelations = true, true })
				emptyPass(b, path, func(s *osmpbf.Scanner) { s.SkipWays, s.SkipRelations = true, true })
			}
		})
	}
}

func emptyPass(b *testing.B, path string, options func(*osmpbf.Scanner)) {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	s := osmpbf.New(context.Background(), f, 2)
	defer s.Close()
	options(s)
	for s.Scan() {
	}
	if err := s.Err(); err != nil {
		b.Fatal(err)
	}
}
