// Package hex names places by H3 cells. It is the only room that knows the H3
// library, and it validates what that library accepts silently.
package hex

// Cell is an H3 cell index. Zero is no cell. Cells order by their number,
// which for one resolution is also the order of their text.
type Cell uint64
