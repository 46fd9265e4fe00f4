package storetest

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// demandRows are cells and points, more than a store takes in one statement.
func demandRows(n int) []stations.Demand {
	rows := make([]stations.Demand, n)
	for i := range rows {
		p := orb.Point{114 + float64(i%97)/1000, 22 + float64(i%89)/999}
		rows[i] = stations.Demand{Point: p, Weight: float64(i) / 3}
		if i%3 > 0 {
			rows[i] = stations.Demand{Cell: hex.At(p, 9), Weight: float64(i) / 7}
		}
		if i%5 == 0 {
			rows[i].Hours = new(stations.DayWeights)
			rows[i].Hours[i%24] = float64(i) / 11
		}
	}
	return rows
}

func demandComesBack(t *testing.T, s stations.Store) {
	_, _, err := s.Demand(t.Context(), "population")
	wantCode(t, "Demand(no layer)", err, stations.NotFound)
	_, _, err = s.Demand(t.Context(), "\x00")
	wantCode(t, "Demand(no name)", err, stations.NotFound)

	big, small := demandRows(1234), demandRows(3)
	total := 0.0
	for _, row := range big {
		total += row.Weight
	}
	first := must(s.PutDemand(t.Context(), "population", big))(t, "PutDemand")
	if first.Rows != 1234 || first.Total != total || first.Version != stations.DemandVersion(big) || time.Since(first.At) > time.Minute {
		t.Errorf("PutDemand(population) = %+v, want 1234 rows of total %v", first, total)
	}
	parcels := must(s.PutDemand(t.Context(), "包裹", small))(t, "PutDemand")
	wantLayer(t, s, first, big)
	wantLayer(t, s, parcels, small)
	same(t, "DemandLayers()", []stations.DemandLayer{first, parcels}, must(s.DemandLayers(t.Context()))(t, "DemandLayers()"))

	second := must(s.PutDemand(t.Context(), "population", small))(t, "PutDemand")
	if second.Version != parcels.Version || second.Version == first.Version {
		t.Errorf("versions %q, %q and %q do not name the content", first.Version, second.Version, parcels.Version)
	}
	wantLayer(t, s, second, small)
	empty := must(s.PutDemand(t.Context(), "population", nil))(t, "PutDemand(nothing)")
	wantLayer(t, s, empty, nil)
}

func wantLayer(t *testing.T, s stations.Store, want stations.DemandLayer, rows []stations.Demand) {
	t.Helper()
	layer, got, err := s.Demand(t.Context(), want.Name)
	if err != nil {
		t.Fatalf("Demand(%s) = %v", want.Name, err)
	}
	same(t, "the layer of Demand("+want.Name+")", want, layer)
	same(t, "the rows of Demand("+want.Name+")", rows, got)
}

func badDemand(t *testing.T, s stations.Store) {
	good := demandRows(5)
	layer := must(s.PutDemand(t.Context(), "population", good))(t, "PutDemand")
	for name, row := range map[string]stations.Demand{
		"a negative weight":  {Point: orb.Point{1, 1}, Weight: -1},
		"no number":          {Point: orb.Point{1, 1}, Weight: math.NaN()},
		"an endless weight":  {Point: orb.Point{1, 1}, Weight: math.Inf(1)},
		"a cell that is not": {Cell: 12345, Weight: 1},
		"longitude 181":      {Point: orb.Point{181, 1}, Weight: 1},
		"a negative hour":    {Point: orb.Point{1, 1}, Weight: 1, Hours: &stations.DayWeights{7: -1}},
		"an endless day":     {Point: orb.Point{1, 1}, Weight: 1, Hours: &stations.DayWeights{7: math.MaxFloat64, 8: math.MaxFloat64}},
	} {
		_, err := s.PutDemand(t.Context(), "population", append(demandRows(2), row))
		wantCode(t, "PutDemand("+name+")", err, stations.Invalid)
	}
	for _, name := range []string{"", " ", "a\x00", "\xff"} {
		_, err := s.PutDemand(t.Context(), name, good)
		wantCode(t, "PutDemand(no name)", err, stations.Invalid)
	}
	_, err := s.PutDemand(t.Context(), "x", []stations.Demand{{Weight: math.MaxFloat64}, {Weight: math.MaxFloat64}})
	wantCode(t, "PutDemand(a total that is not finite)", err, stations.Invalid)
	wantLayer(t, s, layer, good)
}
