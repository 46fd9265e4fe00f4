package exchange

import (
	"errors"
	"fmt"

	"yizhan/stations"
)

// MapColumns is MapColumns for the table's own columns. When they lack what is
// needed and the workbook has other sheets, the error names them: the first
// one may be a cover page.
func (t *Table) MapColumns(overrides map[string]string) (*Mapping, error) {
	m, err := MapColumns(t.Columns, overrides)
	return m, nameSheets(err, t.Sheet, t.Sheets)
}

// nameSheets adds to an Invalid error about one sheet which sheets there are.
func nameSheets(err error, read string, all []string) error {
	var known *stations.Error
	if len(all) < 2 || !errors.As(err, &known) || known.Code != stations.Invalid {
		return err
	}
	told := *known
	told.Text += fmt.Sprintf("; 读的是工作表 this is the sheet %q of: %s; name another with --sheet", shown(read), listed(all))
	return &told
}
