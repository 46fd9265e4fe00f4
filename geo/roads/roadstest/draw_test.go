package roadstest_test

import (
	"fmt"
	"math"
	"testing"

	"yizhan/geo/roads"
	"yizhan/geo/roads/roadstest"
	"yizhan/geo/sphere"
)

const town = `
	A--B==C
	|     :
	D<----E
`

func TestDrawPlacesNodesByTheStep(t *testing.T) {
	net := roadstest.Draw(t, 100, town)
	for _, test := range []struct {
		from, to byte
		metres   float64
	}{
		{'A', 'B', 300}, {'B', 'C', 300}, {'A', 'D', 200}, {'D', 'E', 600},
	} {
		got := sphere.Distance(net.At(test.from), net.At(test.to))
		if math.Abs(got-test.metres) > 0.05 {
			t.Errorf("Distance(%c, %c) = %v, want %v", test.from, test.to, got, test.metres)
		}
	}
}

func TestDrawGivesWaysTheirTags(t *testing.T) {
	net := roadstest.Draw(t, 100, town, "BA highway=service foot=no")
	for _, test := range []struct {
		edge  string
		class roads.Class
	}{
		{"AB", roads.Service}, {"BC", roads.Primary}, {"AD", roads.Residential}, {"CE", roads.Footway}, {"DE", roads.Residential},
	} {
		if got := net.Class(net.Edge(test.edge)); got != test.class {
			t.Errorf("Class(%s) = %v, want %v", test.edge, got, test.class)
		}
	}
	if p := net.Permit(net.Edge("DE")); !p.Along(roads.Ride) || p.Against(roads.Ride) || !p.Against(roads.Walk) {
		t.Errorf("Permit(ED) = %b, want one-way for ride and both ways for walk", p)
	}
	if tail, _ := net.Ends(net.Edge("DE")); tail != net.Node('E') {
		t.Errorf("tail of DE = %v, want E", tail)
	}
	if p := net.Permit(net.Edge("AB")); p.Open(roads.Walk) || !p.Open(roads.Ride) {
		t.Errorf("Permit(AB) = %b, want closed to walk, open to ride", p)
	}
}

// ExampleDraw shows the search over a drawn network. Drawings need a test to
// fail; here there is none.
func ExampleDraw() {
	net := roadstest.Draw(&testing.B{}, 120, "A--B==C")
	search := roads.NewSearch(net.Graph, roads.Walk)
	search.AddSource(net.Node('A'), 0)
	for n, t, ok := search.Settle(); ok; n, t, ok = search.Settle() {
		for _, name := range []byte("ABC") {
			if net.Node(name) == n {
				fmt.Printf("%c after %d s\n", name, (t+500)/1000)
			}
		}
	}
	// Output:
	// A after 0 s
	// B after 300 s
	// C after 600 s
}
