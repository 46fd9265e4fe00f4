package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// readCSV reads comma, semicolon or tab separated text. Blank rows are passed
// over, but counted in the row numbers.
func readCSV(data []byte, o Reading) (*Table, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	find := newFinder(o)
	lines, err := readRows(newRows(text, find.separator(text)), o.room())
	if err != nil {
		return nil, err
	}
	table, err := find.layOut(lines)
	if err != nil {
		return nil, err
	}
	table.Format = "csv"
	for i, row := range table.Rows {
		table.Rows[i] = checkWidth(row, len(table.Columns))
	}
	return table, nil
}

// readRows reads the rows that are not blank. Cells that are blank to the end
// of their row are left out, but where a header may be: it counts the columns.
func readRows(rows *csvRows, room *room) (lines []Row, err error) {
	for {
		row, err := rows.next()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if len(lines) >= HeaderRows {
			row.Values = trimmed(row.Values)
		}
		if err := room.take(len(row.Values)); err != nil {
			return nil, err
		}
		lines = append(lines, row)
	}
}

// checkWidth rejects a row with cells beyond the last column: some comma in
// it separates nothing, and which one nobody can say.
func checkWidth(row Row, columns int) Row {
	for i, value := range row.Values {
		if i >= columns && value != "" {
			row.Problems = append(row.Problems, Problem{
				Row: row.Number, Field: "row", Value: shown(value),
				Problem: fmt.Sprintf("has more cells than the header's %d: put quotes around a cell that holds the separator", columns),
			})
			break
		}
	}
	return row
}

// csvRows reads records with the row numbers that a spreadsheet shows.
type csvRows struct {
	text   []byte
	reader *csv.Reader
	offset int64 // of the end of the last record
	number int   // of the last record
}

func newRows(text []byte, comma rune) *csvRows {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = comma
	reader.FieldsPerRecord = -1
	return &csvRows{text: text, reader: reader}
}

// separator returns the one of comma, semicolon and tab that is most frequent
// in the first line that is not blank, outside quotes.
func separator(text []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	count, quoted := map[rune]int{}, false
	for _, r := range string(line) {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

// next returns the next row that is not blank, or io.EOF.
func (c *csvRows) next() (Row, error) {
	for {
		record, err := c.reader.Read()
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		row := Row{Number: c.count(), Values: make([]string, len(record))}
		blank := true
		for i, value := range record {
			row.Values[i] = strings.TrimSpace(plain(visible(value)))
			blank = blank && row.Values[i] == ""
		}
		if err != nil {
			row.Problems = []Problem{{Row: row.Number, Field: "row", Problem: csvProblem(err)}}
			return row, nil
		}
		row.Problems = tooLong(row)
		if !blank {
			return row, nil
		}
	}
}

// count numbers the record that was just read: one more than the last, and
// one for each blank line between, which the reader does not return.
func (c *csvRows) count() int {
	end := c.reader.InputOffset()
	piece := c.text[c.offset:end]
	for len(piece) > 0 && (piece[0] == '\n' || piece[0] == '\r') {
		if piece[0] == '\n' {
			c.number++
		}
		piece = piece[1:]
	}
	c.offset = end
	c.number++
	return c.number
}

func csvProblem(err error) string {
	switch {
	case errors.Is(err, csv.ErrQuote):
		return "a quotation mark is opened and not closed, or stands inside a cell without being doubled"
	case errors.Is(err, csv.ErrBareQuote):
		return "a quotation mark stands in a cell that does not begin with one"
	}
	return "cannot be read as CSV"
}

// writeCSV writes comma-separated UTF-8 with a byte order mark.
func writeCSV(w io.Writer, d datum.Datum, all []*stations.Station) error {
	if _, err := io.WriteString(w, bomUTF8); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	columns := written()
	record := make([]string, len(columns))
	for i, f := range columns {
		record[i] = string(f.field)
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, s := range all {
		for i, f := range columns {
			record[i] = f.cell(s, d)
			if f.field != Lon && f.field != Lat {
				record[i] = Guarded(record[i])
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// formula reports whether a spreadsheet would run the cell, apostrophes
// before it aside.
func formula(cell string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, "'"))
	return strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) // the wide ones in Chinese and Japanese Excel
}

// Guarded makes a cell that a spreadsheet would run harmless; plain undoes it.
func Guarded(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// visible takes from a cell what nobody sees in it, as a number that was
// copied from a contact brings along.
func visible(cell string) string {
	return strings.Map(func(r rune) rune {
		if stations.Hidden(r) {
			return -1
		}
		return r
	}, cell)
}

func plain(cell string) string {
	if formula(cell) {
		return strings.TrimPrefix(cell, "'")
	}
	return cell
}
