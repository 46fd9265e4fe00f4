package exchange_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// wide is a workbook of one sheet with so many rows, of which each states its
// name and a cell in the last column.
func wide(t *testing.T, rows int, merged string) []byte {
	t.Helper()
	var sheet strings.Builder
	sheet.WriteString(`<sheetData>`)
	for i := range rows {
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%d"><v>1</v></c>`, i+1, i+1)
		if merged == "" || i == 0 {
			fmt.Fprintf(&sheet, `<c r="SF%d"><v>1</v></c>`, i+1)
		}
		sheet.WriteString(`</row>`)
	}
	sheet.WriteString(`</sheetData>` + merged)
	return bare(t, sheet.String())
}

// A small file that unfolds to more cells than the memory holds is refused by
// name, before the memory is full.
func TestAFileOfMoreCellsThanThereIsRoomForIsRefused(t *testing.T) {
	const last = 499 // column
	blank := strings.Repeat(",", last)
	for name, file := range map[string]func() []byte{
		"a workbook with a cell in the last column of each row": func() []byte { return wide(t, 2_500, "") },
		"a workbook that merges its last column": func() []byte {
			return wide(t, 2_500, `<mergeCells><mergeCell ref="SF1:SF2500"/></mergeCells>`)
		},
		"a CSV of commas": func() []byte {
			return []byte("name,lon,lat\n" + strings.Repeat("a"+blank+"b\n", 2_500))
		},
		"a CSV of rows": func() []byte { return []byte("name,lon,lat\n" + strings.Repeat("a\n", 180_000)) },
		"a GeoJSON whose features have one property of 500": func() []byte {
			var properties []string
			for i := range last - 2 {
				properties = append(properties, fmt.Sprintf(`"p%d":1`, i))
			}
			one := `{"type":"Feature","geometry":null,"properties":{"p490":1}},`
			return []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{` +
				strings.Join(properties, ",") + `}},` + strings.TrimSuffix(strings.Repeat(one, 2_500), ",") + `]}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := exchange.ReadAs(bytes.NewReader(file()), exchange.OfCells(1_000_000))
			problems := fieldsOf(err)
			if stations.CodeOf(err) != stations.Invalid || len(problems) != 1 || problems[0].Field != "file" || !strings.Contains(problems[0].Problem, "50 million cells") {
				t.Errorf("Read = %v %v, want the rule of 50 million cells for the field file", err, problems)
			}
		})
	}
}

// fieldsOf lists the fields that an error names.
func fieldsOf(err error) []stations.Problem {
	var known *stations.Error
	if errors.As(err, &known) {
		return known.Fields
	}
	return nil
}

// Cells that are blank to the end of their rows, as formats leave them behind,
// cost nothing.
func TestBlankCellsAtTheEndOfRowsCostNothing(t *testing.T) {
	file := "name,lon,lat\n" + strings.Repeat("a,1,2"+strings.Repeat(",", 480)+"\n", 10_000)
	table, err := exchange.ReadAs(strings.NewReader(file), exchange.OfCells(100_000))
	if err != nil || len(table.Rows) != 10_000 || cap(table.Rows[9_999].Values) > 3 {
		t.Fatalf("Read = %v, want all rows of 3 cells each", err)
	}
}

func TestAWorkbookOfTooManyMergedBlocksIsRefused(t *testing.T) {
	merged := `<mergeCells>` + strings.Repeat(`<mergeCell ref="A1:A2"/>`, exchange.MaxMerged+1) + `</mergeCells>`
	_, err := exchange.Read(bytes.NewReader(wide(t, 2, merged)))
	problems := fieldsOf(err)
	if stations.CodeOf(err) != stations.Invalid || len(problems) != 1 || problems[0].Field != "file" || !strings.Contains(problems[0].Problem, "blocks of merged cells") {
		t.Errorf("Read = %v %v, want the rule of merged blocks for the field file", err, problems)
	}
}
