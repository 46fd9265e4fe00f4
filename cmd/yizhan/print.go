package main

import (
	"image/png"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"yizhan/geo/roads"
	"yizhan/static"
	"yizhan/stations/plan"
	paper "yizhan/stations/report"
)

// printer returns what prints documents, nil when this binary has no font.
func printer(log *slog.Logger) *paper.Printer {
	font := static.Font()
	if font == nil {
		return nil
	}
	p, err := paper.NewPrinter(font, time.Now)
	if err != nil {
		log.Error("documents cannot be printed", "error", err)
		return nil
	}
	return p
}

// printed reports whether the output is a document or a picture.
func (c coverageCmd) printed() bool { return c.printAs() != "" }

func (c coverageCmd) printAs() string {
	if as := strings.ToLower(filepath.Ext(c.Output)); as == ".pdf" || as == ".png" {
		return as
	}
	return ""
}

// mapWidth is that of a map in a file of its own, in pixels.
const mapWidth = 2400

// print writes the coverage as a report or its map as a picture.
func (c coverageCmd) print(g *globals, result *plan.Coverage, networks []*roads.Graph) error {
	streets := plan.Network(networks, result.Roads)
	if c.printAs() == ".png" {
		return replaceFile(c.Output, func(w io.Writer) error { return png.Encode(w, paper.Map(result, streets, mapWidth)) })
	}
	p := printer(g.Log)
	if p == nil {
		return usage("-o %s: 此程序未包含字体 this binary was built without its pages and their font; build it with make build", c.Output)
	}
	document, err := p.Coverage(result, streets)
	if err != nil {
		return err
	}
	return replaceFile(c.Output, func(w io.Writer) error {
		_, err := w.Write(document)
		return err
	})
}
