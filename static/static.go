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

// Font returns the font of printed documents, Noto Sans SC packed as WOFF (SIL
// Open Font License 1.1); nil when it was not built in.
func Font() []byte {
	font, err := fs.ReadFile(Dist(), "fonts/noto-sans-sc.woff")
	if err != nil {
		return nil
	}
	return font
}

//go:embed src/words/problems.json
var problems []byte

// Problems returns the pages' table of problems: JSON, pairs of a pattern of
// the English text and what it is in Chinese, with $1 … for its parts. The
// first that fits counts. It is there whether or not the pages were built.
func Problems() []byte { return problems }

// Built reports whether the pages were built before the binary was.
func Built() bool {
	_, err := fs.Stat(Dist(), "index.html")
	return err == nil
}
