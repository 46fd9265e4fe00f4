package exchange

import (
	"cmp"
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"yizhan/stations"
)

// block is a column of merged cells, as offices merge the name of a district
// beside all its stations. The file has its text in the first row only.
type block struct{ column, top, bottom int }

// mergedBlock returns the block of a mergeCell element, and reports whether it
// has more rows than one. Of a block that is wide, too, it is the first column.
func mergedBlock(element xml.StartElement) (block, bool) {
	for _, attribute := range element.Attr {
		from, to, found := strings.Cut(attribute.Value, ":")
		if attribute.Name.Local != "ref" || !found {
			continue
		}
		column, top, err := excelize.CellNameToCoordinates(from)
		if err != nil || column > MaxColumns {
			return block{}, false
		}
		_, bottom, err := excelize.CellNameToCoordinates(to)
		return block{column - 1, top, bottom}, err == nil && bottom > top
	}
	return block{}, false
}

// partOf returns the name of the part that holds the sheet, in lower case; ""
// when the workbook does not name it as workbooks do.
func partOf(file *excelize.File, sheet string) string {
	content, _ := file.Pkg.Load("xl/_rels/workbook.xml.rels")
	text, _ := content.([]byte)
	var relations struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:",attr"`
		}
	}
	if xml.Unmarshal(text, &relations) != nil || file.WorkBook == nil {
		return ""
	}
	for _, known := range file.WorkBook.Sheets.Sheet {
		for _, relation := range relations.Relationship {
			if known.Name == sheet && known.ID == relation.ID {
				return strings.ToLower(strings.TrimPrefix(path.Join("/xl", relation.Target), "/"))
			}
		}
	}
	return ""
}

// fillDown gives the text of merged cells to each of their rows. Blocks that
// overlap, which no spreadsheet writes, are filled once.
func fillDown(lines []Row, blocks []block, room *room) error {
	slices.SortFunc(blocks, func(a, b block) int { return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.top, b.top)) })
	size, last := 0, block{column: -1}
	for _, b := range blocks {
		if b.column == last.column && b.top <= last.bottom {
			continue
		}
		last = b
		bytes, err := b.fill(lines, room)
		if err != nil {
			return err
		}
		if size += bytes; size > MaxFile {
			return stations.Errorf(stations.Invalid, "the sheet holds more than %d MB of text", MaxFile>>20)
		}
	}
	return nil
}

// fill writes the block's text into its cells of the lines that are blank, and
// returns the bytes that it wrote.
func (b block) fill(lines []Row, room *room) (size int, err error) {
	first, found := slices.BinarySearchFunc(lines, b.top, func(row Row, number int) int { return cmp.Compare(row.Number, number) })
	if !found || b.column >= len(lines[first].Values) || lines[first].Values[b.column] == "" {
		return 0, nil
	}
	text := lines[first].Values[b.column]
	for i := first + 1; i < len(lines) && lines[i].Number <= b.bottom; i++ {
		row := &lines[i]
		more := max(0, b.column+1-len(row.Values))
		if err := room.use(more); err != nil {
			return size, err
		}
		row.Values = append(row.Values, make([]string, more)...)
		if row.Values[b.column] == "" {
			row.Values[b.column] = text
			size += len(text)
		}
	}
	return size, nil
}
