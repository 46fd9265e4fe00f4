package cbc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ErrSolution is wrapped when a solution file is not one.
var ErrSolution = errors.New("bad solution of cbc")

// Parse reads cbc's solution file: a line with the verdict, then one for each
// variable that is not 0: its number, name, value and reduced cost; "**" before
// it marks one out of bounds. It returns which of so many candidates are chosen,
// and whether the verdict is that nothing is better. What is open is among the
// chosen unless it was left out of the model.
func Parse(r io.Reader, candidates int) (chosen []int32, claims bool, err error) {
	lines := bufio.NewScanner(r)
	if !lines.Scan() {
		return nil, false, errors.Join(ErrSolution, lines.Err())
	}
	verdict := lines.Text()
	if strings.HasPrefix(verdict, "Infeasible") {
		return nil, false, fmt.Errorf("%w: it says that nothing is possible", ErrSolution)
	}
	for lines.Scan() {
		fields := strings.Fields(strings.TrimPrefix(lines.Text(), "**"))
		if len(fields) != 4 {
			return nil, false, fmt.Errorf("%w: a line has %d fields, want 4", ErrSolution, len(fields))
		}
		name, ok := strings.CutPrefix(fields[1], "x")
		if !ok {
			continue
		}
		j, err := strconv.ParseInt(name, 10, 32)
		value, err2 := strconv.ParseFloat(fields[2], 64)
		if err != nil || err2 != nil || j < 0 || int(j) >= candidates {
			return nil, false, fmt.Errorf("%w: %.40q is no candidate with a value", ErrSolution, lines.Text())
		}
		if value > 0.5 {
			chosen = append(chosen, int32(j))
		}
	}
	return chosen, strings.HasPrefix(verdict, "Optimal"), lines.Err()
}
