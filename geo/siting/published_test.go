package siting_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yizhan/geo/siting"
)

// stores reads spopt's instance: 16 stores and 205 tracts of San Francisco.
func stores(t testing.TB) siting.Network {
	t.Helper()
	f, err := os.Open(filepath.Join(data, "spopt", "SF_network_distance_candidateStore_16_censusTract_205_new.csv"))
	if err != nil {
		t.Skip("spopt's instance is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var n siting.Network
	places, tracts := map[string]int{}, map[string]int{}
	for _, row := range rows[1:] {
		if _, ok := tracts[row[2]]; !ok {
			tracts[row[2]] = len(tracts)
			n.Demand = append(n.Demand, number(t, row[3]))
		}
		if _, ok := places[row[1]]; !ok {
			places[row[1]] = len(places)
			n.To = append(n.To, make([]float64, 205))
		}
		n.To[places[row[1]]][tracts[row[2]]] = number(t, row[0])
	}
	return n
}

func TestSpoptsPublishedValues(t *testing.T) {
	n := stores(t)
	p := siting.Problem{Demand: n.Demand, Covers: make([][]int32, len(n.To))}
	for j, to := range n.To {
		for i, d := range to {
			if d <= 5000 {
				p.Covers[j] = append(p.Covers[j], int32(i))
			}
		}
	}
	began := time.Now()
	all, err := siting.Cover(t.Context(), p, nil)
	matches(t, "spopt lscp", 8, all, err, began)
	began = time.Now()
	most, err := siting.Solve(t.Context(), p, 4, nil)
	matches(t, "spopt mclp", 875247, siting.Answer{Value: most.Covered, Bound: most.Bound, Optimal: most.Optimal}, err, began)
	began = time.Now()
	median, err := siting.Median(t.Context(), n, 4, nil)
	matches(t, "spopt pmedian", 2848268129.7145104, median, err, began)
	began = time.Now()
	centre, err := siting.Centre(t.Context(), n, 4, nil)
	matches(t, "spopt pcenter", 7403.063811, centre, err, began)
}

// matches holds an answer to the published value, to its last printed digit,
// and prints its line of the table.
func matches(t *testing.T, name string, published float64, got siting.Answer, err error, began time.Time) {
	t.Helper()
	t.Logf("| %s | %.14g | %.14g | %.14g | %v | %.3f |", name, published, got.Value, got.Bound, got.Optimal, time.Since(began).Seconds())
	if err != nil || math.Abs(got.Value-published) > 1e-12*published+1e-6 || !got.Optimal {
		t.Errorf("%s: got %v at least %v, optimal %v, %v; want %v proven", name, got.Value, got.Bound, got.Optimal, err, published)
	}
}

// beasley reads an instance of J. E. Beasley's OR-Library: a network, whose
// shortest paths are the distances.
func beasley(t testing.TB, name string) (siting.Network, int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "orlib_pmed", name+".txt"))
	if err != nil {
		t.Skipf("the instance %s is not here", name)
	}
	r := strings.NewReader(string(text))
	var nodes, edges, p int
	if _, err := fmt.Fscan(r, &nodes, &edges, &p); err != nil {
		t.Fatal(err)
	}
	n := siting.Network{Demand: make([]float64, nodes), To: make([][]float64, nodes)}
	for j := range n.To {
		n.Demand[j], n.To[j] = 1, make([]float64, nodes)
		for i := range n.To[j] {
			if n.To[j][i] = math.Inf(1); i == j {
				n.To[j][i] = 0
			}
		}
	}
	for range edges {
		var a, b int
		var d float64
		if _, err := fmt.Fscan(r, &a, &b, &d); err != nil {
			t.Fatal(err)
		}
		n.To[a-1][b-1], n.To[b-1][a-1] = d, d // of parallel edges the last counts, as its author says
	}
	for k := range nodes {
		for j := range nodes {
			for i := range nodes {
				n.To[j][i] = min(n.To[j][i], n.To[j][k]+n.To[k][i])
			}
		}
	}
	return n, p
}

func TestBeasleysMediansAreProven(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(data, "orlib_pmed", "pmedopt.txt"))
	if err != nil {
		t.Skip("the published medians are not here")
	}
	for _, line := range strings.Split(string(text), "\n")[1:7] {
		fields := strings.Fields(line)
		n, p := beasley(t, fields[0])
		began := time.Now()
		got, err := siting.Median(t.Context(), n, p, nil)
		matches(t, fields[0]+" pmedian", number(t, fields[1]), got, err, began)
	}
}
