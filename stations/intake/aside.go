package intake

import (
	"fmt"
	"strconv"
	"strings"

	"yizhan/stations/exchange"
)

// passOver notes a row of a sheet that adds others up or says something about
// the sheet, and reports whether it is one. It is no record and no fault.
func (s *sheet) passOver(row *exchange.Row) bool {
	if s.table.Format == "geojson" {
		return false
	}
	kind := s.mapping.Aside(*row)
	if kind != 0 {
		s.aside[kind] = append(s.aside[kind], row.Number)
	}
	return kind != 0
}

// tellPassedOver notes which rows were passed over, and why. What they say is
// not repeated: it names people.
func (s *sheet) tellPassedOver() {
	for _, k := range []struct {
		kind             exchange.Aside
		chinese, english string
	}{
		{exchange.AsideTotal, "是合计", "totals"},
		{exchange.AsideNote, "是说明", "notes"},
	} {
		if rows := s.aside[k.kind]; len(rows) > 0 {
			s.note(fmt.Sprintf("跳过第 %s 行：%s rows %s were passed over: they are %s",
				numbers(rows, "、"), k.chinese, numbers(rows, ", "), k.english))
		}
	}
}

// numbers lists rows, the first of many.
func numbers(rows []int, between string) string {
	const most = 20
	var list []string
	for _, row := range rows[:min(len(rows), most)] {
		list = append(list, strconv.Itoa(row))
	}
	if len(rows) > most {
		list = append(list, "…")
	}
	return strings.Join(list, between)
}
