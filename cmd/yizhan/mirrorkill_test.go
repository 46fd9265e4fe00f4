package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/store"
)

// mirroring starts a mirror in a process of its own.
func mirroring(t *testing.T, yizhan, base, dsn string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), yizhan, "mirror", base, "--store", dsn)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// The mirror's process is killed while it takes the snapshot, the divisions or
// photos, and while it follows, and its origin's server too; the same address
// then answers again.
func TestAMirrorThatIsKilledGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	const rows = 1500
	yizhan := binary(t)
	eachStore(t, func(t *testing.T, dsn string) {
		origin := "sqlite:" + filepath.Join(t.TempDir(), "origin.db")
		mustRun(t, "import", file{number: 1, rows: rows}.write(t), "--store", origin, "--source", "file1.csv", "--datum", "wgs84")
		photographed(t, origin)
		server, stderr := serving(t, yizhan, origin)
		base := address(t, stderr)
		for n := range kills(t) {
			killedAfter(t, mirroring(t, yizhan, base, dsn), time.Duration(30+rand.IntN(700))*time.Millisecond)
			mustRun(t, "areas", "import", divided(t, n), "--store", origin, "--datum", "wgs84")
			photographed(t, origin)
			mustRun(t, "import", file{number: 1, rows: rows, every: 3 + n, says: "路"}.write(t), "--store", origin, "--source", "file1.csv", "--datum", "wgs84")
		}
		mirror := mirroring(t, yizhan, base, dsn)
		time.Sleep(100 * time.Millisecond)
		killedAfter(t, server, 0)
		server, _ = servingAt(t, yizhan, origin, strings.TrimPrefix(base, "http://"))
		awaitReady(t, base)
		caught(t, dsn, held(t, origin))
		killedAfter(t, mirror, 0)
		killedAfter(t, server, 0)
	})
}

// photographed gives photos to some stations that have none, and takes them
// from some that have one.
func photographed(t *testing.T, dsn string) {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, all, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var writes []stations.Write
	for _, i := range rand.Perm(len(all))[:min(len(all), 150)] {
		station := all[i]
		if station.Cover() == "" {
			p := snap(t, station.ID)
			if err := s.AddPicture(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			station.Photos = []stations.Photo{p.Imaged()}
		} else {
			if err := s.RemovePicture(t.Context(), station.ID, station.Cover()); err != nil {
				t.Fatal(err)
			}
			station.Photos = nil
		}
		writes = append(writes, stations.Write{Station: station, Expect: station.Revision})
	}
	if _, err := s.Apply(t.Context(), writes); err != nil {
		t.Fatal(err)
	}
}

// snap is a photo of its own.
func snap(t *testing.T, of stations.ID) stations.Picture {
	t.Helper()
	p := stations.Picture{Station: of, Width: 32, Height: 24, AddedAt: time.Now()}
	noise := image.NewGray(image.Rect(0, 0, p.Width, p.Height))
	for i := range p.Width * p.Height {
		noise.SetGray(i%p.Width, i/p.Width, color.Gray{Y: uint8(rand.Uint32())}) //nolint:gosec // its low bits
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, noise, nil); err != nil {
		t.Fatal(err)
	}
	p.Image, p.Thumbnail = b.Bytes(), b.Bytes()
	p.ID = stations.PictureID(p.Image)
	return p
}

// divided writes a file of divisions that differ by n.
func divided(t *testing.T, n int) (path string) {
	t.Helper()
	var features []string
	for i := range 40 {
		west, east := 110+float64(i)/4, 110.2+float64(i)/4+float64(n)/1000
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"adcode":"32%04d","name":"区%d"},"geometry":{"type":"Polygon","coordinates":[[[%[3]f,31],[%[4]f,31],[%[4]f,33],[%[3]f,33],[%[3]f,31]]]}}`, i+1, i, west, east))
	}
	path = filepath.Join(t.TempDir(), "areas.geojson")
	text := `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// held is all that a mirror has of its origin: the export, the divisions'
// version, and the photos with the sums of both sizes.
func held(t *testing.T, dsn string) string {
	t.Helper()
	code, export, stderr := verb(t, "export", "--store", dsn, "--format", "csv")
	if code != exitDone {
		t.Fatalf("export = %d: %s", code, stderr)
	}
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	version, err := s.AreasVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, all, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.NewBufferString(export)
	fmt.Fprintln(b, "areas", version)
	for _, station := range all {
		list, err := s.Pictures(t.Context(), station.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			for _, size := range []stations.PictureSize{stations.FullSize, stations.ThumbnailSize} {
				image, err := s.Image(t.Context(), station.ID, p.ID, size)
				if err != nil {
					continue // it was just forgotten
				}
				fmt.Fprintf(b, "photo %s %s %s %dx%d %x\n", station.ID, p.ID, size, p.Width, p.Height, sha256.Sum256(image))
			}
		}
	}
	return b.String()
}

// caught waits until the mirror holds what its origin does, byte by byte.
func caught(t *testing.T, dsn, want string) {
	t.Helper()
	var got string
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if got = held(t, dsn); got == want {
			t.Logf("level with %d files of photos, %d bytes in all", strings.Count(got, "photo "), len(got))
			return
		}
	}
	t.Errorf("the mirror holds %d bytes with %d files of photos, its origin %d with %d, and they differ", len(got), strings.Count(got, "photo "), len(want), strings.Count(want, "photo "))
}
