package siting_test

import (
	"bufio"
	"context"
	"encoding/csv"
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

func TestCensusInstancesReachThePublishedOptima(t *testing.T) {
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
		t.Run(strings.Join(row[:3], "/"), func(t *testing.T) {
			points, people := census(t, row[0])
			p, sites, want := within(points, people, number(t, row[1])), int(number(t, row[2])), number(t, row[3])
			ctx, cancel := context.WithTimeout(t.Context(), patience())
			defer cancel()
			began := time.Now()
			got, err := siting.Solve(ctx, p, sites, nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("published %.0f, covered %.0f (%.3f %%), bound %.0f (+%.3f %%), optimal %v, %.1f s", want, got.Covered,
				100*got.Covered/want, got.Bound, 100*(got.Bound/want-1), got.Optimal, time.Since(began).Seconds())
			if got.Covered > want+0.5 || got.Bound < want-0.5 || got.Covered < 0.97*want {
				t.Errorf("Solve = %v of at most %v, published is %v", got.Covered, got.Bound, want)
			}
		})
	}
}

// patience is how long an instance may take: 0.4 s, or what
// YIZHAN_SITING_SECONDS says.
func patience() time.Duration {
	if s, err := strconv.ParseFloat(os.Getenv("YIZHAN_SITING_SECONDS"), 64); err == nil {
		return time.Duration(s * float64(time.Second))
	}
	return 400 * time.Millisecond
}
