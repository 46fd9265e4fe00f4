package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSiteSolve(t *testing.T) {
	file := filepath.Join(t.TempDir(), "problem.json")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"demand":[10,5,8,1],"covers":[[0,1],[1,2],[2,3],[0,3]]}`)
	code, out, _ := verb(t, "site", "solve", "--problem", file, "--p", "2", "--json")
	var got siteAnswer
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
		t.Fatalf("site solve = %d %s, %v", code, out, err)
	}
	if !slices.Equal(got.Chosen, []int32{0, 2}) || got.Covered != 24 || got.Bound != 24 || !got.Optimal {
		t.Errorf("site solve = %+v, want sites 0 and 2, 24 proven", got)
	}
	for problem, want := range map[string]int{
		`{"demand":[1],"covers":[[1]]}`:              1,
		`{"demand":[1],"covers":[[0]],"colour":"x"}`: 1,
		`{"demand":[1],"covers":[[0]]} x`:            1,
		`{"demand":[-1],"covers":[[0]]}`:             1,
		`nonsense`:                                   1,
	} {
		write(problem)
		if code, _, _ := verb(t, "site", "solve", "--problem", file, "--p", "1"); code != want {
			t.Errorf("site solve of %s = exit %d, want %d", problem, code, want)
		}
	}
	if code, _, _ := verb(t, "site", "solve", "--problem", file, "--p", "0"); code != 2 {
		t.Errorf("site solve --p 0 = exit %d, want 2", code)
	}
}
