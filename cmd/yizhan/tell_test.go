package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"yizhan/stations"
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

// pair is two stations, and how often somebody asked for them.
type pair struct {
	stations.Now
	times int
}

func (p *pair) StationsOf(context.Context, []stations.ID) (map[stations.ID]*stations.Station, error) {
	p.times++
	return map[stations.ID]*stations.Station{"a": {Name: "甲站"}, "b": {Name: "乙站"}}, nil
}

func TestReviewsAreToldAfterOneReadOfTheirStations(t *testing.T) {
	var told bytes.Buffer
	store := &pair{}
	err := tellReviews(t.Context(), &told, store, []stations.Review{
		{ID: "1", Kind: stations.ReviewDuplicate, Station: "a", Other: "b"},
		{ID: "2", Kind: stations.ReviewDuplicate, Station: "b", Other: "deleted"},
	})
	const want = "1  duplicate  a 甲站 = b 乙站 ?\n2  duplicate  b 乙站 = deleted ?\n"
	if err != nil || told.String() != want || store.times != 1 {
		t.Errorf("tellReviews = %v, %q after %d reads, want %q after 1", err, told.String(), store.times, want)
	}
}
