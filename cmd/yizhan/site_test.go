package main

import (
	"bytes"
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

func TestSiteSolveByEveryModel(t *testing.T) {
	file := filepath.Join(t.TempDir(), "problem.json")
	for _, c := range []struct {
		sentence, problem string
		args              []string
		want              string
	}{
		{"backup cover", `{"demand":[5,4],"covers":[[0,1],[0],[1]],"need":[2,1]}`, []string{"--p", "2"}, `{"chosen":[0,1],"covered":9,"bound":9,"optimal":true}`},
		{"a budget", `{"demand":[5,4],"covers":[[0],[1]],"cost":[9,2],"budget":8}`, []string{"--p", "2"}, `{"chosen":[1],"covered":4,"bound":4,"optimal":true}`},
		{"one of a host", `{"demand":[5,4],"covers":[[0],[1]],"host":[0,0]}`, []string{"--p", "2"}, `{"chosen":[0],"covered":5,"bound":5,"optimal":true}`},
		{"a spacing", `{"demand":[5,4],"covers":[[0],[1]],"apart":[[1],[0]]}`, []string{"--p", "2"}, `{"chosen":[0],"covered":5,"bound":5,"optimal":true}`},
		{"a group's least", `{"demand":[5,4],"covers":[[0],[1]],"group":[0,1],"least":[0,4]}`, []string{"--p", "1"}, `{"chosen":[1],"covered":4,"bound":4,"optimal":true}`},
		{"a group that falls short", `{"demand":[5,4],"covers":[[0],[1]],"group":[0,1],"least":[0,9]}`, []string{"--p", "1"}, `{"chosen":[1],"covered":4,"bound":4,"optimal":true,"unmet":[1]}`},
		{"set covering", `{"demand":[5,4,1],"covers":[[0],[1],[0,1]]}`, []string{"--model", "lscp"}, `{"chosen":[2],"value":1,"bound":1,"optimal":true,"left":[2]}`},
		{"p-median", `{"demand":[1,2],"to":[[0,3],[2,0]]}`, []string{"--model", "pmedian", "--p", "1"}, `{"chosen":[1],"value":2,"bound":2,"optimal":true}`},
		{"p-center", `{"demand":[1,2],"to":[[0,3],[2,0]]}`, []string{"--model", "pcenter", "--p", "1"}, `{"chosen":[1],"value":2,"bound":2,"optimal":true}`},
	} {
		if err := os.WriteFile(file, []byte(c.problem), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, text := verb(t, append([]string{"site", "solve", "--json", "--problem", file}, c.args...)...)
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(out)); err != nil || code != 0 || compact.String() != c.want {
			t.Errorf("%s: site solve = %d %s %s, want %s", c.sentence, code, compact.String(), text, c.want)
		}
	}
	if code, _, _ := verb(t, "site", "solve", "--problem", file, "--model", "lscp", "--cbc"); code != 2 {
		t.Errorf("site solve --model lscp --cbc = exit %d, want 2", code)
	}
}
