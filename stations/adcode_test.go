package stations

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParentAdcode(t *testing.T) {
	for code, want := range map[string][2]string{ // parent, level
		"320106001002": {"320106001", "village"},
		"320106001":    {"320106", "street"},
		"320106":       {"320100", "district"},
		"320100":       {"320000", "city"},
		"320000":       {"100000", "province"},
		"100000":       {"", "country"},
	} {
		if got := [2]string{ParentAdcode(code), LevelOf(code)}; got != want {
			t.Errorf("ParentAdcode, LevelOf(%s) = %v, want %v", code, got, want)
		}
	}
	if got := ParentAdcode("32"); got != "" {
		t.Errorf("ParentAdcode(32) = %q, want none", got)
	}
}

func TestSameBranch(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"320106", "320106"}: true, {"320106", "320106001"}: true, {"320100", "320106"}: true,
		{"100000", "440100"}: true, {"320106", "320105"}: false, {"320100", "320206"}: false,
	} {
		if got := SameBranch(pair[0], pair[1]); got != want || SameBranch(pair[1], pair[0]) != want {
			t.Errorf("SameBranch(%v) = %v, want %v, both ways", pair, got, want)
		}
	}
}

func TestOrderedFillsInWhatIsLeftOut(t *testing.T) {
	areas := []Area{
		{Adcode: "110000"},
		{Adcode: "110101"},
		{Adcode: "320106001"},
		{Adcode: "320105", Level: "区", Parent: "320100"},
	}
	Ordered(areas)
	want := []Area{
		{Adcode: "110000", Level: "province", Parent: "100000"},
		{Adcode: "110101", Level: "district", Parent: "110000"}, // its city is not among them
		{Adcode: "320106001", Level: "street", Parent: "320106"},
		{Adcode: "320105", Level: "区", Parent: "320100"},
	}
	if diff := cmp.Diff(want, areas); diff != "" {
		t.Errorf("areas after Ordered (-want +got):\n%s", diff)
	}
}
