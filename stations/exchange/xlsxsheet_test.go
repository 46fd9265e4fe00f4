package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

func TestACoverPageNamesTheOtherSheets(t *testing.T) {
	for sentence, cover := range map[string][]any{
		"a cover with a title":  {"填报说明", "请勿修改"},
		"a cover that is blank": nil,
	} {
		file := workbook(t, func(f *excelize.File) {
			setRow(t, f, "Sheet1", 1, cover...)
			if _, err := f.NewSheet("站点表"); err != nil {
				t.Fatal(err)
			}
			setRow(t, f, "站点表", 1, "名称", "经度", "纬度")
		})
		table, err := exchange.Read(bytes.NewReader(file))
		if err == nil {
			_, err = table.MapColumns(nil)
		}
		if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), "Sheet1, 站点表") || !strings.Contains(err.Error(), "--sheet") {
			t.Errorf("%s: MapColumns = %v, want Invalid that names the sheets", sentence, err)
		}
		table, err = exchange.ReadAs(bytes.NewReader(file), exchange.Reading{Sheet: "站点表"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := table.MapColumns(nil); err != nil {
			t.Errorf("%s: MapColumns of the named sheet = %v, want nil", sentence, err)
		}
	}
}
