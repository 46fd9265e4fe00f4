//go:build bench

package bench

import "fmt"

// goals are figures beside what the field study set as a goal for them.
type goals []string

// atLeast notes a goal that is met by a figure no less than it.
func (g *goals) atLeast(what string, goal, got float64) {
	g.note(what, fmt.Sprintf("≥ %g", goal), got, got >= goal)
}

// atMost notes a goal that is met by a figure no greater than it.
func (g *goals) atMost(what string, goal, got float64) {
	g.note(what, fmt.Sprintf("≤ %g", goal), got, got <= goal)
}

func (g *goals) note(what, goal string, got float64, met bool) {
	word := "**not met**"
	if met {
		word = "met"
	}
	*g = append(*g, fmt.Sprintf("| %s | %s | %.2f | %s |", what, goal, got, word))
}

// print prints the table of goals.
func (g goals) print() {
	fmt.Println("\n### Goals\n\n| what | goal | here | |\n|---|---|---|---|")
	for _, row := range g {
		fmt.Println(row)
	}
}
