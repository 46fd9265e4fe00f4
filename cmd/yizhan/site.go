package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"yizhan/geo/siting"
)

// siteCmd finds places for stations.
type siteCmd struct {
	Next  siteNextCmd  `cmd:"" default:"withargs" help:"The next sites: which places cover the most of what is not covered. 下一批站点。"`
	Solve siteSolveCmd `cmd:"" help:"Solve a maximal covering problem given as numbers. 求解最大覆盖选址问题。"`
}

// siteSolveCmd is `yizhan site solve --problem FILE.json --p N`.
type siteSolveCmd struct {
	Problem string  `required:"" type:"existingfile" help:"JSON: demand, covers, open. 问题文件。"`
	P       int     `name:"p" required:"" help:"How many sites. 选址数量。"`
	Seconds float64 `default:"60" help:"Give the best answer and bound after so many seconds. 限时（秒）。"`
	JSON    bool    `name:"json" help:"Print one JSON document. 以 JSON 输出。"`
}

// siteProblem is the file: weights, by candidate the demands that it covers,
// and the candidates that are open already.
type siteProblem struct {
	Demand []float64 `json:"demand"`
	Covers [][]int32 `json:"covers"`
	Open   []int32   `json:"open"`
	Need   []uint8   `json:"need"`
	Cost   []float64 `json:"cost"`
	Budget float64   `json:"budget"`
	Host   []int32   `json:"host"`
	Apart  [][]int32 `json:"apart"`
	Group  []int32   `json:"group"`
	Least  []float64 `json:"least"`
}

// siteAnswer is what --json prints.
type siteAnswer struct {
	Chosen  []int32 `json:"chosen"`
	Covered float64 `json:"covered"`
	Bound   float64 `json:"bound"`
	Optimal bool    `json:"optimal"`
}

// maxProblem bounds the file: a hundred million covers are more than a
// thousand cities ask for.
const maxProblem = 1 << 30

// Run solves the problem and prints the answer.
func (c *siteSolveCmd) Run(g *globals) error {
	if c.P < 1 {
		return usage("--p must be at least 1")
	}
	if !(c.Seconds > 0 && c.Seconds <= 86400) {
		return usage("--seconds must be more than 0 and at most 86400")
	}
	p, err := readProblem(c.Problem)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(g.Ctx, time.Duration(c.Seconds*float64(time.Second)))
	defer cancel()
	r, err := siting.Solve(ctx, siting.Problem(p), c.P, nil)
	if err != nil {
		return err
	}
	if g.Ctx.Err() != nil {
		return g.Ctx.Err()
	}
	if c.JSON {
		return writeJSON(g.Stdout, siteAnswer{Chosen: append([]int32{}, r.Chosen...), Covered: r.Covered, Bound: r.Bound, Optimal: r.Optimal})
	}
	return printSites(g.Stdout, r)
}

func readProblem(path string) (p siteProblem, err error) {
	f, err := os.Open(path)
	if err != nil {
		return p, err
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxProblem}
	dec := json.NewDecoder(limited)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		if limited.N <= 0 {
			return p, fmt.Errorf("the problem is larger than %d bytes", maxProblem)
		}
		return p, fmt.Errorf("read the problem: %w", err)
	}
	if dec.Decode(new(json.RawMessage)) != io.EOF {
		return p, errors.New("read the problem: something follows the JSON document")
	}
	return p, nil
}

func printSites(w io.Writer, r siting.Result) error {
	verdict := "已证明最优 proven optimal"
	if !r.Optimal {
		verdict = fmt.Sprintf("与上界相差 gap %.3f %%", 100*r.Gap())
	}
	_, err := fmt.Fprintf(w, "选址 chosen: %v\n覆盖 covered: %g · 上界 bound: %g · %s\n", r.Chosen, r.Covered, r.Bound, verdict)
	return err
}
