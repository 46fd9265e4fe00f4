package exchange

// OfCells is a Reading with room for so many cells, that a test need not fill
// the memory.
func OfCells(n int) Reading { return Reading{cells: n} }
