package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// What the verb writes is what the server gives, and its checksum holds.
func TestASnapshotIsWhatTheServerGives(t *testing.T) {
	dsn, dir := "sqlite:"+filepath.Join(t.TempDir(), "x.db"), filepath.Join(t.TempDir(), "new")
	mustRun(t, "import", file{number: 1, rows: 50}.write(t), "--store", dsn, "--source", "x", "--datum", "wgs84")
	code, out, stderr := verb(t, "snapshot", dir, "--store", dsn, "--json")
	var told struct{ Files []snapshotFile }
	if err := json.Unmarshal([]byte(out), &told); code != exitDone || err != nil || len(told.Files) != 2 {
		t.Fatalf("snapshot = %d, %q, %q, want two files", code, out, stderr)
	}
	_, log := serving(t, binary(t), dsn)
	base := address(t, log)
	awaitReady(t, base)
	for _, f := range told.Files {
		kept, err := os.ReadFile(f.File)
		if err != nil {
			t.Fatal(err)
		}
		sum := fmt.Sprintf("%x", sha256.Sum256(kept))
		if f.SHA256 != sum || f.Stations != 50 || f.Bytes != len(kept) || f.Revision != 50 {
			t.Errorf("%+v is told of a file of %d bytes and sum %s", f, len(kept), sum)
		}
		line, err := os.ReadFile(f.File + ".sha256")
		if want := sum + "  " + filepath.Base(f.File) + "\n"; err != nil || string(line) != want {
			t.Errorf("the checksum is %q (%v), want %q", line, err, want)
		}
		if body := fetch(t, base+"/v1/snapshots/"+filepath.Base(f.File)); body != string(kept) {
			t.Errorf("the server gives %d bytes of %s, want the %d that were written", len(body), f.File, len(kept))
		}
	}
	if code, _, _ := verb(t, "snapshot", dir, "--store", dsn, "--format", "xlsx"); code != exitUsage {
		t.Errorf("snapshot --format xlsx = %d, want %d", code, exitUsage)
	}
}
