package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yizhan/stations"
)

// What a workbook may unfold to. A larger one is refused before it is read:
// it may be made to fill the memory.
const (
	maxUnzipped = 256 << 20 // bytes of all its parts together
	maxInMemory = 64 << 20  // bytes of one part; a larger one goes through a temporary file
)

// readXLSX reads a sheet of a workbook, row by row:
//
//  1. check: the parts are whole XML and not too large; excelize takes the
//     rest of a broken part for its end.
//  2. pick the sheet.
//  3. restyle: dates are to be told from numbers, and numbers to be written
//     in full whatever format shows them.
//  4. read the rows that are not blank; numbers, dates and texts become the
//     cells that a CSV would have.
//  5. fill merged cells down: their text holds for each of their rows.
//  6. find the header and lay the table out.
//
// Rows that are hidden, perhaps by a filter that somebody left on, are read
// and counted. Formulas give the value that was last computed.
func readXLSX(data []byte, o Reading) (table *Table, err error) {
	defer func() {
		if recover() != nil { // a decoder of foreign bytes may not end the program
			table, err = nil, badWorkbook(nil)
		}
	}()
	blocks, err := checkParts(data)
	if err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxInMemory})
	if err != nil {
		return nil, badWorkbook(err)
	}
	defer file.Close() // removes temporary files
	name, err := pickSheet(file, o.Sheet)
	if err != nil {
		return nil, err
	}
	if err := restyle(file); err != nil {
		return nil, badWorkbook(err)
	}
	room := o.room()
	lines, hidden, err := readSheet(file, name, room)
	if err != nil {
		return nil, err
	}
	if err := fillDown(lines, blocks[partOf(file, name)], room); err != nil {
		return nil, err
	}
	sheets := file.GetSheetList()
	table, err = newFinder(o).layOut(lines)
	if err != nil {
		return nil, nameSheets(err, name, sheets)
	}
	table.Format, table.Sheet, table.Sheets, table.Hidden = "xlsx", name, sheets, hidden
	widen(table)
	return table, nil
}

func badWorkbook(err error) error {
	return &stations.Error{Code: stations.Invalid, Text: "the file is not a readable XLSX workbook", Err: err}
}

// checkParts reads every sheet and the shared texts once, as XML, and returns
// the merged blocks of each part, by its name in lower case.
func checkParts(data []byte) (map[string][]block, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, badWorkbook(err)
	}
	var total uint64
	for _, part := range archive.File {
		total += part.UncompressedSize64
		if part.UncompressedSize64 > maxUnzipped || total > maxUnzipped {
			return nil, stations.Errorf(stations.Invalid, "the workbook unfolds to more than %d MB", maxUnzipped>>20)
		}
	}
	blocks, merged := map[string][]block{}, 0
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		if strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml") || name == "xl/sharedstrings.xml" {
			if blocks[name], err = checkPart(part, MaxMerged-merged); errors.Is(err, errMerged) {
				return nil, tooManyMerged()
			} else if err != nil {
				return nil, &stations.Error{Code: stations.Invalid, Text: "the workbook is damaged: " + shown(part.Name), Err: err}
			}
			merged += len(blocks[name])
		}
	}
	return blocks, nil
}

// errMerged says that there are more merged blocks than are read.
var errMerged = errors.New("too many merged cells")

// checkPart reads a part to its end and returns its merged blocks, at most so
// many.
func checkPart(part *zip.File, most int) (blocks []block, err error) {
	content, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	for decoder := xml.NewDecoder(content); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return blocks, nil
		}
		if err != nil {
			return nil, err
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Local != "mergeCell" {
			continue
		}
		if b, ok := mergedBlock(element); ok {
			if len(blocks) == most {
				return nil, errMerged
			}
			blocks = append(blocks, b)
		}
	}
}

// pickSheet returns the sheet of that name, or the first that is visible.
func pickSheet(file *excelize.File, name string) (string, error) {
	sheets := file.GetSheetList()
	if name != "" {
		at := slices.IndexFunc(sheets, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), strings.TrimSpace(name)) })
		if at < 0 {
			return "", stations.BadField("sheet", fmt.Sprintf("the workbook has no sheet %q; it has: %s", shown(name), listed(sheets)))
		}
		return sheets[at], nil
	}
	for _, sheet := range sheets {
		if visible, err := file.GetSheetVisible(sheet); err == nil && visible {
			return sheet, nil
		}
	}
	return "", stations.Errorf(stations.Invalid, "the workbook has no sheet that can be seen")
}

// readSheet returns the rows that are not blank, and how many of them are
// hidden.
func readSheet(file *excelize.File, name string, room *room) (lines []Row, hidden int, err error) {
	rows, err := file.Rows(name)
	if err != nil {
		return nil, 0, badWorkbook(err)
	}
	size := 0
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, 0, errors.Join(badWorkbook(err), rows.Close())
		}
		if len(cells) > MaxColumns {
			return nil, 0, errors.Join(tooWide(), rows.Close())
		}
		row, length := sheetRow(number, cells)
		if length == 0 {
			continue
		}
		if size += length; size > MaxFile {
			return nil, 0, errors.Join(stations.Errorf(stations.Invalid, "the sheet holds more than %d MB of text", MaxFile>>20), rows.Close())
		}
		if err := room.take(len(row.Values)); err != nil {
			return nil, 0, errors.Join(err, rows.Close())
		}
		if rows.GetRowOpts().Hidden {
			hidden++
		}
		lines = append(lines, row)
	}
	if err := rows.Close(); err != nil {
		return nil, 0, badWorkbook(err)
	}
	return lines, hidden, nil
}

// sheetRow makes a row of a sheet's cells, with the bytes of its text. A cell
// that is too long is reported and cut.
func sheetRow(number int, cells []string) (Row, int) {
	row, length := Row{Number: number, Values: cells}, 0
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(plain(visible(sheetCell(cell))))
	}
	row.Values = trimmed(cells)
	row.Problems = tooLong(row)
	cells = row.Values
	for i := range cells {
		if len(cells[i]) > MaxCell {
			cells[i] = shown(cells[i])
		}
		length += len(cells[i])
	}
	return row, length
}

// Cells whose text is not what a CSV would have: the marks of restyle for
// dates, and numbers with an exponent, as excelize writes very long ones.
// Compiled once; nothing changes them.
var (
	styledDate = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)$`)
	exponent   = regexp.MustCompile(`^-?\d(\.\d+)?[eE][+-]\d+$`)
)

// sheetCell returns a cell's text: dates as 2026-03-01, moments as RFC 3339 in
// the time of China, numbers with all their digits.
func sheetCell(cell string) string {
	if date := styledDate.FindStringSubmatch(cell); date != nil {
		if date[2] == "00:00:00" {
			return date[1]
		}
		return cell + "+08:00"
	}
	if exponent.MatchString(cell) {
		if v, err := strconv.ParseFloat(cell, 64); err == nil {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return cell
}

// widen gives columns without a name to cells beyond the header: unlike in a
// CSV, they are in nobody's way.
func widen(table *Table) {
	width := len(table.Columns)
	for _, row := range table.Rows {
		width = max(width, len(row.Values))
	}
	for len(table.Columns) < width {
		table.Columns = append(table.Columns, "")
	}
}
