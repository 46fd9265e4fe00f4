package storetest

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

func square(west, south float64) orb.MultiPolygon {
	ring := orb.Ring{{west, south}, {west + 0.1, south}, {west + 0.1, south + 0.1}, {west, south + 0.1}, {west, south}}
	hole := orb.Ring{{west + 0.02, south + 0.02}, {west + 0.02, south + 0.04}, {west + 0.04, south + 0.02}, {west + 0.02, south + 0.02}}
	return orb.MultiPolygon{{ring, hole}, {ring}}
}

func district(adcode, name string) stations.Area {
	return stations.Area{Adcode: adcode, Name: name, Level: "district", Parent: "320100", Geometry: square(118.1, 32.3)}
}

func areasComeBack(t *testing.T, s stations.Store) {
	city := stations.Area{Adcode: "320100", Name: "南京市", Level: "city", Parent: "320000", Geometry: square(math.Nextafter(118, 119), 31)}
	a, b, other := district("320102", "玄武区"), district("320104001", "某街道"), district("110101", "东城区")
	if err := s.PutAreas(t.Context(), []stations.Area{b, other, city, a}); err != nil {
		t.Fatalf("PutAreas = %v", err)
	}
	for adcode, want := range map[string][]stations.Area{
		"":          {other, city, a, b},
		"100000":    {other, city, a, b},
		"320100":    {city, a, b},
		"320104":    {b},
		"320104001": {b},
		"330000":    nil,
		"\x00":      nil,
		"%":         nil,
	} {
		same(t, "Areas("+adcode+")", want, must(s.Areas(t.Context(), adcode))(t, "Areas("+adcode+")"))
	}
	a.Name, a.Geometry = "玄武", square(119, 32)
	if err := s.PutAreas(t.Context(), []stations.Area{a}); err != nil {
		t.Fatalf("PutAreas(again) = %v", err)
	}
	same(t, "Areas(320102) after a change", []stations.Area{a}, must(s.Areas(t.Context(), "320102"))(t, "Areas"))
}

func badAreas(t *testing.T, s stations.Store) {
	good := district("320102", "玄武区")
	bad := func(change func(*stations.Area)) []stations.Area {
		a := district("320104", "秦淮区")
		change(&a)
		return []stations.Area{good, a}
	}
	for name, areas := range map[string][]stations.Area{
		"no division code": bad(func(a *stations.Area) { a.Adcode = "32" }),
		"no name":          bad(func(a *stations.Area) { a.Name = " " }),
		"a bad parent":     bad(func(a *stations.Area) { a.Parent = "x" }),
		"no geometry":      bad(func(a *stations.Area) { a.Geometry = nil }),
		"no rings":         bad(func(a *stations.Area) { a.Geometry = orb.MultiPolygon{{}} }),
		"an open ring":     bad(func(a *stations.Area) { a.Geometry[0][0][4] = orb.Point{1, 1} }),
		"a short ring":     bad(func(a *stations.Area) { a.Geometry[0][0] = orb.Ring{{1, 1}, {2, 2}, {1, 1}} }),
		"latitude 91":      bad(func(a *stations.Area) { a.Geometry[0][0][1] = orb.Point{1, 91} }),
		"no number":        bad(func(a *stations.Area) { a.Geometry[0][0][1] = orb.Point{math.NaN(), 1} }),
		"twice the same":   {good, good},
	} {
		wantCode(t, "PutAreas("+name+")", s.PutAreas(t.Context(), areas), stations.Invalid)
	}
	if got := must(s.Areas(t.Context(), ""))(t, "Areas"); len(got) != 0 {
		t.Errorf("Areas() after refused ones = %v, want none", got)
	}
}

func areasVersion(t *testing.T, s stations.Store) {
	version := func() string { return must(s.AreasVersion(t.Context()))(t, "AreasVersion()") }
	putAreas := func(areas ...stations.Area) {
		t.Helper()
		if err := s.PutAreas(t.Context(), areas); err != nil {
			t.Fatalf("PutAreas = %v", err)
		}
	}
	if v := version(); v != "" {
		t.Errorf("AreasVersion() without areas = %q, want none", v)
	}
	a, b := district("320102", "玄武区"), district("320104", "秦淮区")
	putAreas(b, a)
	both := version()
	if want := stations.VersionOfAreas([]string{a.Digest(), b.Digest()}); both != want {
		t.Errorf("AreasVersion() = %q, want %q", both, want)
	}
	putAreas(a)
	if v := version(); v != both {
		t.Errorf("AreasVersion() after putting the same again = %q, want %q", v, both)
	}
	moved := district("320102", "玄武区")
	moved.Geometry[1][0][1][0] = math.Nextafter(moved.Geometry[1][0][1][0], 0)
	putAreas(moved)
	if v := version(); v == both {
		t.Error("AreasVersion() stays when a vertex moves by one bit")
	}
	putAreas(a)
	if v := version(); v != both {
		t.Errorf("AreasVersion() with the first content again = %q, want %q", v, both)
	}
}
