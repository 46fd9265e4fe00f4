package exchange

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table of a workbook that tells results, not stations: a header,
// then rows of texts, numbers and nil for nothing.
type Sheet struct {
	Name   string // at most 31 characters, none of : \ / ? * [ ]
	Header []string
	Rows   [][]any
}

// WriteBook writes an XLSX workbook with these sheets in this order, each with
// its header in a row that stays in view. Texts are Guarded: no spreadsheet
// runs them. There must be at least one sheet.
func WriteBook(w io.Writer, sheets []Sheet) error {
	file := excelize.NewFile()
	defer file.Close()
	for i, sheet := range sheets {
		if err := nameSheet(file, i, sheet.Name); err != nil {
			return err
		}
		if err := sheet.stream(file); err != nil {
			return err
		}
	}
	return file.Write(w)
}

// nameSheet gives the sheet that every new workbook has its name, and adds
// those after it.
func nameSheet(file *excelize.File, i int, name string) error {
	if i == 0 {
		return file.SetSheetName(file.GetSheetName(0), name)
	}
	_, err := file.NewSheet(name)
	return err
}

func (s Sheet) stream(file *excelize.File) error {
	stream, err := file.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	book := &workbook{file: file, stream: stream}
	if err := book.begin(s.Header); err != nil {
		return err
	}
	for _, row := range s.Rows {
		if err := book.add(guardedCells(row)); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func guardedCells(row []any) []any {
	out := make([]any, len(row))
	for i, cell := range row {
		if text, ok := cell.(string); ok {
			cell = xlsxCell(text, false)
		}
		out[i] = cell
	}
	return out
}
