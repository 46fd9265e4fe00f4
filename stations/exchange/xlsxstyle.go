package exchange

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The number formats that restyle puts in the place of a workbook's own.
const (
	dateFormat = `yyyy-mm-dd\Thh:mm:ss`
	timeFormat = `hh:mm`
	noFormat   = 163 // the last id below the custom ones, which nothing defines: General would round
)

// restyle changes the styles of the opened workbook, not of the file: every
// format that shows a date or a time becomes one that sheetCell knows, every
// other goes, so that a number shows all its digits. A workbook need not have
// formats of cells; excelize takes for granted that it does.
func restyle(file *excelize.File) error {
	part, _ := file.Pkg.Load("xl/styles.xml")
	if styles, _ := part.([]byte); !bytes.Contains(styles, []byte("cellXfs")) {
		return nil
	}
	code, clock := dateFormat, timeFormat
	date, err := file.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return err
	}
	hours, err := file.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	if err != nil {
		return err
	}
	formats := file.Styles.CellXfs.Xf
	dateID, timeID, plainID := formats[date].NumFmtID, formats[hours].NumFmtID, noFormat
	codes := map[int]string{}
	for _, custom := range file.Styles.NumFmts.NumFmt {
		codes[custom.NumFmtID] = custom.FormatCode
	}
	for i := range formats {
		id := formats[i].NumFmtID
		switch {
		case id == nil:
		case showsDate(*id, codes[*id]):
			formats[i].NumFmtID = dateID
		case showsTime(*id, codes[*id]):
			formats[i].NumFmtID = timeID
		default:
			formats[i].NumFmtID = &plainID
		}
	}
	return nil
}

// Formats without a code are built in: ECMA-376 part 1, 18.8.30, with those
// of Chinese and Japanese workbooks.
func builtin(id int, ranges ...[2]int) bool {
	for _, r := range ranges {
		if id >= r[0] && id <= r[1] {
			return true
		}
	}
	return false
}

func showsDate(id int, code string) bool {
	if code == "" {
		return builtin(id, [2]int{14, 17}, [2]int{22, 22}, [2]int{27, 31}, [2]int{36, 36}, [2]int{50, 54}, [2]int{57, 58})
	}
	return strings.ContainsAny(bare(code), "yYdD")
}

func showsTime(id int, code string) bool {
	if code == "" {
		return builtin(id, [2]int{18, 21}, [2]int{32, 35}, [2]int{45, 47}, [2]int{55, 56})
	}
	return strings.ContainsAny(bare(code), "hHsS")
}

// literal matches what a format code shows as it stands, and its conditions
// and colours; nothing changes it.
var literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|@`)

// bare returns a format code without its literals: what is left of a date's
// are its letters.
func bare(code string) string { return literal.ReplaceAllString(code, "") }
