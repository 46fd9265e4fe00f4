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
	Next  siteNextCmd  `cmd:"" default:"withargs" help:"下一批站点 The next sites: which places cover the most of what is not covered."`
	Solve siteSolveCmd `cmd:"" help:"求解选址问题 Solve a siting problem given as numbers."`
}

// siteSolveCmd is `yizhan site solve --problem FILE.json --p N`.
type siteSolveCmd struct {
	Problem string  `required:"" type:"existingfile" placeholder:"FILE" help:"问题文件 JSON: demand, covers, open, need, cost, budget, host, apart, group, least; to for pmedian and pcenter."`
	Model   string  `default:"mclp" enum:"mclp,lscp,pmedian,pcenter" help:"选址模型 mclp covers the most, lscp everything with the fewest sites; pmedian and pcenter bring the sum of the distances, or the greatest, down."`
	P       int     `name:"p" help:"选址数量 How many sites; lscp finds that out."`
	Seconds float64 `default:"60" help:"限时（秒） Give the best answer and bound after so many seconds."`
	Cbc     bool    `name:"cbc" help:"另请 cbc 求解 Ask cbc too, where it is installed: as many seconds again; mclp only."`
	JSON    bool    `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// siteProblem is the file: weights, by candidate the demands that it covers,
// or its distance to each, the candidates that are open already, and what else
// siting.Problem asks for.
type siteProblem struct {
	Demand []float64   `json:"demand"`
	Covers [][]int32   `json:"covers"`
	To     [][]float64 `json:"to"`
	Open   []int32     `json:"open"`
	Need   []uint8     `json:"need"`
	Cost   []float64   `json:"cost"`
	Budget float64     `json:"budget"`
	Host   []int32     `json:"host"`
	Apart  [][]int32   `json:"apart"`
	Group  []int32     `json:"group"`
	Least  []float64   `json:"least"`
}

func (p siteProblem) cover() siting.Problem {
	return siting.Problem{
		Demand: p.Demand, Covers: p.Covers, Open: p.Open, Need: p.Need, Cost: p.Cost, Budget: p.Budget,
		Host: p.Host, Apart: p.Apart, Group: p.Group, Least: p.Least,
	}
}

func (p siteProblem) network() siting.Network {
	return siting.Network{Demand: p.Demand, To: p.To, Open: p.Open}
}

// siteAnswer is what --json prints of mclp.
type siteAnswer struct {
	Chosen  []int32 `json:"chosen"`
	Covered float64 `json:"covered"`
	Bound   float64 `json:"bound"`
	Optimal bool    `json:"optimal"`
	Unmet   []int32 `json:"unmet,omitempty"` // groups below their least
}

// maxProblem bounds the file: a hundred million covers are more than a
// thousand cities ask for.
const maxProblem = 1 << 30

// Run solves the problem and prints the answer.
func (c *siteSolveCmd) Run(g *globals) error {
	if err := c.check(); err != nil {
		return err
	}
	p, err := readProblem(c.Problem)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(g.Ctx, time.Duration(c.Seconds*float64(time.Second)))
	defer cancel()
	if c.Model != "mclp" {
		return c.runOther(ctx, g, p)
	}
	r, err := siting.Solve(ctx, p.cover(), c.P, nil)
	if err != nil {
		return err
	}
	if g.Ctx.Err() != nil {
		return g.Ctx.Err()
	}
	if c.Cbc {
		if r, err = c.askCbc(g, p.cover(), r); err != nil {
			return err
		}
	}
	if c.JSON {
		return writeJSON(g.Stdout, siteAnswer{Chosen: append([]int32{}, r.Chosen...), Covered: r.Covered, Bound: r.Bound, Optimal: r.Optimal, Unmet: r.Unmet})
	}
	return printSites(g.Stdout, r)
}

func (c *siteSolveCmd) check() error {
	switch {
	case c.P < 1 && c.Model != "lscp":
		return usage("--p: 至少为 1 must be at least 1")
	case c.Cbc && c.Model != "mclp":
		return usage("--cbc: 只能与 --model mclp 同用 goes with --model mclp only")
	case !(c.Seconds > 0 && c.Seconds <= 86400):
		return usage("--seconds: 须大于 0，至多 86400 must be more than 0 and at most 86400")
	}
	return nil
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
			return p, fmt.Errorf("问题超过 %d 字节 the problem is larger than %d bytes", maxProblem, maxProblem)
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
