package plan

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"yizhan/geo/datum"
)

func TestAWorkbookHoldsEveryTableOfACoverage(t *testing.T) {
	share := 0.25
	c := &Coverage{
		ID: "0123456789abcdef", Profile: "walk-15@2", Demand: Share{Total: 8, Covered: 2, Share: &share},
		Areas: []AreaShare{{Adcode: "999901", Name: "=1+1", Demand: 8, Covered: 2, Share: &share}},
		Gaps:  []Gap{{ID: "g", Demand: 6, Cells: 3, Area: 0.25, Label: "示例路"}},
		Loads: []Load{{Station: "s", Name: "甲", Burden: Burden{Nearest: 2, Alone: 1}}},
		Times: Times{Bins: []Bin{{To: 5, Demand: 2}}},
	}
	var file bytes.Buffer
	if err := c.WriteBook(&file, datum.WGS84); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, want := range []struct{ sheet, cell, value string }{
		{"概要 Summary", "B1", "值 Value"},
		{"概要 Summary", "B10", "0.25"},
		{"区划 Divisions", "A2", "999901"},
		{"区划 Divisions", "B2", "'=1+1"}, // no spreadsheet runs a name
		{"空白点 Gaps", "B2", "示例路"},
		{"空白点 Gaps", "G2", ""},
		{"站点 Stations", "C2", "1"},
		{"用时 Minutes", "B2", "2"},
	} {
		if got, err := book.GetCellValue(want.sheet, want.cell); err != nil || got != want.value {
			t.Errorf("%s!%s = %q %v, want %q", want.sheet, want.cell, got, err, want.value)
		}
	}
}
