// Package static holds the built pages, so that one binary serves them.
//
// The pages are TypeScript in this directory; `npm --prefix static run build`
// writes them to dist, which is embedded here. A binary that was built before
// the pages has an empty Dist: it compiles and serves the API alone.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist returns the built pages with index.html (rider), plan.html (planner) and
// drive.html (driver) at its root, next to assets/, whose names carry a hash of their content. It
// is not promised that any of them is there: see Built.
func Dist() fs.FS {
	pages, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist // not reached: the name is valid and embedded
	}
	return pages
}

// Built reports whether the pages were built before the binary was.
func Built() bool {
	_, err := fs.Stat(Dist(), "index.html")
	return err == nil
}
