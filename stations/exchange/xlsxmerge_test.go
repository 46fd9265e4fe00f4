package exchange_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"yizhan/stations/exchange"
)

func TestMergedCellsHoldForEachOfTheirRows(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "说明")
		if _, err := f.NewSheet("站点表"); err != nil {
			t.Fatal(err)
		}
		setRow(t, f, "站点表", 1, "所属区", "名称", "经度", "纬度", "备注")
		setRow(t, f, "站点表", 2, "鼓楼区", "甲", 118.7, 32.1, "同一街道")
		setRow(t, f, "站点表", 3, nil, "乙", 118.7, 32.2)
		setRow(t, f, "站点表", 5, nil, "丙", 118.7, 32.3)
		setRow(t, f, "站点表", 6, nil, "丁", 118.7, 32.4)
		for _, block := range [][2]string{{"A2", "A5"}, {"E2", "E3"}, {"C6", "D6"}} {
			if err := f.MergeCell("站点表", block[0], block[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	table, err := exchange.ReadAs(bytes.NewReader(file), exchange.Reading{Sheet: "站点表"})
	if err != nil {
		t.Fatal(err)
	}
	want := []exchange.Row{
		{Number: 2, Values: []string{"鼓楼区", "甲", "118.7", "32.1", "同一街道"}},
		{Number: 3, Values: []string{"鼓楼区", "乙", "118.7", "32.2", "同一街道"}},
		{Number: 5, Values: []string{"鼓楼区", "丙", "118.7", "32.3"}},
		{Number: 6, Values: []string{"", "丁", "118.7"}},
	}
	if diff := cmp.Diff(want, table.Rows); diff != "" {
		t.Errorf("Read of blocks A2:A5, E2:E3 and C6:D6 (-want +got):\n%s", diff)
	}
}
