package main

import (
	"bytes"
	"strings"
	"testing"

	"yizhan/stations/plan"
)

func TestACoverageIsToldInNames(t *testing.T) {
	c := &plan.Coverage{
		Areas: []plan.AreaShare{{Adcode: "320104", Name: "秦淮区"}},
		Gaps:  []plan.Gap{{ID: "8930910b403ffff", Adcode: "320104", Label: "中山南路"}, {ID: "89309118813ffff"}},
	}
	var told bytes.Buffer
	if err := summarise(&told, c); err != nil {
		t.Fatal(err)
	}
	for sentence, want := range map[string]string{
		"a gap has the names of its division and road":    " 1. 8930910b403ffff 秦淮区 中山南路: ",
		"a gap without names has its id":                  " 2. 89309118813ffff: ",
		"that no station counts is said, and where it is": "没有站点计入：--store",
	} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("%s: told\n%swant %q", sentence, &told, want)
		}
	}
}
