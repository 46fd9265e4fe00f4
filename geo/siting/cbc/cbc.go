// Package cbc asks COIN-OR's branch-and-cut solver, where it is installed, for
// a second opinion on a siting problem. It runs as a process of its own, reads
// a file and writes one. Its answer is measured by package siting, and its
// word that nothing is better is handed on as its word, not as a proof.
package cbc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"yizhan/geo/siting"
)

// ErrAbsent is returned by Find when the solver is not installed.
var ErrAbsent = errors.New("cbc is not installed")

// Cbc is the solver's program.
type Cbc struct {
	Path string // of the executable
}

// Find looks for cbc where programs are. The error is ErrAbsent.
func Find() (Cbc, error) {
	path, err := exec.LookPath("cbc")
	if err != nil {
		return Cbc{}, ErrAbsent
	}
	return Cbc{Path: path}, nil
}

// Answer is what cbc found.
type Answer struct {
	siting.Result      // as siting.Problem.Measure finds it; Bound is all demand
	Claims        bool // cbc says that nothing is better
}

// Solve has cbc choose up to sites candidates and measures its answer. It
// takes at most about limit, on one thread; when ctx ends, the process is
// killed. The error wraps siting.ErrInput when the problem is bad or the
// answer breaks one of its limits; others are those of files and processes.
func (c Cbc) Solve(ctx context.Context, p siting.Problem, sites int, limit time.Duration) (Answer, error) {
	if err := p.Check(); err != nil {
		return Answer{}, err
	}
	dir, err := os.MkdirTemp("", "siting")
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left there is of no use to anyone
	model, solution := filepath.Join(dir, "model.lp"), filepath.Join(dir, "solution.txt")
	if err := create(model, p, sites); err != nil {
		return Answer{}, fmt.Errorf("write the model: %w", err)
	}
	seconds := fmt.Sprint(max(1, int(limit.Seconds())))
	cmd := exec.CommandContext(ctx, c.Path, model, "sec", seconds, "ratioGap", "0", "allowableGap", "0", "solve", "solution", solution)
	if out, err := cmd.CombinedOutput(); err != nil {
		return Answer{}, fmt.Errorf("run cbc: %w: %.200s", err, out)
	}
	return read(solution, p, sites)
}

func create(path string, p siting.Problem, sites int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(Write(f, p, sites), f.Close())
}

func read(path string, p siting.Problem, sites int) (Answer, error) {
	f, err := os.Open(path)
	if err != nil {
		return Answer{}, fmt.Errorf("read cbc's solution: %w", err)
	}
	defer f.Close()
	chosen, claims, err := Parse(f, len(p.Covers))
	if err != nil {
		return Answer{}, fmt.Errorf("read cbc's solution: %w", err)
	}
	chosen = slices.DeleteFunc(chosen, func(j int32) bool { return slices.Contains(p.Open, j) })
	r, err := p.Measure(chosen, sites)
	return Answer{Result: r, Claims: claims}, err
}
