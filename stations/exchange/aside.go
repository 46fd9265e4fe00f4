package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yizhan/stations/text"
)

// Aside is what a row of a sheet is that is no record.
type Aside uint8

// The kinds of such rows; the zero value is a record.
const (
	AsideTotal Aside = iota + 1 // adds up other rows
	AsideNote                   // says something about the sheet, or who filled it in
)

// Cells of rows that add up others, that say something about the sheet, and
// that name who filled it in. Compiled once; nothing changes them.
var (
	totalRow  = regexp.MustCompile(`^(total|subtotal|grandtotal|[^,.;:、，。；：]{0,20}(合计|小计|总计|共计))([(:].*)?$|^(共计?|合计|总计)[:]?\d+(个|家|处|座|站)`)
	noteRow   = regexp.MustCompile(`^(注|备注|附注|注意|说明|填表说明|附|notes?|remarks?)[0-9一二三四五]?[:.、]`)
	signature = regexp.MustCompile(`^(填表|制表|填报|审核|复核|负责|联系|统计|经办)(人|单位|日期|时间|电话|部门)([(]?(盖章|签字|签章)[)]?)?:|^[(]?(填报)?(单位|部门)?[(]?(盖章|公章)`)
	amount    = regexp.MustCompile(`^共?[0-9]+([个家处座](站点|驿站)?|站)?$`)
)

// Aside says what a row is that is no record, 0 for any other row. Who signs
// the sheet stands in the first cell of a row without a position; else such a row states no position, no code and no name of a place,
// and a cell of it says what it is: of a total the name or one before it, of a
// note the first.
func (m *Mapping) Aside(row Row) Aside {
	at := slices.IndexFunc(row.Values, func(cell string) bool { return cell != "" })
	if at < 0 {
		return 0
	}
	first, name := asideKey(row.Values[at]), asideKey(m.Value(row, Name))
	if signature.MatchString(first) && (!numeric(m.Value(row, Lon)) || !numeric(m.Value(row, Lat))) {
		return AsideNote
	}
	for _, field := range []Field{Lon, Lat, Pair, Code, Record, SourceRecord} {
		if stated(m.Value(row, field)) {
			return 0
		}
	}
	nameless := name == "" || totalRow.MatchString(name) || noteRow.MatchString(name) || amount.MatchString(name)
	switch {
	case nameless && noteRow.MatchString(first):
		return AsideNote
	case nameless && m.totals(row):
		return AsideTotal
	}
	return 0
}

// numeric reports whether a cell is a number.
func numeric(cell string) bool {
	_, err := strconv.ParseFloat(cell, 64)
	return err == nil
}

// stated reports whether a cell holds a value, and not the words of a total or
// a note that stand in the first column, whatever that is.
func stated(cell string) bool {
	if cell == "" || '0' <= cell[0] && cell[0] <= '9' {
		return cell != ""
	}
	key := asideKey(cell)
	return !totalRow.MatchString(key) && !noteRow.MatchString(key)
}

// totals reports whether a cell says that the row adds others up. Only the name
// and what stands before it counts: behind it are texts about a place.
func (m *Mapping) totals(row Row) bool {
	last, named := m.at[Name]
	return named && slices.ContainsFunc(row.Values[:min(len(row.Values), last+1)], func(cell string) bool {
		return totalRow.MatchString(asideKey(cell))
	})
}

// asideKey folds a cell: width, case and traditional characters, and blanks
// between 合 and 计 go. A longer cell than any such word is cut.
func asideKey(cell string) string {
	const most = 200 // bytes; what it is stands at its beginning
	return strings.ReplaceAll(text.Simple(text.Fold(strings.ToValidUTF8(cell[:min(len(cell), most)], ""))), " ", "")
}
