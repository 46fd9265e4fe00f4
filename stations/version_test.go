package stations_test

import (
	"testing"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

func TestDemandVersionNamesTheRows(t *testing.T) {
	base := []stations.Demand{{Cell: 5, Weight: 1}, {Point: orb.Point{1, 2}, Weight: 2}}
	version := stations.DemandVersion(base)
	if got := stations.DemandVersion([]stations.Demand{{Cell: 5, Point: orb.Point{9, 9}, Weight: 1}, base[1]}); got != version {
		t.Errorf("DemandVersion changes with the point of a row that has a cell")
	}
	for name, rows := range map[string][]stations.Demand{
		"another order":  {base[1], base[0]},
		"another weight": {{Cell: 5, Weight: 1.0000000000000002}, base[1]},
		"another cell":   {{Cell: 6, Weight: 1}, base[1]},
		"another point":  {base[0], {Point: orb.Point{2, 1}, Weight: 2}},
		"one row fewer":  base[:1],
		"hours":          {{Cell: 5, Weight: 1, Hours: &stations.DayWeights{}}, base[1]},
		"no rows":        nil,
	} {
		if got := stations.DemandVersion(rows); got == version || len(got) != 64 {
			t.Errorf("%s: DemandVersion = %q, want another than %q", name, got, version)
		}
	}
}

func TestDemandVersionNamesTheHours(t *testing.T) {
	row := func(hours *stations.DayWeights) stations.Demand {
		return stations.Demand{Cell: 5, Weight: 1, Hours: hours}
	}
	seen := map[string]string{}
	for name, rows := range map[string][]stations.Demand{
		"none":              {row(nil), row(nil)},
		"of the first row":  {row(&stations.DayWeights{8: 1}), row(nil)},
		"of the second row": {row(nil), row(&stations.DayWeights{8: 1})},
		"another hour":      {row(nil), row(&stations.DayWeights{9: 1})},
		"another weight":    {row(nil), row(&stations.DayWeights{8: 2})},
	} {
		version := stations.DemandVersion(rows)
		if other, twice := seen[version]; twice {
			t.Errorf("hours %s and %s have one version", name, other)
		}
		seen[version] = name
	}
}

func TestAreaDigestKeepsFieldsApart(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	base := stations.Area{Adcode: "320102", Name: "ab", Level: "c", Geometry: orb.MultiPolygon{{ring}, {ring}}}
	for name, change := range map[string]func(*stations.Area){
		"a letter moves to the next field": func(a *stations.Area) { a.Name, a.Level = "a", "bc" },
		"a ring moves to another polygon":  func(a *stations.Area) { a.Geometry = orb.MultiPolygon{{ring, ring}} },
		"lon and lat change places":        func(a *stations.Area) { a.Geometry = orb.MultiPolygon{{ring}, {{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}} },
	} {
		changed := base
		change(&changed)
		if changed.Digest() == base.Digest() {
			t.Errorf("%s: Digest stays %q", name, base.Digest())
		}
	}
	if got := stations.VersionOfAreas(nil); got != "" {
		t.Errorf("VersionOfAreas(none) = %q, want none", got)
	}
}
