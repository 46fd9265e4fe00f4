package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"

	"yizhan/geo/osm"
	"yizhan/geo/roads"
)

// roadsCmd builds and describes road graphs.
type roadsCmd struct {
	Build roadsBuildCmd `cmd:"" help:"生成路网 Build a road file from OpenStreetMap PBF."`
	Info  roadsInfoCmd  `cmd:"" help:"查看路网 Describe a road file."`
}

// roadsBuildCmd is `yizhan roads build FILE.osm.pbf -o FILE.roads`.
type roadsBuildCmd struct {
	File   string `arg:"" type:"existingfile" help:"文件 OpenStreetMap PBF to read."`
	Output string `short:"o" required:"" type:"path" placeholder:"FILE" help:"输出文件 Road file to write."`
	JSON   bool   `name:"json" help:"以 JSON 输出 Print the summary as one JSON document."`
}

// roadsSummary is what `roads build --json` prints: the graph, and what its
// source held.
type roadsSummary struct {
	roads.Info
	Read osm.Report `json:"read"`
}

// Run builds the graph, writes it and prints its summary.
func (c *roadsBuildCmd) Run(g *globals) error {
	opts := osm.Options{MinComponent: roads.DefaultMinComponent}
	if g.Terminal {
		opts.Progress = progress(g.Stderr)
	}
	graph, report, err := osm.Build(g.Ctx, c.File, opts)
	if err != nil {
		return err
	}
	defer graph.Close()
	if err := roads.Write(c.Output, graph); err != nil {
		return err
	}
	summary := roadsSummary{Info: graph.Info(), Read: report}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(summary)
	}
	printInfo(g.Stdout, summary.Info)
	if report.MissingNodes > 0 {
		fmt.Fprintf(g.Stdout, "缺失节点引用 missing nodes: %d references, %d ways broken there\n", report.MissingNodes, report.BrokenWays)
	}
	return nil
}

// progress draws a bar that follows the bytes read.
func progress(w io.Writer) func(done, total int64) {
	bar := progressbar.NewOptions64(1, progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("读取 reading"), progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish())
	return func(done, total int64) {
		bar.ChangeMax64(total)
		_ = bar.Set64(done) // a bar that cannot be drawn is no failure
	}
}

// roadsInfoCmd is `yizhan roads info FILE.roads`.
type roadsInfoCmd struct {
	File string `arg:"" type:"existingfile" help:"路网文件 Road file to read."`
	JSON bool   `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// Run opens the graph, which checks all of it, and prints its summary.
func (c *roadsInfoCmd) Run(g *globals) error {
	graph, err := roads.Open(c.File)
	if err != nil {
		return err
	}
	defer graph.Close()
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(graph.Info())
	}
	printInfo(g.Stdout, graph.Info())
	return nil
}

// printInfo prints a graph's summary for people.
func printInfo(w io.Writer, info roads.Info) {
	fmt.Fprintf(w, "来源 source: %s\n", info.Source)
	fmt.Fprintf(w, "节点 nodes: %d · 有向边 arcs: %d · 里程 km: %.3f\n", info.Nodes, info.Arcs, info.Km)
	fmt.Fprintf(w, "范围 bounds: %.7f,%.7f,%.7f,%.7f\n", info.Bounds[0], info.Bounds[1], info.Bounds[2], info.Bounds[3])
	for m := range roads.Mode(roads.NumModes) {
		mode := info.Modes[m.Base().String()]
		if m.Version() > 1 {
			mode = info.Rules.Modes[m.Base().String()]
		}
		fmt.Fprintf(w, "%s: %d arcs, %d components, largest %.1f %%\n", m, mode.Arcs, mode.Components, 100*mode.LargestShare)
	}
	fmt.Fprintf(w, "转向限制 turn restrictions: %d · 不明确 unclear: %d · 路障 barriers: %d · 限高限重 limited edges: %d\n",
		info.Rules.Turns, info.Rules.Unclear, info.Rules.Barriers, info.Rules.Limited)
	fmt.Fprintf(w, "校验 SHA-256: %s\n", info.Checksum)
}
