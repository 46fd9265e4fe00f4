package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func TestExitCodesAndStreams(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	for _, c := range []struct {
		sentence       string
		args           []string
		code           int
		stdout, stderr string // must be held by
	}{
		{"help is no error", []string{"--help"}, exitDone, "coverage", ""},
		{"help of a verb is no error, whatever it lacks", []string{"demo", "--help"}, exitDone, "--stations", ""},
		{"a version is printed", []string{"version"}, exitDone, "yizhan ", ""},
		{"an unknown verb is wrong usage", []string{"fly"}, exitUsage, "", "fly"},
		{"no verb is wrong usage", nil, exitUsage, "", "try yizhan --help"},
		{"a missing flag is wrong usage", []string{"demo"}, exitUsage, "", "--out"},
		{"a flag that breaks a rule is wrong usage", []string{"demo", "-o", dir, "--stations", "0"}, exitUsage, "", "stations:"},
		{"a store of no known kind is wrong usage", []string{"serve", "--store", "mysql://u:hunter2@h/db"}, exitUsage, "", "sqlite:PATH"},
		{"a number below zero is a value, not a flag", []string{"demo", "-o", dir, "--stations", "-5"}, exitUsage, "", "stations: 应在 1 到 20000 之间 is not within"},
		{"a box west of Greenwich is a value, not a flag", []string{"coverage", "--roads", "main.go", "--area", "-51.3,-30.2,-51.4,-30"}, exitUsage, "", "w ≤ e"},
		{"a file that is not there is a failure", []string{"roads", "info", "none.roads"}, exitFailed, "", "none.roads"},
		{"one that a flag names too", []string{"coverage", "--roads", "none.roads"}, exitFailed, "", "none.roads"},
		{"a directory that cannot be made is a failure", []string{"demo", "-o", "main.go/demo"}, exitFailed, "", "directory"},
		{"a demo is made", []string{"demo", "-o", dir, "--stations", "5"}, exitDone, "5 stations", ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), c.args, &stdout, &stderr)
			if code != c.code {
				t.Errorf("run(%q) = %d, want %d; stderr: %s", c.args, code, c.code, &stderr)
			}
			if !strings.Contains(stdout.String(), c.stdout) || !strings.Contains(stderr.String(), c.stderr) {
				t.Errorf("run(%q) wrote %q and %q, want %q and %q in them", c.args, &stdout, &stderr, c.stdout, c.stderr)
			}
		})
	}
}
