package cbc_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"yizhan/geo/siting"
	"yizhan/geo/siting/cbc"
)

func ExampleWrite() {
	p := siting.Problem{Demand: []float64{3}, Covers: [][]int32{{0}}}
	if err := cbc.Write(os.Stdout, p, 1); err != nil {
		fmt.Println(err)
	}
	// Output:
	// max
	//  obj: 0 d
	//  + 3 y0
	// Subject To
	//  c0: 0 d
	//  +1 y0
	//  -1 x0
	//  <= 0
	//  c1: 0 d
	//  +1 x0
	//  <= 1
	// Bounds
	// Binaries
	//  x0
	//  y0
	// End
}

// drawn makes a random problem that asks for everything.
func drawn(r *rand.Rand) siting.Problem {
	n, m := 12+r.IntN(10), 20+r.IntN(30)
	p := siting.Problem{Covers: make([][]int32, n), Apart: make([][]int32, n), Budget: 12, Least: []float64{20, float64(r.IntN(90))}}
	for range m {
		p.Demand, p.Need, p.Group = append(p.Demand, float64(r.IntN(20))), append(p.Need, uint8(1+r.IntN(2))), append(p.Group, int32(r.IntN(2)))
	}
	for j := range n {
		for range 8 {
			p.Covers[j] = append(p.Covers[j], int32(r.IntN(m)))
		}
		p.Cost, p.Host = append(p.Cost, float64(1+r.IntN(5))), append(p.Host, int32(r.IntN(8)-1))
		if k := r.IntN(n); k != j && !slices.Contains(p.Apart[j], int32(k)) {
			p.Apart[j], p.Apart[k] = append(p.Apart[j], int32(k)), append(p.Apart[k], int32(j))
		}
	}
	return p
}

func TestCbcAndWeAgree(t *testing.T) {
	solver, err := cbc.Find()
	if err != nil {
		t.Skip("cbc is not installed: apt-get install coinor-cbc")
	}
	r := rand.New(rand.NewPCG(21, 22))
	for k := range 6 {
		p := drawn(r)
		ours, err := siting.Solve(t.Context(), p, 5, nil)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := solver.Solve(t.Context(), p, 5, 20*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if !ours.Optimal || !theirs.Claims || math.Abs(ours.Covered-theirs.Covered) > 1e-6 || !slices.Equal(ours.Unmet, theirs.Unmet) {
			t.Errorf("problem %d: Solve = %+v, cbc's = %+v", k, ours, theirs)
		}
	}
}

func TestWhatCbcSaysIsMeasured(t *testing.T) {
	liar := t.TempDir() + "/cbc"
	script := "#!/bin/sh\nfor last; do :; done\nprintf 'Optimal - objective value 99\\n 0 x0 1 0\\n 1 x1 1 0\\n' >$last\n"
	if err := os.WriteFile(liar, []byte(script), 0o700); err != nil { //nolint:gosec // it is to be run
		t.Fatal(err)
	}
	p := siting.Problem{Demand: []float64{3, 4}, Covers: [][]int32{{0}, {0}, {1}}}
	got, err := cbc.Cbc{Path: liar}.Solve(t.Context(), p, 2, time.Second)
	if err != nil || got.Covered != 3 || got.Optimal {
		t.Errorf("Solve = %+v, %v; want the 3 that sites 0 and 1 cover, not proven", got, err)
	}
	if _, err := (cbc.Cbc{Path: liar}).Solve(t.Context(), p, 1, time.Second); !errors.Is(err, siting.ErrInput) {
		t.Errorf("Solve with two sites of one = %v, want ErrInput", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (cbc.Cbc{Path: liar}).Solve(ctx, p, 2, time.Second); err == nil {
		t.Error("Solve of an ended context = nil, want an error")
	}
}

func TestBadSolutionsAreRefused(t *testing.T) {
	for _, text := range []string{"", "Infeasible - objective value 0\n", "Optimal\n0 x9 1 0\n", "Optimal\n0 xa 1 0\n", "Optimal\n0 x0\n", "Optimal\n0 x0 one 0\n"} {
		if _, _, err := cbc.Parse(strings.NewReader(text), 3); !errors.Is(err, cbc.ErrSolution) {
			t.Errorf("Parse(%q) = %v, want ErrSolution", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Optimal - objective value -24.00000000\n      0 x0                     1                       0\n**    1 x2 0.2 0\n")
	f.Add("Stopped on time - objective value 3\n")
	f.Fuzz(func(t *testing.T, text string) {
		chosen, _, err := cbc.Parse(strings.NewReader(text), 3)
		if err == nil && slices.ContainsFunc(chosen, func(j int32) bool { return j < 0 || j > 2 }) {
			t.Errorf("Parse(%q) chose %v of 3", text, chosen)
		}
	})
}
