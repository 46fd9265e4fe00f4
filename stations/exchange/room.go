package exchange

import (
	"cmp"
	"fmt"

	"yizhan/stations"
)

// room is how many cells of a table there is room for yet. Texts are bounded by
// MaxFile; what a cell and a row cost beside their text is bounded here, or a
// file of blanks would fill the memory.
type room int

// What a table may hold: 16 bytes of memory for each cell without its text.
const (
	MaxCells  = 50_000_000
	MaxMerged = 1_000_000 // merged blocks of a workbook
	perRow    = 5         // cells that a row costs beside its own
)

func (o Reading) room() *room {
	r := room(cmp.Or(o.cells, MaxCells))
	return &r
}

// take makes room for a row of so many cells.
func (r *room) take(cells int) error { return r.use(cells + perRow) }

// use makes room for more cells.
func (r *room) use(cells int) error {
	if *r -= room(cells); *r < 0 {
		return stations.BadField("file", fmt.Sprintf(
			"holds more than %d million cells, blank ones too and %d more for each row: take out what is not needed, or cut it into several files",
			MaxCells/1_000_000, perRow))
	}
	return nil
}

// tooManyMerged is the error of a workbook that merges cells without end.
func tooManyMerged() error {
	return stations.BadField("file", fmt.Sprintf("has more than %d blocks of merged cells: split them", MaxMerged))
}

// trimmed returns the cells up to the last that is not blank, in an array of
// their own when some are left out. A short row lacks its last cells.
func trimmed(cells []string) []string {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	if n == len(cells) {
		return cells
	}
	return append(make([]string, 0, n), cells[:n]...)
}
