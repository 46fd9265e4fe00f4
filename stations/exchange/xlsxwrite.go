package exchange

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// maxSheetCell is the most bytes of a cell that is written: a spreadsheet
// holds 32,767 characters, an apostrophe among them, and cuts the rest.
const maxSheetCell = 32766

// writeXLSX writes one sheet of texts, coordinates as numbers, with the header
// in a row that stays in view.
func writeXLSX(w io.Writer, d datum.Datum, all []*stations.Station) error {
	columns := written()
	header := make([]string, len(columns))
	for i, f := range columns {
		header[i] = string(f.field)
	}
	sheet, err := newWorkbook(header)
	if err != nil {
		return err
	}
	defer sheet.file.Close()
	for _, s := range all {
		cells := make([]any, len(columns))
		for i, f := range columns {
			cell := f.cell(s, d)
			if len(cell) > maxSheetCell {
				return stations.BadField(string(f.field), fmt.Sprintf("is too long for a workbook, of station %s; export as csv", s.ID))
			}
			cells[i] = xlsxCell(cell, f.field == Lon || f.field == Lat)
		}
		if err := sheet.add(cells); err != nil {
			return err
		}
	}
	return sheet.writeTo(w)
}

// xlsxCell returns what excelize writes: a number, or a text that no
// spreadsheet runs, even when somebody saves it as CSV.
func xlsxCell(cell string, number bool) any {
	if number {
		if v, err := strconv.ParseFloat(cell, 64); err == nil {
			return v
		}
	}
	if cell == "" {
		return nil
	}
	return Guarded(cell)
}

// workbook writes the rows of one sheet as a stream.
type workbook struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	rows   int
}

func newWorkbook(header []string) (*workbook, error) {
	file := excelize.NewFile()
	stream, err := file.NewStreamWriter(file.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	book := &workbook{file: file, stream: stream}
	return book, book.begin(header)
}

// begin writes the header into a row that stays in view.
func (b *workbook) begin(header []string) error {
	if err := b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(header))
	for i, name := range header {
		cells[i] = Guarded(name)
	}
	return b.add(cells)
}

func (b *workbook) add(cells []any) error {
	b.rows++
	at, err := excelize.CoordinatesToCellName(1, b.rows)
	if err != nil {
		return err
	}
	return b.stream.SetRow(at, cells)
}

func (b *workbook) writeTo(w io.Writer) error {
	if err := b.stream.Flush(); err != nil {
		return err
	}
	return b.file.Write(w)
}
