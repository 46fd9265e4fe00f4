package siting_test

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"yizhan/geo/siting"
)

const data = "../../../shared/data/siting"

// census reads an instance of census blocks: points and their people.
func census(t testing.TB, name string) (points [][2]float64, people []float64) {
	t.Helper()
	f, err := os.Open(filepath.Join(data, "mclp_census", name+".txt"))
	if err != nil {
		t.Skipf("real data %s is not here", name)
	}
	defer f.Close()
	section := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 0 || fields[0] == "EOF":
		case strings.HasSuffix(fields[0], "SECTION"):
			section = fields[0]
		case section == "NODE_COORD_SECTION":
			points = append(points, [2]float64{number(t, fields[0]), number(t, fields[1])})
		case strings.HasPrefix(section, "DEMAND"):
			people = append(people, number(t, fields[0]))
		}
	}
	return points, people
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// within is the problem in which every point may be a site and covers those
// within so many metres, by the haversine on the sphere of the instances.
func within(points [][2]float64, people []float64, metres float64) siting.Problem {
	const rad, radius = math.Pi / 180, 6378137
	p := siting.Problem{Demand: people, Covers: make([][]int32, len(points))}
	for j, a := range points {
		for i, b := range points {
			if math.Abs(a[0]-b[0])*rad*radius > metres+1 {
				continue
			}
			s := math.Pow(math.Sin((b[0]-a[0])*rad/2), 2) + math.Cos(a[0]*rad)*math.Cos(b[0]*rad)*math.Pow(math.Sin((b[1]-a[1])*rad/2), 2)
			if 2*radius*math.Asin(math.Sqrt(s)) <= metres {
				p.Covers[j] = append(p.Covers[j], int32(i))
			}
		}
	}
	return p
}

// instance is one of the census instances with its published optimum.
type instance struct {
	name      string
	metres    float64
	p         int
	published float64
}

func instances(t testing.TB) (all []instance) {
	t.Helper()
	f, err := os.Open(filepath.Join(data, "mclp_census", "optima.tsv"))
	if err != nil {
		t.Skip("the published optima are not here")
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		all = append(all, instance{row[0], number(t, row[1]), int(number(t, row[2])), number(t, row[3])})
	}
	return all
}

// after is what was known after so much CPU time.
type after struct {
	at   time.Duration
	best siting.Result
}

// watch solves a problem within so much CPU time and notes what was known at
// some moments before that, and at last.
func watch(t testing.TB, p siting.Problem, sites int, moments ...time.Duration) []after {
	t.Helper()
	began := cpuTime()
	var seen []after
	var last siting.Result
	note := func() {
		for len(seen) < len(moments)-1 && cpuTime()-began >= moments[len(seen)] {
			seen = append(seen, after{moments[len(seen)], last})
		}
	}
	got, err := siting.Solve(spent(began+moments[len(moments)-1]), p, sites, func(r siting.Result) {
		note()
		last = r
	})
	if err != nil {
		t.Fatal(err)
	}
	return append(seen, after{cpuTime() - began, got})
}

// TestTableOfCensusInstances holds the answers to the published optima and
// prints them as a table: at three moments the answer and the bound as shares
// of the optimum. YIZHAN_SITING_SECONDS=60 gives every instance a minute of
// processor time, two of them side by side.
func TestTableOfCensusInstances(t *testing.T) {
	t.Parallel()
	problems := map[string]siting.Problem{}
	all := instances(t)
	for _, c := range all {
		if _, ok := problems[c.name]; !ok {
			points, people := census(t, c.name)
			problems[c.name] = within(points, people, c.metres) // one radius for each city
		}
	}
	lines := make([]string, len(all))
	t.Run("instances", func(t *testing.T) {
		for k, c := range all {
			t.Run(fmt.Sprint(c.name, c.p), func(t *testing.T) {
				t.Parallel()
				pinned(t)
				lines[k] = line(t, c, problems[c.name])
			})
		}
	})
	t.Logf("| instance | R, m | p | published | 50 ms | 2 s, or the end | the end | covered | bound | gap | proven | s |")
	for _, l := range lines {
		t.Log(l)
	}
}

// line solves an instance and returns its line of the table.
func line(t *testing.T, c instance, p siting.Problem) string {
	t.Helper()
	seen := watch(t, p, c.p, 50*time.Millisecond, 2*time.Second, patience())
	end := seen[len(seen)-1]
	got := end.best
	text := ""
	for _, k := range []int{0, min(1, len(seen)-1), len(seen) - 1} {
		text += fmt.Sprintf(" %.2f–%.2f %% |", 100*seen[k].best.Covered/c.published, 100*seen[k].best.Bound/c.published)
	}
	if got.Covered > c.published+0.5 || got.Bound < c.published-0.5 || got.Covered < 0.985*c.published {
		t.Errorf("%s, p = %d: Solve = %v of at most %v, published is %v", c.name, c.p, got.Covered, got.Bound, c.published)
	}
	return fmt.Sprintf("| %s | %.0f | %d | %.0f |%s %.0f | %.0f | %.3f %% | %v | %.1f |",
		c.name, c.metres, c.p, c.published, text, got.Covered, got.Bound, 100*got.Gap(), got.Optimal, end.at.Seconds())
}

// patience is how much CPU time an instance may take: 0.2 s, or what
// YIZHAN_SITING_SECONDS says.
func patience() time.Duration {
	if s, err := strconv.ParseFloat(os.Getenv("YIZHAN_SITING_SECONDS"), 64); err == nil {
		return time.Duration(s * float64(time.Second))
	}
	return 200 * time.Millisecond
}
