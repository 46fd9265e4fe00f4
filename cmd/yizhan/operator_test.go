package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatOnlyReadsMakesNoStore(t *testing.T) {
	for _, line := range []string{
		"export --format csv", "backup x.backup", "key list", "key usage", "key revoke ab", "overdue", "review list", "snapshot .", "webhook list",
		"contacts purge --station 01a20561-f46a-7169-93cb-abce919b0d21", "coverage --mode walk --minutes 15", "site --p 2",
	} {
		missing := filepath.Join(t.TempDir(), "yizhna.db")
		code, _, said := verb(t, append(strings.Fields(line), "--store", "sqlite:"+missing)...)
		if _, err := os.Stat(missing); code == exitDone || !os.IsNotExist(err) {
			t.Errorf("%s with a store that is not there = %d, %q; the file: %v, want a failure and no file", line, code, said, err)
		}
	}
	missing := filepath.Join(t.TempDir(), "yizhna.db")
	if _, _, said := verb(t, "export", "--format", "csv", "--store", "sqlite:"+missing); !strings.Contains(said, missing) || !strings.Contains(said, "没有这个库") {
		t.Errorf("export of a store that is not there says %q, want its name", said)
	}
}

func TestErrorsNameTheFile(t *testing.T) {
	junk := filepath.Join(t.TempDir(), "junk")
	if err := os.WriteFile(junk, []byte(strings.Repeat("junk", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	fine := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	for sentence, c := range map[string]struct {
		store, roads, want string
	}{
		"a road file that is none":   {fine, junk, junk},
		"a store that is none":       {"sqlite:" + junk, "", junk},
		"a directory that is absent": {"sqlite:" + junk + "/no/x.db", "", junk + "/no/x.db"},
	} {
		line := []string{"serve", "--listen", "127.0.0.1:0", "--store", c.store}
		if c.roads != "" {
			line = append(line, "--roads", c.roads)
		}
		if code, _, said := verb(t, line...); code != exitFailed || !strings.Contains(said, c.want) {
			t.Errorf("%s: serve = %d, %q, want %d and %s", sentence, code, said, exitFailed, c.want)
		}
	}
}

func TestListenIsHostAndPort(t *testing.T) {
	for _, address := range []string{"8080", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:eighty", "::1:8080"} {
		code, _, said := verb(t, "serve", "--listen", address, "--store", "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
		if code != exitUsage || !strings.Contains(said, "HOST:PORT") {
			t.Errorf("serve --listen %s = %d, %q, want %d and the form HOST:PORT", address, code, said, exitUsage)
		}
	}
}

func TestVariablesThatNobodyReads(t *testing.T) {
	got := strangers(model(t), []string{"YIZHAN_ROAD=a", "YIZHAN_ROADS=a", "YIZHAN_STORE=b", "PATH=c", "yizhan_x=d", "YIZHAN_LISTN"})
	if diff := cmp.Diff([]string{"YIZHAN_LISTN", "YIZHAN_ROAD"}, got); diff != "" {
		t.Errorf("strangers (-want +got):\n%s", diff)
	}
}
