package osm

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Files of a few hundred kilobytes whose blocks are well formed and hold
// nothing but padding, or one string table after another.
func TestAFileThatUnfoldsToTooMuchIsRefusedInLittleMemory(t *testing.T) {
	const room = 8 << 20
	for name, content := range map[string][]byte{
		"padding": appendBytes(nil, 99, make([]byte, room)),
		"strings": appendBytes(nil, 1, bytes.Repeat([]byte{1<<3 | 2, 0}, room/2)),
	} {
		t.Run(name, func(t *testing.T) {
			var file, block bytes.Buffer
			if err := writeBlob(&file, "OSMHeader", nil); err != nil {
				t.Fatal(err)
			}
			if err := writeBlob(&block, "OSMData", content); err != nil {
				t.Fatal(err)
			}
			file.Write(bytes.Repeat(block.Bytes(), 60))
			path := filepath.Join(t.TempDir(), "bomb.osm.pbf")
			if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := Build(t.Context(), path, Options{})
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrNotPBF) || took > 4*unfoldedStart {
				t.Errorf("Build(%d kB that unfold to %d MB) = %v in %d MB of memory, want ErrNotPBF in %d", file.Len()>>10, 60*room>>20, err, took>>20, 4*unfoldedStart>>20)
			}
		})
	}
}
